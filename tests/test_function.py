"""Arithmetic is the calculus, and a function that breaks the rules of shape is caught."""

import numpy as np
import pytest

from dlkit import Differentiable, differentiable, gradient_error, numerical_gradient, squared_error


def _norm_gradient(theta):
    return 2 * theta


@differentiable(gradient=_norm_gradient)
def squared_norm(theta):
    """The squared length of theta."""
    return (theta**2).sum(axis=-1)


def _quartic_gradient(theta):
    return 4 * theta**3


@differentiable(gradient=_quartic_gradient)
def quartic(theta):
    return (theta**4).sum(axis=-1)


def _sine_gradient(x):
    return np.cos(x)


@differentiable(gradient=_sine_gradient, elementwise=True)
def sine(x):
    return np.sin(x)


THETA = np.random.default_rng(0).normal(size=(5, 3))


@pytest.mark.parametrize(
    ("combination", "by_hand"),
    [
        (squared_norm + quartic, lambda f, g: f + g),
        (squared_norm - quartic, lambda f, g: f - g),
        (3 * squared_norm, lambda f, _: 3 * f),
        (squared_norm * 3, lambda f, _: 3 * f),
        (squared_norm / 4, lambda f, _: f / 4),
        (-squared_norm, lambda f, _: -f),
        (np.float64(2) * squared_norm - 3 * quartic / 2, lambda f, g: 2 * f - 1.5 * g),
        (2 * (squared_norm + 5 * quartic), lambda f, g: 2 * f + 10 * g),
    ],
)
def test_the_gradient_of_a_linear_combination_is_that_of_the_gradients(combination, by_hand):
    np.testing.assert_allclose(combination(THETA), by_hand(squared_norm(THETA), quartic(THETA)))
    gradient = by_hand(squared_norm.gradient(THETA), quartic.gradient(THETA))
    np.testing.assert_allclose(combination.gradient(THETA), gradient)
    assert gradient_error(combination, THETA) < 1e-8


def test_names_and_kinds_are_those_of_the_formula():
    f = squared_norm - 0.5 * quartic
    assert f.__name__ == "squared_norm - 0.5 * quartic"
    assert repr(f) == "<Differentiable squared_norm - 0.5 * quartic>"
    assert not f.elementwise
    assert repr(2 * squared_error) == "<Differentiable 2 * squared_error, elementwise>"
    assert squared_norm.__doc__ == "The squared length of theta."


def test_further_arguments_reach_every_term():
    y_hat, y = np.array([1.0, 2.0]), np.array([3.0, 5.0])
    np.testing.assert_array_equal((squared_error + 2 * squared_error)(y_hat, y), 3 * (y_hat - y) ** 2)


def test_a_product_of_two_functions_is_not_a_linear_combination():
    with pytest.raises(TypeError):
        squared_norm * quartic
    with pytest.raises(TypeError):
        squared_norm + 1


def test_numbers_of_any_real_type_are_read_and_float32_stays_float32():
    assert squared_error(2, 5) == 9
    assert squared_error(np.uint8(2), np.uint8(20)) == 324  # unsigned eight bits alone would give 68
    single = np.ones(3, dtype=np.float32)
    assert squared_error(single, single).dtype == np.float32
    assert squared_error(np.float16(1), np.float16(0)).dtype == np.float64


def test_divergence_is_data():
    assert squared_error(1e200, 0.0) == np.inf
    assert np.isnan(squared_error.gradient(np.nan, 0.0))
    assert np.isnan((squared_norm - squared_norm)([np.inf]))


@pytest.mark.parametrize("f", [squared_norm, quartic])
def test_central_differences_agree_with_the_derivative_one_by_one_and_at_once(f):
    at_once = numerical_gradient(f, THETA)
    np.testing.assert_allclose(at_once, f.gradient(THETA), rtol=1e-7)
    np.testing.assert_array_equal(at_once, [numerical_gradient(f, theta) for theta in THETA])


def test_central_differences_are_exact_for_a_parabola_whatever_the_step():
    for step in (1e-3, 1.0, 7.0):
        np.testing.assert_allclose(numerical_gradient(squared_norm, [1.0, -2.0], step=step), [2.0, -4.0])


def test_the_error_of_central_differences_falls_with_the_square_of_the_step():
    errors = [abs(numerical_gradient(np.exp, 1.0, step=h) - np.e) for h in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=1e-2)


def test_the_step_fits_each_coordinate():
    y_hat = np.array([1e-6, 1.0, 1e6])
    np.testing.assert_allclose(numerical_gradient(squared_error, y_hat, 0.0), 2 * y_hat, rtol=1e-9, atol=1e-10)
    same_everywhere = numerical_gradient(squared_error, y_hat, 0.0, step=1e-9)  # too small for the last
    assert abs(same_everywhere[2] / 2e6 - 1) > 1e-4


def test_any_function_has_a_numerical_gradient():
    def plain(theta, power):
        return (theta**power).sum(axis=-1)

    np.testing.assert_allclose(numerical_gradient(plain, [1.0, 2.0], 3), [3.0, 12.0], rtol=1e-8)
    np.testing.assert_allclose(numerical_gradient(sine, [0.0, 1.0]), np.cos([0.0, 1.0]), rtol=1e-9)


@pytest.mark.parametrize(
    "wrong", [lambda t: t, lambda t: -2 * t, lambda t: 2 * t + 1e-3, lambda t: 2 * np.flip(t, axis=-1)]
)
def test_a_wrong_gradient_has_a_large_error(wrong):
    assert gradient_error(Differentiable(squared_norm.value_function, wrong), THETA) > 1e-5


def test_two_gradients_that_vanish_agree():
    assert gradient_error(squared_norm, [0.0, 0.0]) == 0
