"""Textbook formulas computed as they are printed, which fail for large scores: here to be shown failing."""

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, quiet, scores
from ._labels import class_rows
from .cross_entropy import zeros_and_ones
from .function import differentiable


def _naive_sigmoid_gradient(z: Floats) -> Floats:
    y_hat = 1 / (1 + np.exp(-z))
    return y_hat * (1 - y_hat)


@differentiable(gradient=_naive_sigmoid_gradient, elementwise=True, image=(0, 1))
def naive_sigmoid(z: Floats) -> Floats:
    r"""Logistic sigmoid as it is printed, :math:`1 / (1 + e^{-z})`.

    The exponential overflows for z below -709 in float64 and -88 in float32. The derivative, computed as
    :math:`\hat y (1 - \hat y)`, is 0 from z = 37 in float64 and z = 17 in float32, as :math:`\hat y` is rounded to 1.
    The one to use is `sigmoid`.

    Args:
        z: scores, any shape.

    Raises:
        ValueError: z is no array of real numbers.

    """
    return 1 / (1 + np.exp(-z))


@quiet
def naive_softmax(z: ArrayLike) -> Floats:
    r"""Softmax as it is printed, :math:`e^{z_k} / \sum_j e^{z_j}`.

    NaN where an exponential overflows (a logit above 709 in float64, 88 in float32) and where all of them underflow
    to 0 (all logits below -745). The one to use is `softmax`.

    Args:
        z: logits, shape (..., K), K >= 1.

    Raises:
        ValueError: z is no array of real numbers, or has no axis or no entry in the last one.

    """
    z = scores(z, "z")
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def _naive_binary_cross_entropy_gradient(z: Floats, y: Floats) -> Floats:
    y_hat = 1 / (1 + np.exp(-z))
    return -(y / y_hat - (1 - y) / (1 - y_hat)) * y_hat * (1 - y_hat)


@differentiable(gradient=_naive_binary_cross_entropy_gradient, elementwise=True, read=zeros_and_ones)
def naive_binary_cross_entropy(z: Floats, y: Floats) -> Floats:
    r"""Binary cross-entropy of a logit, computed as it is printed, by way of the probability.

    .. math:: \ell = -\left[ y \log \hat y + (1 - y) \log(1 - \hat y) \right], \qquad \hat y = \frac{1}{1 + e^{-z}}

    From z = 37 in float64, and z = 17 in float32, :math:`\hat y` is rounded to 1: then the loss is infinite for y = 0,
    where the truth is z, and NaN for y = 1, where it is :math:`e^{-z}`. The one to use is `binary_cross_entropy`.

    Args:
        z: logits, any shape.
        y: labels 0 and 1, of the shape of z, or one that broadcasts to it.

    Raises:
        ValueError: as `binary_cross_entropy`.

    """
    y_hat = 1 / (1 + np.exp(-z))
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def _naive_cross_entropy_gradient(z: Floats, y: Floats) -> Floats:
    y_hat = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    return y_hat - y


@differentiable(gradient=_naive_cross_entropy_gradient, read=class_rows)
def naive_cross_entropy(z: Floats, labels: Floats) -> Floats:
    r"""Cross-entropy of logits, computed as it is printed, by way of the probabilities.

    .. math:: \ell = -\sum_{k=1}^K y_k \log \hat y_k, \qquad \hat y_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    NaN where the naive softmax is NaN, and where a probability that is rounded to 0 meets a label 0. The one to use
    is `cross_entropy`.

    Args:
        z: logits, shape (..., K).
        labels: as in `cross_entropy`.

    Raises:
        ValueError: as `cross_entropy`.

    """
    y_hat = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    return -(labels * np.log(y_hat)).sum(axis=-1)
