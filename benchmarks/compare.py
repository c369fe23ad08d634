"""Two ways to compute the same thing: timed in turn, and first checked to give the same answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

LEAST = 0.02  # seconds that each side runs in each turn


@dataclass(frozen=True)
class Comparison:
    """A row of the table: dlkit and a peer at the same work.

    `ours` and `theirs` take nothing and do all of the work; the data is there before. `agree` takes the two answers,
    raises AssertionError if they are not the same, and says in words how close they are.
    """

    work: str
    peer: str
    goal: float | None
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    agree: Callable[[Any, Any], str]
    repeats: int = 31


@dataclass(frozen=True)
class Ratio:
    """Peer time over dlkit time: the median, the 10th and the 90th percentile; and both median times in seconds."""

    median: float
    low: float
    high: float
    ours: float
    theirs: float


def interleaved(
    a: Callable[[], Any], b: Callable[[], Any], repeats: int, clock: Callable[[], float] = time.perf_counter
) -> Ratio:
    """Time a and b in turn, A B A B, and return the ratios of neighbors: the time of b over that of a.

    What slows the machine for a while slows both of a pair, so their ratio is steadier than either time. A side that
    is done sooner than `LEAST` is run so often in a row that it takes as long, and its time divided: a single run of
    a fraction of a millisecond after a long run of the other is the time of filling the caches.
    """
    times, runs = np.empty((repeats, 2)), [_runs(f, clock) for f in (a, b)]
    for pair in times:
        for k, f in enumerate((a, b)):
            start = clock()
            for _ in range(runs[k]):
                f()
            pair[k] = (clock() - start) / runs[k]
    low, median, high = np.percentile(times[:, 1] / times[:, 0], [10, 50, 90])
    return Ratio(median, low, high, *np.median(times, axis=0))


def _runs(f: Callable[[], Any], clock: Callable[[], float]) -> int:
    start = clock()
    f()
    return max(1, min(1000, round(LEAST / max(clock() - start, 1e-9))))


def measured(comparison: Comparison) -> tuple[Ratio, str]:
    """Check that both sides agree, which also warms them up, and time them."""
    said = comparison.agree(comparison.ours(), comparison.theirs())
    return interleaved(comparison.ours, comparison.theirs, comparison.repeats), said


def equal(ours: Any, theirs: Any, what: str, within: float) -> str:
    """Say how close two arrays are, relative to the largest entry, and insist that it is `within`."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, f"{what}: shapes {ours.shape} and {theirs.shape}"
    error = np.abs(ours - theirs).max() / np.abs(theirs).max()
    assert error <= within, f"{what} differ by {error:.1e}, which is more than {within:.0e}"
    return f"{what} equal to {error:.0e}" if error else f"{what} equal"
