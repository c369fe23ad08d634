"""A figure as a tree of what its artists draw. Every state is drawn by matplotlib as a whole.

So whatever changes a picture, in an artist, a scale, a transform or an array, is in it; what costs time, the writing
of what is drawn alike, is remembered by its text.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count, pairwise
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text

from .colors import Following
from .drawing import Memory, Node, Renderer, groups, number
from .kept import KeptAxes
from .svg import VARIABLES

PAPER = [color for color, variable in VARIABLES.items() if variable == VARIABLES["#ffffff"]]
POINTS = 72  # SVG counts in points
NARROW = 0.5  # of the widest column: a colorbar is no panel of its own
SVG = {"svg.fonttype": "none", "svg.hashsalt": "livefig", "svg.image_inline": True, "image.composite_image": False}
State = dict[str, tuple[Node, ...]]


def current_style() -> dict[str, Any]:
    """Return matplotlib's settings as they are now; ticks and texts look them up again in every draw."""
    return {key: mpl.rcParams[key] for key in mpl.rcParams if not key.startswith("backend")}


def styled(style: dict[str, Any]) -> AbstractContextManager[None]:
    """Return a context with these settings; only those that differ are set, since each is checked anew."""
    return mpl.rc_context({key: value for key, value in style.items() if mpl.rcParams[key] != value})


class ChangedFigureError(ValueError):
    """The figure cannot be shown, whatever the state: `update` moved what has to stay, or an artist is beyond SVG."""


class _Canvas(FigureCanvasBase):
    """What a figure is drawn on when it is saved: matplotlib leaves animated artists out elsewhere."""

    def is_saving(self) -> bool:
        return True


