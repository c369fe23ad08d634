"""Ways to compute the same thing: timed in turn, and first checked to give the same answer."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEAST = 0.02  # seconds that each side runs in each turn


@dataclass(frozen=True)
class Comparison:
    """A row of the table: dlkit, a peer and the floor at the same work.

    `ours`, `theirs` and `floor` take nothing and do all of the work; the data is there before. The floor is the same
    mathematics as ours in bare NumPy, for this one case, with buffers that are kept. `agree` takes two answers,
    raises AssertionError if they are not the same, and says in words how close they are.
    """

    work: str
    peer: str
    goal: float | None
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    agree: Callable[[Any, Any], str]
    repeats: int = 31
    floor: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Ratio:
    """One time over another: the median, the 10th and the 90th percentile."""

    median: float
    low: float
    high: float


def ratio(times: np.ndarray, others: np.ndarray) -> Ratio:
    """Return the ratios of neighbors, `times` over `others`.

    What slows the machine for a while slows both of a pair, so their ratio is steadier than either time.
    """
    low, median, high = np.percentile(times / others, [10, 50, 90])
    return Ratio(median, low, high)


def interleaved(
    functions: Sequence[Callable[[], Any]],
    repeats: int,
    clock: Callable[[], float] = time.perf_counter,
    least: float = LEAST,
) -> np.ndarray:
    """Time the functions in turn, A B A B, and return the seconds of each, a row for each turn.

    One that is done sooner than `least` is run so often in a row that it takes as long, and its time divided: a
    single run of a fraction of a millisecond after a long run of another is the time of filling the caches.
    """
    times, runs = np.empty((repeats, len(functions))), [_runs(f, clock, least) for f in functions]
    for turn in times:
        for k, f in enumerate(functions):
            start = clock()
            for _ in range(runs[k]):
                f()
            turn[k] = (clock() - start) / runs[k]
    return times


def _runs(f: Callable[[], Any], clock: Callable[[], float], least: float) -> int:
    start = clock()
    f()
    return max(1, min(1000, round(least / max(clock() - start, 1e-9))))


def measured(comparison: Comparison) -> tuple[np.ndarray, str]:
    """Check that all sides agree, which also warms them up, and time them: dlkit, the peer, and the floor if any."""
    answer = comparison.ours()
    said = comparison.agree(answer, comparison.theirs())
    sides = [comparison.ours, comparison.theirs]
    if comparison.floor is not None:
        comparison.agree(answer, comparison.floor())
        sides.append(comparison.floor)
    return interleaved(sides, comparison.repeats), said


def equal(ours: Any, theirs: Any, what: str, within: float) -> str:
    """Say how close two arrays are, relative to the largest entry, and insist that it is `within`."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, f"{what}: shapes {ours.shape} and {theirs.shape}"
    error = np.abs(ours - theirs).max() / np.abs(theirs).max()
    assert error <= within, f"{what} differ by {error:.1e}, which is more than {within:.0e}"
    return f"{what} equal to {error:.0e}" if error else f"{what} equal"
