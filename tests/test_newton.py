"""Newton's method whatever the units of the weights are, where the Hessian is singular, and of many runs at once."""

from itertools import islice

import numpy as np
import pytest

from dlkit import (
    Differentiable,
    add_intercept,
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    newton,
    squared_error,
)
from dlkit.newton import newton_step
from tests.exact import minus, pseudo_inverse_times

EPS = np.finfo(float).eps


def _after(steps, J, start):
    return next(islice(newton(J, start), steps, None))


def _error(theta, exact, sizes):
    return np.linalg.norm(sizes * minus(theta, exact)) / np.linalg.norm(sizes * np.array([float(e) for e in exact]))


def test_one_step_ends_at_the_minimum_whatever_the_scales_and_the_order_of_the_columns():
    X = np.random.default_rng(0).normal(size=(50, 2)) * [1e4, 1e-4]
    for design in (X, X[:, ::-1]):
        theta = _after(1, empirical_risk(squared_error, design, X @ [1.0, 1.0]), [0.0, 0.0])
        np.testing.assert_allclose(theta, [1, 1], rtol=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_on_100_quadratics_it_is_as_exact_as_least_squares(dtype):
    rng = np.random.default_rng(1)
    for _ in range(100):
        n, d = int(rng.integers(8, 20)), int(rng.integers(2, 6))
        U, V = (np.linalg.qr(rng.normal(size=(rows, d)))[0] for rows in (n, d))
        X = U * np.geomspace(1, 10 ** -rng.uniform(0, 3 if dtype is np.float32 else 5), d) @ V.T
        X = (X * 10 ** rng.uniform(-8, 8, d)).astype(dtype)
        sizes = np.linalg.norm(X.astype(float), axis=0)
        y = (X @ (rng.normal(size=d) / sizes) + 0.1 * rng.normal(size=n)).astype(dtype)
        exact, _ = pseudo_inverse_times(X, y)
        theta = _after(5, empirical_risk(squared_error, X, y), np.zeros(d, dtype))
        assert theta.dtype == dtype
        unscaled, scaled = (np.linalg.lstsq(A, y, rcond=None)[0] for A in (X, X / sizes))
        best = min(_error(unscaled, exact, sizes), _error(scaled / sizes, exact, sizes))
        condition = np.linalg.cond(X / sizes)
        floor = np.finfo(dtype).eps if dtype is np.float32 else 8 * EPS * condition
        assert _error(theta, exact, sizes) <= 4 * best + floor


def test_float32_years_keep_their_slope():
    years = add_intercept(np.arange(1990, 2021, dtype=np.float32)[:, None])
    y = (5 + 0.3 * (years[:, 1] - 2000)).astype(np.float32)
    theta = _after(3, empirical_risk(squared_error, years, y), np.zeros(2, np.float32))
    np.testing.assert_allclose(theta, [-595, 0.3], rtol=1e-6)


def test_in_float32_it_computes_in_float64():
    """Where the digits of float32 would be lost on the way: years, whose squares fill 22 bits, and a logistic loss."""
    years = add_intercept(np.linspace(1990, 2020, 61, dtype=np.float32)[:, None])
    y = np.random.default_rng(5).random(61) < 1 / (1 + np.exp(2005 - years[:, 1]))
    single, double = (empirical_risk(binary_cross_entropy, years.astype(dtype), y) for dtype in (np.float32, float))
    theta = _after(30, single, np.zeros(2, np.float32))
    np.testing.assert_allclose(theta, _after(30, double, np.zeros(2)), rtol=1e-7)


@pytest.mark.parametrize("spread", [0, 8, 20])
def test_the_step_is_the_pseudo_inverse_of_the_hessian_in_the_units_of_the_weights(spread):
    """Of any rank, definite or not, and also for gradients that the Hessian cannot reach."""
    rng = np.random.default_rng(2)
    for k in range(60):
        d = int(rng.integers(2, 6))
        B = rng.integers(-9, 10, size=(int(rng.integers(1, d)), d)).astype(float)
        units = 2.0 ** rng.integers(-spread, spread + 1, size=d)
        H = (B.T * (rng.choice([-1, 1], size=len(B)) if k % 3 == 0 else 1)) @ B * units * units[:, None]
        g = rng.normal(size=d) * units
        exact, _ = pseudo_inverse_times(H, g)
        assert not any(exact) or _error(newton_step(H, g), exact, 1) < 1e-10


def test_with_logits_that_can_be_shifted_alike_the_step_has_no_part_in_that_direction():
    rng = np.random.default_rng(3)
    X = add_intercept(rng.normal(size=(60, 2)) * [1e6, 1e-6])
    J = empirical_risk(cross_entropy, X, rng.integers(3, size=60))
    theta = _after(8, J, np.zeros(9)).reshape(3, 3)
    np.testing.assert_allclose(theta.sum(axis=1) / np.linalg.norm(theta), 0, atol=1e-14)
    np.testing.assert_allclose(J.gradient(theta.ravel()).reshape(3, 3) / np.abs(X).max(axis=0)[:, None], 0, atol=1e-12)


@pytest.mark.parametrize(
    "H",
    [
        [[0.0, 1], [1, 0]],
        [[0, 1e9], [1e9, 0]],
        [[1e4, 1], [1, -1e-4]],
        [[2, 0], [0, -3.0]],
        [[0, 1e9, 0], [1e9, 0, 0], [0, 0, 1e-9]],
    ],
)
def test_an_indefinite_hessian_leads_to_the_saddle(H):
    H = np.array(H)
    saddle = Differentiable(
        lambda t: np.einsum("...i,ij,...j->...", t, H, t) / 2, lambda t: t @ H, hessian=lambda t: H + 0 * t[..., None]
    )
    np.testing.assert_allclose(_after(1, saddle, [3.0, -4.0, 5.0][: len(H)]), 0, atol=1e-10)


def _hessians():
    rng = np.random.default_rng(4)
    B = rng.normal(size=(7, 4, 4))
    H = B @ B.swapaxes(-1, -2)
    H[1] = np.ones((4, 4))  # singular
    H[2] = np.diag([1, -2, 3, 4])  # indefinite
    H[3] = np.nan
    H[4, 0, 0] = np.inf
    H[5] = 0
    return H, rng.normal(size=(7, 4))


def test_each_run_is_as_if_it_were_alone():
    H, g = _hessians()
    together = newton_step(H, g)
    for k in range(len(H)):
        np.testing.assert_array_equal(newton_step(H[k], g[k]), together[k])
    np.testing.assert_allclose(together[[0, 2, 6]], np.linalg.solve(H[[0, 2, 6]], g[[0, 2, 6], :, None])[..., 0])
    np.testing.assert_allclose(together[1], g[1].mean() / 4)
    assert np.isnan(together[[3, 4]]).all()
    np.testing.assert_array_equal(together[5], 0)


def test_it_works_where_a_failed_factorization_is_not_an_error_but_nan(monkeypatch):
    """In the browser no floating-point error is signaled."""
    H, g = _hessians()
    expected, cholesky = newton_step(H, g), np.linalg.cholesky

    def silent(A):
        factors = np.full_like(A, np.nan)
        for k, matrix in enumerate(A):
            if np.linalg.eigvalsh(matrix)[0] > 0:
                factors[k] = cholesky(matrix)
        return factors

    monkeypatch.setattr(np.linalg, "cholesky", silent)
    np.testing.assert_array_equal(newton_step(H, g), expected)


def test_what_it_yields_can_be_written_to():
    J = empirical_risk(binary_cross_entropy, [[1.0], [2], [3]], [0, 1, 0])
    steps = newton(J, [0.0])
    for _ in range(2):
        next(steps)[:] = np.nan
    np.testing.assert_array_equal(next(steps), _after(2, J, [0.0]))


def test_derivatives_of_a_wrong_shape_are_refused_at_the_start():
    flat = Differentiable(lambda t: t.sum(-1), lambda t: t[..., :1], hessian=lambda t: t[..., None] * t, examples=3)
    with pytest.raises(ValueError, match="gradient must have shape"):
        newton(flat, [1.0, 2.0])
