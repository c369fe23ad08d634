"""What descent does on a quadratic, where all of it is known, and what a record of it holds."""

import itertools

import numpy as np
import pytest

from dlkit import (
    Differentiable,
    add_intercept,
    empirical_risk,
    gradient_descent,
    least_squares,
    momentum,
    normal_equations,
    record,
    squared_error,
)

RNG = np.random.default_rng(11)
X = add_intercept(RNG.normal(size=(30, 2)))
Y = RNG.normal(size=30)
J = empirical_risk(squared_error, X, Y)
EIGENVALUES = np.linalg.eigvalsh(2 / 30 * X.T @ X)
START = np.array([2.0, -1.0, 0.5])
PARABOLA = Differentiable(lambda t: (t**2).sum(axis=-1) / 2, lambda t: t)  # its Hessian is 1


def test_the_normal_equations_are_the_limit_of_descent():
    for method in (gradient_descent(J, START, 0.3), momentum(J, START, 0.3, 0.5)):
        last = record(method, J, steps=500).theta[-1]
        np.testing.assert_allclose(last, normal_equations(X, Y), rtol=1e-12)


def test_from_zero_the_limit_is_the_solution_of_least_norm():
    wide, y = RNG.normal(size=(3, 5)), RNG.normal(size=3)
    objective = empirical_risk(squared_error, wide, y)
    last = record(gradient_descent(objective, np.zeros(5), 0.1), objective, steps=5000).theta[-1]
    np.testing.assert_allclose(last, least_squares(wide, y), rtol=1e-9)


def test_one_step_goes_against_the_gradient():
    first, second = itertools.islice(gradient_descent(J, START, 0.1), 2)
    np.testing.assert_array_equal(first, START)
    np.testing.assert_array_equal(second, START - 0.1 * J.gradient(START))


def test_on_a_parabola_the_error_shrinks_by_one_minus_eta_in_every_step():
    theta = record(gradient_descent(PARABOLA, [1.0], 0.3), PARABOLA, steps=20).theta[:, 0]
    np.testing.assert_allclose(theta, 0.7 ** np.arange(21))


def test_momentum_without_memory_is_gradient_descent():
    plain = record(gradient_descent(J, START, 0.3), J)
    heavy = record(momentum(J, START, 0.3, 0), J)
    np.testing.assert_array_equal(heavy.theta, plain.theta)
    np.testing.assert_array_equal(heavy.value, plain.value)


def test_momentum_keeps_a_part_of_the_last_step():
    a, b, c = itertools.islice(momentum(J, START, 0.1, 0.9), 3)
    np.testing.assert_allclose(c - b, 0.9 * (b - a) - 0.1 * J.gradient(b))


@pytest.mark.parametrize("beta", [0, 0.5, 0.9])
def test_it_converges_below_the_largest_stable_learning_rate_and_diverges_above(beta):
    limit = 2 * (1 + beta) / EIGENVALUES[-1]
    run = record(momentum(J, START, limit * np.array([0.95, 1.05]), beta), J, steps=3000)
    np.testing.assert_allclose(run.value[-1, 0], J(least_squares(X, Y)), rtol=1e-9)
    assert run.value[-1, 1] > 1e6 or not np.isfinite(run.value[-1, 1])


def test_many_runs_are_one_run():
    starts, rates, betas = RNG.normal(size=(4, 3)), np.array([0.05, 0.1, 0.2, 0.4]), np.array([0, 0.3, 0.6, 0.9])
    together = record(momentum(J, starts, rates, betas), J, steps=30)
    assert together.theta.shape == (31, 4, 3)
    for i, (start, rate, beta) in enumerate(zip(starts, rates, betas, strict=True)):
        alone = record(momentum(J, start, rate, beta), J, steps=30)
        np.testing.assert_allclose(together.theta[:, i], alone.theta, rtol=1e-12)
        np.testing.assert_allclose(together.value[:, i], alone.value, rtol=1e-12)


