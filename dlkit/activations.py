"""What turns scores into probabilities, and makes a network more than a linear map: exact for any score."""

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, quiet, scores
from .function import differentiable


def _sigmoid_gradient(z: Floats) -> Floats:
    # sigma'(z) = sigma'(-z), and this form keeps its digits where
    # 1 - sigma(z) has none left.
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


@differentiable(gradient=_sigmoid_gradient, elementwise=True, image=(0, 1))
def sigmoid(z: Floats) -> Floats:
    r"""Logistic sigmoid: the probability whose log-odds are z.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}, \qquad
        \sigma'(z) = \sigma(z) \, (1 - \sigma(z)), \qquad \log \frac{\sigma(z)}{1 - \sigma(z)} = z

    The first form is used for z >= 0 and the second for z < 0, so the exponential never overflows and no digits
    cancel (Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10, for the function).

    Args:
        z: scores, any shape; infinite ones give 0 and 1.

    Returns:
        Numbers from 0 to 1, of the shape of z.

    Raises:
        ValueError: z is no array of real numbers.

    """
    e = np.exp(-np.abs(z))
    # e is at most 1, so the numerator is 1 where z >= 0, and e elsewhere.
    return np.maximum(e, z >= 0) / (1 + e)


def _tanh_gradient(z: Floats) -> Floats:
    return 1 - np.tanh(z) ** 2


@differentiable(gradient=_tanh_gradient, elementwise=True, from_value=lambda a: 1 - a**2, image=(-1, 1))
def tanh(z: Floats) -> Floats:
    r"""Hyperbolic tangent: a sigmoid from -1 to 1.

    .. math:: \tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}} = 2 \sigma(2z) - 1, \qquad \tanh' z = 1 - \tanh^2 z

    Args:
        z: scores, any shape.

    Returns:
        Numbers from -1 to 1, of the shape of z.

    Raises:
        ValueError: z is no array of real numbers.

    """
    return np.tanh(z)


def _relu_gradient(z: Floats) -> Floats:
    return (z > 0).astype(z.dtype)


@differentiable(gradient=_relu_gradient, elementwise=True, image=(0, np.inf))
def relu(z: Floats) -> Floats:
    r"""Rectified linear unit.

    .. math:: \mathrm{relu}(z) = \max(z, 0), \qquad
        \mathrm{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}

    Not differentiable at 0, where every number from 0 to 1 is a subgradient; the gradient given there is 0, which
    is the usual choice (Goodfellow, Bengio and Courville, *Deep Learning*, section 6.3).

    Args:
        z: scores, any shape.

    Returns:
        Numbers of at least 0, of the shape of z.

    Raises:
        ValueError: z is no array of real numbers.

    """
    return np.maximum(z, 0)


@quiet
def softmax(z: ArrayLike) -> Floats:
    r"""Softmax: the probabilities of K classes from their logits.

    .. math:: \mathrm{softmax}(\mathbf z)_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}
        = \frac{e^{z_k - m}}{\sum_{j=1}^K e^{z_j - m}}, \qquad m = \max_j z_j

    A shift of all logits changes nothing, and the shift by m leaves no exponential that can overflow (Goodfellow,
    Bengio and Courville, *Deep Learning*, section 4.1). For two classes it is the sigmoid of their difference.

    Args:
        z: logits, shape (..., K), K >= 1.

    Returns:
        Probabilities of shape (..., K), which sum to 1 over the last axis.

    Raises:
        ValueError: z is no array of real numbers, or has no axis or no entry in the last one.

    """
    return softmax_of(scores(z, "z"))


def softmax_of(z: Floats) -> Floats:
    """Return the softmax of logits that have been read already."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_jacobian(z: ArrayLike) -> Floats:
    r"""Jacobian of the softmax: how each probability changes with each logit.

    .. math:: \frac{\partial \hat y_k}{\partial z_j} = \hat y_k \, (\delta_{kj} - \hat y_j), \qquad
        \frac{\partial \hat{\mathbf y}}{\partial \mathbf z} =
        \mathrm{diag}(\hat{\mathbf y}) - \hat{\mathbf y} \hat{\mathbf y}^\top,
        \qquad \hat{\mathbf y} = \mathrm{softmax}(\mathbf z)

    Symmetric, and its rows sum to 0. It is also the Hessian of the cross-entropy with respect to the logits
    (Boyd and Vandenberghe, *Convex Optimization*, section 3.1.5, on log-sum-exp).

    Args:
        z: logits, shape (..., K), K >= 1.

    Returns:
        An array of shape (..., K, K), row k for the probability of class k.

    Raises:
        ValueError: as in `softmax`.

    """
    p = softmax(z)
    return p[..., None] * np.eye(p.shape[-1], dtype=p.dtype) - p[..., :, None] * p[..., None, :]
