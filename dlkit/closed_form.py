"""Least squares in closed form: by the normal equations as textbooks write them, and with no digit lost that X has."""

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, design, quiet, targets
from ._precise import residuals
from ._scaling import exponents, row_space

EPS = float(np.finfo(np.float64).eps)
PIECE = 64
ROWS = 1000  # of a block that is made a triangle at once: it stays in the processor's cache
SAFE = 2.0**500  # the squares of smaller numbers, and of their inverses, are floats


def triangle(X: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return A and b, at most d + 1 rows of each, with the norm of A theta - b that of X theta - y for every theta.

    In float64, whatever X and y are: an orthogonal factorization changes each column by a rounding error of its own
    size, which in float32 can be all that is left of a residual.
    """
    data = np.column_stack([X, y]).astype(np.float64, copy=False)
    blocks = len(data) // max(ROWS, 4 * data.shape[1])
    if blocks > 1:  # the triangle of their triangles, as good and sooner there
        data = np.concatenate([np.linalg.qr(block, mode="r") for block in np.array_split(data, blocks)])
    R = np.linalg.qr(data, mode="r")
    return R[:, :-1], R[:, -1]


@quiet
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
    return _solve_if_regular(X.T @ X, X.T @ y)


def _solve_if_regular(gram: Floats, right: Floats) -> Floats:
    try:
        return np.linalg.solve(gram, right)
    except np.linalg.LinAlgError as problem:
        raise ValueError(
            f"X must have full column rank for the normal equations, got X.T @ X singular, of shape {gram.shape}; use "
            "least_squares"
        ) from problem


@quiet
def least_squares(X: ArrayLike, y: ArrayLike) -> Floats:
    r"""Return the weights of least mean squared error; of all such weights, those of least norm.

    .. math:: \hat\theta = \mathbf X^+ \mathbf y

    Computed in float64, with the columns of X in units in which their norms are nearly equal, powers of two, so that
    neither their scales nor their order matter. That makes the condition number of X smaller than almost any other
    choice of units (van der Sluis; Higham, *Accuracy and Stability of Numerical Algorithms*, section 7.3).

    First by the normal equations, corrected once: with the residuals of their solution, computed from X itself, they
    are solved again for what is missing. The correction shows how many digits the squared condition number has cost.
    Where it is below the root of the machine precision, and so is no squared pivot, nothing is lost after it (Björck,
    *Numerical Methods for Least Squares Problems*, section 6.6).

    Elsewhere, and where X lacks full column rank, by the singular value decomposition (Golub and Van Loan, *Matrix
    Computations*, section 5.5), refined: weights and residuals together, by what they leave of
    :math:`\mathbf r + \mathbf X \theta = \mathbf y` and :math:`\mathbf X^\top \mathbf r = \mathbf 0`, computed in
    twice the precision (Björck, section 2.9; Higham, section 20.5). As long as the condition number is less than
    about :math:`10^{14}`, almost all digits of the weights are then right.

    A singular value counts as zero, beside the largest, if rounding can have made it of zero: that of each entry of
    X, d times its eps, and that of the computation, max(n, d) times the eps of float64.

    Args:
        X: examples in rows, finite, shape (n, d); of any rank, and n may be less than d.
        y: targets, finite, shape (n,).

    Returns:
        Weights of shape (d,), in the type of X and y.

    Raises:
        ValueError: X or y is not as in `empirical_risk`.

    """
    X = design(X)
    y = targets(y, len(X))
    A, b = (a.astype(float, copy=False) for a in (X, y))
    theta = corrected_normal_equations(A, b)
    if theta is None:
        theta = refined_singular_values(A, b, rounding_of(X))
    return theta.astype(np.result_type(X, y))


def rounding_of(X: Floats) -> float:
    """Return how small a singular value can be, beside the largest, and still be rounding error of 0."""
    return max(X.shape) * EPS + X.shape[1] * float(np.finfo(X.dtype).eps)


@quiet
def corrected_normal_equations(X: Floats, y: Floats) -> Floats | None:
    """Return the solution of the normal equations after one correction, or None if that is not accurate."""
    if len(X) < X.shape[1]:
        return None
    unit = exponents(y)
    y = np.ldexp(y, -unit)
    gram = X.T @ X
    norms = np.sqrt(gram.diagonal())
    if not (norms.min() > 1 / SAFE and norms.max() < SAFE):
        return None
    scale = np.ldexp(1.0, -np.frexp(norms)[1])
    gram *= scale * scale[:, None]
    try:
        L = np.linalg.cholesky(gram)
    except np.linalg.LinAlgError:
        return None
    tolerance = np.sqrt(EPS)
    if not L.diagonal().min() ** 2 > tolerance:  # nor if it is NaN, as where no failure is signaled
        return None

    def solve(right: Floats) -> Floats:
        return backward(L.T, forward(L, right))

    first = solve(scale * (X.T @ y))
    correction = solve(scale * (X.T @ (y - X @ (scale * first))))
    if not np.linalg.norm(correction) <= tolerance * np.linalg.norm(first):
        return None
    return np.ldexp(scale * (first + correction), unit)


def forward(L: Floats, b: Floats) -> Floats:
    """Solve L x = b, L lower triangular, by halves: NumPy has no such solver, and only small pieces go to its own."""
    if len(b) <= PIECE:
        return np.linalg.solve(L, b)
    k = len(b) // 2
    head = forward(L[:k, :k], b[:k])
    return np.concatenate([head, forward(L[k:, k:], b[k:] - L[k:, :k] @ head)])


def backward(U: Floats, b: Floats) -> Floats:
    """Solve U x = b, U upper triangular, by halves."""
    return forward(U[::-1, ::-1], b[::-1])[::-1]


def refined_singular_values(X: Floats, y: Floats, rounding: float) -> Floats:
    """Return the solution of least norm by the singular value decomposition, refined until its digits stay."""
    unit = exponents(y)
    y = np.ldexp(y, -unit)
    units = exponents(X, axis=0)
    X = np.ldexp(X, -units)  # now the square of no entry overflows
    norms = exponents(np.linalg.norm(X, axis=0, keepdims=True), axis=0)
    X, units = np.ldexp(X, -norms), units + norms - unit
    U, s, V = np.linalg.svd(X, full_matrices=False)
    rank = np.count_nonzero(s > rounding * s[0])
    U, s, V = U[:, :rank], s[:rank], V[:rank].T
    c = _refined(X, y, U, s, V)
    if rank == X.shape[1]:
        return np.ldexp(V @ c, -units)
    return row_space(V, units, rounding)[1](c)


def _refined(X: Floats, y: Floats, U: Floats, s: Floats, V: Floats) -> Floats:
    """Return c, with X V c next to y, where X is U diag(s) V^T but for rounding."""
    c = U.T @ y / s
    r, size = y - U @ (s * c), np.inf
    while True:
        f, g = residuals(X, y, r, V @ c)
        change = (U.T @ f - V.T @ g / s) / s
        previous, size = size, np.linalg.norm(change)
        if not size < previous / 2:  # no digit is gained any more
            return c
        c += change
        r += f - U @ (s * change)
        if size <= EPS * np.linalg.norm(c):
            return c
