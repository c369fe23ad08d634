"""The residual: layers whose output is added to their input."""

from dataclasses import dataclass

from ._arrays import Floats
from ._passes import backward, forward
from .blocks import Block
from .function import Differentiable
from .layers import Linear
from .network import Network


@dataclass(frozen=True, init=False)
class Residual(Block):
    r"""Layers whose output is added to their input, with the Jacobian :math:`\mathbf I + \mathbf J` (He et al., 2016).

    Args:
        *layers: as of a `Network`, with a `Linear` among them; they put out as many numbers as they take.

    Raises:
        ValueError: as of `Network`, or the numbers of inputs and outputs differ.

    """

    net: Network

    def __init__(self, *layers: Linear | Block | Differentiable) -> None:
        net = Network(*layers)
        first, last = net._d_in, net._d_out  # noqa: SLF001
        if first != last:
            raise ValueError(f"layers must put out as many numbers as they take, got {first} and {last}")
        object.__setattr__(self, "net", net)

    def __repr__(self) -> str:
        """Name the layers that are added to their input."""
        return f"Residual({self.net})"

    @property
    def size(self) -> int:  # type: ignore[override]
        """How many weights and biases its layers have."""
        return self.net.size

    @property
    def d_in(self) -> int:  # type: ignore[override]
        """How many numbers come in, and out."""
        return self.net._d_in  # noqa: SLF001

    @property
    def d_out(self) -> int:  # type: ignore[override]
        """How many numbers come out, and in."""
        return self.net._d_out  # noqa: SLF001

    def linear(self) -> list[tuple[Linear, int]]:
        """Return the affine maps of its layers."""
        return list(self.net._linear())  # noqa: SLF001

    def forward(self, flat: Floats, A: Floats) -> Floats:
        """Add what the layers make of A to A."""
        return A + forward(self.net.layers, self.net._places, flat, A)[-1]  # noqa: SLF001

    def backward(self, flat: Floats, A: Floats, delta: Floats, gradient: Floats) -> Floats:
        """Add what comes back through the layers to what comes back."""
        places = self.net._places  # noqa: SLF001
        values = forward(self.net.layers, places, flat, A)
        gradient[...], deltas = backward(self.net.layers, places, flat, values, delta)
        return delta + deltas[0]
