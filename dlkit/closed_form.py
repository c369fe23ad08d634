"""Least squares in closed form: by the normal equations as textbooks write them, and by an orthogonal factorization."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve

from ._arrays import Floats, design, quiet, targets


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

    First by the normal equations, corrected once: with the residuals of their solution, computed from X itself, they
    are solved again for what is missing. The correction shows how many digits the squared condition number has cost.
    Where it is below the root of the machine precision, and so is no squared pivot, nothing is lost after it (Björck,
    *Numerical Methods for Least Squares Problems*, section 6.6). Elsewhere, and where X lacks full column rank, by
    the singular values of the R factor of :math:`[\mathbf X \; \mathbf y]`: the error grows with the condition number
    of X (and, where the residual is large, its square times the residual), never with that of a product formed in
    floating point. Singular values under max(n, d) eps times the largest count as zero (Golub and Van Loan, *Matrix
    Computations*, sections 5.3 and 5.5).

    Args:
        X: examples in rows, finite, shape (n, d); of any rank, and n may be less than d.
        y: targets, finite, shape (n,).

    Returns:
        Weights of shape (d,).

    Raises:
        ValueError: X or y is not as in `empirical_risk`.

    """
    X = design(X)
    y = targets(y, len(X))
    theta = corrected_normal_equations(X, y)
    if theta is None:
        A, b = triangle(X, y)
        theta = np.linalg.lstsq(A, b, rcond=max(X.shape) * np.finfo(A.dtype).eps)[0]
    return theta


@quiet
def corrected_normal_equations(X: Floats, y: Floats) -> Floats | None:
    """Return the solution of the normal equations after one correction, or None if that is not accurate."""
    gram = X.T @ X
    scale = 1 / np.sqrt(gram.diagonal())  # columns of norm 1: units make no bad condition
    gram *= scale * scale[:, None]
    if len(X) < X.shape[1] or not np.isfinite(gram).all():
        return None
    try:
        factor = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    except np.linalg.LinAlgError:
        return None
    tolerance = np.sqrt(np.finfo(X.dtype).eps)
    if factor[0].diagonal().min() ** 2 < tolerance:
        return None
    first = scale * cho_solve(factor, scale * (X.T @ y), check_finite=False)
    correction = scale * cho_solve(factor, scale * (X.T @ (y - X @ first)), check_finite=False)
    lost = np.linalg.norm(correction / scale) > tolerance * np.linalg.norm(first / scale)
    return None if lost else first + correction
