"""From what matplotlib draws to one canonical, compact SVG: coordinates to a tenth of a point, named colors."""

import hashlib
import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG

from .palette import DEFAULT, Palette

XLINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?|-?\d+(?:\.\d+)?e-?\d+")
COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
FONT = re.compile(r"font-family:[^;]*;?\s*")
UPRIGHT = re.compile(r"rotate\(-?0[ )]")
REFERENCE = re.compile(r"(?<=#)[\w-]+")
# A line that is back where it began, and is then closed: whether it is closed depends on the last digit that the
# processor computes, and what is seen does not.
CLOSED_AGAIN = re.compile(r"(M([^A-Za-z]+)(?:L[^A-Za-z]+)*L\2)z")


class Fragment:
    """What one artist draws: its elements, and the definitions (markers, clips) that they refer to."""

    def __init__(self, artist: Artist, width: float, height: float, prefix: str, palette: Palette = DEFAULT) -> None:
        self._colors = palette.variables
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "livefig", "svg.image_inline": True}):
            buffer = io.StringIO()
            renderer = RendererSVG(width, height, buffer, image_dpi=72)
            head = len(buffer.getvalue())
            artist.draw(renderer)
            renderer.finalize()
        body = buffer.getvalue()[head:].removesuffix("\n").removesuffix("</svg>")
        root = ElementTree.fromstring(f'<g xmlns:xlink="http://www.w3.org/1999/xlink">{body}</g>')
        self.definitions: dict[str, str] = {}
        self._hoist(root, prefix)
        _clean(root, self._colors)
        self.text = serialize(root)

    def _hoist(self, root: ElementTree.Element, prefix: str) -> None:
        """Take the definitions out, and name each by its content: the same marker has the same name everywhere."""
        names = {}
        for parent in list(root.iter()):
            for defs in parent.findall("defs"):
                for definition in defs:
                    old = definition.attrib.pop("id")
                    _clean(definition, self._colors, digits=2)
                    content = serialize(definition)
                    names[old] = f"{prefix}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
                    definition.set("id", names[old])
                    self.definitions[names[old]] = serialize(definition)
                parent.remove(defs)
        for element in root.iter():
            for key, value in element.attrib.items():
                if "#" in value:
                    element.set(key, REFERENCE.sub(lambda found: names.get(found[0], found[0]), value))
            if XLINK in element.attrib:
                element.set("href", element.attrib.pop(XLINK))


def serialize(element: ElementTree.Element) -> str:
    """Write an element with no white space between elements."""
    return ElementTree.tostring(element, encoding="unicode")


def _clean(root: ElementTree.Element, colors: Mapping[str, str], digits: int = 1) -> None:
    for element in root.iter():
        element.attrib.pop("id", None)
        if len(element) or not (element.text or "").strip():
            element.text = None
        element.tail = None
        if UPRIGHT.match(element.get("transform", "")):
            del element.attrib["transform"]
        for key, value in element.attrib.items():
            if key in ("d", "x", "y", "width", "height", "transform", "points"):
                element.set(key, _compact(value, digits))
            elif key == "style":
                style = FONT.sub("", value).replace("; ", ";").replace(": ", ":").strip("; ")
                element.set(key, COLOR.sub(lambda found: colors.get(found[0].lower(), found[0]), style))


def _compact(value: str, digits: int) -> str:
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
