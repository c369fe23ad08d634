"""Plots of examples with one feature, and of a line through them."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .._arrays import feature_and_targets, line_weights
from ..style import COLORS
from ._shared import axes_of


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
    ax = axes_of(ax)
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
    ax = axes_of(ax)
    xlim = np.array(ax.get_xlim())
    empty = not ax.has_data()
    ax.plot(xlim, intercept + slope * xlim, color=COLORS["orange"], scalex=False, scaley=empty)
    ax.set_xlim(xlim)
    return ax
