"""Least squares in closed form: by the normal equations as textbooks write them, and by an orthogonal factorization."""

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, design, targets


def triangle(X: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return A and b, at most d + 1 rows of each, with the norm of A theta - b that of X theta - y for every theta."""
    R = np.linalg.qr(np.column_stack([X, y]), mode="r")
    return R[:, :-1], R[:, -1]


def normal_equations(X: ArrayLike, y: ArrayLike) -> Floats:
    r"""Solve :math:`\mathbf X^\top \mathbf X \hat\theta = \mathbf X^\top \mathbf y`, as textbooks write it.

    Here to be compared with `least_squares`: the condition number of :math:`\mathbf X^\top \mathbf X` is the square
    of that of X, so half of the digits can be lost, and without full column rank there is no unique solution.

    Args:
        X: examples in rows, finite, shape (n, d).
        y: targets, finite, shape (n,).

    Returns:
        Weights of shape (d,); with rounding error, no more than nonsense when X is close to rank deficient.

    Raises:
        ValueError: the matrix is exactly singular; or X or y is not as in `empirical_risk`.

    """
    X = design(X)
    y = targets(y, len(X))
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            return np.linalg.solve(X.T @ X, X.T @ y)
    except np.linalg.LinAlgError as problem:
        raise ValueError(
            f"X must have full column rank for the normal equations, got a matrix of shape {X.shape} with "
            "X.T @ X singular; use least_squares"
        ) from problem


def least_squares(X: ArrayLike, y: ArrayLike) -> Floats:
    r"""Return the weights of least mean squared error; of all such weights, those of least norm.

    .. math:: \hat\theta = \mathbf X^+ \mathbf y

    By the singular values of the R factor of :math:`[\mathbf X \; \mathbf y]`: the error grows with the condition
    number of X (and, where the residual is large, its square times the residual), never with that of a product
    :math:`\mathbf X^\top \mathbf X` formed in floating point. Singular values under max(n, d) eps times the largest
    count as zero (Golub and Van Loan, *Matrix Computations*, sections 5.3 and 5.5).

    Args:
        X: examples in rows, finite, shape (n, d); of any rank, and n may be less than d.
        y: targets, finite, shape (n,).

    Returns:
        Weights of shape (d,).

    Raises:
        ValueError: X or y is not as in `empirical_risk`.

    """
    X = design(X)
    A, b = triangle(X, targets(y, len(X)))
    return np.linalg.lstsq(A, b, rcond=max(X.shape) * np.finfo(A.dtype).eps)[0]
