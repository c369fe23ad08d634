"""A small Sphinx extension that cuts the fonts of the mathematics to the characters that the pages write in each.

KaTeX has 20 fonts, and a chapter loads eight of them: 98 kB, of which it draws a third. Which font a character is in
follows from the classes around it, by the rules of KaTeX's style sheet; they are read from there. A font that no page
uses, no reader loads; it stays as it is.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter, load_font, save_font
from sphinx.application import Sphinx

SHEET = Path("_static") / "katex" / "katex.min.css"
CLASS = re.compile(r"\.([\w-]+)")
PROPERTY = re.compile(r"font-(family|weight|style):\s*([^;,}]+)")
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}  # without an end tag
# Small letters need the hints of a font on screens with few pixels; large brackets and sums do without.
HINTED = ("KaTeX_Main", "KaTeX_Math")


class Face(NamedTuple):
    """One font of a family, as a style sheet asks for it."""

    family: str = "KaTeX_Main"
    weight: str = "400"
    style: str = "normal"


class Rule(NamedTuple):
    """A rule of the style sheet that changes the font: of elements with these classes, below others with those."""

    own: set[str]
    above: set[str]
    changes: dict[str, str]


def read_sheet(css: str) -> tuple[dict[Face, str], list[Rule]]:
    """Return the file of each face, relative to the style sheet, and the rules, of which a later one wins."""
    files, rules = {}, []
    for prelude, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        changes = dict(PROPERTY.findall(body))
        if prelude.strip() == "@font-face":
            files[Face(**changes)] = re.search(r"url\([\"']?([^\"')]+)", body)[1]
        elif changes:
            for selector in prelude.split(","):
                *above, own = re.split(r"[\s>]+", selector.strip())
                rules.append(Rule(set(CLASS.findall(own)), set(CLASS.findall(" ".join(above))), changes))
    return files, sorted(rules, key=lambda rule: len(rule.own) + len(rule.above))


class _Page(HTMLParser):
    """Collects the characters that a page writes in each face."""

    def __init__(self, rules: list[Rule], written: dict[Face, set[str]]) -> None:
        super().__init__()
        self.rules, self.written = rules, written
        self.open: list[tuple[str, set[str], Face | None]] = [("", set(), None)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        _, above, face = self.open[-1]
        own = set((dict(attrs).get("class") or "").split())
        if "katex-html" in own:
            face, above = Face(), {"katex"}
        elif face:
            for rule in self.rules:
                if rule.own <= own and rule.above <= above:
                    face = face._replace(**rule.changes)
        self.open.append((tag, above | own if face else set(), face))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Do nothing: an element that is closed at once has no text."""

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if face := self.open[-1][2]:
            self.written[face].update(data)


def written_in(pages: Iterator[str], rules: list[Rule]) -> dict[Face, set[str]]:
    """Return the characters that pages write in each face."""
    written: dict[Face, set[str]] = defaultdict(set)
    for page in pages:
        _Page(rules, written).feed(page)
    return written


def cut(path: Path, characters: set[str]) -> None:
    """Rewrite a font with the glyphs of these characters only."""
    options = Options(flavor="woff2", hinting=path.name.startswith(HINTED))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    with load_font(io.BytesIO(path.read_bytes()), options) as font:  # from memory: tables are read while it is saved
        subsetter.subset(font)
        save_font(font, str(path), options)


def cut_all(app: Sphinx, problem: Exception | None) -> None:
    """Cut the fonts of the website, once its pages are there."""
    if problem or app.builder.format != "html":
        return
    sheet = Path(app.outdir) / SHEET
    files, rules = read_sheet(sheet.read_text(encoding="utf-8"))
    pages = (path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html")))
    for face, characters in written_in(pages, rules).items():
        if face in files:  # else the browser makes one up: of the regular font, slanted or thickened
            cut(sheet.parent / files[face], characters)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.connect("build-finished", cut_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
