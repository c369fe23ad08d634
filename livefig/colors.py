"""Which colors follow the page into its dark mode, and which come from data and stay.

Colors that are the palette's, black and white among them, follow the page, with these exceptions:

- Colors that were computed from data stay: images, whatever holds an array for its colormap, and artists that come
  with many faces of which some are no color of the palette (a collection, the bars of one `bar`, the cells of a table,
  patches in a range of grays).
- What is drawn over data that fill the axes (an image, a heat map, filled contours) stays too, since its colors were
  chosen against the data's: texts, lines, patches, a legend. The axes' own furniture, namely its background, spines,
  ticks, labels and title, follows the page.
"""

from collections.abc import Collection, Iterable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection as Many
from matplotlib.collections import PolyCollection, QuadMesh, TriMesh
from matplotlib.colors import to_hex
from matplotlib.contour import ContourSet
from matplotlib.image import _ImageBase
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.table import Table


class Following:
    """Answers for one drawing; what was found out about an axes is kept.

    Args:
        known: the colors that follow the page, as #rrggbb.

    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._backgrounds: list[Artist] = []  # they do not know their axes
        self._stays: dict[Axes, set[int]] = {}
        self._covered: dict[Axes, bool] = {}

    def __call__(self, artist: Artist) -> bool | None:
        """Tell whether the artist's colors follow the page; None: as those of what it is drawn in.

        An axes is asked about before what it holds.
        """
        if any(artist is background for background in self._backgrounds):
            return True
        ax = artist if isinstance(artist, Axes) else getattr(artist, "axes", None)
        if not isinstance(ax, Axes):
            return None
        if artist is ax:
            self._backgrounds.append(ax.patch)
            return not self.covered(ax)
        titles = ax.title, ax._left_title, ax._right_title  # noqa: SLF001 - the axes' list of children has them too
        if isinstance(artist, Axis | Spine) or any(artist is title for title in titles):
            return True
        if id(artist) in self._of_data(ax):
            return False
        return None

    def covered(self, ax: Axes) -> bool:
        """Tell whether data fill the axes, or those that it lies over."""
        if ax not in self._covered:
            under = [ax]
            if not ax.patch.get_visible():  # a twin
                under += [other for other in ax.get_figure().axes if other.bbox.overlaps(ax.bbox)]
            self._covered[ax] = any(self._fills(child) for other in under for child in other.get_children())
        return self._covered[ax]

    def _of_data(self, ax: Axes) -> set[int]:
        if ax not in self._stays:
            children = ax.get_children()
            free = [child for child in children if isinstance(child, Patch) and child is not ax.patch]
            stays = {id(child) for child in children if self._from_data(child)}
            for container in ax.containers:
                bars = [bar for bar in container if isinstance(bar, Patch)]
                if self._computed(bar.get_facecolor() for bar in bars):
                    stays |= {id(bar) for bar in bars}
                free = [patch for patch in free if patch not in bars]
            free = [patch for patch in free if not isinstance(patch, Spine)]
            if self._grays(patch.get_facecolor() for patch in free):
                stays |= {id(patch) for patch in free}
            self._stays[ax] = stays
        return self._stays[ax]

    def _from_data(self, artist: Artist) -> bool:
        if isinstance(artist, _ImageBase):
            return True
        if isinstance(artist, Many):
            faces = artist.get_facecolor()
            return artist.get_array() is not None or self._computed(faces if len(faces) else artist.get_edgecolor())
        return isinstance(artist, Table) and self._computed(
            cell.get_facecolor() for cell in artist.get_celld().values()
        )

    def _fills(self, artist: Artist) -> bool:
        kinds = _ImageBase, QuadMesh, TriMesh, PolyCollection, Table
        filled = isinstance(artist, kinds) or (isinstance(artist, ContourSet) and artist.filled)
        return filled and artist.get_visible() and self._from_data(artist)

    def _computed(self, colors: Iterable[Any]) -> bool:
        names = _names(colors)
        return len(names) > 1 and not names <= self._known

    def _grays(self, colors: Iterable[Any]) -> bool:
        return any(name[1:3] == name[3:5] == name[5:7] for name in _names(colors) - self._known)


def _names(colors: Iterable[Any]) -> set[str]:
    return {to_hex(color) for color in colors}
