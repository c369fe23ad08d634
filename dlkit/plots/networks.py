"""Plots of a small network with its numbers, and of images."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike, NDArray

from .._arrays import Floats, finite, floats, positive_count, shown
from ..layers import Linear, Trace
from ..network import Network
from ..style import COLORS
from ._shared import axes_of
from .classification import list_of_texts

LARGEST_LAYER = 6  # units; with more, the numbers on the edges would lie on each other
SIGNED = LinearSegmentedColormap.from_list("signed", [COLORS["orange"], COLORS["paper"], COLORS["blue"]])


def plot_network(
    net: Network,
    theta: ArrayLike,
    ax: Axes | None = None,
    *,
    trace: Trace | None = None,
    gradient: ArrayLike | None = None,
) -> Axes:
    """Draw a small network: a circle for each unit, a line for each weight, and their numbers.

    On each line stands the weight, above each unit its bias, and in the unit what comes out of it for the first
    example of the trace. Gradients stand below the weights and biases, in orange.

    Args:
        net: the network, with at most 6 units in a layer.
        theta: its weights, shape (P,).
        ax: where to draw; a new figure if left out.
        trace: what ``net.forward(theta, X)`` returned; without it the units are empty.
        gradient: the gradient with respect to theta, shape (P,), as ``J.gradient(theta)``.

    Raises:
        ValueError: net is no small network, theta or gradient does not have shape (P,), or trace is of another one.

    """
    if not isinstance(net, Network):
        raise ValueError(f"net must be a Network, got {shown(net)}; such as Network(Linear(2, 2), tanh, Linear(2, 1))")
    linear = [layer for layer in net.layers if isinstance(layer, Linear)]
    sizes = [linear[0].d_in, *(layer.d_out for layer in linear)]
    if max(sizes) > LARGEST_LAYER:
        raise ValueError(
            f"net must have at most {LARGEST_LAYER} units in a layer to be drawn, got {sizes}; draw a part"
        )
    parameters = net.parameters(_vector(theta, net, "theta"))
    slopes = None if gradient is None else net.parameters(_vector(gradient, net, "gradient"))
    outputs = [np.full(size, np.nan) for size in sizes] if trace is None else _outputs(net, trace)
    ax = axes_of(ax)
    places = [np.stack([np.full(size, 2.0 * k), _heights(size)], axis=-1) for k, size in enumerate(sizes)]
    for k, (W, b) in enumerate(parameters):
        taken = []
        for i, j in np.ndindex(W.shape):
            start, end = places[k][i], places[k + 1][j]
            ax.plot(*np.stack([start, end]).T, color=COLORS["muted"], linewidth=1, zorder=1)
            at = _free_place(start, end, taken)
            taken.append(at)
            _number(ax, at, W[i, j], None if slopes is None else slopes[k][0][i, j])
        for j, place in enumerate(places[k + 1]):
            _number(ax, place + np.array([0, 0.42]), b[j], None if slopes is None else slopes[k][1][j], prefix="b = ")
    for layer, values in zip(places, outputs, strict=True):
        for place, value in zip(layer, values, strict=True):
            ax.plot(*place, "o", markersize=30, color=COLORS["paper"], markeredgecolor=COLORS["blue"], zorder=2)
            if np.isfinite(value):
                ax.text(*place, f"{value:.3g}", ha="center", va="center", fontsize=8, color=COLORS["ink"], zorder=3)
    top = max(abs(_heights(max(sizes)))) + 0.8
    ax.set(xlim=(-0.5, 2 * len(linear) + 0.5), ylim=(-top, top))
    ax.set_axis_off()
    return ax


def plot_image(image: ArrayLike, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw an array as an image: from white at 0 to black, or with negative numbers orange and positive ones blue.

    Args:
        image: finite numbers, shape (rows, columns).
        ax: where to draw; a new figure if left out.
        title: what stands above it.

    Raises:
        ValueError: image is not finite or does not have two axes.

    """
    pixels = finite(image, "image")
    if pixels.ndim != 2 or pixels.size == 0:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"image must have shape (rows, columns), got shape {pixels.shape}; such as x.reshape(8, 8)")
    ax = axes_of(ax)
    size = max(float(np.abs(pixels).max()), np.finfo(float).tiny)
    signed = pixels.min() < 0
    ax.imshow(pixels, cmap=SIGNED if signed else "gray_r", vmin=-size if signed else 0, vmax=size)
    ax.set(xticks=[], yticks=[], title=title)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    return ax


