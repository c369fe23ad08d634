"""A small Sphinx extension that cuts the fonts of the mathematics to the characters that the pages write in each.

KaTeX has 20 fonts, and a chapter loads eight of them: 98 kB, of which it draws a third. Which font a character is in
follows from the classes around it, by the rules of KaTeX's style sheet; they are read from there. A font that no page
uses, no reader loads; it stays as it is. The two that every formula is set in are asked for before the style sheet
names them: where they come later than the text, a line with a formula near its end breaks anew.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from fontTools.subset import Options, Subsetter, load_font, save_font
from sphinx.application import Sphinx

from .formula import drawn
from .kept import kept, pages

SHEET = Path("_static") / "katex" / "katex.min.css"
CLASS = re.compile(r"\.([\w-]+)")
PROPERTY = re.compile(r"font-(family|weight|style):\s*([^;,}]+)")
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}  # without an end tag
# Small letters need the hints of a font on screens with few pixels; large brackets and sums do without.
HINTED = ("KaTeX_Main", "KaTeX_Math")
SOON = ("KaTeX_Main-Regular.woff2", "KaTeX_Math-Italic.woff2")


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


def written_in(page: str, css: str) -> dict[Face, set[str]]:
    """Return the characters that a page writes in each face, by the rules of a style sheet."""
    written: dict[Face, set[str]] = defaultdict(set)
    parser = _Page(read_sheet(css)[1], written)
    for formula in {page[begin:end] for begin, end in drawn(page)}:  # the same stand there again and again
        parser.feed(formula)
    return dict(written)


def together(parts: Iterable[dict[Face, set[str]]]) -> dict[Face, set[str]]:
    """Join what several pages write."""
    written: dict[Face, set[str]] = defaultdict(set)
    for part in parts:
        for face, characters in part.items():
            written[face] |= characters
    return written


def cut(whole: bytes, characters: str, hinted: bool) -> bytes:
    """Return a font with the glyphs of these characters only."""
    options = Options(flavor="woff2", hinting=hinted)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    cut_font = io.BytesIO()
    with load_font(io.BytesIO(whole), options) as font:
        subsetter.subset(font)
        save_font(font, cut_font, options)
    return cut_font.getvalue()


def whole_font(app: Sphinx, file: str) -> bytes:
    """Return a font as it was before any build cut it: that of the site may lack what a page now writes."""
    inside = (SHEET.parent / file).relative_to("_static")
    folders = [Path(app.confdir) / folder for folder in app.config.html_static_path]
    return next(folder / inside for folder in folders if (folder / inside).is_file()).read_bytes()


def cut_all(app: Sphinx, problem: Exception | None) -> None:
    """Cut the fonts of the website, once its pages are there."""
    if problem or app.builder.format != "html":
        return
    sheet, results = Path(app.outdir) / SHEET, kept(app)
    css = sheet.read_text(encoding="utf-8")
    written = together(results.result(written_in, page, css) for page in pages(app))
    for face, file in read_sheet(css)[
        0
    ].items():  # a face without a file the browser makes up: the regular font, slanted or thickened
        font = whole_font(app, file)
        if characters := "".join(sorted(written.get(face, ()))):
            font = results.result(cut, font, characters, face.family in HINTED)
        (sheet.parent / file).write_bytes(font)


def ask_soon(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Let a page with formulas load their first fonts beside its style sheet."""
    if 'class="katex' in context.get("body", ""):
        places = (context["pathto"](f"{SHEET.parent.as_posix()}/fonts/{file}", 1) for file in SOON)
        links = [f'<link rel="preload" href="{place}" as="font" type="font/woff2" crossorigin />' for place in places]
        context["metatags"] = "\n".join([context.get("metatags", ""), *links])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.connect("html-page-context", ask_soon)
    app.connect("build-finished", cut_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
