"""What a descent does: its iterates taken down, until it has taken its steps or the gradient is small."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, count, floats, number, positive_count, quiet, shown
from ._objective import objective
from .function import Differentiable


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """What `record` saw: the iterates, the objective at each, and where it stopped being finite.

    Attributes:
        theta: the iterates, shape (k, ..., d); the first is the start.
        value: the objective at each, shape (k, ...).
        diverged_at: the first of the recorded steps at which theta or the value is infinite or NaN, or None if there
            is none; for many runs an array of ints of shape (...), with -1 for none.
        step: the number of each recorded step, shape (k,); 0, 1, 2, ... unless only every other was asked for.

    """

    theta: Floats
    value: Floats
    diverged_at: int | np.ndarray | None
    step: np.ndarray

    def __repr__(self) -> str:
        """Say the number of steps, of runs, and of those that diverged."""
        steps, runs = self.step[-1], self.value[0].size
        if self.value.ndim > 1:
            return f"Trajectory: {steps} steps of {runs} runs, {np.count_nonzero(self.diverged_at >= 0)} diverged"
        end = "" if self.diverged_at is None else f", not finite from step {self.diverged_at}"
        return f"Trajectory: {steps} steps, value {self.value[0]:.6g} to {self.value[-1]:.6g}{end}"


def record(
    iterates: Iterable[ArrayLike],
    J: Differentiable,
    steps: int = 100,
    *,
    every: int = 1,
    gradient_norm: float | None = None,
    progress: bool = False,
) -> Trajectory:
    r"""Take the start and `steps` further iterates, and evaluate the objective at all of them in one call.

    Args:
        iterates: theta_0, theta_1, ..., such as `gradient_descent` yields; if they end before, the record does too.
        J: the objective to evaluate; it need not be the one descended.
        steps: how many steps to take at most, 0 or more.
        every: keep the start and each step that is a multiple of this, for long runs of many weights.
        gradient_norm: stop at the first kept iterate with :math:`\lVert \nabla J(\theta) \rVert_2` at most this, in
            all runs that are finite; it costs a gradient for each.
        progress: show a bar while it runs; needs the package tqdm.

    Raises:
        ValueError: J is no objective, steps or every is not a whole number, gradient_norm is not positive, or there
            is no iterate, or they differ in shape.
        ModuleNotFoundError: progress is wanted and tqdm is not installed.

    """
    steps, every = count(steps, "steps"), positive_count(every, "every")
    objective(J, "J")
    if gradient_norm is not None and not number(gradient_norm, "gradient_norm") > 0:
        raise ValueError(f"gradient_norm must be positive, got {shown(gradient_norm)}; 1e-6 is usual")
    if not isinstance(iterates, Iterable):
        raise ValueError(
            f"iterates must be a sequence of arrays, got {shown(iterates)}; for example "
            "gradient_descent(J, theta_0, learning_rate)"
        )
    taken, kept = [], []
    for step, theta in enumerate(_with_bar(islice(iterates, steps + 1), steps + 1, wanted=progress)):
        if step % every == 0:
            # Copies, as a generator may change its one array in place from step to step.
            taken.append(floats(theta, "iterates").copy())
            kept.append(step)
            if gradient_norm is not None and _is_small(J.gradient(taken[-1]), gradient_norm):
                break
    if len({theta.shape for theta in taken}) != 1:
        shapes = shown([theta.shape for theta in taken])
        raise ValueError(
            f"iterates must be at least one array, all of one shape, got shapes {shapes}; yield theta itself"
        )
    theta, step = np.stack(taken), np.array(kept)
    value = J(theta)
    finite_so_far = np.isfinite(theta).all(axis=-1) & np.isfinite(value)
    first = np.where(finite_so_far.all(axis=0), -1, step[np.argmin(finite_so_far, axis=0)])
    if first.ndim:
        return Trajectory(theta, value, first, step)
    return Trajectory(theta, value, int(first) if first >= 0 else None, step)


@quiet
def _is_small(gradient: Floats, limit: float) -> bool:
    """Say whether every run is at a stationary point or has diverged, and not all have diverged."""
    norms = np.linalg.norm(gradient, axis=-1)
    if not norms.ndim:
        return bool(norms <= limit)
    seen = np.isfinite(norms)
    return bool(seen.any() and (norms[seen] <= limit).all())


def _with_bar(iterates: Iterable, total: int, *, wanted: bool) -> Iterable:
    if not wanted:
        return iterates
    try:
        from tqdm.auto import tqdm  # noqa: PLC0415 - only who wants a bar needs it
    except ModuleNotFoundError as problem:
        raise ModuleNotFoundError(
            "progress=True needs the package tqdm; pip install tqdm, or leave it out"
        ) from problem
    return tqdm(iterates, total=total, unit="step")
