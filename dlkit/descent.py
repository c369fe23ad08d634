"""Methods of descent: each an endless generator of theta_0, theta_1, ...; whoever consumes it stops it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, count, finite, floats, shown
from .function import Differentiable


def gradient_descent(J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike) -> Iterator[Floats]:
    r"""Yield the iterates of gradient descent, without end.

    .. math:: \theta_{t+1} = \theta_t - \eta \, \nabla J(\theta_t)

    On a quadratic J it converges from every start if and only if :math:`0 < \eta < 2 / \lambda_{\max}`, the largest
    eigenvalue of the Hessian (Goh, *Why momentum really works*, Distill, 2017). Where it diverges, the
    iterates become infinite and then NaN, which is no error.

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run: an array that broadcasts with the leading
            axes of theta_0. So an array of shape (k,) and theta_0 of shape (d,) are k runs, theta of shape (k, d).

    Raises:
        ValueError: J is no objective, theta_0 is not finite or has no axis, a learning rate is not positive and
            finite, or the shapes do not fit.

    """
    theta, eta = _start(J, theta_0, learning_rate=learning_rate)

    def iterates(theta: Floats) -> Iterator[Floats]:
        while True:
            yield theta
            with np.errstate(over="ignore", invalid="ignore"):
                theta = theta - eta * J.gradient(theta)

    return iterates(theta)


def momentum(J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike, beta: ArrayLike) -> Iterator[Floats]:
    r"""Yield the iterates of gradient descent with momentum (the heavy ball), without end.

    .. math:: v_{t+1} = \beta v_t - \eta \, \nabla J(\theta_t), \qquad
        \theta_{t+1} = \theta_t + v_{t+1}, \qquad v_0 = 0

    With :math:`\beta = 0` it is gradient descent. On a quadratic J it converges from every start if and only if
    :math:`0 < \eta < 2 (1 + \beta) / \lambda_{\max}` (Polyak, 1964; Goh, 2017).

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run, as in `gradient_descent`.
        beta: the part of the velocity that is kept, :math:`0 \le \beta < 1`, one number, or one for each run.

    Raises:
        ValueError: beta is outside [0, 1), and as in `gradient_descent`.

    """
    theta, eta, beta = _start(J, theta_0, learning_rate=learning_rate, beta=beta)

    def iterates(theta: Floats) -> Iterator[Floats]:
        velocity = np.zeros_like(theta)
        while True:
            yield theta
            with np.errstate(over="ignore", invalid="ignore"):
                velocity = beta * velocity - eta * J.gradient(theta)
                theta = theta + velocity

    return iterates(theta)


def _start(J: Differentiable, theta_0: ArrayLike, **rates: ArrayLike) -> tuple[Floats, ...]:
    """Return theta_0, one row for each run, and the rates with a last axis to go with its last axis."""
    if not isinstance(J, Differentiable) or J.elementwise:
        raise ValueError(
            f"J must be a Differentiable that reduces the last axis of theta, got {shown(J)}; "
            "for example empirical_risk(squared_error, X, y)"
        )
    theta_0 = finite(theta_0, "theta_0")
    if theta_0.ndim == 0 or theta_0.size == 0:
        raise ValueError(
            f"theta_0 must have shape (..., d), d >= 1, got shape {theta_0.shape}; for d = 1 write [number]"
        )
    read = {name: finite(rate, name) for name, rate in rates.items()}
    if not (read["learning_rate"] > 0).all():
        raise ValueError(
            f"learning_rate must be positive, got {shown(rates['learning_rate'])}; try 0.1 and halve it "
            "until the loss decreases"
        )
    if "beta" in read and not ((read["beta"] >= 0) & (read["beta"] < 1)).all():
        raise ValueError(f"beta must be at least 0 and less than 1, got {shown(rates['beta'])}; 0.9 is usual")
    shapes = {"theta_0 without its last axis": theta_0.shape[:-1], **{name: rate.shape for name, rate in read.items()}}
    try:
        runs = np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(
            f"learning_rate and beta must broadcast with the runs in theta_0, got {listed}; "
            "give one number, or one for each run"
        ) from None
    theta = np.broadcast_to(theta_0, (*runs, theta_0.shape[-1])).copy()  # the caller may change theta_0 afterwards
    J.gradient(theta)  # if J does not take theta_0, say so now and not at the first step
    return theta, *(rate[..., None] for rate in read.values())


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """What `record` saw: the iterates, the objective at each, and where it stopped being finite.

    Attributes:
        theta: the iterates, shape (steps + 1, ..., d); the first is the start.
        value: the objective at each, shape (steps + 1, ...).
        diverged_at: the first step at which theta or the value is infinite or NaN, or None if there is none; for
            many runs an array of ints of shape (...), with -1 for none.

    """

    theta: Floats
    value: Floats
    diverged_at: int | np.ndarray | None

    def __repr__(self) -> str:
        """Say the number of steps, of runs, and of those that diverged."""
        steps, runs = len(self.theta) - 1, self.value[0].size
        if self.value.ndim > 1:
            return f"Trajectory: {steps} steps of {runs} runs, {np.count_nonzero(self.diverged_at >= 0)} diverged"
        end = "" if self.diverged_at is None else f", not finite from step {self.diverged_at}"
        return f"Trajectory: {steps} steps, value {self.value[0]:.6g} to {self.value[-1]:.6g}{end}"


def record(iterates: Iterable[ArrayLike], J: Differentiable, steps: int = 100) -> Trajectory:
    """Take the start and `steps` further iterates, and evaluate the objective at all of them in one call.

    Args:
        iterates: theta_0, theta_1, ..., such as `gradient_descent` yields; if they end before, the record does too.
        J: the objective to evaluate; it need not be the one descended.
        steps: how many steps to take, 0 or more.

    Raises:
        ValueError: J is no objective, steps is not a whole number, or there is no iterate, or they differ in shape.

    """
    steps = count(steps, "steps")
    if not isinstance(J, Differentiable) or J.elementwise:
        raise ValueError(
            f"J must be a Differentiable that reduces the last axis of theta, got {shown(J)}; "
            "for example empirical_risk(squared_error, X, y)"
        )
    if not isinstance(iterates, Iterable):
        raise ValueError(
            f"iterates must be a sequence of arrays, got {shown(iterates)}; for example "
            "gradient_descent(J, theta_0, learning_rate)"
        )
    # Copies, as a generator may change its one array in place from step to step.
    taken = [floats(theta, "iterates").copy() for theta in islice(iterates, steps + 1)]
    if len({theta.shape for theta in taken}) != 1:
        shapes = shown([theta.shape for theta in taken])
        raise ValueError(
            f"iterates must be at least one array, all of one shape, got shapes {shapes}; yield theta itself"
        )
    theta = np.stack(taken)
    value = J(theta)
    finite_so_far = np.isfinite(theta).all(axis=-1) & np.isfinite(value)
    first = np.where(finite_so_far.all(axis=0), -1, np.argmin(finite_so_far, axis=0))
    if first.ndim:
        return Trajectory(theta, value, first)
    return Trajectory(theta, value, int(first) if first >= 0 else None)
