"""The two passes through a chain of layers: values forward, gradients back."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._arrays import Floats
from .blocks import Block
from .layers import Linear


def forward(layers: Sequence[Any], places: Sequence[slice], theta: Floats, X: Floats) -> list[Floats]:
    """Return the input and what comes out of each layer; the weights of layer k lie in theta at places[k]."""
    values = [X]
    for layer, place in zip(layers, places, strict=True):
        if isinstance(layer, Linear):
            W, b = layer.views(theta[..., place])
            z = values[-1] @ W
            z += b[..., None, :]
            values.append(z)
        elif isinstance(layer, Block):
            values.append(layer.forward(theta[..., place], values[-1]))
        else:
            values.append(layer.value_function(values[-1]))
    return values


def backward(
    layers: Sequence[Any],
    places: Sequence[slice],
    theta: Floats,
    values: Sequence[Floats],
    delta: Floats,
    *,
    to_input: bool = True,
) -> tuple[Floats, list[Floats]]:
    """Return the gradient by theta, and those by all values, of a function whose gradient by the output is delta.

    With `to_input` false, what only the gradients by the values before the first weights need is not computed.
    """
    gradient = np.empty(theta.shape, np.result_type(theta, delta))
    deltas = [delta]
    first = next(k for k, layer in enumerate(layers) if isinstance(layer, Linear | Block) and layer.size)
    for k in reversed(range(len(layers))):
        layer, before = layers[k], values[k]
        if isinstance(layer, Linear):
            W, _ = layer.views(theta[..., places[k]])
            W_gradient, b_gradient = layer.views(gradient[..., places[k]])
            np.matmul(before.swapaxes(-1, -2), delta, out=W_gradient)
            delta.sum(axis=-2, out=b_gradient)
            if k == first and not to_input:
                break
            delta = delta @ W.swapaxes(-1, -2)
        elif isinstance(layer, Block):
            delta = layer.backward(theta[..., places[k]], before, delta, gradient[..., places[k]])
        else:
            slope = layer.from_value(values[k + 1]) if layer.from_value else layer.gradient_function(before)
            delta = delta * slope
        deltas.append(delta)
    return gradient, deltas[::-1]
