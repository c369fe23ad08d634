"""Losses: how bad one prediction is, entry by entry; an objective is the mean of a loss over the examples."""

from ._arrays import Floats
from .function import differentiable


def _squared_error_gradient(y_hat: Floats, y: Floats) -> Floats:
    return 2 * (y_hat - y)


@differentiable(gradient=_squared_error_gradient, elementwise=True)
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
