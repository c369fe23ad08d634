"""What a network is made of, and what passes through it: affine layers, initial scales, and the trace of a pass."""

from dataclasses import dataclass

import numpy as np

from ._arrays import Floats, positive_count, shown

# The standard deviation of the initial weights of a layer, from its numbers of inputs and outputs.
SCALES = {
    "xavier": lambda d_in, d_out: np.sqrt(2 / (d_in + d_out)),
    "he": lambda d_in, _: np.sqrt(2 / d_in),
    "zero": lambda *_: 0.0,
}


@dataclass(frozen=True)
class Linear:
    r"""An affine layer, :math:`\mathbf Z = \mathbf A \mathbf W + \mathbf b`, with one row for each example.

    It holds no weights, only how many there are. In a flat vector b comes first and W after it, row by row: the
    matrix of a linear model of examples with a column of ones, as `add_intercept` makes.

    Attributes:
        d_in: how many numbers an example has before the layer; W has as many rows.
        d_out: how many it has after; W has as many columns, and b as many entries.

    Raises:
        ValueError: d_in or d_out is not a positive whole number.

    """

    d_in: int
    d_out: int

    def __post_init__(self) -> None:
        """Refuse a layer without inputs or outputs."""
        positive_count(self.d_in, "d_in")
        positive_count(self.d_out, "d_out")

    @property
    def size(self) -> int:
        """How many weights and biases there are, (d_in + 1) d_out."""
        return (self.d_in + 1) * self.d_out

    def linear(self) -> list[tuple["Linear", int]]:
        """Return itself, with the place of its first weight: what a `Network` asks of every layer with weights."""
        return [(self, 0)]

    def views(self, flat: Floats) -> tuple[Floats, Floats]:
        """Return W (..., d_in, d_out) and b (..., d_out) as views of a flat vector (..., size)."""
        W = flat[..., self.d_out :].reshape(*flat.shape[:-1], self.d_in, self.d_out)
        return W, flat[..., : self.d_out]


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """What passes between the layers: the values on the way forward, or the gradients on the way back.

    ``trace["z1"]`` is one of them.

    Attributes:
        names: "x" for the input, "z1", "z2", ... after the affine layers, "a1", ... after an activation.
        values: an array for each, shape (..., n, number of units), one row for each example.

    """

    names: tuple[str, ...]
    values: tuple[Floats, ...]

    @property
    def output(self) -> Floats:
        """What comes last."""
        return self.values[-1]

    def __getitem__(self, name: str) -> Floats:
        """Return the array of this name."""
        if name not in self.names:
            raise ValueError(f"name must be one of {', '.join(self.names)}; got {shown(name)}")
        return self.values[self.names.index(name)]

    def __repr__(self) -> str:
        """List the names and shapes."""
        return "\n".join(f"{name:<3} {value.shape}" for name, value in zip(self.names, self.values, strict=True))
