"""When a result is close enough to the expected one, and how one that is not is written in words."""

import numpy as np
from numpy.typing import NDArray

from .._arrays import Floats, quiet
from ..function import Differentiable
from .exercise import Argument

TOLERANCE = 1e-8  # relative: far above the rounding error of a good method, far below that of a bad one
PRINTED = 12  # arrays with more entries than this are not printed whole


def _allowed(expected: Floats) -> float:
    return TOLERANCE * max(1.0, float(np.linalg.norm(expected)))


@quiet
def close(got: Floats, expected: Floats, *, relative: bool = False) -> bool:
    """Tell whether a result is the expected one: as a whole, or relative to the size of each entry."""
    if relative:
        return not _differs(got, expected, relative=True).any()
    distance, allowed = np.linalg.norm(got - expected), _allowed(expected)
    return bool(distance <= allowed < np.inf)  # an infinite result is like no other


def _differs(got: Floats, expected: Floats, *, relative: bool) -> NDArray[np.bool_]:
    """Tell which entries differ; if none does, the whole is close enough."""
    allowed = TOLERANCE * np.abs(expected) if relative else _allowed(expected) / np.sqrt(expected.size)
    return ~(np.abs(got - expected) <= allowed)  # NaN differs


@quiet
def in_words(value: Argument, beside: Floats | None = None, *, relative: bool = False) -> str:
    """Write a small array whole, and of a large one the shape, and the first entry that differs from `beside`."""
    if isinstance(value, Differentiable):
        return value.__name__
    if value.size <= PRINTED:
        return " ".join(np.array2string(value, separator=", ", formatter={"all": lambda v: f"{v:.6g}"}).split())
    text = f"an array of shape {value.shape}"
    if beside is None:
        return text
    differs = _differs(value, beside, relative=relative)
    at = tuple(int(i) for i in np.unravel_index(np.argmax(differs), value.shape))
    return f"{text}, whose entry {list(at)} is {value[at]:.6g} and not {beside[at]:.6g}"
