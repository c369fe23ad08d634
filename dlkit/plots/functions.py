"""Plots of functions: losses and activations with their derivatives, unit balls of norms, and bars of numbers."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .._arrays import Floats, finite, floats, interval, number, shown
from ..function import Differentiable
from ..style import COLORS
from ._shared import LINES, axes_of, colors_of, drawable, label
from .classification import list_of_texts

CURVE = 401  # points along a curve: an odd number, so that the middle of the range, often a kink, is one of them
DIRECTIONS = 360  # points around a unit ball, axes and diagonals among them, where the corners are


def plot_functions(
    *functions: Differentiable,
    ax: Axes | None = None,
    xlim: tuple[float, float],
    args: Sequence[ArrayLike] = (),
    gradient: bool = False,
    labels: Sequence[str] | None = None,
) -> Axes:
    """Draw elementwise functions over a range: losses against the prediction, activations against the score.

    A jump of a derivative is left open.

    Args:
        *functions: elementwise `Differentiable` functions, each with a color and a kind of line of its own.
        ax: where to draw; a new figure if left out.
        xlim: the range of the first argument, (low, high).
        args: further arguments, the same for all, such as the target of a loss.
        gradient: draw the derivatives in place of the values.
        labels: what the legend calls them; their names if left out.

    Raises:
        ValueError: there is no function, one is not elementwise, xlim is no range, or there is not a label for each.

    """
    for f in functions:
        if not isinstance(f, Differentiable) or not f.elementwise:
            raise ValueError(f"functions must be elementwise Differentiables, got {shown(f)}; such as squared_error")
    if not functions:
        raise ValueError("functions must be at least one Differentiable, got none; such as squared_error")
    texts = list_of_texts([f.__name__ for f in functions] if labels is None else labels, "labels")
    if len(texts) != len(functions):
        raise ValueError(f"labels must be {len(functions)} texts, one for each function, got {len(texts)}; add or drop")
    x = np.linspace(*interval(xlim, "xlim"), CURVE)
    ax = axes_of(ax)
    for k, (f, color, text) in enumerate(zip(functions, colors_of(len(functions)), texts, strict=True)):
        y = drawable(f.gradient(x, *args) if gradient else f(x, *args))
        ax.plot(x, _without_jumps(y) if gradient else y, LINES[k % len(LINES)], color=color, label=text)
    ax.legend()
    parameter = functions[0].parameters[0]
    label(ax, {"y_hat": "prediction", "z": "score z"}.get(parameter, parameter), "derivative" if gradient else "value")
    return ax


def plot_unit_ball(norm: Callable[[Floats], ArrayLike], ax: Axes | None = None, *, radius: float = 1.0) -> Axes:
    r"""Draw all vectors of the plane that have the same norm.

    A norm is homogeneous, so in direction u the point is :math:`r \, \mathbf u / \lVert \mathbf u \rVert`.

    Args:
        norm: from vectors of shape (..., 2) to norms of shape (...), such as `l1` or ``lp(3)``.
        ax: where to draw; a new figure if left out.
        radius: r, the norm that they have, positive.

    Raises:
        ValueError: norm is no function, does not have values of shape (...), or is 0 in some direction; radius is
            not positive.

    """
    if not callable(norm):
        raise ValueError(f"norm must be a function of vectors of shape (..., 2), got {shown(norm)}; such as l1")
    if not 0 < number(radius, "radius") < np.inf:
        raise ValueError(f"radius must be positive and finite, got {shown(radius)}; 1 draws the unit ball")
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS + 1)
    u = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    u[np.abs(u) < 1e-12] = 0  # noqa: PLR2004 - rounding: on the axes an entry is 0
    length = np.asarray(norm(u))
    if length.shape != angle.shape or not (length > 0).all():
        raise ValueError(
            f"norm must map vectors of shape {u.shape} to positive numbers of shape {angle.shape}, got shape "
            f"{length.shape}, {shown(length.tolist())}; such as l2"
        )
    ax = axes_of(ax)
    ax.plot(*(radius * u / length[:, None]).T, color=COLORS["blue"])
    ax.set_aspect("equal")
    ax.locator_params(nbins=5)
    label(ax, "u₁", "u₂")
    return ax


def plot_bars(
    values: ArrayLike,
    ax: Axes | None = None,
    *,
    names: Sequence[str],
    ylabel: str,
    labels: Sequence[str] | None = None,
    log: bool = False,
) -> Axes:
    """Draw numbers as bars: weights, probabilities of classes, the norm of a gradient in each layer.

    Args:
        values: shape (k,), or (groups, k) for several bars side by side at each name.
        ax: where to draw; a new figure if left out.
        names: what stands below each of the k bars.
        ylabel: what the numbers are, with their unit.
        labels: what the legend calls the groups; needed for several.
        log: a logarithmic scale, for positive numbers of many sizes.

    Raises:
        ValueError: values does not have such a shape, k is not the number of names, there is not a label for each
            group, or a value is not positive on a logarithmic scale.

    """
    names = list_of_texts(names, "names")
    bars = np.atleast_2d(floats(values, "values"))
    if bars.ndim != 2 or bars.shape[1] != len(names):  # noqa: PLR2004 - groups and bars
        raise ValueError(
            f"values must have shape ({len(names)},) or (groups, {len(names)}), one for each name, got shape "
            f"{np.shape(values)}; check names"
        )
    groups = len(bars)
    if (labels is None and groups > 1) or (labels is not None and len(list_of_texts(labels, "labels")) != groups):
        raise ValueError(f"labels must be {groups} texts, one for each group of bars, got {shown(labels)}; add or drop")
    if log and not (finite(bars, "values") > 0).all():
        raise ValueError(f"values must be positive for log=True, got {np.min(bars):.6g} among them; leave log out")
    ax = axes_of(ax)
    width = 0.8 / groups
    for g, (row, color) in enumerate(zip(drawable(bars), colors_of(groups), strict=True)):
        places = np.arange(len(names)) + (g - (groups - 1) / 2) * width
        hatch = None if g % 2 == 0 else "///"
        text = labels[g] if labels is not None else None
        ax.bar(
            places, row, width, color=color, hatch=hatch, edgecolor=COLORS["paper"], linewidth=0, label=text, log=log
        )
    if not log:
        ax.axhline(0, color=COLORS["ink"], linewidth=0.8)
    ax.set_xticks(range(len(names)), names)
    ax.set_ylabel(ylabel)
    ax.grid(visible=False, axis="x")
    if labels is not None:
        ax.legend()
    return ax


def _without_jumps(y: Floats) -> Floats:
    """Put NaN where neighbors differ by far more than neighbors usually do, so that no line joins them."""
    steps = np.abs(np.diff(y))
    usual = np.nanmedian(steps) if np.isfinite(steps).any() else 0
    jump = steps > max(50 * usual, 0.2 * np.nanmax(np.abs(y), initial=0))
    opened = y.copy()
    opened[1:][jump] = np.nan
    return opened
