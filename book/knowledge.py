"""What Sphinx knows of all pages, as a digest: while it stays the same, no page needs to be written for another's sake.

A page shows more than its own source: numbers and titles of other chapters, where an equation is, which works are
cited. All of that lies in Sphinx's environment, where each extension puts what it found. So what the environment holds
is compared, but for what belongs to one page alone; what an extension of tomorrow adds there is compared too.
"""

import hashlib
from collections.abc import Mapping, Set
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

# Of one page alone, or of one build.
PRIVATE = {
    *("all_docs", "dependencies", "included", "git_last_updated", "images", "dlfiles", "metadata", "nb_metadata"),
    *("app", "config", "config_status", "config_status_extra", "events", "domains", "project", "settings", "version"),
    *("titles_old", "temp_data", "ref_context", "reread_always", "original_image_uri", "nb_new_exec_data"),
    *("_write_doc_doctree_cache", "_pickled_doctree_cache", "_registry", "sphinx_exercise_node_order"),
}
PLACES = {"line", "lineno"}  # of a source; they move with any change above
AS_READ = {"citation_refs"}  # lists in the order in which pages were read, of which nothing is made


def digest(env: BuildEnvironment) -> str:
    """Return a name for what the environment knows of all pages."""
    known = {name: value for name, value in vars(env).items() if name not in PRIVATE and "_search_index_" not in name}
    return hashlib.sha256(plain(known).encode()).hexdigest()


def plain(value: Any, above: tuple[int, ...] = ()) -> str:
    """Return a text that is equal for equal values, in whatever order sets and mappings were filled."""
    if value is None or isinstance(value, (str, bytes, int, float)):
        return repr(value)
    if id(value) in above:  # an object that holds itself
        return "..."
    above = (*above, id(value))
    if isinstance(value, nodes.Node):
        return plain_node(value, above)
    if isinstance(value, Mapping):
        inside = {name: inner for name, inner in value.items() if name not in PLACES}
        inside |= {name: sorted(plain(one, above) for one in inside[name]) for name in AS_READ & inside.keys()}
        held = {plain(name, above): plain(inner, above) for name, inner in inside.items()}
        return f"{{{', '.join(f'{name}: {held[name]}' for name in sorted(held))}}}"
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(plain(inner, above) for inner in value))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(plain(inner, above) for inner in value)}]"
    if hasattr(value, "__dict__"):
        return f"{type(value).__qualname__}{plain(vars(value), above)}"
    return repr(value)


def plain_node(node: nodes.Node, above: tuple[int, ...]) -> str:
    """Return the text of a node; of one with a title, such as an exercise, the title: other pages show no more."""
    titles = [child for child in getattr(node, "children", ()) if isinstance(child, nodes.title)]
    if not titles:
        return node.pformat()
    return f"{type(node).__qualname__}{plain(node.attributes, above)}{titles[0].pformat()}"
