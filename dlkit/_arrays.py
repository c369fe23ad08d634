"""What counts as good input: real numbers, finite where they are data, in the shapes that the mathematics needs."""

import operator
import reprlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
_short = reprlib.Repr()
_short.maxother = _short.maxstring = 60
shown = _short.repr  # what came, short enough for a message


def floats(value: Any, name: str) -> Floats:
    """Return `value` as an array of floats: float32 and float64 as they are, other real numbers as float64."""
    try:
        array = np.asarray(value)
    except ValueError as problem:  # rows of different lengths
        raise ValueError(
            f"{name} must be an array of numbers, got {shown(value)}: its rows differ in length"
        ) from problem
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be an array of real numbers, got {shown(value)}; convert it to floats first")
    return array if array.dtype in (np.float32, np.float64) else array.astype(float)


def finite(value: Any, name: str) -> Floats:
    """Return `value` as an array of floats without NaN or infinity."""
    array = floats(value, name)
    bad = ~np.isfinite(array)
    if bad.any():
        first = f"{name}[{', '.join(map(str, np.argwhere(bad)[0]))}]" if array.ndim else name
        raise ValueError(
            f"{name} must be finite, got {np.count_nonzero(bad)} of {array.size} entries NaN or infinite, the first "
            f"of them {first}; drop or replace them"
        )
    return array


def broadcasting_to(shape: tuple[int, ...], value: Any, name: str) -> Floats:
    """Return `value` as a finite array that broadcasts to `shape` without enlarging it.

    NumPy alone would make (n, n) of (n, 1) and (n,), and the mean of that is a wrong loss.
    """
    array = finite(value, name)
    if array.ndim > len(shape) or any(k not in (1, m) for k, m in zip(array.shape[::-1], shape[::-1], strict=False)):
        raise ValueError(
            f"{name} must broadcast to the shape {shape}, got shape {array.shape}; reshape one of them, for "
            "example with .ravel()"
        )
    return array


def design(X: Any) -> Floats:
    """Return X as a finite array of shape (n, d), n >= 1, d >= 1."""
    array = finite(X, "X")
    if array.ndim != 2:  # noqa: PLR2004 - rows and columns
        hint = "for one feature write x[:, None]" if array.ndim == 1 else "one row per example, one column per feature"
        raise ValueError(f"X must have shape (n, d), rows are examples, got shape {array.shape}; {hint}")
    if array.size == 0:
        raise ValueError(
            f"X must hold at least one example and one feature, got shape {array.shape}; check the selection"
        )
    return array


def targets(y: Any, n: int, beside: str = "X") -> Floats:
    """Return y as a finite array of shape (n,), one target for each row of what stands `beside` it."""
    array = finite(y, "y")
    if array.shape != (n,):
        hint = "write y.ravel()" if array.ndim > 1 and array.size == n else f"one target for each example in {beside}"
        raise ValueError(f"y must have shape ({n},), as len({beside}) is {n}, got shape {array.shape}; {hint}")
    return array


def weights(theta: Any, d: int) -> Floats:
    """Return theta as an array of shape (..., d). Infinity and NaN are allowed: descent can end there."""
    array = floats(theta, "theta")
    if array.ndim == 0 or array.shape[-1] != d:
        intercept = array.shape[-1:] == (d + 1,)
        hint = "add_intercept(X) adds the column of ones" if intercept else f"np.zeros({d}) is one to start from"
        raise ValueError(
            f"theta must have shape (..., {d}), one weight for each column of X, got shape {array.shape}; {hint}"
        )
    return array


def feature_and_targets(x: Any, y: Any) -> tuple[Floats, Floats]:
    """Return x and y as finite arrays of the same shape (n,), n >= 1."""
    x = finite(x, "x")
    if x.ndim != 1 or x.size == 0:
        raise ValueError(f"x must have shape (n,), n >= 1, got shape {x.shape}; choose one feature, such as X[:, 0]")
    return x, targets(y, len(x), "x")


def line_weights(theta: Any) -> Floats:
    """Return theta as a finite array (intercept, slope)."""
    theta = finite(theta, "theta")
    if theta.shape != (2,):
        raise ValueError(f"theta must be (intercept, slope), got shape {theta.shape}; without an intercept, (0, slope)")
    return theta


def interval(limits: Any, name: str) -> Floats:
    """Return limits as a finite array (low, high) with low < high."""
    limits_read = finite(limits, name)
    if limits_read.shape != (2,) or not limits_read[0] < limits_read[1]:
        raise ValueError(f"{name} must be (low, high) with low < high, got {shown(limits)}; for example {name}=(-1, 1)")
    return limits_read


def points_2d(theta: Any, name: str) -> Floats:
    """Return theta as an array of shape (..., 2), which can be drawn in a plane."""
    array = floats(theta, name)
    if array.ndim == 0 or array.shape[-1] != 2:  # noqa: PLR2004 - a plane
        raise ValueError(
            f"{name} must have shape (..., 2) to be drawn, got shape {array.shape}; choose two of its weights"
        )
    return array


def count(value: Any, name: str) -> int:
    """Return `value` as a non-negative int."""
    try:
        number = -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = -1
    if number < 0:
        raise ValueError(f"{name} must be a whole number, 0 or more, got {shown(value)}; for example {name}=100")
    return number
