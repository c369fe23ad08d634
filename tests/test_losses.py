"""What the losses say of a prediction."""

import numpy as np
import pytest
from sklearn.metrics import mean_squared_error

from dlkit import squared_error

RNG = np.random.default_rng(3)
Y_HAT, Y = RNG.normal(size=(2, 30))


def test_a_prediction_that_is_right_has_no_loss_and_no_gradient():
    assert squared_error(3.0, 3.0) == 0
    assert squared_error.gradient(3.0, 3.0) == 0


def test_twice_the_error_has_four_times_the_loss_and_twice_the_gradient():
    np.testing.assert_allclose(squared_error(2 * Y_HAT, 2 * Y), 4 * squared_error(Y_HAT, Y))
    np.testing.assert_allclose(squared_error.gradient(2 * Y_HAT, 2 * Y), 2 * squared_error.gradient(Y_HAT, Y))


def test_it_is_symmetric_and_its_gradient_points_away_from_the_target():
    np.testing.assert_array_equal(squared_error(Y_HAT, Y), squared_error(Y, Y_HAT))
    np.testing.assert_array_equal(np.sign(squared_error.gradient(Y_HAT, Y)), np.sign(Y_HAT - Y))


def test_it_is_the_negative_log_likelihood_of_gaussian_noise_up_to_a_factor_and_a_constant():
    sigma = 0.7
    density = np.exp(-((Y_HAT - Y) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)
    np.testing.assert_allclose(
        -np.log(density), squared_error(Y_HAT, Y) / (2 * sigma**2) + 0.5 * np.log(2 * np.pi * sigma**2)
    )


def test_its_mean_is_that_of_scikit_learn():
    assert squared_error(Y_HAT, Y).mean() == pytest.approx(mean_squared_error(Y, Y_HAT), rel=1e-14)


def test_many_rows_of_predictions_are_compared_with_the_same_targets():
    rows = RNG.normal(size=(4, 30))
    np.testing.assert_array_equal(squared_error(rows, Y), [squared_error(row, Y) for row in rows])
    np.testing.assert_array_equal(squared_error.gradient(rows, Y), [squared_error.gradient(row, Y) for row in rows])


def test_the_mean_of_the_targets_is_the_best_constant():
    constants = np.linspace(Y.min(), Y.max(), 1001)
    mean_loss = squared_error(constants[:, None] + np.zeros(30), Y).mean(axis=-1)
    assert abs(constants[mean_loss.argmin()] - Y.mean()) <= np.ptp(Y) / 1000
