"""Layers in a row: which of them fit, and where the weights of each stand in one flat vector."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from . import _passes
from ._arrays import Floats, shown
from .blocks import Block
from .function import Differentiable
from .layers import Linear


class Chain:
    """Layers that fit, first to last; what a `Network` and a `Residual` have in common.

    Attributes:
        layers: the layers.
        size: the number of weights and biases.
        d_in: how many numbers an example has before the first.
        d_out: how many it has after the last.

    Raises:
        ValueError: as of `Network`.

    """

    def __init__(self, layers: Sequence[Linear | Block | Differentiable]) -> None:
        for layer in layers:
            activation = isinstance(layer, Differentiable) and layer.elementwise and 0 in layer.further
            if not isinstance(layer, Linear | Block) and not activation:
                raise ValueError(
                    "layers must be Linear, or an activation of one argument such as tanh, or Normalize, Convolution "
                    f"or Residual, got {shown(layer)}"
                )
        sized = [layer for layer in layers if _has_weights(layer)]
        if not sized:
            raise ValueError(f"layers must hold a Linear, got {shown(layers)}; for example Linear(2, 1)")
        for before, after in pairwise(sized):
            if before.d_out != after.d_in:
                raise ValueError(
                    f"layers must fit, got {before} before {after}; the first puts out what the next takes"
                )
        self.layers = tuple(layers)
        self.size = sum(layer.size for layer in sized)
        self.d_in, self.d_out = sized[0].d_in, sized[-1].d_out
        ends = np.cumsum([0] + [layer.size if _has_weights(layer) else 0 for layer in layers])
        self._places = [slice(*pair) for pair in pairwise(ends)]

    def __repr__(self) -> str:
        """Say the numbers of units, the activations and the number of weights."""
        return f"{self.d_in} {' '.join(map(_shown_layer, self.layers))}, {self.size} weights"

    def linear(self) -> Iterator[tuple[Linear, int]]:
        """Yield the affine maps, each with the place of its first weight."""
        for layer, place in zip(self.layers, self._places, strict=True):
            if isinstance(layer, Linear | Block):
                yield from ((one, place.start + start) for one, start in layer.linear())

    def names(self) -> tuple[str, ...]:
        """Return what the input and the values after each layer are called in a `Trace`."""
        names, depth = ["x"], 0
        for layer in self.layers:
            sized = _has_weights(layer)
            depth += sized
            names.append(f"{'z' if sized else 'n' if isinstance(layer, Block) else 'a'}{depth}")
        return tuple(names)

    def forward(self, theta: Floats, X: Floats) -> list[Floats]:
        """Return the input and what comes out of each layer."""
        return _passes.forward(self.layers, self._places, theta, X)

    def backward(
        self, theta: Floats, values: Sequence[Floats], delta: Floats, **options: Any
    ) -> tuple[Floats, list[Floats]]:
        """Return the gradients with respect to theta and to all values, from that with respect to the output."""
        return _passes.backward(self.layers, self._places, theta, values, delta, **options)


def _has_weights(layer: Linear | Block | Differentiable) -> bool:
    return isinstance(layer, Linear | Block) and layer.size > 0


def _shown_layer(layer: Linear | Block | Differentiable) -> str:
    if isinstance(layer, Linear):
        return f"-> {layer.d_out}"
    return repr(layer) if isinstance(layer, Block) else layer.__name__
