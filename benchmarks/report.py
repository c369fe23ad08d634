"""The tables of RESULTS.md, and on what machine and with which versions they came about."""

import datetime
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import threadpoolctl

from benchmarks.compare import ratio
from benchmarks.notes import note

HEAD = """# How fast dlkit is beside its peers

Written by `make bench`. All sides run in one process, on one thread, in turn: A B A B. A ratio is the time of the
peer over that of dlkit right before it; what is given is the median, and in brackets the 10th and 90th percentile.
Before they are timed, all sides are checked to give the same answer; the last column says how close they are. Data
is made outside the timing; what dlkit builds of it, such as an objective, is built within.

The floor is the same mathematics as dlkit's in bare NumPy, written for this one case, with buffers that are kept and
nothing checked. So peer time / floor time is the most that the row could be with that mathematics.

| work | peer | peer time / dlkit time | goal | met | dlkit | floor | peer time / floor time | answers |
|---|---|---|---|---|---|---|---|---|
"""
PACKAGES = "scikit-learn", "scipy", "torch", "autograd"


def row(comparison, times, said):
    """Return the row of the table of one comparison."""
    ours, theirs, *floor = times.T
    found = ratio(theirs, ours)
    met = "" if comparison.goal is None else "**no**" if missed(comparison, times) else "yes"
    goal = "" if comparison.goal is None else f"≥ {comparison.goal:g}"
    least = [f"{digits(1000 * np.median(floor))} ms", spread(ratio(theirs, *floor))] if floor else ["", ""]
    time = f"{digits(1000 * np.median(ours))} ms"
    cells = comparison.work, comparison.peer, spread(found), goal, met, time, *least, said
    return f"| {' | '.join(cells)} |"


def spread(found):
    """Write a ratio: the median, and in brackets the 10th and 90th percentile."""
    return f"{digits(found.median)} ({digits(found.low)} to {digits(found.high)})"


def missed(comparison, times):
    """Tell whether a row falls short of its goal."""
    return comparison.goal is not None and ratio(times[:, 1], times[:, 0]).median < comparison.goal


def notes(works):
    """Return what is said of the works that fall short, each once."""
    said = {note(work): work for work in reversed(works)}
    return "".join(f"\n- {work}: {text}" for text, work in reversed(said.items()) if text) + "\n"


def digits(number):
    """Write a number with three digits, and all digits before the point."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def table_of_errors(dlkit, cholesky, goal=1e-7):
    """Return the table of the errors of least squares at condition 1e8."""
    broken = np.count_nonzero(np.isinf(cholesky))
    cells = [f"{np.median(e):.0e} (worst {e.max():.0e})" for e in (dlkit, cholesky[np.isfinite(cholesky)])]
    met = "yes" if dlkit.max() <= goal else "**no**"
    return f"""
| relative error of the weights at condition 1e8, median of {len(dlkit)} draws of 1,000 x 20 | error | goal | met |
|---|---|---|---|
| `least_squares` | {cells[0]} | ≤ {goal:.0e} | {met} |
| plain Cholesky on the normal equations | {cells[1]}, breaks down in {broken} draws | | |
"""


def machine():
    """Describe the processor, the libraries and the day."""
    blas = sorted(
        f"{pool['internal_api']} {pool['version']} ({pool.get('architecture', 'any')} kernels)"
        for pool in threadpoolctl.threadpool_info()
        if pool["user_api"] == "blas"
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""
- processor: {processor()}, one thread
- Python {platform.python_version()} on {platform.system()}, NumPy {np.__version__}, {packages}
- BLAS of NumPy and SciPy: {", ".join(blas)}
- {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}
"""


def processor():
    """Return the model of the processor, where the system tells it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
