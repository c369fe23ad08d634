"""What a call costs beside its mathematics: arguments looked at, names, errors; in microseconds, on small arrays."""

import numpy as np

from benchmarks.compare import interleaved
from benchmarks.report import digits
from dlkit import binary_cross_entropy, empirical_risk, squared_error, squared_l2
from dlkit.closed_form import triangle

NOTE = """
Beside the mathematics: 0.4 µs so that overflow gives no warning, 0.5 µs to see that a further argument is finite, 1 µs
to see that labels are 0 and 1, and functions of Python that call each other. A sum reads its weights once for each of
its terms, as each may refuse them; to trust the first alone would save 0.3 µs.
"""
GOAL = 3.0  # microseconds
TURN = 1e-3  # seconds, so short that few turns are interrupted


def calls(n=50, d=3):
    """Yield what is called, the call, and the same mathematics in bare NumPy."""
    rng = np.random.default_rng(0)
    X, y, theta, z = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d), rng.normal(size=n)
    labels = (y > 0).astype(float)
    A, b = triangle(X, y)
    step = 2 / n * A
    J = empirical_risk(squared_error, X, y)
    penalized = J + 0.1 * squared_l2

    def value():
        r = A @ theta - b
        return r @ r / n

    def cross_entropy():
        m = (1 - 2 * labels) * z
        return np.maximum(m, 0) + np.log1p(np.exp(-np.abs(m)))

    yield "`J(theta)`", lambda: J(theta), value
    yield "`J.gradient(theta)`", lambda: J.gradient(theta), lambda: (A @ theta - b) @ step
    yield "`squared_error(z, y)`", lambda: squared_error(z, y), lambda: (z - y) ** 2
    yield "`binary_cross_entropy(z, y)`", lambda: binary_cross_entropy(z, labels), cross_entropy
    yield (
        "`(J + 0.1 * squared_l2)(theta)`", lambda: penalized(theta), lambda: value() + 0.1 * (theta**2).sum(axis=-1)
    )  # fmt: skip
    yield (
        "`(J + 0.1 * squared_l2).gradient(theta)`", lambda: penalized.gradient(theta),
        lambda: (A @ theta - b) @ step + 0.1 * (2 * theta)
    )  # fmt: skip


def overheads(repeats=501):
    """Return the table of what calls cost, each checked to give what the bare mathematics gives."""
    lines = [
        "\n| call | bare NumPy | the call | beside the mathematics | goal | met |",
        "|---|---|---|---|---|---|",
    ]
    for name, call, bare in calls():
        np.testing.assert_allclose(call(), bare(), rtol=1e-13)
        times = 1e6 * interleaved([call, bare], repeats, least=TURN)
        low, median, high = np.percentile(times[:, 0] - times[:, 1], [10, 50, 90])
        cells = [f"{digits(t)} µs" for t in np.median(times, axis=0)[::-1]]
        cells += [f"{digits(median)} µs ({digits(low)} to {digits(high)})", f"≤ {GOAL:g} µs"]
        lines.append(f"| {name} | {' | '.join(cells)} | {'yes' if median <= GOAL else '**no**'} |")
    return "\n".join(lines) + "\n" + NOTE
