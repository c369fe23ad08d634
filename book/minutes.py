"""A small Sphinx extension: the directive `chapter-map`, what a page holds and how long it takes to read.

It lists the sections of the page, each with its minutes, and the deeper pages below it in `_toc.yml`. The minutes are
counted from what stands there: words, equations, code, pictures and demos, but nothing that is folded.
"""

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

# How long things take a reader who works through them, in minutes: slower than a novel, and a demo is played with.
WORD, EQUATION, CODE, PICTURE, DEMO = 1 / 180, 1 / 3, 1 / 3, 1 / 3, 2
FOLDED = {"dropdown", "toggle", "tag_hide-input", "tag_hide-cell"}
MORE = {"exercises", "quiz", "summary", "further-reading"}  # no minutes are promised for these
DEEPER = "Deeper, when you want it"


class ChapterMap(nodes.General, nodes.Element):
    """Where the map will be."""


class ChapterMapDirective(SphinxDirective):
    """Without content."""

    def run(self) -> list[nodes.Node]:
        return [ChapterMap()]


def minutes(node: nodes.Element) -> float:
    """Return how long it takes to read what is open in a part of a page."""
    found = 0.0
    for child in node.children:
        if isinstance(child, nodes.Text):
            found += len(child.split()) * WORD
        elif not isinstance(child, nodes.Element) or isinstance(child, nodes.Invisible | nodes.raw):
            continue
        elif isinstance(child, nodes.math_block):
            found += EQUATION
        elif isinstance(child, nodes.math):
            found += WORD
        elif isinstance(child, nodes.image):
            found += PICTURE
        elif isinstance(child, nodes.literal_block):
            found += CODE
        elif child.get("nb_element") == "cell_code_output" and _has_demo(child):
            found += DEMO
        elif FOLDED.isdisjoint(child.get("classes", ())) and child.get("opened") is not False:
            found += minutes(child)
    return found


def _has_demo(output: nodes.Element) -> bool:
    return any("widget-view" in part.get("mime_type", "") for part in output.findall(nodes.container))


def sections(doctree: nodes.document) -> list[nodes.section]:
    """Return the sections of the second level."""
    top = next(doctree.findall(nodes.section), None)
    return [child for child in top.children if isinstance(child, nodes.section)] if top else []


def is_more(section: nodes.section) -> bool:
    """Tell whether a section is no part of what is read in one go."""
    return not MORE.isdisjoint(section["ids"])


def whole(doctree: nodes.document) -> int:
    """Return the minutes of a page without exercises and quiz, to five."""
    top = next(doctree.findall(nodes.section), None)
    if top is None:
        return 0
    skipped = sum(minutes(section) for section in sections(doctree) if is_more(section))
    return max(5, 5 * round((minutes(top) - skipped) / 5))


def note_minutes(app: Sphinx, doctree: nodes.document) -> None:
    """Remember how long a page takes, for the pages that name it."""
    held_by(app.env)[app.env.docname] = whole(doctree)


def held_by(env: BuildEnvironment) -> dict[str, int]:
    """Return the minutes of the pages that were read."""
    return vars(env).setdefault("book_minutes", {})


def forget_minutes(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again, or gone."""
    held_by(env).pop(page, None)


def merge_minutes(app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    """Take what another process has read, of the pages that are its own."""
    held_by(env).update({page: held_by(other)[page] for page in pages if page in held_by(other)})


def fill(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the map in its place."""
    for place in list(doctree.findall(ChapterMap)):
        entries = [_entry(section) for section in sections(doctree)]
        box: list[nodes.Node] = [nodes.bullet_list("", *entries, classes=["chapter-map"])]
        below = [p for p in app.env.toctree_includes.get(page, []) if p in app.env.titles]
        if below:
            links = [_link(app, page, other) for other in below]
            box += [nodes.paragraph("", f"{DEEPER}:"), nodes.bullet_list("", *links, classes=["chapter-deeper"])]
        place.replace_self(box)


def _entry(section: nodes.section) -> nodes.list_item:
    title = section.next_node(nodes.title)
    kind = section["ids"][0] if is_more(section) else "core"
    link = nodes.reference(
        "", "", *[child.deepcopy() for child in title.children], internal=True, refid=section["ids"][0]
    )
    return nodes.list_item("", addnodes.compact_paragraph("", "", link, *_said(section)), classes=[f"map-{kind}"])


def _said(section: nodes.section) -> list[nodes.Node]:
    return [] if is_more(section) else [_time(max(1, round(minutes(section))))]


def _time(number: int) -> nodes.inline:
    return nodes.inline("", f" {number} min", classes=["minutes"])


def _link(app: Sphinx, page: str, other: str) -> nodes.list_item:
    title = app.env.titles[other]
    link = make_refnode(app.builder, page, other, "", [child.deepcopy() for child in title.children])
    time = _time(held_by(app.env)[other])
    return nodes.list_item("", addnodes.compact_paragraph("", "", link, time), classes=["map-deeper"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_node(ChapterMap)
    app.add_directive("chapter-map", ChapterMapDirective)
    app.connect("env-purge-doc", forget_minutes)
    app.connect("env-merge-info", merge_minutes)
    app.connect("doctree-read", note_minutes)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
