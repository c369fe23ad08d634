"""What counts as good labels of K classes: integers below K, or rows of probabilities."""

from typing import Any

import numpy as np

from ._arrays import Floats, broadcasting_to, floats, shown

LARGEST_UNSEEN = 1000  # with fewer examples than classes, labels below this are still taken for labels
SUM_TOLERANCE = 1e-6  # how far a row of probabilities may be from the sum 1: float32, and numbers typed by hand


def class_rows(z: Floats, labels: Any) -> tuple[Floats]:
    """Return labels beside logits z of shape (..., K) as rows of probabilities of shape (..., K), one-hot if integers.

    The kind of number decides, and not the shape: n integers below n could else be a row of probabilities too.
    """
    array = labels if isinstance(labels, np.ma.MaskedArray) else np.asarray(labels)
    K = z.shape[-1]
    refuse_names(array, "labels")
    if array.shape == (*z.shape[:-1], 1) and array.shape != z.shape and z.ndim > 1:
        raise ValueError(
            f"labels must have shape {z.shape[:-1]}, one for each example, got shape {array.shape}; "
            "write labels.ravel()"
        )
    if array.dtype.kind not in "biu":
        return (_given_rows(z, array),)
    if array.size and (array.min() < 0 or array.max() >= K):
        raise ValueError(
            f"labels must be integers from 0 to {K - 1}, as there are {K} classes, got {array.min()} to {array.max()}; "
            "number the classes from 0 with np.unique(names, return_inverse=True)[1]"
        )
    one_hot_integers = array.shape[-1:] == (K,) and (array.sum(axis=-1) == 1).all()
    if one_hot_integers and array.shape == z.shape:
        raise ValueError(
            f"labels must be integers of shape {z.shape[:-1]} or floats of shape {z.shape}, got integers of shape "
            f"{array.shape}; for one-hot rows write labels.astype(float)"
        )
    broadcasting_to(z.shape[:-1], array, "labels")
    return ((array[..., None] == np.arange(K)).astype(z.dtype),)


def refuse_names(array: np.ndarray, name: str) -> None:
    """Refuse labels that are words, or that are masked."""
    if isinstance(array, np.ma.MaskedArray):
        floats(array, name)  # says what to do
    if array.dtype.kind in "USO":
        names = shown(array.ravel()[:3].tolist())
        raise ValueError(
            f"{name} must be integers, or rows of probabilities, got {names}; number the classes from 0 with "
            "np.unique(names, return_inverse=True)[1]"
        )


def number_of_classes(largest: int, n: int, name: str, argument: str) -> int:
    """Return how many classes there are if the largest label is this; labels that are ids have no table."""
    if largest >= max(n, LARGEST_UNSEEN):
        raise ValueError(
            f"{name} must be labels 0, 1, ..., K - 1, got labels up to {largest} of {n} examples; number the classes "
            f"from 0 with np.unique(names, return_inverse=True)[1], or say how many there are with {argument}=K"
        )
    return largest + 1


def _given_rows(z: Floats, array: np.ndarray) -> Floats:
    K = z.shape[-1]
    rows = broadcasting_to(z.shape, array, "labels") if array.shape[-1:] == (K,) else None
    if rows is None or not _sum_to_one(rows):
        raise ValueError(
            f"labels must be integers, or rows of {K} probabilities that sum to 1, got {array.dtype} of shape "
            f"{array.shape}: {shown(array.tolist())}; for class labels write labels.astype(int)"
        )
    return rows.astype(z.dtype, copy=False)


def probability_rows(p: Floats, name: str) -> Floats:
    """Return p of shape (..., K) if its rows are probabilities that sum to 1."""
    if p.ndim == 0 or p.shape[-1] == 0 or not _sum_to_one(p):
        raise ValueError(
            f"{name} must hold probabilities, at least 0, that sum to 1 over the last axis, got {shown(p.tolist())}; "
            f"divide counts by their sum, {name} / {name}.sum(axis=-1, keepdims=True)"
        )
    return p


def _sum_to_one(p: Floats) -> bool:
    return bool((p >= 0).all() and (np.abs(p.sum(axis=-1) - 1) <= SUM_TOLERANCE).all())
