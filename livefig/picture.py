"""A figure as a tree of fragments, one for each artist; after a change only the stale ones are drawn again."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.offsetbox import AnnotationBbox, OffsetBox
from matplotlib.table import Table
from matplotlib.text import Annotation

from .settings import settings
from .svg import Fragment

# These do not say when something inside them changes, so they are drawn for every state.
ALWAYS = (Annotation, AnnotationBbox, Axes, Legend, OffsetBox, Table)
NARROWEST = 150.0  # points: a column of axes narrower than this makes no picture of its own
State = dict[str, tuple[str, ...]]


def current_style() -> dict[str, Any]:
    """Return matplotlib's settings as they are now; ticks and texts look them up again in every draw."""
    return {key: mpl.rcParams[key] for key in mpl.rcParams if not key.startswith("backend")}


class Picture:
    """The figure's axes as groups "a0", "a1", ... of fragments in drawing order, and "f" for the figure's own.

    The layout is computed once and then kept, so that nothing jumps from state to state.
    """

    def __init__(self, figure: Figure, prefix: str) -> None:
        self.figure, self.prefix, self.style = figure, prefix, current_style()
        self.palette = settings().palette
        figure.set_dpi(72)  # SVG counts in points
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        self.width, self.height = figure.bbox.size
        self.definitions: dict[str, str] = {}
        self._frames: dict[str, tuple] = {}
        self._fragments: dict[str, dict[int, tuple[Artist, str]]] = {}
        self.panels = self._split()  # now, since measuring an axis makes it stale

    def state(self) -> State:
        """Return the picture as it stands, drawing again what has changed since the last call."""
        with mpl.rc_context(self.style):
            return self._state()

    def _state(self) -> State:
        groups = list(self._groups())
        fresh = {key: self._moved(key, frame, artists) for key, frame, artists in groups}
        dirty = {key: [fresh[key] or self._stale(key, artist) for artist in artists] for key, _, artists in groups}
        if any(fresh.values()):
            self.figure.draw_without_rendering()  # places titles and ticks for the new limits
        return {key: tuple(self._draw(key, artists, dirty[key])) for key, _, artists in groups}

    def _groups(self) -> Iterator[tuple[str, tuple, list[Artist]]]:
        """Yield, for each axes, its key, what its artists' places depend on, and the artists in drawing order."""
        loose = [a for a in self.figure.get_children() if not isinstance(a, Axes) and a is not self.figure.patch]
        if loose:
            yield "f", (), sorted(loose, key=lambda artist: artist.zorder)
        for i, ax in enumerate(sorted(self.figure.axes, key=lambda ax: ax.zorder)):
            artists = ax.get_children() if ax.get_visible() else []
            hidden = set() if ax.axison else {*ax.spines.values(), ax.xaxis, ax.yaxis}
            if not ax.get_frame_on():
                hidden |= {*ax.spines.values()}
            if ax.patch.get_facecolor()[3] == 0:
                hidden.add(ax.patch)
            shown = sorted((a for a in artists if a not in hidden), key=lambda a: (a is not ax.patch, a.zorder))
            scales = ax.get_xscale(), ax.get_yscale()
            yield f"a{i}", (*ax.viewLim.extents, *ax.get_position().extents, *scales, ax.axison), shown

    def _moved(self, key: str, frame: tuple, artists: list[Artist]) -> bool:
        """Tell whether the group's limits changed, or an artist came or went, since it was last drawn."""
        identity = (*frame, *map(id, artists))
        changed, self._frames[key] = self._frames.get(key) != identity, identity
        return changed

    def _stale(self, key: str, artist: Artist) -> bool:
        if id(artist) not in self._fragments.get(key, {}):
            return True
        if isinstance(artist, Axis):  # its ticks are made anew in every draw, and stay stale
            return artist.stale or artist.label.stale or artist.offsetText.stale
        return artist.stale or isinstance(artist, ALWAYS)

    def _draw(self, key: str, artists: list[Artist], dirty: list[bool]) -> Iterator[str]:
        known, now = self._fragments.get(key, {}), {}
        for artist, again in zip(artists, dirty, strict=True):
            if again:
                now[id(artist)] = artist, self._render(artist)
            else:
                now[id(artist)] = known[id(artist)]
            yield now[id(artist)][1]
        self._fragments[key] = now  # holds the artists too, so that no id is used again while it is known here

    def _render(self, artist: Artist) -> str:
        drawn = artist.get_visible()
        fragment = Fragment(artist, self.width, self.height, self.prefix, self.palette) if drawn else None
        for part in (artist, artist.label, artist.offsetText) if isinstance(artist, Axis) else (artist,):
            part.stale = False  # drawing an empty text or a hidden artist leaves it stale
        if fragment is None:
            return "<g />"
        self.definitions |= fragment.definitions
        return fragment.text

    def _split(self) -> list[tuple[float, float, list[str]]]:
        """Split the figure between columns of axes, so that they can wrap on a narrow screen.

        Returns:
            Left edge and width in points, and the keys of the groups, for each panel. A figure that has texts or
            legends of its own stays whole; a colorbar stays with its picture, a narrow column with its neighbor.

        """
        keys = [key for key, _, _ in self._groups()]
        boxes: dict[Axes, list] = {}
        if "f" not in keys:
            explained = {m.colorbar.ax: ax for ax in self.figure.axes for m in ax.get_children()
                         if getattr(m, "colorbar", None)}  # fmt: skip
            with mpl.rc_context({"svg.fonttype": "none"}):
                for key, ax in zip(keys, sorted(self.figure.axes, key=lambda ax: ax.zorder), strict=True):
                    box = ax.get_tightbbox()
                    if box is not None:
                        left, right, held = boxes.get(explained.get(ax, ax), (box.x0, box.x1, []))
                        boxes[explained.get(ax, ax)] = [min(left, box.x0), max(right, box.x1), [*held, key]]
        columns = sorted(boxes.values(), key=lambda column: column[0])
        merged: list[list] = []
        for column in columns:
            if merged and column[0] < merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], column[1])
                merged[-1][2] += column[2]
            else:
                merged.append(column)
        if not merged:
            return [(0.0, self.width, keys)]
        while True:
            cuts = [0.0, *((a[1] + b[0]) / 2 for a, b in pairwise(merged)), self.width]
            widths = [right - left for left, right in pairwise(cuts)]
            narrow = widths.index(min(widths))
            if len(merged) == 1 or widths[narrow] >= NARROWEST:
                break
            _join_nearer(merged, narrow)
        return [
            (left, width, sorted(column[2], key=keys.index))
            for left, width, column in zip(cuts[:-1], widths, merged, strict=True)
        ]


def _join_nearer(columns: list[list], i: int) -> None:
    """Join a column to its nearer neighbor."""
    before = columns[i][0] - columns[i - 1][1] if i > 0 else float("inf")
    after = columns[i + 1][0] - columns[i][1] if i + 1 < len(columns) else float("inf")
    first = i - 1 if before <= after else i
    (left, _, some), (_, right, more) = columns[first : first + 2]
    columns[first : first + 2] = [[left, right, some + more]]
