"""What `draw_digit` is given beside the weights, read once at the door."""

import re
from collections.abc import Iterable
from reprlib import repr as shown
from typing import Any

import numpy as np

MOST_SAMPLES = 20


def read_side(side: Any, cells: int) -> int:
    """Return how many cells a row of the pad has.

    Raises:
        ValueError: not the root of the number of cells.

    """
    side = round(cells**0.5) if side is None else side
    if not isinstance(side, int) or side * side != cells:
        raise ValueError(f"side must be a whole number, the root of d_in = {cells}, got {shown(side)}")
    return side


def read_ink(ink: Any) -> float:
    """Return the value of a full cell.

    Raises:
        ValueError: no positive number.

    """
    if isinstance(ink, bool) or not isinstance(ink, int | float) or not 0 < ink < np.inf:
        raise ValueError(f"ink must be a positive number, the value of a full cell, got {shown(ink)}")
    return float(ink)


def read_drawings(images: Any, name: str, cells: int, ink: float) -> np.ndarray:
    """Return drawings in rows, from 0 to 1, as they are stored.

    Raises:
        ValueError: no array of drawings of this size, too many, or values outside of 0 and ink.

    """
    try:
        X = np.asarray(images, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an array of numbers, got {shown(images)}") from None
    if X.ndim < 2 or not len(X) or X[0].size != cells:  # noqa: PLR2004 - one drawing in each entry
        raise ValueError(f"{name} must have {cells} cells in each drawing, got shape {X.shape}")
    if len(X) > MOST_SAMPLES:
        raise ValueError(f"{name} must be at most {MOST_SAMPLES} drawings, got {len(X)}; choose some")
    if X.min() < 0 or not X.max() <= ink:
        raise ValueError(f"{name} must lie from 0 to ink = {ink:g}, got values from {X.min():g} to {X.max():g}")
    return (X.reshape(len(X), cells) / ink).astype(np.float32).astype(float)


def read_texts(given: Iterable[Any] | None, name: str, count: int, begin: int = 0) -> list[str]:
    """Return a text for each of `count` things; numbers from `begin` on, if none are given.

    Raises:
        ValueError: not as many, or two of a kind that a link could not tell apart.

    """
    try:
        texts = [str(one) for one in (range(begin, begin + count) if given is None else given)]
    except TypeError:
        raise ValueError(f"{name} must be a list, got {shown(given)}") from None
    if len(texts) != count:
        raise ValueError(f"{name} must be {count}, one for each, got {len(texts)}: {shown(texts)}")
    return texts


def read_name(name: Any) -> str:
    """Return a name for links: small letters, digits and hyphens.

    Raises:
        ValueError: nothing is left of it.

    """
    slug = re.sub(r"\W+", "-", str(name).replace("_", "-")).strip("-").lower()
    if not isinstance(name, str) or not slug:
        raise ValueError(f"name must be a text with letters, got {shown(name)}")
    return slug
