"""Gradients by finite differences: slow, nearly right for any function, and so the check of every other gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, broadcasting_to, finite, is_finite, shown
from .function import Differentiable


def numerical_gradient(
    f: Callable[..., ArrayLike],
    x: ArrayLike,
    *args: Any,
    step: ArrayLike | None = None,
) -> Floats:
    r"""Return the derivative of f at x by central differences, with no use of its gradient.

    .. math:: \frac{\partial f}{\partial x_j}(\mathbf{x})
        \approx \frac{f(\mathbf{x} + h_j \mathbf{e}_j) - f(\mathbf{x} - h_j \mathbf{e}_j)}{2 h_j}

    The truncation error is of order h^2 and the rounding error of order eps / h; their sum is least near
    h = eps^(1/3), which is scaled by max(1, abs(x_j)) for each coordinate (Press et al., *Numerical Recipes*,
    section 5.7). It costs two evaluations for each coordinate.

    Args:
        f: a `Differentiable`, or any function of (x, \*args). One that is not marked elementwise maps x of shape
            (..., d) to (...).
        x: the point, or the points: finite, shape (..., d), or any shape if f is elementwise.
        *args: further arguments of f.
        step: h in place of the above: positive, one number or one for each coordinate.

    Returns:
        An array of the shape of x.

    Raises:
        ValueError: f is not callable, x is not finite, step is not positive, or f(x) does not have the shape (...).

    """
    if not callable(f):
        raise ValueError(f"f must be a function, got {shown(f)}; pass the function itself, without calling it")
    x = finite(x, "x")
    if step is None:
        h = np.finfo(x.dtype).eps ** (1 / 3) * np.maximum(1, np.abs(x))
    else:
        h = broadcasting_to(x.shape, step, "step") + np.zeros_like(x)
        if not (h > 0).all():
            raise ValueError(f"step must be positive, got {shown(step)}; 1e-5 suits values near 1")
    above, below = x + h, x - h  # their difference, not 2 h, is what was really stepped
    if x.ndim == 0 or getattr(f, "elementwise", False):
        return (f(above, *args) - f(below, *args)) / (above - below)
    gradient = np.empty_like(x)
    for j in range(x.shape[-1]):
        here = np.arange(x.shape[-1]) == j
        change = np.subtract(f(np.where(here, above, x), *args), f(np.where(here, below, x), *args))
        if change.shape != x.shape[:-1]:
            raise ValueError(
                f"f must map x of shape {x.shape} to values of shape {x.shape[:-1]}, got shape {change.shape}; "
                "mark a function of each entry with differentiable(..., elementwise=True)"
            )
        gradient[..., j] = change / (above - below)[..., j]
    return gradient


def gradient_error(f: Differentiable, x: ArrayLike, *args: Any) -> float:
    r"""Return how far the gradient of f is from the numerical one at x, relative to the larger of the two.

    .. math:: \frac{\lVert \mathbf{g} - \tilde{\mathbf{g}} \rVert_2}
        {\max(\lVert \mathbf{g} \rVert_2, \lVert \tilde{\mathbf{g}} \rVert_2)}

    About 1e-9 in float64 if the gradient is right, and of order 1 if it is wrong; infinite if either is not finite.
    Where the gradient is zero, both are rounding error and the ratio means nothing: choose another point.

    Args:
        f: the function with its gradient.
        x: the point, or the points, as in `numerical_gradient`.
        *args: further arguments of f.

    Raises:
        ValueError: f has no gradient, and as `numerical_gradient`.

    """
    if not isinstance(f, Differentiable):
        raise ValueError(
            f"f must be a Differentiable, got {shown(f)}; give it a gradient with differentiable(gradient=...)"
        )
    analytic, numerical = f.gradient(x, *args), numerical_gradient(f, x, *args)
    if not (is_finite(analytic) and is_finite(numerical)):
        return np.inf  # which is above every tolerance; NaN would be below as much as above
    size = max(np.linalg.norm(analytic), np.linalg.norm(numerical))
    return float(np.linalg.norm(analytic - numerical) / size) if size > 0 else 0.0
