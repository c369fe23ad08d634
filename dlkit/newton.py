"""Newton's method: the minimum of the quadratic model, step after step."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats
from .descent import iterates, start_of
from .function import Differentiable


def newton(J: Differentiable, theta_0: ArrayLike) -> Iterator[Floats]:
    r"""Yield the iterates of Newton's method, without end.

    .. math:: \theta_{t+1} = \theta_t - \left( \nabla^2 J(\theta_t) \right)^{-1} \nabla J(\theta_t)

    On a quadratic J with a positive definite Hessian the first step ends at the minimum. Near a minimum of a smooth
    J the number of right digits doubles with each step; far away it can diverge, and where the Hessian is not
    positive definite it goes to a saddle or a maximum as readily (Boyd and Vandenberghe, *Convex Optimization*,
    section 9.5). For the cross-entropies this is iteratively reweighted least squares.

    The equations are solved as they are where a Cholesky factorization shows a Hessian that is safely positive
    definite, and otherwise by its pseudo-inverse: the step of least norm, as where a feature is the sum of others,
    or all logits can be shifted alike.

    Args:
        J: the objective, a `Differentiable` with a Hessian, of theta of shape (..., d); such as `empirical_risk` of
            a smooth loss, and sums of that and `squared_l2`.
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.

    Raises:
        ValueError: J is no objective or has no Hessian, or theta_0 is not finite or does not have the shape.

    """
    theta = start_of(theta_0, J).copy()
    J.hessian(theta)

    def steps(theta: Floats) -> Iterator[Floats]:
        while True:
            yield theta
            H, g = J.hessian_function(theta), J.gradient_function(theta)
            theta = theta - solve(H, g)

    return iterates(steps(theta))


def solve(H: Floats, g: Floats) -> Floats:
    """Return the step that H and g ask for: the solution, or where H is singular the one of least norm."""
    if not np.isfinite(H).all():  # no factorization takes them; a run that diverged stays so
        diverged = ~np.isfinite(H).all(axis=(-2, -1))[..., None]
        H = np.where(diverged[..., None], np.eye(H.shape[-1]), H)
        g = np.where(diverged, np.nan, g)
    column = g[..., None]
    if _safely_definite(H):
        return np.linalg.solve(H, column)[..., 0]
    return (np.linalg.pinv(H, rcond=_rounding(H), hermitian=True) @ column)[..., 0]


def _rounding(H: Floats) -> float:
    """Return how small an eigenvalue can be, beside the largest, and still be rounding error of 0."""
    return 64 * H.shape[-1] * float(np.finfo(H.dtype).eps)


def _safely_definite(H: Floats) -> bool:
    try:
        pivots = np.diagonal(np.linalg.cholesky(H), axis1=-2, axis2=-1)
    except np.linalg.LinAlgError:
        return False
    # A pivot that is rounding error of the largest one says that the matrix is singular in truth.
    return bool((pivots.min(axis=-1) > pivots.max(axis=-1) * np.sqrt(_rounding(H))).all())