def test_one_start_and_many_rates_are_many_runs():
    rates, betas = np.array([[0.1], [0.2]]), np.array([0.0, 0.5, 0.9])
    run = record(momentum(J, START, rates, betas), J, steps=10)
    assert run.theta.shape == (11, 2, 3, 3)
    np.testing.assert_array_equal(run.theta[0], np.broadcast_to(START, (2, 3, 3)))
    alone = record(momentum(J, START, 0.2, 0.9), J, steps=10)
    np.testing.assert_allclose(run.theta[:, 1, 2], alone.theta, rtol=1e-12)


def test_the_objective_falls_in_every_step_if_the_learning_rate_is_small():
    value = record(gradient_descent(J, START, 1 / EIGENVALUES[-1]), J, steps=20).value
    assert (np.diff(value) < 0).all()


def test_divergence_is_data_and_says_when():
    run = record(gradient_descent(PARABOLA, [1.0], 11.0), PARABOLA, steps=400)
    powers = 10.0 ** np.arange(155)  # the parabola overflows beyond
    np.testing.assert_allclose(np.abs(run.theta[:155, 0]), powers, rtol=1e-12)
    assert np.isfinite(run.value[: run.diverged_at]).all()
    assert not np.isfinite(run.value[run.diverged_at])
    assert run.diverged_at == 155
    assert np.isnan(run.theta[-1, 0])


def test_divergence_is_told_for_each_run():
    run = record(gradient_descent(PARABOLA, [1.0], [0.5, 11.0, 1.0]), PARABOLA, steps=400)
    np.testing.assert_array_equal(run.diverged_at, [-1, 155, -1])
    assert repr(run) == "Trajectory: 400 steps of 3 runs, 1 diverged"


def test_a_run_that_stays_finite_did_not_diverge():
    run = record(gradient_descent(PARABOLA, [1.0], 0.5), PARABOLA, steps=2)
    assert run.diverged_at is None
    assert repr(run) == "Trajectory: 2 steps, value 0.5 to 0.03125"
    assert "not finite from step 155" in repr(record(gradient_descent(PARABOLA, [1.0], 11.0), PARABOLA, steps=200))


def test_the_record_holds_the_start_and_every_step():
    run = record(gradient_descent(J, START, 0.1), J, steps=7)
    assert run.theta.shape == (8, 3)
    assert run.value.shape == (8,)
    np.testing.assert_array_equal(run.theta[0], START)
    np.testing.assert_allclose(run.value, [J(theta) for theta in run.theta])
    assert record(gradient_descent(J, START, 0.1), J, steps=0).theta.shape == (1, 3)


def test_who_consumes_the_iterates_stops_them():
    descent = gradient_descent(PARABOLA, [1.0], 0.5)
    run = record(itertools.takewhile(lambda theta: abs(theta[0]) > 0.1, descent), PARABOLA)
    np.testing.assert_array_equal(run.theta[:, 0], [1, 0.5, 0.25, 0.125])


def test_a_generator_that_changes_its_array_in_place_is_recorded_all_the_same():
    def in_place(theta):
        while True:
            yield theta
            theta -= 0.1 * J.gradient(theta)

    own = record(in_place(START.copy()), J, steps=5)
    np.testing.assert_allclose(own.theta, record(gradient_descent(J, START, 0.1), J, steps=5).theta)


def test_the_start_may_be_changed_afterwards():
    start = START.copy()
    descent = gradient_descent(J, start, 0.1)
    start[:] = 0
    np.testing.assert_array_equal(next(descent), START)


def test_dividing_the_objective_by_n_multiplies_the_usable_learning_rate_by_n():
    total = 30 * J
    np.testing.assert_allclose(
        record(gradient_descent(total, START, 0.1 / 30), J).theta, record(gradient_descent(J, START, 0.1), J).theta
    )
