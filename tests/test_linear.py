"""Least squares: its geometry, its algebra, its accuracy, and the objective of any loss."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from dlkit import (
    Differentiable,
    add_intercept,
    empirical_risk,
    least_squares,
    normal_equations,
    predict,
    squared_error,
)

RNG = np.random.default_rng(5)
X = add_intercept(RNG.normal(size=(40, 3)))
Y = X @ np.array([1.0, -2.0, 0.5, 3.0]) + 0.3 * RNG.normal(size=40)
J = empirical_risk(squared_error, X, Y)
THETAS = RNG.normal(size=(6, 5, 4))

# The same loss under another name takes the general way, prediction by prediction.
PLAIN = Differentiable(squared_error.value_function, squared_error.gradient_function, elementwise=True)


def test_the_intercept_is_the_weight_of_a_first_column_of_ones():
    features = RNG.normal(size=(7, 2))
    design = add_intercept(features)
    np.testing.assert_array_equal(design[:, 0], 1)
    np.testing.assert_array_equal(design[:, 1:], features)
    np.testing.assert_allclose(predict(design, [2.0, 0, 0]), 2)


def test_predictions_of_many_models_are_those_of_each():
    every = predict(X, THETAS)
    assert every.shape == (6, 5, 40)
    loop = [[[sum(x * t for x, t in zip(row, theta, strict=True)) for row in X] for theta in line] for line in THETAS]
    np.testing.assert_allclose(every, loop)


@pytest.mark.parametrize("loss", [squared_error, PLAIN])
def test_the_objective_is_the_mean_loss_and_broadcasting_equals_the_loop(loss):
    objective = empirical_risk(loss, X, Y)
    loop = [[np.mean((X @ theta - Y) ** 2) for theta in line] for line in THETAS]
    np.testing.assert_allclose(objective(THETAS), loop, rtol=1e-13)
    gradients = [[2 / 40 * X.T @ (X @ theta - Y) for theta in line] for line in THETAS]
    np.testing.assert_allclose(objective.gradient(THETAS), gradients, rtol=1e-12)


def test_the_objective_is_linear_in_the_loss():
    np.testing.assert_allclose(empirical_risk(3 * squared_error - PLAIN / 2, X, Y)(THETAS), 2.5 * J(THETAS))
    assert (0.5 * J).__name__ == empirical_risk(0.5 * squared_error, X, Y).__name__


@pytest.mark.parametrize("loss", [squared_error, PLAIN])
def test_duplicating_the_data_changes_neither_the_objective_nor_its_gradient(loss):
    once = empirical_risk(loss, X, Y)
    twice = empirical_risk(loss, np.vstack([X, X]), np.concatenate([Y, Y]))
    np.testing.assert_allclose(twice(THETAS), once(THETAS))
    np.testing.assert_allclose(twice.gradient(THETAS), once.gradient(THETAS))


def test_the_order_of_the_examples_does_not_matter():
    order = RNG.permutation(40)
    np.testing.assert_allclose(empirical_risk(squared_error, X[order], Y[order])(THETAS), J(THETAS))
    np.testing.assert_allclose(least_squares(X[order], Y[order]), least_squares(X, Y))


@pytest.mark.parametrize("loss", [squared_error, PLAIN])
def test_the_objective_keeps_the_data_it_was_made_of(loss):
    data, targets = X.copy(), Y.copy()
    objective = empirical_risk(loss, data, targets)
    before = objective(THETAS)
    data[:], targets[:] = 0, 0
    np.testing.assert_array_equal(objective(THETAS), before)


def test_the_objective_is_finite_or_infinite_but_never_warns():
    assert J(np.full(4, 1e200)) == np.inf
    assert np.isnan(J.gradient(np.full(4, np.inf))).any()
    assert np.isinf(predict(X, [np.inf, 0, 0, 0])).sum() + np.isnan(predict(X, [np.inf, 0, 0, 0])).sum() == 40


def test_near_the_minimum_no_digit_is_lost():
    """On an exact line the objective is a sum of squares of tiny residuals; the expanded square would cancel."""
    x = np.linspace(170, 230, 100)
    line = empirical_risk(squared_error, add_intercept(x[:, None]), -5800 + 50 * x)
    np.testing.assert_allclose(line([-5800, 50 + 1e-9]), np.mean((1e-9 * x) ** 2), rtol=1e-3)


def test_the_residual_at_the_minimum_is_orthogonal_to_the_columns():
    residual = predict(X, least_squares(X, Y)) - Y
    np.testing.assert_allclose(X.T @ residual, 0, atol=1e-13)
    assert np.linalg.norm(residual) > 1


def test_the_minimum_is_the_foot_of_the_perpendicular():
    """Pythagoras: the objective elsewhere is the least one plus the mean square of the change of predictions."""
    best = least_squares(X, Y)
    beyond = np.mean(predict(X, THETAS - best) ** 2, axis=-1)
    np.testing.assert_allclose(J(THETAS), J(best) + beyond)


def test_with_an_intercept_the_residuals_sum_to_zero_and_without_it_they_need_not():
    x, y = np.linspace(0, 1, 11), 2 + 3 * np.linspace(0, 1, 11)
    assert np.sum(predict(X, least_squares(X, Y)) - Y) == pytest.approx(0, abs=1e-12)
    assert abs(np.sum(predict(x[:, None], least_squares(x[:, None], y)) - y)) > 1


def test_least_squares_agrees_with_scikit_learn_and_with_the_normal_equations():
    model = LinearRegression().fit(X[:, 1:], Y)
    theta = least_squares(X, Y)
    np.testing.assert_allclose(theta, [model.intercept_, *model.coef_], rtol=1e-12)
    np.testing.assert_allclose(theta, normal_equations(X, Y), rtol=1e-12)
    np.testing.assert_allclose(predict(X, theta), model.predict(X[:, 1:]), rtol=1e-12)


def _exact_least_squares(matrix, targets):
    """Solve the normal equations in exact rational arithmetic, by Gauss-Jordan elimination."""
    rows = [[Fraction(value) for value in row] for row in matrix]
    right = [Fraction(value) for value in targets]
    d = len(rows[0])
    system = [
        [sum(row[i] * row[j] for row in rows) for j in range(d)]
        + [sum(row[i] * value for row, value in zip(rows, right, strict=True))]
        for i in range(d)
    ]
    for k in range(d):
        pivot = next(i for i in range(k, d) if system[i][k])
        system[k], system[pivot] = system[pivot], system[k]
        system[k] = [value / system[k][k] for value in system[k]]
        for i in range(d):
            if i != k:
                system[i] = [a - system[i][k] * b for a, b in zip(system[i], system[k], strict=True)]
    return np.array([float(row[-1]) for row in system])


@pytest.mark.parametrize("noise", [0, 0.2])
def test_a_polynomial_of_degree_9_is_fitted_accurately_and_the_normal_equations_lose_the_digits(noise):
    x = np.linspace(0, 1, 50)
    powers = np.vander(x, 10, increasing=True)
    y = np.sin(2 * np.pi * x) + noise * np.random.default_rng(0).normal(size=50)
    exact = _exact_least_squares(powers, y)

    def error(theta):
        return np.linalg.norm(theta - exact) / np.linalg.norm(exact)

    assert np.linalg.cond(powers) == pytest.approx(3.56e6, rel=1e-2)
    assert error(least_squares(powers, y)) < 1e-9
    assert error(normal_equations(powers, y)) > 1e-7


RANK_DEFICIENT = {
    "two equal columns": np.column_stack([X, X[:, 1]]),
    "a column that is a sum": np.column_stack([X, X[:, 1] + 2 * X[:, 2]]),
    "a column of zeros": np.column_stack([X, np.zeros(40)]),
    "fewer examples than features": RNG.normal(size=(3, 8)),
    "one example": RNG.normal(size=(1, 4)),
    "fewer examples than features, and of rank 2": RNG.normal(size=(4, 2)) @ RNG.normal(size=(2, 7)),
    "only zeros": np.zeros((5, 2)),
}


@pytest.mark.parametrize("matrix", RANK_DEFICIENT.values(), ids=RANK_DEFICIENT)
def test_without_full_column_rank_it_is_the_solution_of_least_norm(matrix):
    y = RNG.normal(size=len(matrix))
    theta = least_squares(matrix, y)
    np.testing.assert_allclose(theta, np.linalg.pinv(matrix) @ y, atol=1e-12)
    np.testing.assert_allclose(matrix.T @ (matrix @ theta - y), 0, atol=1e-12)
    _, _, rows = np.linalg.svd(matrix)
    null_space = rows[np.linalg.matrix_rank(matrix) :]
    assert len(null_space) > 0
    np.testing.assert_allclose(null_space @ theta, 0, atol=1e-12)  # nothing in it that predictions do not need
    other = empirical_risk(squared_error, matrix, y)(theta + null_space[0])
    assert other == pytest.approx(empirical_risk(squared_error, matrix, y)(theta), abs=1e-12)


def test_a_surface_of_least_squares_does_not_depend_on_the_number_of_examples():
    """Once the data are read. Counted in bytes, which are the same in each run; `make bench` measures the time."""
    ticks = np.linspace(-2, 2, 30)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    taken = []
    for n in (500, 50_000):
        rng = np.random.default_rng(0)
        design, targets = add_intercept(rng.normal(size=(n, 1))), rng.normal(size=n)
        surface = empirical_risk(squared_error, design, targets)
        expected = [[np.mean((design @ theta - targets) ** 2) for theta in row] for row in grid]
        np.testing.assert_allclose(surface(grid), expected, rtol=1e-12)
        tracemalloc.start()
        surface(grid)
        taken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert taken[0] == pytest.approx(taken[1], rel=0.02)
    assert taken[1] < 100 * grid[..., 0].size  # a handful of numbers for each weight vector, and not 50,000
