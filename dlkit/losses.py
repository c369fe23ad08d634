"""Losses of a number: how bad one prediction is, entry by entry; an objective is the mean of a loss over the examples.

Each is the negative log-likelihood of the target under a model of its noise, up to a factor and a constant.
"""

import numpy as np

from ._arrays import Floats, number, shown
from .function import Differentiable, differentiable


def _squared_error_gradient(y_hat: Floats, y: Floats) -> Floats:
    return 2 * (y_hat - y)


def _squared_error_hessian(y_hat: Floats, _: Floats) -> Floats:
    return np.full_like(y_hat, 2)


@differentiable(gradient=_squared_error_gradient, hessian=_squared_error_hessian, elementwise=True)
def squared_error(y_hat: Floats, y: Floats) -> Floats:
    r"""Squared error of each prediction.

    .. math:: \ell(\hat y, y) = (\hat y - y)^2, \qquad \frac{\partial \ell}{\partial \hat y} = 2 (\hat y - y)

    It is the negative log-likelihood of Gaussian noise of constant variance, up to a factor and a constant
    (Bishop, *Pattern Recognition and Machine Learning*, section 3.1.1). No factor 1/2.

    Args:
        y_hat: predictions, any shape; infinite and NaN ones give infinite and NaN losses.
        y: targets, finite; the shape of y_hat, or one that broadcasts to it, as (n,) does to (..., n).

    Returns:
        The losses, of the shape of y_hat, in the square of the unit of y.

    Raises:
        ValueError: y is not finite, does not broadcast to y_hat, or either is no array of real numbers.

    """
    return (y_hat - y) ** 2


def _absolute_error_gradient(y_hat: Floats, y: Floats) -> Floats:
    return np.sign(y_hat - y)


@differentiable(gradient=_absolute_error_gradient, elementwise=True)
def absolute_error(y_hat: Floats, y: Floats) -> Floats:
    r"""Absolute error of each prediction, the L1 loss.

    .. math:: \ell(\hat y, y) = |\hat y - y|, \qquad
        \frac{\partial \ell}{\partial \hat y} = \mathrm{sign}(\hat y - y)

    It is the negative log-likelihood of Laplace noise, up to a factor and a constant; the constant that minimizes its
    mean is a median (Boyd and Vandenberghe, *Convex Optimization*, section 6.1.2). Not differentiable where the
    prediction is the target: every number from -1 to 1 is a subgradient there, and the one given is 0.

    Args:
        y_hat: predictions, any shape.
        y: targets, finite; the shape of y_hat, or one that broadcasts to it.

    Returns:
        The losses, of the shape of y_hat, in the unit of y.

    Raises:
        ValueError: as `squared_error`.

    """
    return np.abs(y_hat - y)


def huber(delta: float = 1.0) -> Differentiable:
    r"""Return the Huber loss: half of the squared error of small residuals, and linear in large ones.

    .. math:: \ell(\hat y, y) = \begin{cases} \tfrac12 r^2 & |r| \le \delta \\
        \delta \left( |r| - \tfrac12 \delta \right) & |r| > \delta \end{cases}, \qquad
        \frac{\partial \ell}{\partial \hat y} = \max(-\delta, \min(r, \delta)), \qquad r = \hat y - y

    Value and derivative are continuous at :math:`|r| = \delta`. The second derivative is 1 within and 0 beyond, and
    at the two points between, where there is none, 1 is given (P. J. Huber, Robust estimation of a location
    parameter, *Annals of Mathematical Statistics* 35, 1964).

    Args:
        delta: how large a residual may be to be squared, positive, in the unit of y.

    Returns:
        A loss of (y_hat, y), elementwise as `squared_error`, in the square of the unit of y.

    Raises:
        ValueError: delta is not positive and finite; in a call, as `squared_error`.

    """
    delta = number(delta, "delta")
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be positive and finite, got {shown(delta)}; 1.35 noise deviations are usual")

    def gradient(y_hat: Floats, y: Floats) -> Floats:
        return np.clip(y_hat - y, -delta, delta)

    def value(y_hat: Floats, y: Floats) -> Floats:
        size = np.abs(y_hat - y)
        line = delta * (size - delta / 2)
        return np.where(size <= delta, size**2 / 2, line)

    def hessian(y_hat: Floats, y: Floats) -> Floats:
        return (np.abs(y_hat - y) <= delta).astype(y_hat.dtype)

    return Differentiable(value, gradient, hessian=hessian, elementwise=True, name=f"huber({delta:g})")


def _counts(z: Floats, y: Floats) -> tuple[Floats]:
    if (y < 0).any():
        raise ValueError(f"y must hold counts, 0 or more, got {y.min():.6g} among them; check the column of the data")
    return (y.astype(z.dtype, copy=False),)


def _poisson_nll_gradient(z: Floats, y: Floats) -> Floats:
    return np.exp(z) - y


def _poisson_nll_hessian(z: Floats, _: Floats) -> Floats:
    return np.exp(z)


@differentiable(gradient=_poisson_nll_gradient, hessian=_poisson_nll_hessian, elementwise=True, read=_counts)
def poisson_nll(z: Floats, y: Floats) -> Floats:
    r"""Negative log-likelihood of counts under a Poisson distribution whose log-rate is the prediction.

    .. math:: \ell(z, y) = e^z - y z, \qquad \frac{\partial \ell}{\partial z} = e^z - y, \qquad
        \frac{\partial^2 \ell}{\partial z^2} = e^z

    without the constant :math:`\log y!`, which does not depend on z (McCullagh and Nelder, *Generalized Linear
    Models*, chapter 6). Infinite where the rate is more than a float can hold, z above 709 in float64.

    Args:
        z: logarithms of the rate, any shape.
        y: counts, finite and at least 0; the shape of z, or one that broadcasts to it.

    Returns:
        The losses, of the shape of z, in nats.

    Raises:
        ValueError: y is negative somewhere, not finite, does not broadcast to z, or either is no array of real numbers.

    """
    # No events at rate 0 are certain: 0 infinity is 0.
    return np.exp(z) - np.where(y > 0, y * z, 0)
