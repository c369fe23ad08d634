"""Newton's method: the minimum of the quadratic model, step after step."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats
from ._descent import iterates, start_of
from ._scaling import exponents, row_space, symmetrically, times
from .function import Differentiable


def newton(J: Differentiable, theta_0: ArrayLike) -> Iterator[Floats]:
    r"""Yield the iterates of Newton's method, without end.

    .. math:: \theta_{t+1} = \theta_t - \left( \nabla^2 J(\theta_t) \right)^{-1} \nabla J(\theta_t)

    On a quadratic J with a positive definite Hessian the first step ends at the minimum. Near a minimum of a smooth
    J the number of right digits doubles with each step; far away it can diverge, and where the Hessian is not
    positive definite it goes to a saddle or a maximum as readily (Boyd and Vandenberghe, *Convex Optimization*,
    section 9.5). For the cross-entropies this is iteratively reweighted least squares.

    The weights are taken in units in which the diagonal of the Hessian is nearly constant, powers of two, so that
    neither their scales nor their order matter (van der Sluis; Higham, *Accuracy and Stability of Numerical
    Algorithms*, section 10.1), and all is computed in float64. Where a Cholesky factorization shows a Hessian that
    is safely positive definite, the equations are solved as they are, and otherwise by its pseudo-inverse: the step
    of least norm, as where a feature is the sum of others, or all logits can be shifted alike. An eigenvalue counts
    as zero, beside the largest, if it is less than 64 d eps. Each run is treated on its own.

    Args:
        J: the objective, a `Differentiable` with a Hessian, of theta of shape (..., d); such as `empirical_risk` of
            a smooth loss, and sums of that and `squared_l2`.
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.

    Raises:
        ValueError: J is no objective or has no Hessian, or theta_0 is not finite or does not have the shape.

    """
    theta = start_of(theta_0, J)
    J.hessian(theta)
    dtype = theta.dtype

    def steps(theta: Floats) -> Iterator[Floats]:
        while True:
            yield theta.astype(dtype)
            H, g = J.hessian_function(theta), J.gradient_function(theta)
            theta = theta - newton_step(H, g)

    return iterates(steps(theta.astype(float)))


def newton_step(H: Floats, g: Floats) -> Floats:
    """Return the pseudo-inverse of H (..., d, d), symmetric, times g (..., d); of each run as if it were alone."""
    d = g.shape[-1]
    eps = float(np.finfo(np.result_type(H, np.float32)).eps)
    shape, H, g = g.shape, np.array(H, np.float64).reshape(-1, d, d), g.reshape(-1, d)
    diverged = ~np.isfinite(H).all(axis=(-2, -1))
    H[diverged] = identity = np.eye(d)  # no factorization takes them
    units = exponents(np.diagonal(H, axis1=-2, axis2=-1)[..., None]) // 2
    scaled, right = symmetrically(H, units), np.ldexp(g, -units)
    singular = ~_definite(scaled, np.sqrt(eps))
    scaled[singular] = identity  # so that all others are solved at once
    step = np.ldexp(np.linalg.solve(scaled, right[..., None])[..., 0], -units)
    if singular.any():
        step[singular] = _of_least_norm(H[singular], g[singular], units[singular], 64 * d * eps)
    step[diverged] = np.nan  # a run that diverged stays so
    return step.reshape(shape)


def _definite(H: Floats, smallest: float) -> np.ndarray:
    """Tell which of H (m, d, d) are safely positive definite: no squared pivot can be rounding error of 0."""
    try:
        pivots = np.diagonal(np.linalg.cholesky(H), axis1=-2, axis2=-1)
    except np.linalg.LinAlgError:  # one of them is not; where failures are not signaled, its pivots are NaN
        if len(H) == 1:
            return np.array([False])
        half = len(H) // 2
        return np.concatenate([_definite(H[:half], smallest), _definite(H[half:], smallest)])
    return (pivots.min(axis=-1) / pivots.max(axis=-1)) ** 2 > smallest


def _of_least_norm(H: Floats, g: Floats, units: np.ndarray, rounding: float) -> Floats:
    for _ in range(3):  # where H is indefinite, there can be large entries beside a small diagonal
        units = units + exponents(symmetrically(H, units)) // 2
    values, V = np.linalg.eigh(symmetrically(H, units))
    order = np.argsort(-np.abs(values), axis=-1)
    values, V = np.take_along_axis(values, order, axis=-1), np.take_along_axis(V, order[:, None], axis=-1)
    kept = np.abs(values) > rounding * np.abs(values[:, :1])
    inverse = np.divide(1, values, where=kept, out=np.zeros_like(values))

    Q, shortest = row_space(V * kept[:, None], units, rounding)

    def coefficients(g: Floats) -> Floats:
        return inverse * times(V.swapaxes(-1, -2), np.ldexp(g, -units))

    # Where the rank is full, nothing is out of reach; elsewhere what H cannot reach is taken out of g first.
    whole = np.ldexp(times(V, coefficients(g)), -units)
    reached = times(Q, times(Q.swapaxes(-1, -2), g))
    return np.where(kept.all(axis=-1, keepdims=True), whole, shortest(coefficients(reached)))
