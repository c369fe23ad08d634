"""What is kept from one drawing to the next: what texts measure, and what was drawn already."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from .drawing import Group

Height = tuple[float, float, float] | tuple[None, None, None]

# Tables of a font, and what they call the ascent, the descent and the gap between two lines.
HEIGHTS = (
    ("OS/2", "sTypoAscender", "sTypoDescender", "sTypoLineGap"),
    ("hhea", "ascent", "descent", "lineGap"),
)

MOST_DRAWN = 64  # what moves in every state would pile up; what stands still is used again, and stays


class Drawn:
    """What one call of the renderer drew: an element, what it defined, and its text once it is written."""

    def __init__(self, element: Element, definitions: list[Element]) -> None:
        self.element, self.definitions = element, definitions
        self._texts: dict[bool, str] = {}

    def text(self, follows: bool, write: Callable[[Element, bool], str]) -> str:
        """Return the element's text; `follows` tells whether its colors follow the page."""
        if follows not in self._texts:
            self._texts[follows] = write(self.element, follows)
        return self._texts[follows]


class Memory:
    """What a style's texts measure, and what was drawn already: each text and each group is held once."""

    def __init__(self) -> None:
        self.text2path = TextToPath()
        self.measures: dict[tuple, tuple[float, float, float]] = {}
        self._heights: dict[int, Height] = {}
        self._texts: dict[str, str] = {}
        self._groups: dict[tuple, Group] = {}
        self._drawn: OrderedDict[tuple, Drawn] = OrderedDict()

    def height(self, prop: FontProperties) -> Height:
        """Return ascent, descent and gap of a font's lines, in points; nothing where the font does not say."""
        key = hash(prop)
        if key not in self._heights:
            self._heights[key] = _read_height(prop)
        return self._heights[key]

    def text(self, text: str) -> str:
        """Return the text as it is held."""
        return self._texts.setdefault(text, text)

    def group(self, group: "Group") -> "Group":
        """Return the group as it is held."""
        return self._groups.setdefault((group.name, group.number, group.children), group)

    def drawn(self, key: tuple, draw: Callable[[], Drawn]) -> tuple[Drawn, bool]:
        """Return what is drawn of these arguments, and whether that was known before."""
        if known := key in self._drawn:
            self._drawn.move_to_end(key)
        else:
            self._drawn[key] = draw()
            if len(self._drawn) > MOST_DRAWN:
                self._drawn.popitem(last=False)
        return self._drawn[key], known


def _read_height(prop: FontProperties) -> Height:
    """Return what matplotlib's Text finds in the font's tables, in points; nothing where it has none."""
    font = get_font(fontManager._find_fonts_by_props(prop))  # noqa: SLF001 - as Text does, with its fallbacks
    for table, ascent, descent, gap in HEIGHTS:
        if (found := font.get_sfnt_table(table)) is not None:
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * prop.get_size_in_points()
            return found[ascent] * scale, -found[descent] * scale, found[gap] * scale
    return None, None, None
