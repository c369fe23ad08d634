"""Units that do not matter: scaling by powers of two, which rounds nothing, and what is to be told of it afterwards."""

from collections.abc import Callable

import numpy as np

from ._arrays import Floats


def exponents(a: Floats, axis: int = -1) -> np.ndarray:
    """Return the exponents of the powers of two just above the largest absolute values along the axis.

    Where all is 0, any would do; it is the smallest of the others or less, so that rounding errors there are small.
    """
    size = np.abs(a).max(axis=axis)
    exponent = np.frexp(size)[1]
    if size.all() or not exponent.ndim:
        return exponent
    return np.where(size > 0, exponent, exponent.min(axis=-1, keepdims=True))


def symmetrically(H: Floats, units: np.ndarray) -> Floats:
    """Return H (..., d, d) with row i and column j divided by two to the unit i and j."""
    return np.ldexp(H, -units[..., None] - units[..., None, :])


def times(A: Floats, x: Floats) -> Floats:
    """Return A x of matrices A (..., m, d) and vectors x (..., d)."""
    return (A @ x[..., None])[..., 0]


def row_space(V: Floats, units: np.ndarray, rounding: float) -> tuple[Floats, Callable[[Floats], Floats]]:
    r"""Return an orthonormal basis of the weights that solutions of least norm are made of, and these solutions.

    The columns of V (..., d, r) are orthonormal, or 0, and span the rows of a matrix of rank r at most, column j of
    which was divided by two to `units` j. In the original units they are spanned by the columns of D V, D = diag(2 to
    the units). With W orthogonal and D V W = Q R, the weights of least norm for which
    :math:`\mathbf V^\top \mathbf D \theta = \mathbf c` are
    :math:`\theta = \mathbf Q \mathbf R^{-\top} \mathbf W^\top \mathbf c`.

    Returns:
        Q of shape (..., d, r), with columns of 0 where V has some; and the function from c (..., r) to theta (..., d).

    """
    # Rows in falling order, each right to the precision of its own size: small ones are not drowned in the rounding
    # errors of large ones (Higham, Accuracy and Stability of Numerical Algorithms, section 19.4).
    order = np.argsort(-units, axis=-1, kind="stable")[..., None]
    L, W = _echelon(np.take_along_axis(V, order, axis=-2), rounding)
    largest = units.max(axis=-1, keepdims=True)
    held = np.maximum(units - largest, -1000)  # what is smaller would be 0
    Q, R = np.linalg.qr(np.ldexp(L, np.take_along_axis(held[..., None], order, axis=-2)))
    empty = (V == 0).all(axis=-2)
    Q = np.take_along_axis(Q, np.argsort(order, axis=-2), axis=-2) * ~empty[..., None, :]
    diagonal = np.arange(V.shape[-1])
    R[..., diagonal, diagonal] += empty

    def shortest(c: Floats) -> Floats:
        right = np.linalg.solve(R.swapaxes(-1, -2), (W.swapaxes(-1, -2) @ c[..., None]))[..., 0]
        return np.ldexp(times(Q, right), held - units)

    return Q, shortest


def _echelon(V: Floats, rounding: float) -> tuple[Floats, Floats]:
    """Return L = V W, W orthogonal, where each row has at most one more entry than those above, by reflections.

    What is left of a row that depends on those above is rounding error; it becomes 0, or it would be taken for a
    direction of its own once the rows are scaled.
    """
    d, r = V.shape[-2:]
    rank = (V != 0).any(axis=-2).sum(axis=-1, keepdims=True)
    L = np.concatenate([V, np.broadcast_to(np.eye(r), (*V.shape[:-2], r, r))], axis=-2)
    columns, k = np.arange(r), np.zeros((*V.shape[:-2], 1), int)
    for i in range(d):
        if (k == rank).all():
            break
        row = np.where(columns >= k, L[..., i, :], 0)
        length = np.linalg.norm(row, axis=-1, keepdims=True)
        independent = length > rounding
        v = np.where(independent, row + (columns == k) * np.copysign(length, row), 0)
        square = (v**2).sum(axis=-1, keepdims=True)
        L -= times(L, 2 * v / np.where(independent, square, 1))[..., None] * v[..., None, :]
        k += independent
        L[..., i, :] *= columns < k
    return L[..., :d, :], L[..., d:, :]
