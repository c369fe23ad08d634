"""Absolute error, Huber and Poisson: what they are the likelihood of, what they are least at, and their kinks."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_absolute_error, mean_poisson_deviance

from dlkit import (
    absolute_error,
    add_intercept,
    empirical_risk,
    gradient_descent,
    huber,
    l2,
    newton,
    poisson_counts,
    poisson_nll,
    record,
    squared_error,
)

RNG = np.random.default_rng(3)
Y_HAT, Y = RNG.normal(size=(2, 31))
COUNTS = RNG.poisson(3, size=31)


def _best_constant(loss, y):
    """Return the constant of least mean loss on a fine grid, and the grid's step."""
    constants = np.linspace(y.min(), y.max(), 2001)
    return constants[loss(constants[:, None] + np.zeros(len(y)), y).mean(axis=-1).argmin()], np.ptp(y) / 2000


def test_absolute_error_is_the_likelihood_of_laplace_noise_up_to_a_factor_and_a_constant():
    b = 0.7
    np.testing.assert_allclose(
        -stats.laplace.logpdf(Y, loc=Y_HAT, scale=b), absolute_error(Y_HAT, Y) / b + np.log(2 * b)
    )


def test_poisson_is_the_likelihood_of_counts_up_to_a_constant():
    rate = np.exp(Y_HAT)
    constant = [np.log(np.arange(1, k + 1)).sum() for k in COUNTS]
    np.testing.assert_allclose(-stats.poisson.logpmf(COUNTS, rate), poisson_nll(Y_HAT, COUNTS) + constant)
    # The deviance compares with the rate that is the count itself.
    saturated = np.where(COUNTS > 0, COUNTS - COUNTS * np.log(np.maximum(COUNTS, 1)), 0)
    deviance = 2 * (poisson_nll(Y_HAT, COUNTS) - saturated).mean()
    assert deviance == pytest.approx(mean_poisson_deviance(COUNTS, rate))


def test_the_best_constant_is_the_median_the_mean_or_something_between():
    outlier = np.append(Y, 50.0)
    median, step = _best_constant(absolute_error, outlier)
    ordered = np.sort(outlier)  # an even number: every point between the middle two is a median
    assert ordered[15] - step <= median <= ordered[16] + step
    robust, step = _best_constant(huber(1.0), outlier)
    assert abs(robust - np.median(outlier)) < abs(outlier.mean() - np.median(outlier)) / 5
    near_mean, step = _best_constant(huber(1e3), outlier)
    assert abs(near_mean - outlier.mean()) <= step
    rate, step = _best_constant(poisson_nll, COUNTS)
    assert abs(np.exp(rate) - COUNTS.mean()) <= 3 * COUNTS.mean() * step


def test_huber_is_half_of_the_squared_error_within_and_delta_times_the_absolute_beyond():
    r = Y_HAT - Y
    small, large = huber(10.0)(Y_HAT, Y), huber(1e-3)(Y_HAT, Y)
    np.testing.assert_allclose(small, squared_error(Y_HAT, Y) / 2)
    np.testing.assert_allclose(large, 1e-3 * (np.abs(r) - 5e-4))
    np.testing.assert_allclose(huber(1e-3).gradient(Y_HAT, Y), 1e-3 * absolute_error.gradient(Y_HAT, Y))


def test_at_delta_the_two_pieces_of_huber_meet_with_the_same_slope():
    delta, step = 0.7, 1e-9
    for side in (-1, 1):
        inside, outside = (huber(delta)(side * (delta + s), 0.0) for s in (-step, step))
        assert outside - inside == pytest.approx(2 * step * delta, rel=1e-5)
        slopes = [huber(delta).gradient(side * (delta + s), 0.0) for s in (-step, 0, step)]
        np.testing.assert_allclose(slopes, side * delta, rtol=1e-8)


def test_the_influence_of_an_outlier_is_bounded_but_for_the_squared_error():
    far = np.array([1e3, 1e6])
    np.testing.assert_array_equal(absolute_error.gradient(far, 0.0), 1)
    np.testing.assert_array_equal(huber(2.0).gradient(far, 0.0), 2)
    np.testing.assert_array_equal(squared_error.gradient(far, 0.0), 2 * far)


def test_at_its_kink_the_absolute_error_gives_the_subgradient_zero():
    assert absolute_error(2.0, 2.0) == 0
    assert absolute_error.gradient(2.0, 2.0) == 0
    assert absolute_error.hessian_function is None


def test_the_mean_absolute_error_is_that_of_scikit_learn():
    assert absolute_error(Y_HAT, Y).mean() == pytest.approx(mean_absolute_error(Y, Y_HAT), rel=1e-14)


def test_with_a_fixed_step_the_absolute_error_bounces_and_never_settles():
    J = empirical_risk(absolute_error, np.ones((1, 1)), [0.0])
    theta = record(gradient_descent(J, [1.03], 0.1), J, steps=60).theta[:, 0]
    np.testing.assert_allclose(theta[-5:-1], [0.03, -0.07, 0.03, -0.07], atol=1e-12)


def test_poisson_regression_is_that_of_scikit_learn():
    X = RNG.normal(size=(200, 2))
    y = poisson_counts(add_intercept(X), [0.5, 0.3, -0.2], rng=RNG)
    J = empirical_risk(poisson_nll, add_intercept(X), y)
    theta = record(newton(J, np.zeros(3)), J, steps=30, gradient_norm=1e-12).theta[-1]
    model = PoissonRegressor(alpha=0, tol=1e-12, solver="newton-cholesky").fit(X, y)
    np.testing.assert_allclose(theta, [model.intercept_, *model.coef_], rtol=1e-7)


def test_a_huge_log_rate_is_an_infinite_loss_and_no_error():
    assert poisson_nll(1e4, 3) == np.inf
    assert poisson_nll(-1e4, 0) == 0


def test_no_square_overflows_or_vanishes_in_the_length_of_a_vector():
    assert l2([3e200, 4e200]) == pytest.approx(5e200)
    assert l2([3e-200, 4e-200]) == pytest.approx(5e-200)
    np.testing.assert_allclose(l2.gradient([3e200, -4e200]), [0.6, -0.8])


def test_where_huber_has_no_second_derivative_it_is_one():
    np.testing.assert_array_equal(huber(0.5).hessian([-0.5, 0.5, 0.6], [0.0, 0.0, 0.0]), [1, 1, 0])
