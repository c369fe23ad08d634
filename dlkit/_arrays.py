"""What counts as good input: real numbers, finite where they are data, in the shapes that the mathematics needs."""

import math
import operator
import reprlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
_short = reprlib.Repr()
_short.maxother = _short.maxstring = 60
shown = _short.repr  # what came, short enough for a message


# A decorator: silences what infinite and NaN weights and predictions give rise to, as divergence is something to see.
quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")
DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)


def is_read(value: Any) -> bool:
    """Tell whether `value` is an array of floats as `floats` returns it; most arguments are, and this is quick."""
    return type(value) is np.ndarray and (value.dtype is DOUBLE or value.dtype is SINGLE)


def is_finite(array: Floats) -> bool:
    """Tell whether no entry is NaN or infinite."""
    # The sum of squares is finite only if all entries are; that it overflows is rare, and then each is looked at.
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def floats(value: Any, name: str) -> Floats:
    """Return `value` as an array of floats: float32 and float64 as they are, other real numbers as float64."""
    if is_read(value):
        return value
    if isinstance(value, np.ma.MaskedArray):  # asarray would take what is masked for data
        raise ValueError(
            f"{name} must be an array without a mask, got a masked array of shape {value.shape}; choose the rows to "
            "keep, for example X[keep], y[keep] with keep = ~np.ma.getmaskarray(y)"
        )
    try:
        array = np.asarray(value)
    except ValueError as problem:  # rows of different lengths
        raise ValueError(
            f"{name} must be an array of numbers, got {shown(value)}: its rows differ in length"
        ) from problem
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be an array of real numbers, got {shown(value)}; convert it to floats first")
    # Subclasses and foreign byte orders too: what is returned is an array as NumPy makes them.
    return array if is_read(array) else np.array(array, SINGLE if array.dtype == SINGLE else DOUBLE)


def finite(value: Any, name: str) -> Floats:
    """Return `value` as an array of floats without NaN or infinity."""
    array = floats(value, name)
    if not is_finite(array):
        bad = ~np.isfinite(array)
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
    if array.shape == shape:
        return array
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


def weights(theta: Any, d: int, outputs: int | None = None) -> Floats:
    """Return theta as an array (..., d) or (..., d K). Infinity and NaN are allowed: descent may end there."""
    array = floats(theta, "theta")
    K = 1 if outputs is None else positive_count(outputs, "outputs")
    if array.ndim == 0 or array.shape[-1] != d * K:
        intercept = array.shape[-1:] == ((d + 1) * K,)
        hint = "add_intercept(X) adds the column of ones" if intercept else f"np.zeros({d * K}) is one to start from"
        each = "one weight" if outputs is None else f"{K} weights"
        raise ValueError(
            f"theta must have shape (..., {d * K}), {each} for each column of X, got shape {array.shape}; {hint}"
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


def positive_count(value: Any, name: str) -> int:
    """Return `value` as a positive int."""
    number = count(value, name)
    if number == 0:
        raise ValueError(f"{name} must be 1 or more, got 0; for example {name}=1")
    return number


def example_indices(rows: Any, n: int, name: str) -> NDArray[np.integer]:
    """Return rows as an array of one axis with at least one index below n."""
    array = np.asarray(rows)
    if array.ndim != 1 or array.size == 0 or array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be a list of at least one index of an example, got {shown(rows)}; such as [0]")
    if array.min() < 0 or array.max() >= n:
        raise ValueError(
            f"{name} must be indices from 0 to {n - 1}, as there are {n} examples, got {array.min()} to {array.max()}; "
            f"rng.integers({n}, size=batch_size) draws some"
        )
    return array


def scores(z: Any, name: str) -> Floats:
    """Return z as an array of shape (..., K), K >= 1. Infinity and NaN are allowed: descent can end there."""
    array = floats(z, name)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(
            f"{name} must have shape (..., K), K >= 1, one entry for each class, got shape {array.shape}; "
            "for one example write [z_1, z_2]"
        )
    return array


def number(value: Any, name: str) -> float:
    """Return `value` as a float; infinity is one, NaN is not."""
    array = floats(value, name)
    if array.ndim or np.isnan(array):
        raise ValueError(f"{name} must be one number, got {shown(value)}; for example {name}=1")
    return float(array)


def generator(rng: Any, name: str) -> np.random.Generator:
    """Return rng if it is a generator of random numbers."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"{name} must be a numpy.random.Generator, got {shown(rng)}; such as np.random.default_rng(0)")
    return rng


def at_least(least: float, value: Any, name: str) -> float:
    """Return `value` as it is, a finite number of at least `least`."""
    if finite(number(value, name), name) < least:
        raise ValueError(f"{name} must be {least} or more, got {shown(value)}; for example {name}={least}")
    return value