def plot_images(images: ArrayLike, titles: Sequence[str] | None = None, *, columns: int = 8) -> NDArray[np.object_]:
    """Draw several images in rows, in a new figure.

    Args:
        images: finite numbers, shape (k, rows, columns), k >= 1.
        titles: what stands above each, k of them.
        columns: how many images stand in a row.

    Returns:
        The axes, one for each place, shape (rows of images, columns).

    Raises:
        ValueError: images is not finite or does not have three axes, or there is not a title for each.

    """
    stack, columns = finite(images, "images"), positive_count(columns, "columns")
    if stack.ndim != 3 or stack.size == 0:  # noqa: PLR2004 - images, rows, columns
        raise ValueError(
            f"images must have shape (k, rows, columns), got shape {stack.shape}; such as X.reshape(-1, 8, 8)"
        )
    texts = [""] * len(stack) if titles is None else list_of_texts(titles, "titles")
    if len(texts) != len(stack):
        raise ValueError(f"titles must be {len(stack)} texts, one for each image, got {len(texts)}; add or drop some")
    columns = min(columns, len(stack))
    rows = -(-len(stack) // columns)
    height = 1.0 if titles is None else 1.3
    _, grid = plt.subplots(rows, columns, figsize=(columns, height * rows), squeeze=False, layout="constrained")
    for ax, image, text in zip(grid.flat, stack, texts, strict=False):
        plot_image(image, ax)
        ax.set_title(text, fontsize=9)
    for ax in grid.flat[len(stack) :]:
        ax.set_axis_off()
    return grid


def _vector(values: ArrayLike, net: Network, name: str) -> Floats:
    array = floats(values, name)
    if array.shape != (net.size,):
        raise ValueError(
            f"{name} must have shape ({net.size},), all weights of one network, got shape {array.shape}; choose one"
        )
    return array


def _outputs(net: Network, trace: Trace) -> list[Floats]:
    """Return what comes out of the units of each layer for the first example: after the activation, if there is one."""
    if not isinstance(trace, Trace) or len(trace.values) != len(net.layers) + 1:
        raise ValueError(f"trace must be what net.forward(theta, X) returned, got {shown(trace)}; call it")
    kept = [trace.values[0][0]]
    for layer, value in zip(net.layers, trace.values[1:], strict=True):
        if isinstance(layer, Linear):
            kept.append(value[0])
        else:
            kept[-1] = value[0]
    return kept


def _heights(units: int) -> Floats:
    return 1.5 * ((units - 1) / 2 - np.arange(units))


def _free_place(start: Floats, end: Floats, taken: list[Floats]) -> Floats:
    """Return the point on an edge that is farthest from the numbers on other edges; they are wider than high."""
    points = start + np.linspace(0.3, 0.66, 7)[:, None] * (end - start)
    gaps = [min((np.abs((point - other) * [0.6, 1]).max() for other in taken), default=1.0) for point in points]
    return points[int(np.argmax(gaps))]


def _number(ax: Axes, at: Floats, value: float, slope: float | None, prefix: str = "") -> None:
    box = {"boxstyle": "square,pad=0.05", "facecolor": COLORS["paper"], "edgecolor": "none"}
    style = {"ha": "center", "fontsize": 8, "bbox": box, "zorder": 2}
    ax.text(*at, f"{prefix}{value:.3g}", va="bottom" if slope is not None else "center", color=COLORS["ink"], **style)
    if slope is not None:
        ax.text(*at, f"{slope:.3g}", va="top", color=COLORS["orange"], **style)
