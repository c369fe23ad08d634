"""The states of a demo: what `update` draws and says for each combination of the controls' values."""

import random
from collections.abc import Callable, Sequence
from reprlib import repr as shown
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from .blame import difference
from .controls import Control, check_scales
from .drawing import Node, size
from .picture import POINTS, ChangedFigureError, Picture, current_style, styled
from .record import grid
from .update import Update, function_name, with_its_names

AGAIN = 0.05  # of the states are drawn a second time, in another order
AT_LEAST = 12
ANEW = 4  # of these, with axes that are known to be unchanged
REMEDY = "let it set every artist that it changes, and take away what it added, from its arguments alone"


class Shown(NamedTuple):
    """One state: what lies in the figure, the readout, and what went wrong in words."""

    nodes: tuple[Node, ...]
    readout: str
    error: str


class States:
    """Draws states with `update`, in the figure and the style that it was made with.

    Args:
        figure: the figure that `update` changes. Its layout is computed for the first state, and then kept.
        update: the function, which goes on using its global names as they are now.
        controls: what moves.
        fixed: arguments of `update` that do not move.
        prefix: begins the names of what the picture defines.

    """

    def __init__(
        self, figure: Figure, update: Update, controls: Sequence[Control], fixed: dict[str, Any], prefix: str
    ) -> None:
        self._style, self.name = current_style(), function_name(update)
        self._update, self._controls, self._fixed = with_its_names(update), controls, fixed
        dimensions = [d for control in controls for d in control.dimensions]
        self.shape = tuple(len(d.values) for d in dimensions)
        self.start = tuple(d.start for d in dimensions)
        figure.set_dpi(POINTS)
        with styled(self._style):  # around all: what `update` changes in it holds for the drawing
            readout = self._called(self.start)
            self.picture = Picture(figure, prefix, self._style)
            if not self.picture.settled:
                readout = self._called(self.start)  # the first call measured axes that were not laid out yet
            self.first = Shown(self.picture.nodes(), readout, "")
        for control in self._points():
            check_scales(control)
        self._limits, self._largest = self._point_limits(), size(self.first.nodes)

    def values(self, index: Sequence[int]) -> dict[str, Any]:
        """Return the arguments of `update` at one index per dimension."""
        rest, chosen = list(index), dict(self._fixed)
        for control in self._controls:
            k = len(control.dimensions)
            chosen[control.name] = control.value(rest[:k])
            rest = rest[k:]
        return chosen

    def call(self, index: Sequence[int]) -> str:
        """Call `update` at one index per dimension, and return the readout."""
        with styled(self._style):
            return self._called(index)

    def _called(self, index: Sequence[int]) -> str:
        readout = self._update(**self.values(index))
        if readout is not None and not isinstance(readout, str):
            raise ValueError(f"{self.name} must return its readout as text, or None; got {shown(readout)}")
        return readout or ""

    def draw(self, index: Sequence[int], anew: bool = False) -> Shown:
        """Draw one state. One that fails says so, and leaves the others usable.

        Args:
            index: one for each dimension.
            anew: draw axes again that are known to be unchanged, too.

        Raises:
            ChangedFigureError: the figure cannot be shown, whatever the state.

        """
        try:
            with styled(self._style):  # around both: what `update` changes in it holds for this drawing
                readout = self._called(index)
                nodes = self.picture.nodes(anew)
        except ChangedFigureError:
            raise
        except Exception as problem:  # noqa: BLE001 - the reader's own code may raise anything
            return Shown(self.first.nodes, "", f"{type(problem).__name__}: {problem}")
        for control, before, now in zip(self._points(), self._limits, self._point_limits(), strict=True):
            if before != now:
                raise ChangedFigureError(
                    f"{self.name} changes the limits of the axes on which {control.name!r} is dragged, or their "
                    "place or scale; set them once, before explore"
                )
        return Shown(nodes, readout, "")

    def _points(self) -> list[Control]:
        return [control for control in self._controls if control.point]

    def _point_limits(self) -> list[tuple]:
        """Return where the ends and the middle of each Point's grid lie in the picture, if its axes are there."""
        axes, places = self.picture.figure.axes, []
        for control in self._points():
            ax, (xs, ys) = control.point.ax, control.dimensions
            some = [(d.values[0], d.values[len(d.values) // 2], d.values[-1]) for d in (xs, ys)]
            places.append((ax in axes, np.round(ax.transData.transform(np.transpose(some)), 1).tolist()))
        return places

    def every(self, progress: Callable[[int, int], None] | None = None) -> list[Shown]:
        """Draw all states, some of them twice; return them in the order of `grid`.

        Raises:
            ValueError: a state is drawn or said differently the second time, after others than the first.

        """
        indices, drawn, fits = grid(self.shape), [], True
        for i, index in enumerate(indices):
            drawn.append(self.draw(index))
            fits = fits and self.picture.fits()
            if progress is not None:
                progress(i + 1, len(indices))
        once = dict(zip(indices, drawn, strict=True))
        some = random.Random(0).sample(indices, min(len(indices), max(AT_LEAST, round(AGAIN * len(indices)))))
        for i, index in enumerate([self.start, *some, self.start]):
            self._compare(index, once[index], self.draw(index, anew=i < ANEW))
        self.first = once[self.start]  # drawn in a figure that had been drawn before, as all others
        if not fits:
            self.picture.join()
        return drawn

    def check(self, nodes: tuple[Node, ...]) -> None:
        """Look whether `update` piles up artists, when there are more of them than ever.

        Raises:
            ValueError: the first state is not drawn as it was.

        """
        if size(nodes) > self._largest:
            self._largest = size(nodes)
            self._compare(self.start, self.first, self.draw(self.start))

    def _compare(self, index: Sequence[int], before: Shown, after: Shown) -> None:
        if before == after:
            return
        what = difference(before.nodes, after.nodes, self.picture.artist) or "its readout"
        raise ValueError(f"{self.name} draws {self._state(index)} differently after the others ({what}); {REMEDY}")

    def _state(self, index: Sequence[int]) -> str:
        return "its first state" if tuple(index) == self.start else f"the state at {shown(self.values(index))}"
