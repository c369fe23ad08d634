"""Finite ranges of numbers, and the texts that name their values: short, in full, and no two alike."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import repr as shown
from typing import Any

import numpy as np

MAX_STATES = 3000
DIGITS = 13  # of the largest value of a range: as far as the sums of its steps are exact
SHORT, EXACT = 6, 17  # significant digits of a text: as many as it takes to tell the values apart
MOST_PLACES = 1e15  # whole numbers are written out below it


@dataclass(frozen=True)
class Dimension:
    """One finite list of values: a slider, a choice, a toggle, or one coordinate of a Point."""

    kind: str  # "range", "choice" or "toggle"
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    start: int
    interval: int = 0  # milliseconds from one value to the next when it is played; 0: it is no process


def numbers(name: str, label: str, limits: Any) -> list[float]:
    """Return the values from min to max, for limits (min, max, step).

    Raises:
        ValueError: no such limits, an empty range, or more values than states can be recorded; none is made then.

    """
    low, high, step = _read(name, limits, float)
    count = math.floor((high - low) / step + 1e-9) + 1
    refuse_too_many([(label, count)])
    places = DIGITS - math.ceil(math.log10(max(abs(low), abs(high))))
    return [round(low + i * step, places) + 0.0 for i in range(count)]  # + 0.0 takes the sign from -0.0


def integers(name: str, label: str, limits: Any) -> list[int]:
    """Return the whole numbers from min to max, for limits (min, max, step); raises what `numbers` raises."""
    low, high, step = _read(name, limits, int)
    refuse_too_many([(label, (high - low) // step + 1)])
    return list(range(low, high + 1, step))


def _read(name: str, limits: Any, kind: type) -> tuple[Any, Any, Any]:
    try:
        low, high, step = (kind(limit) for limit in limits)
    except (TypeError, ValueError):
        raise ValueError(f"control {name!r}: expected (min, max, step), got {shown(limits)}") from None
    if not (np.isfinite([low, high, step]).all() and step > 0 and low < high):
        raise ValueError(f"control {name!r}: (min, max, step) = {shown(limits)} is empty; need min < max and step > 0")
    return low, high, step


def refuse_too_many(sizes: Sequence[tuple[str, int]]) -> None:
    """Raise ValueError if dimensions of these labels and sizes have more states than can be recorded."""
    count = math.prod(size for _, size in sizes)
    if count > MAX_STATES:
        product = " x ".join(f"{size} ({label})" for label, size in sizes)
        raise ValueError(f"controls: {product} = {count} states, and at most {MAX_STATES} can be recorded; "
                         "take coarser steps or fewer controls")  # fmt: skip


def span(name: str, label: str, values: list[Any], where: Any, abbreviation: Any) -> Dimension:
    """Return the dimension of a slider over numbers, which starts at the nearest to `where`."""
    try:
        start = int(np.argmin(np.abs(np.asarray(values, dtype=float) - float(where))))
    except (TypeError, ValueError):
        raise ValueError(f"control {name!r} starts at {shown(where)}, which is no number") from None
    digits = next((n for n in range(SHORT, EXACT) if len({_text(v, n) for v in values}) == len(values)), EXACT)
    texts = tuple(_text(value, digits) for value in values)
    need_distinct(name, values, texts, abbreviation)
    return Dimension("range", label, tuple(values), texts, start)


def _text(value: float, digits: int) -> str:
    whole = value == int(value) and abs(value) < MOST_PLACES
    text = str(int(value)) if whole or isinstance(value, int) else f"{value:.{digits}g}"
    return text.replace("-", "\N{MINUS SIGN}")


def need_distinct(name: str, values: Sequence[Any], texts: Sequence[str], abbreviation: Any) -> None:
    """Raise ValueError if there are fewer than two values, or two that are called the same: links name them."""
    if len(values) < 2:  # noqa: PLR2004
        raise ValueError(f"control {name!r}: {shown(abbreviation)} holds {len(values)} value(s); give at least two")
    called = [text.replace("\N{MINUS SIGN}", "-") for text in texts]
    if twice := next((text for text in called if called.count(text) > 1), None):
        raise ValueError(f"control {name!r}: two of its values are called {twice!r}; give each a name of its own, "
                         "as (name, value)")  # fmt: skip
