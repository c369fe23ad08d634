"""The tables of RESULTS.md, and on what machine and with which versions they came about."""

import datetime
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import threadpoolctl

HEAD = """# How fast dlkit is beside its peers

Written by `make bench`. Both sides run in one process, on one thread, in turn: A B A B. A ratio is the time of the
peer over that of dlkit right before it; what is given is the median, and in brackets the 10th and 90th percentile.
Before they are timed, both sides are checked to give the same answer; the last column says how close they are. Data
is made outside the timing; what dlkit builds of it, such as an objective, is built within.

| work | peer | peer time / dlkit time | goal | met | dlkit | answers |
|---|---|---|---|---|---|---|
"""
PACKAGES = "scikit-learn", "scipy", "torch", "autograd"


def row(comparison, ratio, said):
    """Return the row of the table of one comparison."""
    spread = f"{digits(ratio.median)} ({digits(ratio.low)} to {digits(ratio.high)})"
    met = "" if comparison.goal is None else "yes" if ratio.median >= comparison.goal else "**no**"
    goal = "" if comparison.goal is None else f"≥ {comparison.goal:g}"
    cells = comparison.work, comparison.peer, spread, goal, met, f"{digits(1000 * ratio.ours)} ms", said
    return f"| {' | '.join(cells)} |"


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
