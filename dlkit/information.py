"""Distributions over K classes: one-hot labels, entropy, and how far one distribution is from another."""

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, broadcasting_to, finite, positive_count, quiet
from ._labels import class_rows, probability_rows
from .cross_entropy import cross_entropy_on_probabilities


def one_hot(labels: ArrayLike, classes: int) -> Floats:
    r"""Write each label as a row of zeros with a one in its place: :math:`y_{ik} = 1` if :math:`y_i = k`, else 0.

    Args:
        labels: integers from 0 to `classes` - 1, any shape (...).
        classes: K, the number of classes.

    Returns:
        Floats of shape (..., K).

    Raises:
        ValueError: a label is no integer, or not from 0 to K - 1, or classes is no positive whole number.

    """
    array = np.asarray(labels)
    return class_rows(np.zeros((*array.shape, positive_count(classes, "classes"))), array)[0]


def entropy(p: ArrayLike) -> Floats:
    r"""Entropy of a distribution: the mean surprise of what it yields, in nats.

    .. math:: H(\mathbf p) = -\sum_{k=1}^K p_k \log p_k, \qquad 0 \log 0 = 0

    Args:
        p: probabilities, shape (..., K), which sum to 1 over the last axis.

    Returns:
        An array of shape (...), from 0 to log K.

    Raises:
        ValueError: p is not finite, negative somewhere, or does not sum to 1.

    """
    p = probability_rows(finite(p, "p"), "p")
    return cross_entropy_on_probabilities(p, p)


@quiet  # where p is 0, what log 0 gives is not used
def kl_divergence(p: ArrayLike, q: ArrayLike) -> Floats:
    r"""Kullback-Leibler divergence: how much the mean surprise grows if q is believed and p is true, in nats.

    .. math:: D(\mathbf p \,\|\, \mathbf q) = \sum_{k=1}^K p_k \log \frac{p_k}{q_k}
        = H(\mathbf p, \mathbf q) - H(\mathbf p) \ge 0, \qquad H(\mathbf p, \mathbf q) = -\sum_{k=1}^K p_k \log q_k

    Zero only if q = p, and not symmetric (Cover and Thomas, *Elements of Information Theory*, section 2.3).

    Args:
        p: the true probabilities, shape (..., K).
        q: the believed ones; the shape of p, or one to which p broadcasts. Infinity where q_k = 0 and p_k > 0.

    Returns:
        An array of the shape of q without its last axis.

    Raises:
        ValueError: p or q is not finite, negative somewhere, does not sum to 1, or the shapes do not fit.

    """
    p, q = _over_the_same_classes(p, q)
    log_ratio = np.log(np.where(p > 0, p, 1)) - np.log(q)
    return np.where(p > 0, p * log_ratio, 0).sum(axis=-1)


def _over_the_same_classes(p: ArrayLike, q: ArrayLike) -> tuple[Floats, Floats]:
    """Return p and q as distributions, with p broadcasting to q."""
    q = probability_rows(finite(q, "q"), "q")
    p = probability_rows(finite(p, "p"), "p")
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(
            f"p and q must be distributions over the same classes, got {p.shape[-1]} and {q.shape[-1]} of them; give "
            "a class that cannot happen the probability 0"
        )
    return broadcasting_to(q.shape, p, "p"), q
