"""What the methods of descent share: their arguments, read once before the first step, and iterates that are copies."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, finite, quiet, shown
from ._objective import objective
from .function import Differentiable

Schedule = Callable[[int], ArrayLike]


def iterates(steps: Iterator[Floats]) -> Iterator[Floats]:
    """Yield copies of what a method yields, so that nobody who writes into one changes the method's own state."""
    following = quiet(partial(next, steps))
    while True:
        yield following().copy()


def start_of(theta_0: ArrayLike, J: Differentiable) -> Floats:
    """Return where a descent of J starts; a shape that J does not take is told here, and not at the first step."""
    objective(J, "J")
    theta_0 = finite(theta_0, "theta_0")
    if theta_0.ndim == 0 or theta_0.size == 0:
        raise ValueError(
            f"theta_0 must have shape (..., d), d >= 1, got shape {theta_0.shape}; for d = 1 write [number]"
        )
    J(theta_0)
    J.gradient(theta_0)
    return theta_0


def read_arguments(
    J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike | Schedule, **rates: ArrayLike
) -> tuple[Any, ...]:
    """Return theta_0, one row for each run; the gradient; the learning rate by step; and the other rates.

    The rates have a last axis to go with that of theta, and its type. All that can be wrong is looked at here, once.
    """
    theta_0 = start_of(theta_0, objective(J, "J").whole or J)
    schedule = learning_rate if callable(learning_rate) else None
    read = {name: finite(rate, name).astype(theta_0.dtype) for name, rate in rates.items()}
    first = _learning_rate(schedule(0) if schedule else learning_rate, theta_0.dtype)
    for name, rate in read.items():
        if name == "epsilon" and not (rate > 0).all():
            raise ValueError(f"epsilon must be positive{_in(rate)}, got {shown(rates[name])}; 1e-8 is usual")
        if name != "epsilon" and not ((rate >= 0) & (rate < 1)).all():
            raise ValueError(
                f"{name} must be at least 0 and less than 1{_in(rate)}, got {shown(rates[name])}; 0.9 is usual"
            )
    shapes = {"theta_0 without its last axis": theta_0.shape[:-1], "learning_rate": first.shape}
    shapes |= {name: rate.shape for name, rate in read.items()}
    try:
        runs = np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(
            f"{', '.join(['learning_rate', *read])} must broadcast with the runs in theta_0, got {listed}; "
            "give one number, or one for each run"
        ) from None
    theta = np.broadcast_to(theta_0, (*runs, theta_0.shape[-1])).copy()  # the caller may change theta_0 afterwards
    first, *rest = (rate[..., None] for rate in (first, *read.values()))

    def eta(t: int) -> Floats:
        return _learning_rate(schedule(t), theta.dtype)[..., None] if schedule else first

    return theta, J.gradient_function, eta, *rest


def _in(rate: Floats) -> str:
    """Say of which type a rate is, where that may be why it is wrong: 1e-50 is 0 in float32."""
    return f" in {rate.dtype}" if rate.dtype == np.float32 else ""


def _learning_rate(value: Any, dtype: np.dtype) -> Floats:
    rate = finite(value, "learning_rate").astype(dtype)
    if not (rate > 0).all():
        raise ValueError(
            f"learning_rate must be positive{_in(rate)}, got {shown(value)}; try 0.1 and halve it until the loss "
            "decreases"
        )
    return rate
