"""Linear models: their predictions, and the objective of any loss as a function of their weights."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, design, quiet, weights
from ._curvature import hessian as curvature
from ._objective import mean_loss, over_terms, read_targets
from .closed_form import triangle
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


@quiet  # theta may come from a descent that diverged
def predict(X: ArrayLike, theta: ArrayLike, outputs: int | None = None) -> Floats:
    r"""Return the predictions of a linear model, :math:`\hat{\mathbf y} = \mathbf X \theta`.

    With K outputs theta is the matrix :math:`\mathbf W` of shape (d, K) row by row, and the scores are
    :math:`\mathbf Z = \mathbf X \mathbf W`.

    Args:
        X: examples in rows, finite, shape (n, d); its first column is ones if the model has an intercept.
        theta: weights, shape (..., d), or (..., d K): one model, or any number of them.
        outputs: K, for a model that gives a row for each example and not a number.

    Returns:
        Predictions of shape (..., n), one row for each model; with K outputs of shape (..., n, K).

    Raises:
        ValueError: X has no two axes, is empty, or is not finite; theta does not have as many weights in its last
            axis; outputs is not a positive whole number.

    """
    X = design(X)
    theta = weights(theta, X.shape[1], outputs)
    if outputs is None:
        return theta @ X.T
    return X @ theta.reshape(*theta.shape[:-1], -1, outputs)


def classify(X: ArrayLike, theta: ArrayLike, outputs: int | None = None) -> np.ndarray:
    r"""Return the labels that a linear model predicts: the class of the largest probability.

    .. math:: y_i^* = \begin{cases} 1 & \mathbf x_i^\top \theta \ge 0 \\ 0 & \text{else} \end{cases}
        \qquad \text{or} \qquad y_i^* = \operatorname{arg\,max}_k \, (\mathbf X \mathbf W)_{ik}

    as the sigmoid is at least 1/2 where its argument is at least 0, and the softmax keeps the order.

    Args:
        X: examples in rows, finite, shape (n, d).
        theta: weights, as in `predict`.
        outputs: K, for a model with a score for each class.

    Returns:
        Integers of shape (..., n).

    Raises:
        ValueError: a score is NaN, so that no class is the most probable; and as in `predict`.

    """
    z = predict(X, theta, outputs)
    if np.isnan(z).any():
        raise ValueError(
            f"theta must give a score to every example, got {np.count_nonzero(np.isnan(z))} of {z.size} scores NaN; if "
            "a descent has diverged, take a smaller learning rate, or the iterates before it did"
        )
    return (z >= 0).astype(int) if outputs is None else z.argmax(axis=-1)


def empirical_risk(loss: Differentiable, X: ArrayLike, y: ArrayLike, outputs: int | None = None) -> Differentiable:
    r"""Return the mean loss of a linear model on the data, as a differentiable function of its weights.

    .. math:: J(\theta) = \frac1n \sum_{i=1}^n \ell(\mathbf x_i^\top \theta, y_i), \qquad
        \nabla J(\theta) = \frac1n \mathbf X^\top \ell'(\mathbf X \theta, \mathbf y), \qquad
        \nabla^2 J(\theta) = \frac1n \mathbf X^\top \mathrm{diag}(\ell'') \, \mathbf X

    J takes theta of shape (..., d) and gives values of shape (...) and gradients of shape (..., d). It has a Hessian
    of shape (..., d, d) where the loss has one, and ``J(theta, rows)`` is the mean over the examples with these
    indices, a mini-batch.

    With K outputs, that is for the cross-entropy and for y of shape (n, K), theta has shape (..., d K): the matrix
    :math:`\mathbf W` of shape (d, K) row by row. Then :math:`\nabla_{\mathbf W} J = \frac1n \mathbf X^\top \mathbf G`
    with one row of G for the gradient of each example's loss, which is the sum over its outputs if it is elementwise.

    For the squared error of one output, with :math:`[\mathbf X \; \mathbf y] = \mathbf Q \mathbf R` and Q's columns
    orthonormal,

    .. math:: n J(\theta) = \left\lVert [\mathbf X \; \mathbf y] \tbinom{\theta}{-1} \right\rVert_2^2
        = \left\lVert \mathbf R \tbinom{\theta}{-1} \right\rVert_2^2,

    so J is computed from the at most d + 1 rows of R and its cost does not depend on n. Unlike an expansion in the
    moments :math:`\mathbf X^\top \mathbf X` and :math:`\mathbf X^\top \mathbf y`, this is a sum of squares and
    loses no digits near the minimum (Golub and Van Loan, *Matrix Computations*, section 5.3).

    Args:
        loss: a `Differentiable` of (prediction, target), such as `squared_error` or `cross_entropy`, or a multiple
            or a sum of such.
        X: examples in rows, finite, shape (n, d).
        y: targets, finite, shape (n,), or (n, K); for the cross-entropy integers from 0 to K - 1, or rows of
            probabilities.
        outputs: K, if it is not to be the number of columns of y, or the largest label plus one.

    Raises:
        ValueError: loss is no such function; X has no two axes, is empty, or is not finite; y is not finite, is not
            what the loss takes, or does not have shape (n,) or (n, K). J raises it for theta without as many weights
            in its last axis.

    """
    X = design(X).copy()  # the caller may change it afterwards
    return over_terms(loss, lambda f: _risk(f, X, *read_targets(f, y, X, outputs)))


def _risk(loss: Differentiable, X: Floats, y: Floats, outputs: int | None) -> Differentiable:
    if loss.domain is not None:
        raise ValueError(
            f"loss must take any score, since a linear model gives some of any size, got {loss.__name__}, which takes "
            f"values from {loss.domain[0]:g} to {loss.domain[1]:g}; use the loss of the same name without "
            "_on_probabilities"
        )
    size = X.shape[1] * (outputs or 1)

    def read(theta: Floats, *rows: Any) -> tuple:
        if theta.shape[-1] != size:
            weights(theta, X.shape[1], outputs)  # says what is wrong
        return rows

    def hessian(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        A, t = (X, y) if rows is None else (X[rows], y[rows])
        return curvature(loss, model, A, t, theta, outputs)

    model = _linear_model(outputs)
    J = mean_loss(loss, model, X, y, read=read, hessian=hessian if loss.hessian_function else None)
    return _compressed(J, X, y, read) if loss is squared_error and outputs is None else J


def _linear_model(outputs: int | None) -> Any:
    """Return the model: from theta and X to the predictions, and to what pulls a gradient back to theta."""

    def one(theta: Floats, X: Floats) -> tuple:
        return theta @ X.T, lambda gradient: gradient @ X

    def several(theta: Floats, X: Floats) -> tuple:
        W = theta.reshape(*theta.shape[:-1], X.shape[1], outputs)
        return X @ W, lambda gradient: (X.T @ gradient).reshape(theta.shape)

    return one if outputs is None else several


def _compressed(J: Differentiable, X: Floats, y: Floats, read: Callable[..., tuple]) -> Differentiable:
    """Return the mean squared error J as a function of d + 1 rows in place of n, except on a mini-batch."""
    n, d = X.shape
    A, b = triangle(X, y)  # in float64, and so is what follows, up to the result
    A_scaled = 2 / n * A
    of_data = np.result_type(X, y)

    def in_type(result: Floats, theta: Floats) -> Floats:
        return result if of_data == A.dtype else result.astype(np.result_type(theta, of_data))

    def residuals(theta: Floats) -> Floats:
        if theta.ndim == 1:
            return A @ theta - b
        # One column for each model, and no second large array: several times as fast on a grid.
        r = A @ theta.reshape(-1, d).T
        r -= b[:, None]
        return r

    def value(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        if rows is not None:
            return J.value_function(theta, rows)
        r = residuals(theta)
        squares = r @ r if theta.ndim == 1 else np.einsum("ij,ij->j", r, r).reshape(theta.shape[:-1])
        return in_type(squares / n, theta)

    def gradient(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        if rows is not None:
            return J.gradient_function(theta, rows)
        return in_type((residuals(theta).T @ A_scaled).reshape(theta.shape), theta)

    def hessian(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        if rows is not None:
            return J.hessian_function(theta, rows)
        return np.tile(in_type(A_scaled.T @ A, theta), (*theta.shape[:-1], 1, 1))

    return Differentiable(value, gradient, hessian=hessian, examples=n, read=read, name=J.__name__)
