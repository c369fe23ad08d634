"""A small Sphinx extension: the directive `demo-gallery`, which shows the first state of every demo of the book.

Nothing is copied by hand: the pictures are those that the notebooks hold for viewers that run no widget, written beside
the pages by each build, in colors that follow the page. Each leads to its demo.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from livefig.palette import DEFAULT, Palette
from livefig.sphinx_ext import Demo

FOLDER = "_static/gallery"
SVG, VIEW = "image/svg+xml", "application/vnd.jupyter.widget-view+json"
PICTURE = re.compile(r'<svg [^>]*id="(?P<name>[^"]+)-picture" viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"[^>]*>')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LONG = 125  # characters of a description that a screen reader reads on each of many pictures


@dataclass
class Shown:
    """A demo in the gallery: its name, the section in which it stands, its first state, what that shows."""

    name: str
    place: str
    picture: str
    alt: str
    width: float
    height: float

    @property
    def file(self) -> str:
        """The name of the picture's file: of another picture it is another, so browsers may keep it."""
        return f"{self.name}-{hashlib.sha256(self.picture.encode()).hexdigest()[:8]}.svg"


class Gallery(nodes.General, nodes.Element):
    """The place of the gallery in a page."""


class DemoGallery(SphinxDirective):
    """The directive; its content stands above the pictures. On paper neither is of use."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a place for the gallery, which is known when all pages are read."""
        around = nodes.container(classes=["demo-gallery"])
        self.state.nested_parse(self.content, self.content_offset, around)
        around += Gallery()
        return [around]


def colors(palette: Palette = DEFAULT) -> str:
    """Return the style sheet of a picture: in an `img`, the color scheme is that of the page around it."""
    light, dark = (
        "".join(f"--livefig-{name}:{color};" for name, color in scheme.items())
        for scheme in (palette.light, palette.dark)
    )
    return (
        f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        "svg{background:var(--livefig-paper);fill:var(--livefig-ink)}</style>"
    )


def first_sentences(text: str) -> str:
    """Return the beginning of a description, up to the end of a sentence, or of a clause if the first one is long."""
    text = " ".join(text.split())
    for mark in (r"\.", r"[:;,]"):
        ends = [found.end() for found in re.finditer(rf"{mark}(?= |$)", text) if found.end() <= LONG]
        if ends and len(text) > LONG:
            text = text[: ends[-1]]
    return text.rstrip(".:;,") + "."


def pictures(notebook: str) -> dict[str, str]:
    """Return the first state of each demo of a notebook, by name."""
    cells = json.loads(notebook)["cells"]
    shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    drawn = ["".join(data[SVG]) for data in shown if VIEW in data and SVG in data]
    return {found["name"]: svg for svg in drawn if (found := PICTURE.search(svg))}


def section_of(node: nodes.Node) -> str:
    """Return the title of the section in which a node stands, without its formulas' source."""
    while node and not isinstance(node, nodes.section):
        node = node.parent
    return next((child.astext() for child in node if isinstance(child, nodes.title)), "") if node else ""


def gather(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the demos of a page that was read, unless it is the one with the gallery."""
    held, page = held_by(app.env), app.env.docname
    demos = {demo["state"]["name"]: section_of(demo) for demo in doctree.findall(Demo)}
    held.pop(page, None)
    if not demos or next(iter(doctree.findall(Gallery)), None):
        return
    drawn = pictures(Path(app.env.doc2path(page)).read_text(encoding="utf-8"))
    held[page] = []
    for name, place in demos.items():
        found = PICTURE.search(drawn.get(name, ""))
        if not found:
            continue
        svg = drawn[name]
        title = TITLE.search(svg)
        size = float(found["width"]), float(found["height"])
        alt = first_sentences(title[1] if title else name)
        held[page].append(Shown(name, place, svg.replace(found[0], found[0] + colors(), 1), alt, *size))


def held_by(env: BuildEnvironment) -> dict[str, list[Shown]]:
    """Return what was found on the pages that were read."""
    return env.__dict__.setdefault("book_gallery", {})


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again, or is gone."""
    held_by(env).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process read."""
    held_by(env).update({page: found for page, found in held_by(other).items() if page in pages})


def write_pictures(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Write the pictures, remove those that are no more, and return the pages whose gallery is another."""
    if app.builder.format != "html":
        return []
    shows = [page for page in sorted(env.found_docs) if env.metadata.get(page, {}).get("demo-gallery")]
    shown = [one for found in held_by(env).values() for one in found] if shows else []
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*"):
        if old.name not in {one.file for one in shown}:
            old.unlink()
    for one in shown:
        (folder / one.file).write_text(one.picture, encoding="utf-8")
    noted, now = Path(app.doctreedir, "gallery.json"), digest(env)
    changed = not noted.is_file() or noted.read_text() != now
    noted.write_text(now)
    return shows if changed else []


def digest(env: BuildEnvironment) -> str:
    """Return a name for all that the gallery shows: the demos, and their numbers."""
    found = {page: [asdict(one) for one in shown] for page, shown in sorted(held_by(env).items())}
    numbers = {page: str(env.toc_fignumbers.get(page, {}).get("demo")) for page in found}
    return hashlib.sha256(json.dumps([found, numbers]).encode()).hexdigest()


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note which page has a gallery."""
    if next(iter(doctree.findall(Gallery)), None):
        app.env.metadata[app.env.docname]["demo-gallery"] = "yes"


def show(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the gallery into its place, in the order of the demos' numbers."""
    for place in list(doctree.findall(Gallery)):
        numbered = []
        for other, found in held_by(app.env).items():
            numbers = app.env.toc_fignumbers.get(other, {}).get("demo", {})
            numbered += [(numbers.get(f"demo-{one.name}", ()), other, one) for one in found]
        items = [item(app, page, other, number, one) for number, other, one in sorted(numbered, key=lambda n: n[:2])]
        html = f"<ul>\n{''.join(items)}</ul>\n" if items else ""
        place.replace_self(nodes.raw("", html, format="html"))


def item(app: Sphinx, page: str, other: str, number: tuple[int, ...], one: Shown) -> str:
    """Return one picture, its caption and its link."""
    here = app.builder.get_target_uri(page)
    # Above a demo with a number of its chapter stands that number; the link leads there.
    anchor = f"demo-{one.name}" if len(number) > 1 else one.name
    label = f"Demo {'.'.join(map(str, number))}" if len(number) > 1 else "Demo"
    return (
        f'<li><a href="{app.builder.get_relative_uri(page, other)}#{anchor}">'
        f'<img src="{relative_uri(here, f"{FOLDER}/{one.file}")}" alt="{escape(one.alt)}" '
        f'width="{one.width:.0f}" height="{one.height:.0f}" loading="lazy"/>'
        f"<span><b>{label}</b> {escape(one.place)}</span></a></li>\n"
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_directive("demo-gallery", DemoGallery)
    app.add_node(Gallery)
    app.connect("doctree-read", gather)
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", write_pictures)
    app.connect("doctree-resolved", show)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
