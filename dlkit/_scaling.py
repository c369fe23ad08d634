"""Units that do not matter: scaling by powers of two, which rounds nothing, and what is to be told of it afterwards."""

import numpy as np

from ._arrays import Floats


def exponents(a: Floats, axis: int = -1) -> np.ndarray:
    """Return the exponents of the powers of two just above the largest absolute values along the axis.

    Where all is 0, any would do; it is the smallest of the others or less, so that rounding errors there are small.
    """
    size = np.abs(a).max(axis=axis)
    exponent = np.frexp(size)[1]
    return np.where(size > 0, exponent, exponent.min(axis=-1, keepdims=True)) if exponent.ndim else exponent


def symmetrically(H: Floats, units: np.ndarray) -> Floats:
    """Return H (..., d, d) with row i and column j divided by two to the unit i and j."""
    return np.ldexp(H, -units[..., None] - units[..., None, :])


def row_wise_qr(V: Floats, units: np.ndarray) -> tuple[Floats, Floats]:
    """Return Q and R of matrices V (..., d, r) whose rows are multiplied by two to the units less the largest unit.

    The rows go in falling order: so each comes out right to the precision of its own size, and the small ones are
    not drowned in the rounding errors of the large ones (Higham, *Accuracy and Stability of Numerical Algorithms*,
    section 19.4).
    """
    order = np.argsort(-units, axis=-1, kind="stable")[..., None]
    scaled = np.ldexp(V, (units - units.max(axis=-1, keepdims=True))[..., None])
    Q, R = np.linalg.qr(np.take_along_axis(scaled, order, axis=-2))
    return np.take_along_axis(Q, np.argsort(order, axis=-2), axis=-2), R
