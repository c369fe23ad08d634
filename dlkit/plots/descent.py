"""Plots of an objective of two weights, of a path down it, and of the loss on the way."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import ArrayLike

from .._arrays import Floats, finite, floats, interval, points_2d, shown
from ..style import COLORS
from ..trajectory import Trajectory
from ._shared import LINES, axes_of, colors_of, drawable, label
from .classification import list_of_texts

GRID = 121  # points in each direction under contour lines: no corner is seen, and the picture stays small


def plot_contours(
    J: Callable[[Floats], Floats],
    ax: Axes | None = None,
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    levels: int | ArrayLike = 12,
) -> Axes:
    """Draw contour lines of an objective of two weights.

    Args:
        J: the objective: theta of shape (..., 2) to values of shape (...).
        ax: where to draw; a new figure if left out. Its limits become xlim and ylim.
        xlim: the range of the first weight, (low, high).
        ylim: the range of the second weight, (low, high).
        levels: how many lines; their heights above the least value in the window grow by a constant factor, from a
            thousandth of the range of values to the whole of it. Or the values at which to draw lines.

    Raises:
        ValueError: a range is empty or not finite, J does not broadcast or takes one value only, or levels is
            neither a positive number nor an increasing list of values.

    """
    if not callable(J):
        raise ValueError(
            f"J must be a function of theta, got {shown(J)}; for example empirical_risk(squared_error, X, y)"
        )
    xs, ys = (np.linspace(*interval(limits, name), GRID) for limits, name in ((xlim, "xlim"), (ylim, "ylim")))
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    z = np.asarray(J(grid))
    if z.shape != grid.shape[:-1]:
        raise ValueError(
            f"J must map theta of shape {grid.shape} to values of shape {grid.shape[:-1]}, got {z.shape}; "
            "reduce the last axis of theta and no other"
        )
    seen = z[np.isfinite(z)]
    if seen.size == 0 or seen.min() == seen.max():
        only = f"{seen[0]:.6g}" if seen.size else "none"
        raise ValueError(f"J must take more than one finite value in the window, got {only}; choose other xlim, ylim")
    heights = _levels(levels, seen.min(), seen.max())
    ax = axes_of(ax)
    lines = ax.contour(
        xs, ys, np.ma.masked_invalid(z), levels=heights, colors=COLORS["muted"], linewidths=0.7, alpha=0.8
    )
    lines.set_paths([_not_closed(path) for path in lines.get_paths()])
    ax.set(xlim=xlim, ylim=ylim)
    ax.grid(visible=False)
    label(ax, "θ₀", "θ₁")
    return ax


def plot_path(path: Trajectory | ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the iterates of a descent of two weights: an open circle at the start, a dot for each step.

    What is not finite, or beyond 1e100, is left out. Axes that hold something already keep their limits.

    Args:
        path: a `Trajectory`, or theta of shape (steps + 1, ..., 2); one line for each run.
        ax: where to draw, usually with contours already there; a new figure if left out.

    Raises:
        ValueError: path does not have shape (steps + 1, ..., 2).

    """
    theta = points_2d(path.theta if isinstance(path, Trajectory) else path, "path")
    if theta.ndim == 1 or len(theta) == 0:
        raise ValueError(f"path must have shape (steps + 1, ..., 2), got shape {theta.shape}; one row for each iterate")
    ax = axes_of(ax)
    empty = not ax.has_data()
    runs = drawable(theta).reshape(len(theta), -1, 2)
    for color, run in zip(colors_of(runs.shape[1]), runs.swapaxes(0, 1), strict=True):
        ax.plot(*run.T, "o-", color=color, markersize=3, linewidth=1.2, scalex=empty, scaley=empty)
        ax.plot(*run[:1].T, "o", color=color, markersize=8, fillstyle="none", scalex=empty, scaley=empty)
    label(ax, "θ₀", "θ₁")
    return ax


def plot_loss_curve(
    values: Trajectory | ArrayLike,
    ax: Axes | None = None,
    *,
    x: ArrayLike | None = None,
    xlabel: str = "step",
    labels: Sequence[str] | None = None,
) -> Axes:
    """Draw the objective against the step, on a logarithmic scale where all values are positive.

    What is not finite, or beyond 1e100, is left out, so the curve of a run that diverged ends there.

    Args:
        values: a `Trajectory`, or values of shape (steps + 1, ...); one curve for each run.
        ax: where to draw; a new figure if left out.
        x: what they are drawn against, finite, shape (steps + 1,), such as the number of examples seen; the steps
            if left out.
        xlabel: what x is.
        labels: what the legend calls the runs, one text for each.

    Raises:
        ValueError: values is a single number or empty, there is not an x for each value, or not a label for each run.

    """
    value = floats(values.value if isinstance(values, Trajectory) else values, "values")
    if value.ndim == 0 or value.size == 0:
        raise ValueError(f"values must have shape (steps + 1, ...), got shape {value.shape}; one value for each step")
    steps = values.step if isinstance(values, Trajectory) else np.arange(len(value))
    along = steps if x is None else finite(x, "x")
    if along.shape != (len(value),):
        raise ValueError(f"x must have shape ({len(value)},), one for each value, got shape {along.shape}; check steps")
    runs = drawable(value).reshape(len(value), -1)
    texts = [None] * runs.shape[1] if labels is None else list_of_texts(labels, "labels")
    if len(texts) != runs.shape[1]:
        raise ValueError(f"labels must be {runs.shape[1]} texts, one for each run, got {len(texts)}; add or drop some")
    ax = axes_of(ax)
    for k, (color, run, text) in enumerate(zip(colors_of(len(texts)), runs.T, texts, strict=True)):
        ax.plot(along, run, LINES[k % len(LINES)] if labels is not None else "-", color=color, label=text)
    drawn = runs[~np.isnan(runs)]
    if drawn.size and drawn.min() > 0:
        ax.set_yscale("log")
    if labels is not None:
        ax.legend()
    label(ax, xlabel, "loss J(θ)")
    return ax


def _levels(levels: int | ArrayLike, low: float, high: float) -> Floats:
    read = finite(levels, "levels")
    if read.ndim == 0 and read >= 1 and read == int(read):
        # The highest line would be a point in a corner, so it is left out.
        return low + np.geomspace(1e-3, 1, int(read) + 1)[:-1] * (high - low)
    if read.ndim == 1 and (np.diff(read) > 0).all() and ((low < read) & (read < high)).any():
        return read
    raise ValueError(
        "levels must be a number of lines, 1 or more, or increasing values of which some are between the least and "
        f"the largest in the window, {low:.6g} and {high:.6g}, got {shown(levels)}; leave it out for twelve lines"
    )


def _not_closed(path: Path) -> Path:
    """Return the same line, whose end meets its start, without the mark that says so.

    Whether a contour has the mark depends on the last bit of its ends, which differs from processor to processor; and
    matplotlib leaves needless points out of lines without it only.
    """
    if path.codes is None:
        return path
    return Path(path.vertices, np.where(path.codes == Path.CLOSEPOLY, Path.LINETO, path.codes))
