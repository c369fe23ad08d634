"""Stochastic descent: each step follows the gradient on a few examples in place of all."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, generator, positive_count, shown
from ._descent import Schedule
from ._objective import objective
from .descent import gradient_descent
from .function import Differentiable


def stochastic(
    J: Differentiable,
    theta_0: ArrayLike,
    learning_rate: ArrayLike | Schedule,
    *,
    batch_size: int,
    rng: np.random.Generator,
    replace: bool = False,
    method: Callable[..., Iterator[Floats]] = gradient_descent,
) -> Iterator[Floats]:
    r"""Yield the iterates of a method of descent that sees a mini-batch of the examples at each step, without end.

    .. math:: \theta_{t+1} = \theta_t - \eta_t \, \nabla J_{B_t}(\theta_t), \qquad
        J_B(\theta) = \frac{1}{|B|} \sum_{i \in B} \ell_i(\theta)

    With a batch of one it is stochastic gradient descent, with a batch of all n examples the method itself. Drawn
    with replacement, the gradient on a batch is that of J in the mean. Without, the examples are shuffled and taken
    in turn, each once in an epoch, whose last batch may be smaller (Bottou, Curtis and Nocedal, Optimization
    methods for large-scale machine learning, *SIAM Review* 60, 2018).

    Many runs at once see the same batches.

    Args:
        J: the objective, a mean over examples, such as `empirical_risk` makes, with penalties or without.
        theta_0: where to start, as in `gradient_descent`.
        learning_rate: as in `gradient_descent`; with a constant one it does not converge but hovers near a minimum.
        batch_size: how many examples a step sees, 1 to n.
        rng: where the batches come from, such as np.random.default_rng(0).
        replace: whether an example can be drawn again before all others were.
        method: called as method(J, theta_0, learning_rate); such as `adam`, or
            functools.partial(momentum, beta=0.9).

    Raises:
        ValueError: J is no mean over examples, batch_size is not from 1 to n, rng is no `numpy.random.Generator`,
            method is not callable, and as the method.

    """
    n = _read(J, batch_size, rng, method)
    batches = _batches(n, batch_size, rng, replace=replace)

    def gradient(theta: Floats) -> Floats:
        return J.gradient_function(theta, next(batches))

    return method(_with(gradient, J), theta_0, learning_rate)


def _read(J: Differentiable, batch_size: int, rng: np.random.Generator, method: Callable[..., Any]) -> int:
    """Return of how many examples J is the mean, or say what is wrong."""
    n = objective(J, "J").examples
    if n is None:
        raise ValueError(
            f"J must be a mean over examples, got {shown(J)}; for example empirical_risk(squared_error, X, y)"
        )
    if positive_count(batch_size, "batch_size") > n:
        raise ValueError(f"batch_size must be at most {n}, the number of examples, got {batch_size}; 32 is usual")
    if not callable(method):
        raise ValueError(f"method must be a method of descent, got {shown(method)}; for example gradient_descent")
    generator(rng, "rng")
    return n


def _with(gradient: Callable[[Floats], Floats], J: Differentiable) -> Differentiable:
    """Return J with another gradient; `whole` is J, whose own can be looked at without drawing a batch."""
    on_batches = Differentiable(J.value_function, gradient, examples=J.examples, name=J.__name__)
    on_batches.whole = J
    return on_batches


def _batches(n: int, size: int, rng: np.random.Generator, *, replace: bool) -> Iterator[np.ndarray]:
    while True:
        if replace:
            yield rng.integers(n, size=size)
        else:
            order = rng.permutation(n)
            yield from (order[i : i + size] for i in range(0, n, size))
