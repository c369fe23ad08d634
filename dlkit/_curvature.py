"""The Hessian of the mean loss of a linear model, block by block: its memory does not grow with the examples."""

from collections.abc import Callable, Iterator

import numpy as np

from ._arrays import Floats
from .function import Differentiable

BLOCK = 2**17  # entries of a block, about: a megabyte, which stays in the processor's cache


def hessian(loss: Differentiable, model: Callable, X: Floats, y: Floats, theta: Floats, outputs: int | None) -> Floats:
    r"""Return the second derivative with respect to theta of shape (..., P), an array of shape (..., P, P).

    .. math:: \frac{\partial^2 J}{\partial W_{jk} \, \partial W_{lm}}
        = \frac1n \sum_{i=1}^n x_{ij} \, x_{il} \, \frac{\partial^2 \ell}{\partial z_{ik} \, \partial z_{im}}

    Models and examples are taken in blocks, so that beside the result nothing is larger than a few times `BLOCK`
    entries, or than the Hessian of one model if that is more.
    """
    models = theta.reshape(-1, theta.shape[-1])
    H = np.zeros((*models.shape, theta.shape[-1]), np.result_type(theta, X, y))
    add = _add_one if outputs is None else _add_several
    for few, part in _blocks(len(models), len(X), max(X.shape[1], (outputs or 1) ** 2), theta.shape[-1] ** 2):
        A = X[part]
        second = loss.hessian_function(model(models[few], A)[0], y[part])
        if outputs is not None and loss.elementwise:  # no output is in the loss of another
            second = second[..., None] * np.eye(outputs, dtype=second.dtype)
        add(H[few], A, second / len(X))
    return H.reshape(*theta.shape, theta.shape[-1])


def _blocks(models: int, examples: int, of_an_example: int, of_a_model: int) -> Iterator[tuple[slice, slice]]:
    """Yield which models and which examples to take at once, given how many entries one of each takes."""
    rows = min(examples, max(BLOCK, of_a_model) // of_an_example)
    several = max(1, BLOCK // max(rows * of_an_example, of_a_model))
    for k in range(0, models, several):
        for i in range(0, examples, rows):
            yield slice(k, k + several), slice(i, i + rows)


def _add_one(H: Floats, A: Floats, second: Floats) -> None:
    if (second >= 0).all():  # a product of one matrix with itself takes half of the time
        B = np.sqrt(second)[..., None] * A
        H += B.swapaxes(-1, -2) @ B
    else:
        H += A.T @ (second[..., None] * A)


def _add_several(H: Floats, A: Floats, second: Floats) -> None:
    d, K = A.shape[1], second.shape[-1]
    H = H.reshape(-1, d, K, d, K)
    for k in range(K):
        for m in range(k, K):
            part = A.T @ (second[:, :, k, m, None] * A)
            H[:, :, k, :, m] += part
            if m > k:
                H[:, :, m, :, k] += part
