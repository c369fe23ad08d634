"""Linear models: prediction, the objective of any loss as a function of the weights, and least squares."""

import functools
import operator

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, design, shown, targets, weights
from .function import Differentiable
from .losses import squared_error


def add_intercept(X: ArrayLike) -> Floats:
    r"""Put a column of ones before the columns of X, so that its weight :math:`\theta_0` is the intercept.

    Args:
        X: examples in rows, finite, shape (n, d).

    Returns:
        An array of shape (n, d + 1).

    Raises:
        ValueError: X has no two axes, is empty, or is not finite. For one feature x of shape (n,), write x[:, None].

    """
    X = design(X)
    return np.column_stack([np.ones(len(X), X.dtype), X])


def predict(X: ArrayLike, theta: ArrayLike) -> Floats:
    r"""Return the predictions of a linear model, :math:`\hat{\mathbf y} = \mathbf X \theta`.

    Args:
        X: examples in rows, finite, shape (n, d); its first column is ones if the model has an intercept.
        theta: weights, shape (..., d): one model, or any number of them.

    Returns:
        Predictions of shape (..., n), one row for each model.

    Raises:
        ValueError: X has no two axes, is empty, or is not finite; theta does not have d weights in its last axis.

    """
    X = design(X)
    theta = weights(theta, X.shape[1])
    with np.errstate(over="ignore", invalid="ignore"):  # theta may come from a descent that diverged
        return theta @ X.T


def empirical_risk(loss: Differentiable, X: ArrayLike, y: ArrayLike) -> Differentiable:
    r"""Return the mean loss of a linear model on the data, as a differentiable function of its weights.

    .. math:: J(\theta) = \frac1n \sum_{i=1}^n \ell(\mathbf x_i^\top \theta, y_i), \qquad
        \nabla J(\theta) = \frac1n \mathbf X^\top \ell'(\mathbf X \theta, \mathbf y)

    J takes theta of shape (..., d) and gives values of shape (...) and gradients of shape (..., d).

    For the squared error, with :math:`[\mathbf X \; \mathbf y] = \mathbf Q \mathbf R` and Q's columns orthonormal,

    .. math:: n J(\theta) = \left\lVert [\mathbf X \; \mathbf y] \tbinom{\theta}{-1} \right\rVert_2^2
        = \left\lVert \mathbf R \tbinom{\theta}{-1} \right\rVert_2^2,

    so J is computed from the at most d + 1 rows of R and its cost does not depend on n. Unlike an expansion in the
    moments :math:`\mathbf X^\top \mathbf X` and :math:`\mathbf X^\top \mathbf y`, this is a sum of squares and
    loses no digits near the minimum (Golub and Van Loan, *Matrix Computations*, section 5.3).

    Args:
        loss: an elementwise `Differentiable` of (y_hat, y), such as `squared_error`, or a multiple or a sum of such.
        X: examples in rows, finite, shape (n, d).
        y: targets, finite, shape (n,).

    Raises:
        ValueError: loss is not an elementwise `Differentiable`; X has no two axes, is empty, or is not finite; y is
            not finite or does not have shape (n,). J raises it for theta without d weights in its last axis.

    """
    if not isinstance(loss, Differentiable) or not loss.elementwise:
        raise ValueError(
            f"loss must be an elementwise Differentiable of (y_hat, y), got {shown(loss)}; for example squared_error"
        )
    X = design(X)
    y = targets(y, len(X))
    risks = [(c, _squared_risk(X, y) if f is squared_error else _risk(f, X, y)) for c, f in loss.terms]
    return functools.reduce(operator.add, (J if c == 1 else c * J for c, J in risks))  # the mean is linear in the loss


def _risk(loss: Differentiable, X: Floats, y: Floats) -> Differentiable:
    n, d = X.shape
    X, y = X.copy(), y.copy()  # the caller may change them afterwards

    def value(theta: Floats) -> Floats:
        return loss(weights(theta, d) @ X.T, y).mean(axis=-1)

    def gradient(theta: Floats) -> Floats:
        return loss.gradient(weights(theta, d) @ X.T, y) @ X / n

    return Differentiable(value, gradient, name=f"mean {loss.__name__}")


def _squared_risk(X: Floats, y: Floats) -> Differentiable:
    n, d = X.shape
    A, b = triangle(X, y)

    def residuals(theta: Floats) -> Floats:
        # One column for each model, and no second large array: several times as fast on a grid.
        r = A @ weights(theta, d).reshape(-1, d).T
        r -= b[:, None]
        return r

    def value(theta: Floats) -> Floats:
        r = residuals(theta)
        return np.einsum("ij,ij->j", r, r).reshape(theta.shape[:-1]) / n

    def gradient(theta: Floats) -> Floats:
        return (2 / n * A.T @ residuals(theta)).T.reshape(theta.shape)

    return Differentiable(value, gradient, name=f"mean {squared_error.__name__}")


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
