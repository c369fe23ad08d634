"""Cross-entropies: the negative log-likelihood of labels, from logits, exact for any logit, and from probabilities."""

import numpy as np

from ._arrays import Floats, shown
from ._labels import class_rows
from .activations import sigmoid, softmax_jacobian, softmax_of
from .function import differentiable


def zeros_and_ones(z: Floats, y: Floats) -> tuple[Floats]:
    """Return the labels y beside logits or probabilities z, if they are 0 and 1."""
    if np.count_nonzero(y * y != y):  # quicker than any()
        wrong = y[(y != 0) & (y != 1)]
        raise ValueError(
            f"y must hold labels 0 and 1, got {shown(wrong.flat[0].item())} among them; the prediction is the first "
            "argument, and labels such as names are turned into numbers with (names == positive).astype(float)"
        )
    return (y if y.dtype is z.dtype else y.astype(z.dtype),)


def _binary_cross_entropy_gradient(z: Floats, y: Floats) -> Floats:
    # sigmoid(z) - y, with no digits lost.
    sign = 1 - 2 * y
    return sign * sigmoid.value_function(sign * z)


def _binary_cross_entropy_hessian(z: Floats, _: Floats) -> Floats:
    return sigmoid.gradient_function(z)


@differentiable(
    gradient=_binary_cross_entropy_gradient,
    hessian=_binary_cross_entropy_hessian,
    elementwise=True,
    read=zeros_and_ones,
)
def binary_cross_entropy(z: Floats, y: Floats) -> Floats:
    r"""Binary cross-entropy of each label, from the logit of its being 1.

    .. math:: \ell(z, y) = -\left[ y \log \sigma(z) + (1 - y) \log(1 - \sigma(z)) \right] = \log(1 + e^{m}), \qquad
        m = (1 - 2y) z

    .. math:: \frac{\partial \ell}{\partial z} = \sigma(z) - y, \qquad
        \frac{\partial^2 \ell}{\partial z^2} = \sigma(z) (1 - \sigma(z))

    It is the negative log-likelihood of a Bernoulli distribution (Bishop, *Pattern Recognition and Machine Learning*,
    section 4.3.2). Computed as :math:`\max(m, 0) + \log(1 + e^{-|m|})`, which neither overflows nor loses digits.

    Args:
        z: logits, any shape; infinite ones give losses of 0 and infinity.
        y: labels 0 and 1; the shape of z, or one that broadcasts to it, as (n,) does to (..., n).

    Returns:
        The losses, of the shape of z, in nats.

    Raises:
        ValueError: y holds anything but 0 and 1, does not broadcast to z, or either is no array of real numbers.

    """
    m = (1 - 2 * y) * z
    return np.maximum(m, 0) + np.log1p(np.exp(-np.abs(m)))


def _binary_cross_entropy_on_probabilities_gradient(y_hat: Floats, y: Floats) -> Floats:
    return np.where(y == 1, -1 / y_hat, 1 / (1 - y_hat))


@differentiable(
    gradient=_binary_cross_entropy_on_probabilities_gradient, elementwise=True, read=zeros_and_ones, domain=(0, 1)
)
def binary_cross_entropy_on_probabilities(y_hat: Floats, y: Floats) -> Floats:
    r"""Binary cross-entropy of each label, from the probability of its being 1.

    .. math:: \ell(\hat y, y) = -\left[ y \log \hat y + (1 - y) \log(1 - \hat y) \right], \qquad
        \frac{\partial \ell}{\partial \hat y} = \frac{\hat y - y}{\hat y (1 - \hat y)}

    What was given probability 0 and happened costs infinity. Where the probability comes from a logit, the loss on
    the logit has digits left where this one has none: see `binary_cross_entropy`.

    Args:
        y_hat: probabilities, any shape.
        y: labels 0 and 1; the shape of y_hat, or one that broadcasts to it.

    Returns:
        The losses, of the shape of y_hat, in nats.

    Raises:
        ValueError: y_hat is not within [0, 1], and as `binary_cross_entropy`.

    """
    return np.where(y == 1, -np.log(y_hat), -np.log1p(-y_hat))


def _cross_entropy_gradient(z: Floats, y: Floats) -> Floats:
    p = softmax_of(z)
    # p - y; of the class that happened, 1 - p is the sum of the others,
    # so that no digits are lost.
    others = ((1 - y) * p).sum(axis=-1, keepdims=True)
    return np.where(y == 1, -others, p - y)


def _cross_entropy_hessian(z: Floats, _: Floats) -> Floats:
    return softmax_jacobian(z)


@differentiable(gradient=_cross_entropy_gradient, hessian=_cross_entropy_hessian, read=class_rows)
def cross_entropy(z: Floats, labels: Floats) -> Floats:
    r"""Cross-entropy of each label of K classes, from the logits.

    .. math:: \ell(\mathbf z, \mathbf y) = -\sum_{k=1}^K y_k \log \mathrm{softmax}(\mathbf z)_k
        = \log \sum_{j=1}^K e^{z_j} - \sum_{k=1}^K y_k z_k, \qquad
        \frac{\partial \ell}{\partial \mathbf z} = \mathrm{softmax}(\mathbf z) - \mathbf y

    and the Hessian is `softmax_jacobian`. It is the negative log-likelihood of a categorical distribution (Bishop,
    *Pattern Recognition and Machine Learning*, section 4.3.4). The largest logit is taken out of the logarithm, and
    its own term 1 out of the sum, so that neither overflow nor cancellation is possible.

    Args:
        z: logits, shape (..., K).
        labels: integers from 0 to K - 1 of shape (...), or one that broadcasts to it; or floats, one-hot rows or
            probabilities :math:`\mathbf y` of shape (..., K).

    Returns:
        The losses, of shape (...), in nats.

    Raises:
        ValueError: an integer label is not below K, a row of floats is no distribution, or the shapes do not fit.

    """
    losses = -labels * _log_softmax(z)
    # 0 times infinity is to be 0.
    return np.where(labels > 0, losses, 0).sum(axis=-1)


def _log_softmax(z: Floats) -> Floats:
    largest = z.argmax(axis=-1)[..., None]
    below = z - np.take_along_axis(z, largest, axis=-1)
    others = np.exp(below)
    np.put_along_axis(others, largest, 0, axis=-1)
    return below - np.log1p(others.sum(axis=-1, keepdims=True))


def _cross_entropy_on_probabilities_gradient(y_hat: Floats, y: Floats) -> Floats:
    return np.where(y > 0, -y / y_hat, 0)


@differentiable(gradient=_cross_entropy_on_probabilities_gradient, read=class_rows, domain=(0, 1))
def cross_entropy_on_probabilities(y_hat: Floats, labels: Floats) -> Floats:
    r"""Cross-entropy of each label of K classes, from the probabilities.

    .. math:: \ell(\hat{\mathbf y}, \mathbf y) = -\sum_{k=1}^K y_k \log \hat y_k, \qquad
        \frac{\partial \ell}{\partial \hat y_k} = -\frac{y_k}{\hat y_k},
        \qquad 0 \log 0 = 0

    Where the probabilities come from logits, `cross_entropy` has digits left where this one has none.

    Args:
        y_hat: probabilities, shape (..., K); that they sum to 1 is not asked, as a derivative is taken in each.
        labels: as in `cross_entropy`.

    Returns:
        The losses, of shape (...), in nats.

    Raises:
        ValueError: y_hat is not within [0, 1], and as `cross_entropy`.

    """
    losses = -labels * np.log(y_hat)
    return np.where(labels > 0, losses, 0).sum(axis=-1)
