"""What Sphinx knows of the pages, as digests: while they stay the same, no page needs to be written for another's sake.

A page shows more than its own source: numbers and titles of other chapters, where an equation is, which works are
cited. All of that lies in Sphinx's environment, where each extension puts what it found. So what the environment holds
is compared, but for what no other page shows. Of labels, terms, exercises and numbers it is known on which page they
are, so only the pages that refer to that one hang on them. On all else, also on what an extension of tomorrow adds,
every page hangs.
"""

import hashlib
from collections.abc import Iterator, Mapping, Set
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

# Of one page alone, or of one build.
PRIVATE = {
    *("all_docs", "dependencies", "included", "git_last_updated", "images", "dlfiles", "metadata", "nb_metadata"),
    *("app", "config", "config_status", "config_status_extra", "events", "domains", "project", "settings", "version"),
    *("titles_old", "temp_data", "ref_context", "reread_always", "original_image_uri", "nb_new_exec_data"),
    *("book_gallery",),  # book/gallery.py says itself which page hangs on it
    *("_write_doc_doctree_cache", "_pickled_doctree_cache", "_registry", "sphinx_exercise_node_order"),
}
# Filed by page; the titles are not among them, since the menu of every page shows those.
BY_PAGE = {"tocs", "toc_num_entries", "toc_secnumbers", "toc_fignumbers"}
# Filed by the name that references use.
BY_NAME = {
    *(("domaindata", "std", kind) for kind in ("labels", "anonlabels", "objects", "terms")),
    ("domaindata", "math", "objects"),
    ("sphinx_exercise_registry",),
}
PLACES = {"line", "lineno"}  # of a source; they move with any change above
AS_READ = {"citation_refs"}  # lists in the order in which pages were read, of which nothing is made


def known(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return digests of what the environment knows: of each page, and under "" what belongs to no page or to all."""
    found: dict[str, list[str]] = {"": []}
    for path, value in _pieces(env):
        of_a_page = path[0] in BY_PAGE or path in BY_NAME
        for name, inner in value.items() if of_a_page else [("", value)]:
            page = _owner(name, inner) if path in BY_NAME else name
            found.setdefault(page, []).append(f"{path} {name} {plain(inner)}")
    return {page: hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest() for page, texts in found.items()}


def names(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names by which other pages refer to places of each page."""
    found: dict[str, set[str]] = {}
    for path, value in _pieces(env):
        for name, inner in value.items() if path in BY_NAME else ():
            found.setdefault(_owner(name, inner), set()).add((name if isinstance(name, str) else name[-1]).lower())
    return {page: sorted(of_page) for page, of_page in found.items()}


def _pieces(env: BuildEnvironment) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in vars(env).items():
        if name == "domaindata":
            for domain, data in value.items():
                for kind, held in data.items():
                    yield ("domaindata", domain, kind), sorted(map(plain, held)) if kind in AS_READ else held
        elif name not in PRIVATE:
            yield (name,), value


def _owner(name: Any, value: Any) -> str:
    """Return the page on which a name stands: what it is filed under begins with the page, or says it."""
    return value["docname"] if isinstance(value, Mapping) else value[0]


def plain(value: Any, above: tuple[int, ...] = ()) -> str:
    """Return a text that is equal for equal values, in whatever order sets and mappings were filled."""
    if id(value) in above:  # an object that holds itself
        return "..."
    inside = (*above, id(value))
    if isinstance(value, nodes.Node):
        text = plain_node(value, inside)
    elif isinstance(value, Mapping):
        held = {plain(name, inside): plain(one, inside) for name, one in value.items() if name not in PLACES}
        text = f"{{{', '.join(f'{name}: {held[name]}' for name in sorted(held))}}}"
    elif isinstance(value, Set):
        text = f"{{{', '.join(sorted(plain(one, inside) for one in value))}}}"
    elif isinstance(value, list | tuple):
        text = f"[{', '.join(plain(one, inside) for one in value)}]"
    elif hasattr(value, "__dict__"):
        text = f"{type(value).__qualname__}{plain(vars(value), inside)}"
    else:
        text = repr(value)
    return text


def plain_node(node: nodes.Node, above: tuple[int, ...]) -> str:
    """Return the text of a node; of one with a title, such as an exercise, the title: other pages show no more."""
    titles = [child for child in getattr(node, "children", ()) if isinstance(child, nodes.title)]
    if not titles:
        return node.pformat()
    return f"{type(node).__qualname__}{plain(node.attributes, above)}{titles[0].pformat()}"
