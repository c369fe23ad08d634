"""Norms: how long a vector is; as a function of the weights, a penalty that keeps them small."""

import numpy as np

from ._arrays import Floats, number, positive_count, shown
from .function import Differentiable, differentiable


def _l1_gradient(x: Floats) -> Floats:
    return np.sign(x)


@differentiable(gradient=_l1_gradient)
def l1(x: Floats) -> Floats:
    r"""L1 norm, the length of the way along the axes.

    .. math:: \lVert \mathbf x \rVert_1 = \sum_{j=1}^d |x_j|, \qquad
        \frac{\partial \lVert \mathbf x \rVert_1}{\partial x_j} = \mathrm{sign}(x_j)

    Not differentiable where an entry is 0: every number from -1 to 1 is a subgradient there, and the one given is 0
    (Boyd and Vandenberghe, *Convex Optimization*, appendix A.1, for norms).

    Args:
        x: vectors, shape (..., d).

    Returns:
        Norms, shape (...), in the unit of x.

    Raises:
        ValueError: x is no array of real numbers, or a single number.

    """
    return np.abs(x).sum(axis=-1)


def _l2_gradient(x: Floats) -> Floats:
    length = l2.value_function(x)[..., None]
    return x / np.where(length == 0, 1, length)


@differentiable(gradient=_l2_gradient)
def l2(x: Floats) -> Floats:
    r"""L2 norm, the Euclidean length.

    .. math:: \lVert \mathbf x \rVert_2 = \sqrt{\sum_{j=1}^d x_j^2}, \qquad
        \nabla \lVert \mathbf x \rVert_2 = \frac{\mathbf x}{\lVert \mathbf x \rVert_2}

    Not differentiable at 0, where every vector of length at most 1 is a subgradient, and the one given is 0. The
    entries are divided by the largest before they are squared, so that no square overflows.

    Args:
        x: vectors, shape (..., d).

    Returns:
        Norms, shape (...), in the unit of x.

    Raises:
        ValueError: x is no array of real numbers, or a single number.

    """
    size = _size(x)
    squares = (x / size) ** 2
    return size[..., 0] * np.sqrt(squares.sum(axis=-1))


def _squared_l2_gradient(x: Floats) -> Floats:
    return 2 * x


def _squared_l2_hessian(x: Floats) -> Floats:
    identity = np.eye(x.shape[-1], dtype=x.dtype)
    return np.tile(2 * identity, (*x.shape[:-1], 1, 1))


@differentiable(gradient=_squared_l2_gradient, hessian=_squared_l2_hessian)
def squared_l2(x: Floats) -> Floats:
    r"""Squared L2 norm, which is differentiable everywhere, and no norm: twice the vector gives four times as much.

    .. math:: \lVert \mathbf x \rVert_2^2 = \sum_{j=1}^d x_j^2, \qquad \nabla \lVert \mathbf x \rVert_2^2 = 2 \mathbf x,
        \qquad \nabla^2 \lVert \mathbf x \rVert_2^2 = 2 \mathbf I

    Args:
        x: vectors, shape (..., d).

    Returns:
        Squared norms, shape (...), in the square of the unit of x.

    Raises:
        ValueError: x is no array of real numbers, or a single number.

    """
    return (x**2).sum(axis=-1)


def lp(p: float) -> Differentiable:
    r"""Return the p-norm, as a differentiable function.

    .. math:: \lVert \mathbf x \rVert_p = \Big( \sum_{j=1}^d |x_j|^p \Big)^{1/p}, \qquad
        \frac{\partial \lVert \mathbf x \rVert_p}{\partial x_j} =
        \mathrm{sign}(x_j) \left( \frac{|x_j|}{\lVert \mathbf x \rVert_p} \right)^{p - 1}

    and for p infinite :math:`\lVert \mathbf x \rVert_\infty = \max_j |x_j|`, whose subgradient given here is shared
    equally by the entries that attain the maximum. Not differentiable at 0, where the subgradient given is 0. For
    p < 1 the triangle inequality fails: (1, 0) + (0, 1) would be longer than the two together (Boyd and
    Vandenberghe, *Convex Optimization*, appendix A.1).

    Args:
        p: at least 1; np.inf for the maximum norm.

    Returns:
        A `Differentiable` of x of shape (..., d), with values of shape (...).

    Raises:
        ValueError: p is less than 1 or no number.

    """
    p = number(p, "p")
    if not p >= 1:
        raise ValueError(f"p must be at least 1, got {shown(p)}; for less than 1 the triangle inequality fails")

    def value(x: Floats) -> Floats:
        size = _size(x)
        return size[..., 0] * np.linalg.norm(x / size, ord=p, axis=-1)

    def gradient(x: Floats) -> Floats:
        parts = np.abs(x) / _size(x)  # at most 1, so that the power of none overflows
        if np.isinf(p):
            largest = parts == parts.max(axis=-1, keepdims=True)  # none, if one is NaN
            return np.sign(x) * largest / largest.sum(axis=-1, keepdims=True, dtype=x.dtype)
        length = np.linalg.norm(parts, ord=p, axis=-1, keepdims=True)
        return np.sign(x) * (parts / np.where(length == 0, 1, length)) ** (p - 1)

    return Differentiable(value, gradient, name=f"l{p:g}")


def without_intercept(f: Differentiable, outputs: int = 1) -> Differentiable:
    r"""Return f of the weights without the intercept, which a penalty should leave alone.

    .. math:: g(\theta_0, \theta_1, \dots, \theta_d) = f(\theta_1, \dots, \theta_d)

    A penalty on the intercept would draw the predictions to 0, and they would then depend on the unit's zero, as
    of degrees Celsius and Kelvin (Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section
    3.4.1).

    Args:
        f: a `Differentiable` that reduces the last axis, such as `squared_l2`.
        outputs: how many entries of theta are intercepts: one for each output of the model, and they come first.

    Returns:
        A `Differentiable` of theta of shape (..., d), d > outputs.

    Raises:
        ValueError: f is no such function, or outputs is no whole number; in a call, theta has no further entries.

    """
    if not isinstance(f, Differentiable) or f.elementwise or f.examples is not None:
        raise ValueError(f"f must be a Differentiable of the weights alone, got {shown(f)}; such as squared_l2")
    k = positive_count(outputs, "outputs")

    def read(theta: Floats) -> tuple:
        if theta.shape[-1] <= k:
            raise ValueError(f"theta must have more than {k} entries, got shape {theta.shape}; the rest is penalized")
        return ()

    def gradient(theta: Floats) -> Floats:
        return np.concatenate([np.zeros_like(theta[..., :k]), f.gradient_function(theta[..., k:])], axis=-1)

    def hessian(theta: Floats) -> Floats:
        H = np.zeros((*theta.shape, theta.shape[-1]), theta.dtype)
        H[..., k:, k:] = f.hessian_function(theta[..., k:])
        return H

    return Differentiable(
        lambda theta: f.value_function(theta[..., k:]),
        gradient,
        hessian=hessian if f.hessian_function else None,
        read=read,
        name=f"{f.__name__} without intercept",
    )


def _size(x: Floats) -> Floats:
    """Return the largest absolute value along the last axis, kept as an axis, or 1 where it is 0 or infinite."""
    size = np.abs(x).max(axis=-1, keepdims=True, initial=0)
    return np.where((size > 0) & np.isfinite(size), size, 1)
