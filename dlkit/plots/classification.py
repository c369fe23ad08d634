"""Plots of classes in the plane, of where a model changes its mind, and of how often it is wrong."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .._arrays import Floats, design, finite, line_weights, shown, targets
from ..activations import sigmoid
from ..style import COLORS
from ._shared import MARKERS, axes_of, colors_of, label

GRID = 201  # points in each direction under a boundary
CURVE = 201  # points along a curve


def plot_classes(
    X: ArrayLike, y: ArrayLike, ax: Axes | None = None, *, names: Sequence[str], xlabel: str, ylabel: str
) -> Axes:
    """Draw examples of two features as points, each class with a color and a marker of its own, and a legend.

    Args:
        X: two features, finite, shape (n, 2).
        y: labels, whole numbers from 0 to K - 1, shape (n,).
        ax: where to draw; a new figure if left out.
        names: the name of each class, K of them, in the order of the labels.
        xlabel: what the first feature is, with its unit, such as "bill length (mm)".
        ylabel: what the second feature is, with its unit.

    Raises:
        ValueError: X is not finite or does not have shape (n, 2), y does not have shape (n,), or a label has no name.

    """
    X = design(X)
    if X.shape[1] != 2:  # noqa: PLR2004 - a plane
        raise ValueError(
            f"X must have shape (n, 2) to be drawn, got shape {X.shape}; choose two features, X[:, [0, 1]]"
        )
    y, names = targets(y, len(X)), list_of_texts(names, "names")
    if not np.isin(y, np.arange(len(names))).all():
        raise ValueError(
            f"y must hold whole numbers from 0 to {len(names) - 1}, one for each of the {len(names)} names, got "
            f"{shown(np.unique(y).tolist())}; number the classes with np.unique(species, return_inverse=True)[1]"
        )
    ax = axes_of(ax)
    for k, (name, color) in enumerate(zip(names, colors_of(len(names)), strict=True)):
        marker = MARKERS[k % len(MARKERS)]
        ax.plot(*X[y == k].T, marker, color=color, alpha=0.6, markersize=4.5, markeredgewidth=0, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend()
    return ax


def plot_decision_boundary(scores: Callable[[Floats], ArrayLike], ax: Axes | None = None) -> Axes:
    r"""Draw where a model of two features changes its prediction, within the axes as they are.

    With one score that is where it is 0, as :math:`\sigma(0) = 1/2`; with K scores, where the largest two are equal.

    Args:
        scores: from examples of shape (..., 2) to scores of shape (...), or (..., K) with K >= 2.
        ax: where to draw, usually with the examples already there; a new figure if left out.

    Raises:
        ValueError: scores is no function, or gives an array of another shape.

    """
    if not callable(scores):
        raise ValueError(
            f"scores must be a function of examples of shape (..., 2), got {shown(scores)}; such as lambda x: x @ w + b"
        )
    new = axes_of(ax)
    xlim, ylim = new.get_xlim(), new.get_ylim()
    xs, ys = np.linspace(*xlim, GRID), np.linspace(*ylim, GRID)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    z = np.asarray(scores(grid))
    if z.shape[:-1] == grid.shape[:-1] and z.shape[-1] > 1:
        # How far the score of class k lies above all others: the boundary of its region is where that is 0.
        leads = [z[..., k] - np.delete(z, k, axis=-1).max(axis=-1) for k in range(z.shape[-1])]
        leads = leads[:1] if len(leads) == 2 else leads  # noqa: PLR2004 - two regions have one boundary
    elif z.shape == grid.shape[:-1]:
        leads = [z]
    else:
        raise ValueError(
            f"scores must map examples of shape {grid.shape} to shape {grid.shape[:-1]} or {(*grid.shape[:-1], 'K')}, "
            f"got shape {z.shape}; reduce the last axis of the examples and no other"
        )
    for lead in leads:
        if lead.min() < 0 < lead.max():  # else the boundary does not cross the window
            new.contour(xs, ys, lead, levels=[0], colors=COLORS["ink"], linewidths=1.2)
    new.set(xlim=xlim, ylim=ylim)
    return new


def plot_probability(theta: ArrayLike, ax: Axes | None = None) -> Axes:
    r"""Draw the probability :math:`\sigma(\theta_0 + \theta_1 x)` from edge to edge of the axes as they are.

    The decision boundary :math:`x = -\theta_0 / \theta_1`, where it is 1/2, is marked if it is within.

    Args:
        theta: (intercept, slope), finite.
        ax: where to draw, usually with labels 0 and 1 already there; a new figure if left out.

    Raises:
        ValueError: theta is not two finite numbers.

    """
    intercept, slope = line_weights(theta)
    ax = axes_of(ax)
    low, high = ax.get_xlim()
    x = np.linspace(low, high, CURVE)
    empty = not ax.has_data()
    ax.plot(x, sigmoid(intercept + slope * x), color=COLORS["orange"], scalex=False, scaley=empty)
    boundary = -intercept / slope if slope else np.inf
    if low < boundary < high:
        ax.axvline(boundary, color=COLORS["muted"], linestyle="--", linewidth=1)
    ax.set_xlim(low, high)
    label(ax, "x", "probability of y = 1")
    return ax


def plot_confusion_matrix(matrix: ArrayLike, ax: Axes | None = None, *, names: Sequence[str]) -> Axes:
    """Draw the counts of a confusion matrix as a table: rows are true classes, columns are predicted ones.

    What is right, on the diagonal, has a frame; what is wrong and not 0 is printed bold and orange.

    Args:
        matrix: counts, shape (K, K), as `confusion_matrix` returns.
        ax: where to draw; a new figure if left out.
        names: the name of each class, K of them.

    Raises:
        ValueError: matrix is not square or not finite, or does not have a row for each name.

    """
    counts, names = finite(matrix, "matrix"), list_of_texts(names, "names")
    K = len(names)
    if counts.shape != (K, K):
        raise ValueError(
            f"matrix must have shape ({K}, {K}), a row for each name, got shape {counts.shape}; check names"
        )
    ax = axes_of(ax)
    for j, k in np.ndindex(K, K):
        wrong = j != k and counts[j, k] > 0
        style = {"color": COLORS["orange"], "fontweight": "bold"} if wrong else {"color": COLORS["ink"]}
        ax.text(k, j, f"{counts[j, k]:g}", ha="center", va="center", **style)
        if j == k:
            ax.plot(
                k + 0.45 * np.array([-1, 1, 1, -1, -1]), j + 0.45 * np.array([-1, -1, 1, 1, -1]), color=COLORS["blue"]
            )
    ax.set(xlim=(-0.5, K - 0.5), ylim=(K - 0.5, -0.5), aspect="equal", xlabel="predicted", ylabel="true")
    ax.set_xticks(range(K), names)
    ax.set_yticks(range(K), names)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    return ax


def list_of_texts(given: Sequence[str], name: str) -> list[str]:
    """Return what was given as a list of at least one text."""
    if isinstance(given, str) or not all(isinstance(text, str) for text in given) or len(given) == 0:
        raise ValueError(f'{name} must be a list of texts, got {shown(given)}; such as ["Adelie", "Gentoo"]')
    return list(given)
