"""One drawing of a whole figure by matplotlib itself, as a tree of what each artist drew."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from xml.etree import ElementTree

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform

from .memory import Drawn, Height, Memory
from .svg import Canonical
from .writer import GROUP, Writer

KEPT = "kept"


class Group:
    """What one artist drew: texts of elements, and groups of the artists within it.

    Two groups are equal when they show the same, whichever artists drew it.
    """

    __slots__ = ("_hash", "children", "name", "number")

    def __init__(self, name: str, number: int, children: tuple["Node", ...]) -> None:
        self.name, self.number, self.children = name, number, children
        self._hash = hash((name, children))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Group)
            and self._hash == other._hash
            and self.name == other.name
            and self.children == other.children
        )

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        return f"<g>{''.join(map(str, self.children))}</g>" if self.children else "<g />"


Node = str | Group


def number(node: Node) -> int:
    """Return the number of the artist that drew a node; -1 for an element."""
    return node.number if isinstance(node, Group) else -1


def size(nodes: Sequence[Node]) -> int:
    """Return how many groups and elements there are, within all groups."""
    return len(nodes) + sum(size(node.children) for node in nodes if isinstance(node, Group))


def groups(group: Group) -> Iterator[Group]:
    """Yield all groups within a group that artists with a number drew."""
    for child in group.children:
        if isinstance(child, Group):
            if child.number >= 0:
                yield child
            yield from groups(child)


class Renderer(RendererSVG):
    """matplotlib's own SVG renderer, over a Writer; what texts measure is kept from one drawing to the next."""

    def __init__(self, width: float, height: float, memory: Memory) -> None:
        super().__init__(width, height, io.StringIO(), image_dpi=72, metadata={"Date": None})
        self.writer = Writer()
        self._memory, self._kept = memory, []
        self._drawn: dict[int, Drawn] = {}  # by the id of its element
        self._one_style: tuple | None = None  # while markers are drawn: their graphics context and style
        self._text2path = memory.text2path

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Open the group of an artist, whose number is its `gid` while it is drawn."""
        self.writer.start(GROUP, name=s, number=gid or "")

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Draw markers, or put down what the same arguments drew before. All are in one style, looked up once."""
        draw = partial(super().draw_markers, gc, marker_path, marker_trans, path, trans, rgbFace)
        self._one_style = None, None
        if len(path.vertices) and marker_trans.is_affine and trans.is_affine:
            style = self._get_style(gc, rgbFace), gc.get_url(), *self._get_clip_attrs(gc).values()
            key = *style, *map(_content, (marker_path, path)), *map(_matrix, (marker_trans, trans))
            self._once(key, draw)
        else:
            draw()
        self._one_style = None

    def _once(self, key: tuple, draw: Callable[[], None]) -> None:
        """Draw one element, or put down what the same key drew before."""
        defined = len(self.writer.defs)

        def drawn() -> Drawn:
            self._markers.clear()  # so that the marker is defined here, whatever was drawn before
            draw()
            return self.writer.last(defined)

        what, known = self._memory.drawn(key, drawn)
        if known:
            self.writer.put(what)
        self._drawn[id(what.element)] = what

    def _get_style(self, gc: GraphicsContextBase, face: Any) -> str:
        if self._one_style is None:
            return super()._get_style(gc, face)
        if self._one_style[0] is not gc:
            self._one_style = gc, super()._get_style(gc, face)
        return self._one_style[1]

    def put_down(self, node: Group) -> None:
        """Draw what an artist drew before."""
        self._kept.append(node)
        self.writer.element(KEPT, place=str(len(self._kept) - 1))

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return what a text measures, in points."""
        key = s, hash(prop), ismath
        if key not in self._memory.measures:
            self._memory.measures[key] = super().get_text_width_height_descent(s, prop, ismath)
        return self._memory.measures[key]

    def _get_font_height_metrics(self, prop: FontProperties) -> Height:
        """Return ascent, descent and gap of a font's lines, as a Text would read them anew from the font each time."""
        return self._memory.height(prop)

    def start_filter(self) -> None:
        """Refuse what SVG cannot show."""
        raise ValueError("an agg_filter cannot be drawn as SVG; take it from the artist with set_agg_filter(None)")

    def tree(
        self, prefix: str, variables: Mapping[str, str], follows: Callable[[int], bool | None]
    ) -> tuple[Group, dict[str, str]]:
        """End the drawing; return the figure's group and the definitions that it refers to.

        Args:
            prefix: begins the name of each definition.
            variables: what is written for each color that follows the page.
            follows: tells of an artist's number whether its colors follow the page; None: as those around it.

        """
        self.finalize()
        raw = {element.get("id"): element for element in self.writer.defs if element.get("id")}
        canonical = Canonical(prefix, raw, variables)
        return self._read(self.writer.root, canonical, follows, True), canonical.definitions

    def _read(self, element: ElementTree.Element, canonical: Canonical, follows: Callable, around: bool) -> Group:
        artist = int(element.get("number") or -1)
        own = follows(artist) if artist >= 0 else None
        inside = around if own is None else own
        children: list[Node] = []
        for child in element:
            if child.tag == GROUP:
                children.append(self._read(child, canonical, follows, inside))
            elif child.tag == KEPT:
                children.append(self._kept[int(child.get("place"))])
            else:
                known = self._drawn.get(id(child))
                text = known.text(inside, canonical.write) if known else canonical.write(child, inside)
                children.append(self._memory.text(text))
        return self._memory.group(Group(element.get("name", ""), artist, tuple(children)))


def _content(path: Path) -> tuple[bytes, bytes | None]:
    return path.vertices.tobytes(), None if path.codes is None else path.codes.tobytes()


def _matrix(transform: Transform) -> bytes:
    return transform.get_matrix().tobytes()
