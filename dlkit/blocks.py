"""What deep networks add to affine layers: normalization, and filters that move over an image."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ._arrays import Floats, positive_count, shown
from .layers import Linear


class Block:
    """A layer that is neither affine nor an activation; it knows its own way forward and back.

    Attributes:
        size: how many weights it has.
        d_in: how many numbers an example has before it, None if any.
        d_out: how many it has after it, None if as many as before.

    """

    size = 0
    d_in: int | None = None
    d_out: int | None = None

    def linear(self) -> list[tuple[Linear, int]]:
        """Return the affine maps within, each with the place of its first weight."""
        return []

    def forward(self, flat: Floats, A: Floats) -> Floats:
        """Return what comes out for the examples in the rows of A."""
        raise NotImplementedError

    def backward(self, flat: Floats, A: Floats, delta: Floats, gradient: Floats) -> Floats:
        """Write the gradient by the weights, and return that by A."""
        raise NotImplementedError


@dataclass(frozen=True)
class Normalize(Block):
    r"""Layer normalization (Ba, Kiros and Hinton, 2016): each row gets the mean 0 and the mean square 1.

    .. math:: a_i = \frac{z_i - \bar z}{s}, \qquad s^2 = \frac1m \sum_{i=1}^m (z_i - \bar z)^2 + \varepsilon

    Attributes:
        epsilon: what is added to the mean square, so that equal numbers become 0.

    Raises:
        ValueError: epsilon is not positive.

    """

    epsilon: float = 1e-5

    def __post_init__(self) -> None:
        """Refuse a division by zero."""
        if not isinstance(self.epsilon, int | float) or not 0 < self.epsilon < np.inf:
            raise ValueError(f"epsilon must be positive and finite, got {shown(self.epsilon)}; 1e-5 is usual")

    def forward(self, flat: Floats, A: Floats) -> Floats:  # noqa: ARG002, it has no weights
        """Return the normalized rows."""
        return self._normalized(A)[0]

    def backward(self, flat: Floats, A: Floats, delta: Floats, gradient: Floats) -> Floats:  # noqa: ARG002
        """Return the gradient by A, without its parts along the ones and along the normalized row."""
        N, s = self._normalized(A)
        along = N * (delta * N).mean(axis=-1, keepdims=True)
        return (delta - delta.mean(axis=-1, keepdims=True) - along) / s

    def _normalized(self, A: Floats) -> tuple[Floats, Floats]:
        centered = A - A.mean(axis=-1, keepdims=True)
        s = np.sqrt(np.mean(centered**2, axis=-1, keepdims=True) + self.epsilon)
        return centered / s, s


@dataclass(frozen=True)
class Convolution(Block):
    r"""Filters that move over an image: the same weights in every place.

    .. math:: z_{s,t,f} = \sum_{p,q} w_{p,q,f} \, x_{s+p,\,t+q} + b_f

    An example is an image, row by row; out come all places of the first filter, row by row, then of the second.

    Attributes:
        side: how many rows and columns the image has.
        width: how many rows and columns a filter has.
        filters: how many filters there are.

    Raises:
        ValueError: one of these is not a positive whole number, or the filter is larger than the image.

    """

    side: int
    width: int
    filters: int

    def __post_init__(self) -> None:
        """Refuse what has no place."""
        for name in ("side", "width", "filters"):
            positive_count(getattr(self, name), name)
        if self.width > self.side:
            raise ValueError(f"width must be at most side, got {self.width} and {self.side}; the filter must fit")

    @property
    def places(self) -> int:
        """In how many places a filter stands."""
        return (self.side - self.width + 1) ** 2

    @property
    def d_in(self) -> int:  # type: ignore[override]
        """How many pixels the image has."""
        return self.side**2

    @property
    def d_out(self) -> int:  # type: ignore[override]
        """How many numbers come out."""
        return self.filters * self.places

    @property
    def size(self) -> int:  # type: ignore[override]
        """How many weights and biases the filters have."""
        return self._filter().size

    def linear(self) -> list[tuple[Linear, int]]:
        """Return the filters as an affine map of a patch."""
        return [(self._filter(), 0)]

    def forward(self, flat: Floats, A: Floats) -> Floats:
        """Multiply each patch by the filters."""
        W, b = self._filter().views(flat)
        z = self._patches(A) @ W[..., None, :, :] + b[..., None, None, :]
        return z.swapaxes(-1, -2).reshape(*z.shape[:-2], self.d_out)

    def backward(self, flat: Floats, A: Floats, delta: Floats, gradient: Floats) -> Floats:
        """Sum over all places, and give each pixel what all patches with it send back."""
        W, _ = self._filter().views(flat)
        W_gradient, b_gradient = self._filter().views(gradient)
        delta = delta.reshape(*delta.shape[:-1], self.filters, self.places).swapaxes(-1, -2)
        W_gradient[...] = (self._patches(A).swapaxes(-1, -2) @ delta).sum(axis=-3)
        b_gradient[...] = delta.sum(axis=(-3, -2))
        moves = self.side - self.width + 1
        back = (delta @ W.swapaxes(-1, -2)[..., None, :, :]).reshape(*delta.shape[:-2], moves, moves, -1)
        image = np.zeros((*delta.shape[:-2], self.side, self.side), back.dtype)
        for k in range(self.width**2):
            row, column = divmod(k, self.width)
            image[..., row : row + moves, column : column + moves] += back[..., k]
        return image.reshape(*image.shape[:-2], self.d_in)

    def _filter(self) -> Linear:
        return Linear(self.width**2, self.filters)

    def _patches(self, A: Floats) -> Floats:
        images = A.reshape(*A.shape[:-1], self.side, self.side)
        patches = sliding_window_view(images, (self.width, self.width), axis=(-2, -1))
        return patches.reshape(*A.shape[:-1], self.places, self.width**2)
