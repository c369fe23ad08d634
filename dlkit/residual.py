"""The residual: layers whose output is added to their input."""

from dataclasses import dataclass

from ._arrays import Floats
from ._chain import Chain
from .blocks import Block
from .function import Differentiable
from .layers import Linear


@dataclass(frozen=True, init=False)
class Residual(Block):
    r"""Layers whose output is added to their input, with the Jacobian :math:`\mathbf I + \mathbf J` (He et al., 2016).

    Args:
        *layers: as of a `Network`, with a `Linear` among them; they put out as many numbers as they take.

    Raises:
        ValueError: as of `Network`, or the numbers of inputs and outputs differ.

    """

    chain: Chain

    def __init__(self, *layers: Linear | Block | Differentiable) -> None:
        chain = Chain(layers)
        if chain.d_in != chain.d_out:
            raise ValueError(
                f"layers must put out as many numbers as they take, got {chain.d_in} and {chain.d_out}; "
                "their output is added to their input"
            )
        object.__setattr__(self, "chain", chain)

    def __repr__(self) -> str:
        """Name the layers that are added to their input."""
        return f"Residual({self.chain})"

    @property
    def size(self) -> int:  # type: ignore[override]
        """How many weights and biases its layers have."""
        return self.chain.size

    @property
    def d_in(self) -> int:  # type: ignore[override]
        """How many numbers come in, and out."""
        return self.chain.d_in

    @property
    def d_out(self) -> int:  # type: ignore[override]
        """How many numbers come out, and in."""
        return self.chain.d_out

    def linear(self) -> list[tuple[Linear, int]]:
        """Return the affine maps of its layers."""
        return list(self.chain.linear())

    def forward(self, flat: Floats, A: Floats) -> Floats:
        """Add what the layers make of A to A."""
        return A + self.chain.forward(flat, A)[-1]

    def backward(self, flat: Floats, A: Floats, delta: Floats, gradient: Floats) -> Floats:
        """Add what comes back through the layers to what comes back."""
        gradient[...], deltas = self.chain.backward(flat, self.chain.forward(flat, A), delta)
        return delta + deltas[0]
