"""What the objectives of all models share: targets that fit, the mean over examples, mini-batches, little memory."""

import functools
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from ._arrays import Floats, finite, positive_count, shown, targets
from ._labels import number_of_classes, refuse_names
from .function import Differentiable

BLOCK = 2**13  # entries of the predictions computed at once: they stay in the processor's cache, several times faster

# From weights (..., P) and examples (n, d): predictions, and what turns their gradient into that of the weights.
Model = Callable[[Floats, Floats], tuple[Floats, Callable[[Floats], Floats]]]


def objective(J: Any, name: str) -> Differentiable:
    """Return J if it is a `Differentiable` that can be descended."""
    if not isinstance(J, Differentiable) or J.elementwise:
        raise ValueError(
            f"{name} must be a Differentiable that reduces the last axis of theta, got {shown(J)}; "
            "for example empirical_risk(squared_error, X, y)"
        )
    return J


def over_terms(loss: Any, make: Callable[[Differentiable], Differentiable]) -> Differentiable:
    """Return the objective of a loss, made of those of its terms: the mean is linear in the loss."""
    if not isinstance(loss, Differentiable) or not all(_is_loss(f) for _, f in loss.terms):
        raise ValueError(
            f"loss must be a Differentiable of a prediction and a target, got {shown(loss)}; for example squared_error"
        )
    objectives = [(c, make(f)) for c, f in loss.terms]
    return functools.reduce(operator.add, (J if c == 1 else c * J for c, J in objectives))


def _is_loss(f: Differentiable) -> bool:
    return len(f.parameters) >= 2 and f.examples is None  # noqa: PLR2004 - the prediction and the target


def read_targets(loss: Differentiable, y: Any, X: Floats, outputs: int | None) -> tuple[Floats, int | None]:
    """Return the targets of the rows of X as the loss needs them, and how many outputs they ask of a model.

    One output that is a number, and not a row of one, is None.
    """
    n = len(X)
    outputs = outputs if outputs is None else positive_count(outputs, "outputs")
    if not loss.elementwise:
        refuse_names(y if isinstance(y, np.ma.MaskedArray) else np.asarray(y), "y")
    y = finite(y, "y")
    if not loss.elementwise and y.shape == (n, 1):
        raise ValueError(f"y must have shape ({n},), one label for each example, got shape {y.shape}; write y.ravel()")
    if y.ndim == 2 and len(y) == n and y.shape[1] > 0 and outputs in {None, y.shape[1]}:  # noqa: PLR2004 - a matrix
        columns = y.shape[1]
    elif y.ndim == 2 and outputs is not None:  # noqa: PLR2004 - a matrix
        raise ValueError(f"y must have shape ({n},) or ({n}, {outputs}), got shape {y.shape}; one row for each example")
    else:
        y = targets(y, n)
        columns = outputs
        if not loss.elementwise:
            y = _whole(y)
            columns = outputs or number_of_classes(int(y.max()), n, "y", "outputs")
        elif outputs is not None:
            raise ValueError(
                f"y must have shape ({n}, {outputs}) for {outputs} outputs of {loss.__name__}, got shape {y.shape}; "
                "one column for each output"
            )
    _, (y, *_) = loss.read(np.zeros((n, columns) if columns else n, X.dtype), y)
    return y.copy(), columns  # the caller may change his afterwards


def _whole(y: Floats) -> np.ndarray:
    labels = y.astype(int)
    if (labels != y).any() or (labels < 0).any():
        wrong = y[(labels != y) | (labels < 0)][0]
        raise ValueError(
            f"y must hold labels 0, 1, ..., K - 1, got {wrong:.6g} among them; number the classes with "
            "np.unique(names, return_inverse=True)[1]"
        )
    return labels


def mean_loss(
    loss: Differentiable,
    model: Model,
    X: Floats,
    y: Floats,
    *,
    read: Callable[..., tuple],
    hessian: Callable[..., Floats] | None = None,
) -> Differentiable:
    """Return the mean over examples of the loss of a model, whose gradient is the loss's, pulled back by the model."""
    axes = (-2, -1) if loss.elementwise and y.ndim == 2 else -1  # noqa: PLR2004 - the loss of a row is its sum
    entries = y.size

    def batch(rows: np.ndarray | None) -> tuple[Floats, Floats]:
        return (X, y) if rows is None else (X[rows], y[rows])

    def value(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        examples, wanted = batch(rows)

        def part(theta: Floats) -> Floats:
            return loss.value_function(model(theta, examples)[0], wanted).sum(axis=axes) / len(examples)

        return in_blocks(part, theta, entries)

    def gradient(theta: Floats, rows: np.ndarray | None = None) -> Floats:
        examples, wanted = batch(rows)

        def part(theta: Floats) -> Floats:
            prediction, pull_back = model(theta, examples)
            return pull_back(loss.gradient_function(prediction, wanted) / len(examples))

        return in_blocks(part, theta, entries)

    return Differentiable(value, gradient, hessian=hessian, examples=len(X), read=read, name=f"mean {loss.__name__}")


def in_blocks(f: Callable[[Floats], Floats], theta: Floats, entries: int) -> Floats:
    """Apply f to theta of shape (..., P), so many at once that all predictions together have about BLOCK entries."""
    if theta.ndim == 1:
        return f(theta)
    models = theta.reshape(-1, theta.shape[-1])
    size = max(1, BLOCK // entries)
    results = [f(models[i : i + size]) for i in range(0, len(models), size)]
    return np.concatenate(results).reshape(theta.shape[:-1] + results[0].shape[1:])
