"""The places of a page that a search may lead to, read from the page as it is written: headings, terms, exercises.

What a reader does not see at once, or does not want to be led to, is left out: menus, folded code and what it printed,
the controls of the demos, hints, solutions, and what the quiz answers. Of code that is open, the names count.
"""

import keyword
import re
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser

from .formula import MATH, in_line, without_drawn

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "s", "small", "span", "strong", "sub", "sup", "u"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HIDDEN_TAGS = {"annotation", "button", "form", "math", "noscript", "pre", "script", "style", "svg"}
HIDDEN = {
    *("headerlink", "katex-html", "cell_input", "cell_output", "solution", "livefig-panels", "livefig-readout"),
    *("collapsed", "expanded", "drawpad-classes", "drawpad-unseen"),
    *("toctree-wrapper", "livefig-settings", "sig-paren", "sig-param", "eqno", "label", "sidebar-title"),
}
FOLDED = {"tag_hide-input", "tag_hide-cell", "tag_remove-input"}
ANSWER = re.compile(r"\s*(Hint|Solution|The answer)\b")  # on what is folded
# What has many elements and no place: pictures, and the colors of code.
PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
COLORED = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
COLOR = re.compile(r"</?span[^>]*>")
NAME = re.compile(r"(?<![\w\"'#])[A-Za-z_]\w{2,}")
REMARK = re.compile(r"#.*")
SENTENCE = re.compile(r"(?<=[^A-Z][.!?])\s+(?=[^\sa-z0-9])")


@dataclass
class Place:
    """A place to go to: its anchor (none for the top of the page), its title, and the sentences that stand there."""

    anchor: str
    kind: str
    title: str = ""
    text: str = ""
    code: str = ""  # the names that its code uses
    ids: list[str] = field(default_factory=list)  # all that can be linked to here
    links: list[str] = field(default_factory=list)  # where it refers to

    def tidy(self) -> None:
        self.title = " ".join(self.title.split()).rstrip(".")
        names = dict.fromkeys(NAME.findall(REMARK.sub("", self.code)))
        self.code = " ".join(name for name in names if not keyword.iskeyword(name))
        blocks = (" ".join(block.split()).strip("· ").replace("· ·", "·") for block in self.text.split("\n"))
        self.text = "\n".join(SENTENCE.sub("\n", block) for block in blocks if any(map(str.isalnum, block)))


@dataclass
class _Open:
    """An element that is open, and what holds for what is inside it."""

    tag: str
    place: Place | None = None
    hidden: bool = False
    folded: bool = False  # code here is not open
    code: bool = False
    quiet: bool = False  # what is folded here is an answer
    titled: bool = False  # what is written here is the title of the place
    summary: int | None = None  # where the words begin that are written on what is folded
    section: str | None = None  # the name of a section that has no heading yet
    waiting: list[str] | None = None  # what can be linked to before the heading


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self.open = [_Open("")]

    def begin(self, anchor: str, kind: str, ids: list[str]) -> Place:
        self.places.append(Place(anchor, kind, ids=ids))
        return self.places[-1]

    def separate(self, tag: str) -> None:
        """Begin a sentence at a block, and keep the cells of a row apart."""
        in_row = tag in ("td", "th") or any(one.tag in ("td", "th") for one in self.open)
        if tag not in INLINE:
            self.handle_data("\n" if not in_row else " · " if tag in ("td", "th") else " ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes, above = set(values.get("class", "").split()), self.open[-1]
        if tag in VOID:
            self.handle_data("\n" if tag in ("br", "hr") else "")
            return
        self.separate(tag)
        new = replace(above, tag=tag, section=None, summary=None)
        new.folded |= bool(classes & FOLDED)
        new.code |= "cell_input" in classes and not (above.folded or above.hidden)
        new.hidden |= tag in HIDDEN_TAGS or bool(classes & HIDDEN) or (tag == "details" and above.quiet)
        new.hidden |= tag == "em" and "property" in classes  # "class", before its name
        if tag == "summary" and above.place:
            new.summary = len(above.place.text)
        self.find_place(new, above, values.get("id", ""), classes)
        if tag == "a" and "internal" in classes and new.place:
            new.place.links.append(values.get("href", ""))
        self.open.append(new)

    def find_place(self, new: _Open, above: _Open, name: str, classes: set[str]) -> None:
        """Say which place an element begins, or belongs to."""
        block = {"exercise", "citation"} & classes
        if new.tag == "article":
            new.waiting = []
        elif new.tag == "section":
            new.section, new.waiting = name, [name]
            new.quiet |= name == "quiz"
        elif new.tag in HEADINGS and above.section is not None:
            anchor = "" if new.tag == "h1" else above.section
            new.place = above.place = self.begin(anchor, "section", above.waiting)
            new.titled, above.waiting, above.section, new.waiting = True, None, None, None
        elif new.tag == "div" and block and name:
            new.place = self.begin(name, min(block), [name])
            new.quiet, new.waiting = True, None
        elif new.tag == "dt" and name and ("sig" in classes or name.startswith("term-")):
            new.place = above.place = self.begin(name, "function" if "sig" in classes else "term", [name])
            new.titled = "sig" not in classes
        elif "sig-name" in classes:
            new.titled = True
        elif "admonition-title" in classes and above.place:
            new.titled = above.place.kind == "exercise" and not above.place.title
        elif name and new.waiting is not None:
            new.waiting.append(name)
        elif name and new.place:
            new.place.ids.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(one.tag == tag for one in self.open):
            return
        while (closed := self.open.pop()).tag != tag:
            pass
        self.separate(tag)
        above = self.open[-1]
        if closed.summary is not None and ANSWER.match(above.place.text, closed.summary):
            above.place.text, above.hidden = above.place.text[: closed.summary], True
        if closed.section is not None and above.place:  # a section without a heading is no place of its own
            above.place.ids += closed.waiting or []

    def handle_data(self, data: str) -> None:
        now = self.open[-1]
        if now.place is None:
            return
        if now.code:
            now.place.code += data
        elif now.titled and not now.hidden:
            now.place.title += data
        elif not now.hidden:
            now.place.text += data


def places_of(page: str) -> list[Place]:
    """Return the places of a page, in their order."""
    reader = _Reader()
    page = COLORED.sub(lambda code: COLOR.sub("", code[0]), PICTURE.sub("", without_drawn(page)))
    reader.feed(MATH.sub(lambda math: f"<i>{escape(in_line(math[0]))}</i>", page))
    for place in reader.places:
        place.tidy()
        if place.kind == "citation":  # it has no title: who wrote it comes first
            place.title = place.text.replace("\n", " ")[:60].rpartition(" ")[0] + " …"
    return reader.places
