"""Plots that take data and an axes, and give the axes back."""

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from ._arrays import Floats, feature_and_targets, finite, floats, interval, line_weights, points_2d, shown
from .style import COLORS, use_style
from .trajectory import Trajectory

__all__ = [
    "COLORS",
    "plot_contours",
    "plot_data",
    "plot_line",
    "plot_loss_curve",
    "plot_path",
    "plot_residuals",
    "use_style",
]

GRID = 121  # points in each direction under contour lines: no corner is seen, and the picture stays small
LARGEST = 1e100  # what is beyond is not drawn: matplotlib's own arithmetic would overflow on the way to infinity


def plot_data(x: ArrayLike, y: ArrayLike, ax: Axes | None = None, *, xlabel: str, ylabel: str) -> Axes:
    """Draw examples of one feature and their targets as points.

    Args:
        x: the feature, finite, shape (n,).
        y: the targets, finite, shape (n,).
        ax: where to draw; a new figure if left out.
        xlabel: what x is, with its unit, such as "flipper length (mm)".
        ylabel: what y is, with its unit.

    Raises:
        ValueError: x or y is not finite, is empty, or does not have shape (n,).

    """
    x, y = feature_and_targets(x, y)
    ax = _axes(ax)
    ax.plot(x, y, "o", color=COLORS["blue"], alpha=0.55, markersize=4, markeredgewidth=0)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax


def plot_line(theta: ArrayLike, ax: Axes | None = None) -> Axes:
    r"""Draw the line :math:`\hat y = \theta_0 + \theta_1 x` from edge to edge of the axes as they are.

    Args:
        theta: (intercept, slope), finite.
        ax: where to draw, usually with the data already there; a new figure if left out.

    Raises:
        ValueError: theta is not two finite numbers.

    """
    intercept, slope = line_weights(theta)
    ax = _axes(ax)
    xlim = np.array(ax.get_xlim())
    empty = not ax.has_data()
    ax.plot(xlim, intercept + slope * xlim, color=COLORS["orange"], scalex=False, scaley=empty)
    ax.set_xlim(xlim)
    return ax


def plot_residuals(x: ArrayLike, y: ArrayLike, theta: ArrayLike, ax: Axes | None = None) -> Axes:
    r"""Draw the residuals :math:`r_i = \theta_0 + \theta_1 x_i - y_i` as segments from each target to the line.

    Args:
        x: the feature, finite, shape (n,).
        y: the targets, finite, shape (n,).
        theta: (intercept, slope), finite.
        ax: where to draw; a new figure if left out.

    Raises:
        ValueError: x or y is not finite, is empty, or does not have shape (n,); theta is not two finite numbers.

    """
    x, y = feature_and_targets(x, y)
    intercept, slope = line_weights(theta)
    ax = _axes(ax)
    gaps = np.full(len(x), np.nan)  # one line with gaps: one element in the picture, not one for each example
    segments = np.stack([y, intercept + slope * x, gaps], axis=1)
    ax.plot(np.repeat(x, 3), segments.ravel(), color=COLORS["orange"], linewidth=0.9, alpha=0.6)
    return ax


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
    ax = _axes(ax)
    ax.contour(xs, ys, np.ma.masked_invalid(z), levels=heights, colors=COLORS["muted"], linewidths=0.7, alpha=0.8)
    ax.set(xlim=xlim, ylim=ylim)
    ax.grid(visible=False)
    _label(ax, "θ₀", "θ₁")
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
    ax = _axes(ax)
    empty = not ax.has_data()
    runs = _drawable(theta).reshape(len(theta), -1, 2)
    for color, run in zip(_colors(runs.shape[1]), runs.swapaxes(0, 1), strict=True):
        ax.plot(*run.T, "o-", color=color, markersize=3, linewidth=1.2, scalex=empty, scaley=empty)
        ax.plot(*run[:1].T, "o", color=color, markersize=8, fillstyle="none", scalex=empty, scaley=empty)
    _label(ax, "θ₀", "θ₁")
    return ax


def plot_loss_curve(values: Trajectory | ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the objective against the step, on a logarithmic scale where all values are positive.

    What is not finite, or beyond 1e100, is left out, so the curve of a run that diverged ends there.

    Args:
        values: a `Trajectory`, or values of shape (steps + 1, ...); one curve for each run.
        ax: where to draw; a new figure if left out.

    Raises:
        ValueError: values is a single number or empty.

    """
    value = floats(values.value if isinstance(values, Trajectory) else values, "values")
    if value.ndim == 0 or value.size == 0:
        raise ValueError(f"values must have shape (steps + 1, ...), got shape {value.shape}; one value for each step")
    ax = _axes(ax)
    runs = _drawable(value).reshape(len(value), -1)
    for color, run in zip(_colors(runs.shape[1]), runs.T, strict=True):
        ax.plot(run, color=color)
    drawn = runs[~np.isnan(runs)]
    if drawn.size and drawn.min() > 0:
        ax.set_yscale("log")
    _label(ax, "step", "loss J(θ)")
    return ax


def _axes(ax: Axes | None) -> Axes:
    if ax is None:
        return plt.subplots()[1]
    if not isinstance(ax, Axes):
        raise ValueError(f"ax must be a matplotlib Axes, got {shown(ax)}; make one with fig, ax = plt.subplots()")
    return ax


def _label(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Label the axes that have no label yet."""
    ax.set(xlabel=ax.get_xlabel() or xlabel, ylabel=ax.get_ylabel() or ylabel)


def _drawable(values: Floats) -> Floats:
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def _colors(number: int) -> list[str]:
    """Return a color for each run, going through the palette again when there are many."""
    palette = [COLORS[name] for name in ("blue", "orange", "green", "pink", "yellow", "sky")]
    return [palette[i % len(palette)] for i in range(number)]


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
