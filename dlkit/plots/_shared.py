"""What the plots share: where they draw, in which colors, and what is too large to be drawn."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from .._arrays import Floats, shown
from ..style import COLORS

LARGEST = 1e100  # what is beyond is not drawn: matplotlib's own arithmetic would overflow on the way to infinity
PALETTE = [COLORS[name] for name in ("blue", "orange", "green", "pink", "yellow", "sky")]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*", "<", ">"]
LINES = ["-", "--", "-.", ":"]


def axes_of(ax: Axes | None) -> Axes:
    """Return ax, or the axes of a new figure."""
    if ax is None:
        return plt.subplots()[1]
    if not isinstance(ax, Axes):
        raise ValueError(f"ax must be a matplotlib Axes, got {shown(ax)}; make one with fig, ax = plt.subplots()")
    return ax


def label(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Label the axes that have no label yet."""
    ax.set(xlabel=ax.get_xlabel() or xlabel, ylabel=ax.get_ylabel() or ylabel)


def drawable(values: Floats) -> Floats:
    """Return values with what cannot be drawn as NaN, which leaves a gap."""
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def colors_of(number: int) -> list[str]:
    """Return a color for each run, going through the palette again when there are many."""
    return [PALETTE[i % len(PALETTE)] for i in range(number)]
