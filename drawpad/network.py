"""The network that reads drawings: affine layers, an activation between them, softmax at the end, in NumPy.

`network.js` computes the same in the browser.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from reprlib import repr as shown
from typing import Any

import numpy as np

Layers = list[tuple[np.ndarray, np.ndarray]]
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}


def read_weights(weights: Any) -> list[Layers]:
    """Return the layers at each step, rounded to the 24 bits with which they are stored, as arrays of doubles.

    Raises:
        ValueError: no list of lists of pairs (W, b), shapes that do not fit, another shape at another step, or
            weights that are not finite.

    """
    if not isinstance(weights, Sequence) or not weights:
        raise ValueError(f"weights must be a list with the layers of each step, got {shown(weights)}")
    steps = [_read_step(layers, k) for k, layers in enumerate(weights)]
    for k, layers in enumerate(steps):
        if sizes(layers) != sizes(steps[0]):
            raise ValueError(
                f"weights must have the same shapes at all steps, got {sizes(steps[0])} units first, and "
                f"{sizes(layers)} in weights[{k}]"
            )
    return steps


def _read_step(layers: Any, k: int) -> Layers:
    wanted = f"weights[{k}] must be a list of pairs (W, b), one for each layer"
    if not isinstance(layers, Sequence) or not layers:
        raise ValueError(f"{wanted}, got {shown(layers)}")
    found: Layers = []
    for layer in layers:
        try:
            with np.errstate(over="ignore"):  # what is too large becomes inf, which is refused below
                W, b = (np.asarray(part, dtype=np.float32).astype(float) for part in layer)
        except (TypeError, ValueError):
            raise ValueError(f"{wanted}, got {shown(layer)}") from None
        if W.ndim != 2 or b.shape != W.shape[1:] or not W.size:  # noqa: PLR2004 - a matrix
            raise ValueError(f"{wanted}: W (d_in, d_out) and b (d_out,), got shapes {W.shape} and {b.shape}")
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise ValueError(f"weights[{k}] must be finite numbers of single precision")
        found.append((W, b))
    for (before, _), (after, _) in pairwise(found):
        if before.shape[1] != after.shape[0]:
            raise ValueError(f"{wanted}, of which each takes what the one before puts out, got "
                             f"{before.shape} before {after.shape}")  # fmt: skip
    return found


def sizes(layers: Layers) -> list[int]:
    """Return how many units there are, from the cells of the drawing to the classes."""
    return [layers[0][0].shape[0], *(b.size for _, b in layers)]


def forward(layers: Layers, X: np.ndarray, activation: str) -> np.ndarray:
    r"""Return the probabilities of the classes.

    .. math:: \mathbf P = \operatorname{softmax}(\phi(\cdots \phi(\mathbf X \mathbf W_1 + \mathbf b_1) \cdots)
        \mathbf W_L + \mathbf b_L)

    Args:
        layers: (W, b) of each.
        X: drawings in rows, shape (n, d).
        activation: the name of phi.

    """
    *hidden, (W_last, b_last) = layers
    for W, b in hidden:
        X = ACTIVATIONS[activation](X @ W + b)
    Z = X @ W_last + b_last
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


def slopes(predict: Callable[[np.ndarray], np.ndarray], x: np.ndarray, aim: int, step: float) -> np.ndarray:
    """Return the gradient of -log p by the cells, by central differences: `predict` may be any function.

    Args:
        predict: takes drawings in rows and returns their probabilities.
        x: the drawing, shape (d,).
        aim: the class whose probability p is.
        step: how far each cell is moved.

    """
    moved = step * np.eye(x.size)
    P = predict(np.concatenate([x + moved, x - moved]))
    loss = -np.log(np.maximum(P[:, aim], np.finfo(float).tiny))
    return (loss[: x.size] - loss[x.size :]) / (2 * step)
