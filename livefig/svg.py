"""From what matplotlib draws to one canonical, compact SVG: coordinates to a tenth of a point, named colors."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree

NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?|-?\d+(?:\.\d+)?e-?\d+")
COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
FONT = re.compile(r"font-family:[^;]*;?\s*")
UPRIGHT = re.compile(r"rotate\(-?0[ )]")
REFERENCE = re.compile(r"(?<=#)[\w-]+")
DRAWN = ("path", "use", "text", "rect")
PLACES = ("d", "x", "y", "width", "height", "transform", "points")
# A line that is back where it began, and is then closed: whether it is closed depends on the last digit that the
# processor computes, and what is seen does not.
CLOSED_AGAIN = re.compile(r"(M([^A-Za-z]+)(?:L[^A-Za-z]+)*L\2)z")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)


class Canonical:
    """Writes elements in the canonical form, and the definitions (markers, clips) that they refer to.

    A definition is named by its content: the same marker has the same name everywhere.

    Args:
        prefix: begins the name of each definition.
        raw: what matplotlib defined in the drawing, by matplotlib's own names.
        variables: what is written for each color that follows the page.

    """

    def __init__(self, prefix: str, raw: dict[str, ElementTree.Element], variables: Mapping[str, str]) -> None:
        self.prefix, self.raw, self.variables = prefix, raw, variables
        self.definitions: dict[str, str] = {}
        self._names: dict[tuple[str, bool], str] = {}

    def write(self, element: ElementTree.Element, follows: bool = True) -> str:
        """Return the element's text; `follows` says whether colors of the palette follow the page."""
        return self._write(element, follows, filled=follows)

    def _write(self, element: ElementTree.Element, follows: bool, filled: bool, digits: int = 1, name: str = "") -> str:
        attributes = {"id": name} if name else {}
        for key, value in element.items():
            if key == "id" or (key == "transform" and UPRIGHT.match(value)):
                continue
            if key in PLACES:
                text = compact(value, digits)
            elif key == "style":
                text = self._colored(_style(value)) if follows else _style(value)
            else:
                text = value.replace("\n", "")
            if "url(#" in text or text.startswith("#"):
                text = REFERENCE.sub(lambda found: self._name(found[0], follows), text)
            attributes[key.removeprefix("xlink:")] = text if key in PLACES else text.translate(QUOTED)
        filled = filled or "fill:" in attributes.get("style", "") or "fill" in attributes
        if not filled and element.tag in DRAWN:  # matplotlib writes no black, and the page fills with its ink
            attributes["style"] = f"{attributes.get('style', '')};fill:#000000".lstrip(";")
        inside = "".join(self._write(child, follows, filled, digits) for child in element)
        if not inside and element.text and element.text.strip():
            inside = element.text.translate(ENTITIES)
        start = f"<{element.tag}" + "".join(f' {key}="{text}"' for key, text in attributes.items())
        return f"{start}>{inside}</{element.tag}>" if inside else f"{start} />"

    def _colored(self, style: str) -> str:
        return COLOR.sub(lambda found: self.variables.get(found[0].lower(), found[0]), style)

    def _name(self, old: str, follows: bool) -> str:
        if old not in self.raw:  # a color, or an address
            return old
        if (old, follows) not in self._names:
            content = self._write(self.raw[old], follows, filled=True, digits=2)
            name = f"{self.prefix}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
            self._names[old, follows] = name
            self.definitions[name] = self._write(self.raw[old], follows, filled=True, digits=2, name=name)
        return self._names[old, follows]


def serialize(element: ElementTree.Element) -> str:
    """Write an element with no white space between elements."""
    return ElementTree.tostring(element, encoding="unicode")


@lru_cache(maxsize=1 << 14)
def _style(value: str) -> str:
    return FONT.sub("", value).replace("; ", ";").replace(": ", ":").strip("; ")


@lru_cache(maxsize=1 << 14)
def compact(value: str, digits: int) -> str:
    """Round the coordinates and leave out the white space that SVG does not need."""
    if "scale" in value or "matrix" in value:  # factors, not coordinates
        return value
    rounded = NUMBER.sub(lambda number: _short(float(number[0]), digits), value)
    if value[:1] not in "Mm":
        return rounded.strip()
    return CLOSED_AGAIN.sub(r"\1", re.sub(r"\s*([A-Za-z])\s*", r"\1", rounded).strip())


def _short(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