class Picture:
    """The figure's panels as groups "a0", "a1", ... of what is drawn in them, in drawing order.

    The layout is computed once and then kept, so that nothing jumps from state to state.
    """

    def __init__(self, figure: Figure, prefix: str, style: dict[str, Any] | None = None) -> None:
        self.figure, self.prefix, self.style = figure, prefix, (style or current_style()) | SVG
        figure.set_dpi(POINTS)
        before = self._boxes()
        with styled(SVG):
            figure.draw_without_rendering()
        figure.set_layout_engine("none")
        self.settled = self._boxes() == before  # else what was drawn before has measured other axes
        self.width, self.height = figure.bbox.size
        self.definitions: dict[str, str] = {}
        self._memory = Memory()
        self._kept, self._count = KeptAxes(), count()
        self._numbers: WeakKeyDictionary[Artist, int] = WeakKeyDictionary()
        self._artists: WeakValueDictionary[int, Artist] = WeakValueDictionary()
        self._columns, self.panels = self._split()

    def state(self) -> State:
        """Return the picture as it stands, in the style that it was made in; raises what `nodes` raises."""
        with styled(self.style):
            return self.arranged(self.nodes())

    def nodes(self, anew: bool = False) -> tuple[Node, ...]:
        """Draw the figure in the style that is set; return what lies in it, from the back to the front.

        Args:
            anew: draw axes again that are known to be unchanged, too.

        Raises:
            ChangedFigureError: the figure has another size than at first, or an artist that SVG cannot show.

        """
        if self.figure.dpi != POINTS or tuple(self.figure.bbox.size) != (self.width, self.height):
            raise ChangedFigureError("the size of the figure changes; set its size and dpi once, before explore")
        kept = KeptAxes() if anew else self._kept
        with styled(SVG), kept.drawing(self.figure) as changed, self._numbered(), self._saving():
            renderer = Renderer(self.width, self.height, self._memory)
            self.figure.draw(renderer)
            following = Following()
            root, definitions = renderer.tree(self.prefix, lambda k: following(self._artists[k]))
            drawn = {number(group): group for group in groups(root)}
            changed.update({axis: drawn.get(self._numbers[axis]) for axis in changed})
        self.definitions |= definitions
        inside = root.children[0].children if root.children else ()
        if to_hex(self.figure.get_facecolor()) in PAPER:  # the page has a paper of its own
            background = self._numbers[self.figure.patch]
            inside = tuple(node for node in inside if number(node) != background)
        return inside

    def arranged(self, nodes: tuple[Node, ...]) -> State:
        """Return what each panel shows: its axes, and all that belongs to no panel."""
        owner = {self._numbers[ax]: key for key, axes in self._columns.items() for ax in axes if ax in self._numbers}
        return {key: tuple(node for node in nodes if owner.get(number(node), key) == key) for key in self._columns}

    def fits(self) -> bool:
        """Tell whether the panels hold all that is in the figure now."""
        known = [ax for axes in self._columns.values() for ax in axes]
        return len(self._columns) == 1 or (set(known) == set(self.figure.axes) and not _loose(self.figure))

    def join(self) -> None:
        """Make one panel of all."""
        self._columns, self.panels = {"a0": list(self.figure.axes)}, [(0.0, self.width, ["a0"])]

    def artist(self, known: int) -> Artist | None:
        """Return the artist with a number of the groups, if it still exists."""
        return self._artists.get(known)

    def panel_of(self, ax: Axes) -> str:
        """Return the key of the panel that shows the axes."""
        return next((key for key, axes in self._columns.items() if ax in axes), "a0")

    def _boxes(self) -> list[tuple[float, ...]]:
        return [tuple(ax.bbox.extents) for ax in self.figure.axes]  # get_position would move what has an aspect

    @contextmanager
    def _numbered(self) -> Iterator[None]:
        """Give artists their numbers as `gid`, which matplotlib hands to the renderer, while the figure is drawn."""
        own = []
        for artist in _artists(self.figure):
            if isinstance(artist, Axes):
                _forget(artist)
            if artist.get_agg_filter() is not None and artist.get_visible():
                raise ChangedFigureError(f"{artist} has an agg_filter, which SVG cannot show; take it away")
            if artist not in self._numbers:
                self._numbers[artist] = next(self._count)
                self._artists[self._numbers[artist]] = artist
            own.append((artist, artist.get_gid()))
            artist.set_gid(str(self._numbers[artist]))
        try:
            yield
        finally:
            for artist, gid in own:
                artist.set_gid(gid)

    @contextmanager
    def _saving(self) -> Iterator[None]:
        canvas = self.figure.canvas
        _Canvas(self.figure)
        try:
            yield
        finally:
            self.figure.set_canvas(canvas)

    def _split(self) -> tuple[dict[str, list[Axes]], list[tuple[float, float, list[str]]]]:
        """Split the figure between columns of axes, so that they can wrap on a narrow screen.

        Returns:
            The axes of each panel, by its key; and left edge and width in points, and the key, of each panel. A
            figure that has texts or legends of its own stays whole.

        """
        columns: list[list] = []
        if not _loose(self.figure):
            with styled(SVG):
                boxes = [(ax, ax.get_tightbbox()) for ax in self.figure.axes]
            columns = sorted(([box.x0, box.x1, [ax]] for ax, box in boxes if box is not None), key=lambda c: c[0])
        merged: list[list] = []
        for column in columns:
            if merged and column[0] < merged[-1][1]:
                _merge(merged, -1, column)
            else:
                merged.append(column)
        widest = max((right - left for left, right, _ in merged), default=0)
        while narrow := [i for i, (left, right, _) in enumerate(merged) if right - left < NARROW * widest]:
            i = narrow[0]
            gaps = {j: abs(merged[max(i, j)][0] - merged[min(i, j)][1]) for j in (i - 1, i + 1) if 0 <= j < len(merged)}
            column, neighbor = merged[i], merged[min(gaps, key=gaps.get)]
            merged.remove(column)
            _merge(merged, merged.index(neighbor), column)
        if len(merged) < 2:  # noqa: PLR2004
            return {"a0": list(self.figure.axes)}, [(0.0, self.width, ["a0"])]
        cuts = [0.0, *((a[1] + b[0]) / 2 for a, b in pairwise(merged)), self.width]
        panels = [(left, right - left, [f"a{i}"]) for i, (left, right) in enumerate(pairwise(cuts))]
        return {f"a{i}": axes for i, (_, _, axes) in enumerate(merged)}, panels


def _merge(columns: list[list], i: int, other: list) -> None:
    left, right, axes = columns[i]
    columns[i] = [min(left, other[0]), max(right, other[1]), axes + other[2]]


def _loose(figure: Figure) -> list[Artist]:
    """Return what the figure shows that belongs to no axes."""
    children = [a for a in figure.get_children() if not isinstance(a, Axes) and a is not figure.patch]
    return [a for a in children if a.get_visible() and not (isinstance(a, Text) and not a.get_text())]


def _forget(ax: Axes) -> None:
    """Let the axes compute again what a scale made of functions did to its artists: they may have changed."""
    if any(axis.get_scale() not in ("linear", "log") for axis in (ax.xaxis, ax.yaxis)):
        ax.transScale.invalidate()


def _artists(figure: FigureBase) -> Iterator[Artist]:
    """Yield the figure, and what is drawn by it and by its axes themselves."""
    inside: list[Artist] = [figure]
    for artist in inside:  # grows on the way
        yield artist
        if isinstance(artist, FigureBase | Axes):
            inside += artist.get_children()
