"""What is reported about predicted classes: easier to read than a loss, but nothing to descend on."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arrays import Floats, finite, positive_count
from ._labels import number_of_classes


def accuracy(predicted: ArrayLike, labels: ArrayLike) -> Floats:
    r"""Return the fraction of the examples whose class is predicted right.

    .. math:: \frac1n \sum_{i=1}^n [\hat k_i = k_i]

    Constant between the weights at which a prediction changes, so its gradient is 0 where there is one: models are
    fitted to a loss and judged by this.

    Args:
        predicted: predicted classes, shape (..., n), as from `classify`: those of one model, or of any number.
        labels: the classes, whole numbers from 0, shape (n,), n >= 1.

    Returns:
        Fractions from 0 to 1, of shape (...): one number for one model.

    Raises:
        ValueError: either is empty or holds anything but whole numbers from 0, or the shapes do not fit.

    """
    predicted, labels = _classes(predicted, "predicted"), _classes(labels, "labels")
    _paired(predicted.shape[-1:], predicted, labels)
    return (predicted == labels).mean(axis=-1)


def confusion_matrix(predicted: ArrayLike, labels: ArrayLike, classes: int | None = None) -> NDArray[np.integer]:
    r"""Count how often each class is taken for each.

    .. math:: C_{jk} = \sum_{i=1}^n [k_i = j] \, [\hat k_i = k]

    Row j counts the examples of class j, column k those predicted to be of class k. The diagonal is what is right:
    its sum over n is the `accuracy`.

    Args:
        predicted: predicted classes, whole numbers from 0, shape (n,), n >= 1.
        labels: the classes, whole numbers from 0, shape (n,).
        classes: how many classes K there are; if left out, the largest in the data plus one.

    Returns:
        Counts of shape (K, K), which sum to n.

    Raises:
        ValueError: a class is not below `classes`, or the data are not as in `accuracy`.

    """
    predicted, labels = _classes(predicted, "predicted"), _classes(labels, "labels")
    _paired(predicted.shape, predicted, labels)
    largest = int(max(predicted.max(), labels.max()))
    if classes is None:
        K = number_of_classes(largest, labels.size, "labels", "classes")
    else:
        K = positive_count(classes, "classes")
    for array, name in ((predicted, "predicted"), (labels, "labels")):
        if array.max() >= K:
            raise ValueError(
                f"{name} must be whole numbers from 0 to {K - 1}, as there are {K} classes, got {array.max():g}; leave "
                f"classes out, or write classes={largest + 1}"
            )
    matrix = np.zeros((K, K), dtype=int)
    np.add.at(matrix, (labels.astype(int), predicted.astype(int)), 1)
    return matrix


def _classes(value: ArrayLike, name: str) -> Floats:
    """Return `value` as an array of at least one whole number from 0."""
    array = finite(value, name)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"{name} must be a list of at least one class, got shape {array.shape}; check the selection")
    wrong = array[(array < 0) | (array != np.floor(array))]
    if wrong.size:
        raise ValueError(
            f"{name} must be whole numbers from 0, one class for each example, got {wrong[0]:g} among them; scores "
            "become classes with (z >= 0).astype(int) or z.argmax(axis=-1)"
        )
    return array


def _paired(shape: tuple[int, ...], predicted: Floats, labels: Floats) -> None:
    if labels.ndim != 1 or labels.shape != shape:
        raise ValueError(
            f"labels must have shape (n,), one class for each prediction, got labels of shape {labels.shape} and "
            f"predicted of shape {predicted.shape}; .ravel() makes one axis of (n, 1)"
        )
