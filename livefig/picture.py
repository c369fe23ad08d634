"""A figure as a tree of what its artists draw. Every state is drawn by matplotlib as a whole.

So whatever changes a picture, in an artist, a scale, a transform or an array, is in it; what costs time, the writing
of what is drawn alike, is remembered by its text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure, FigureBase

from .colors import Following
from .drawing import Node, Renderer, groups, number
from .kept import KeptAxes
from .memory import Memory
from .panels import loose, split
from .settings import settings

POINTS = 72  # SVG counts in points
SVG = {"svg.fonttype": "none", "svg.hashsalt": "livefig", "svg.image_inline": True, "image.composite_image": False}
State = dict[str, tuple[Node, ...]]


def current_style() -> dict[str, Any]:
    """Return matplotlib's settings as they are now; ticks and texts look them up again in every draw."""
    return {key: mpl.rcParams[key] for key in mpl.rcParams if not key.startswith("backend")}


@contextmanager
def styled(style: dict[str, Any]) -> Iterator[None]:
    """Hold to these settings for a while, as `matplotlib.rc_context` does; only those that differ are checked anew."""
    before = dict(dict.items(mpl.rcParams))
    mpl.rcParams.update({key: value for key, value in style.items() if before[key] != value})
    try:
        yield
    finally:
        del before["backend"]
        dict.update(mpl.rcParams, before)


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
        self.palette = settings().palette
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
        with styled(SVG):
            self._columns, self.panels = split(figure)

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
        kept = KeptAxes(unused=True) if anew else self._kept
        with styled(SVG), kept.drawing(self.figure) as changed, self._numbered(), self._saving():
            renderer = Renderer(self.width, self.height, self._memory)
            self.figure.draw(renderer)
            variables = self.palette.variables
            following = Following(variables)
            root, definitions = renderer.tree(self.prefix, variables, lambda k: following(self._artists[k]))
            drawn = {number(group): group for group in groups(root)}
            changed.update({axis: drawn.get(self._numbers[axis]) for axis in changed})
        self.definitions |= definitions
        inside = root.children[0].children if root.children else ()
        if (
            variables.get(to_hex(self.figure.get_facecolor())) == variables["#ffffff"]
        ):  # the page has a paper of its own
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
        return len(self._columns) == 1 or (set(known) == set(self.figure.axes) and not loose(self.figure))

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
