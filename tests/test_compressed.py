"""The mean squared error computed from a triangular factor: the same, digit by digit, as from the rows."""

from fractions import Fraction

import numpy as np
import pytest

from dlkit import add_intercept, empirical_risk, least_squares, squared_error

EPS = np.finfo(float).eps
RNG = np.random.default_rng(41)
YEARS = np.arange(1990, 2021.0)
PROBLEMS = {
    "years": (add_intercept(YEARS[:, None]), 5 + 0.3 * (YEARS - 2000) + 0.01 * RNG.normal(size=31)),
    "columns of any scale": (RNG.normal(size=(30, 3)) * [1e4, 1e-4, 1], RNG.normal(size=30)),
    "an exact line": (add_intercept(YEARS[:, None]), 5 + 0.25 * (YEARS - 2000)),
}


def _exact(X, y, theta):
    """Return the mean squared error and its gradient as fractions, rounded at the end."""
    rows = [[Fraction(float(v)) for v in row] for row in X]
    weights = [Fraction(float(t)) for t in theta]
    r = [
        sum(a * b for a, b in zip(row, weights, strict=True)) - Fraction(float(t))
        for row, t in zip(rows, y, strict=True)
    ]
    gradient = [float(2 * sum(a[j] * b for a, b in zip(rows, r, strict=True)) / len(r)) for j in range(len(weights))]
    return float(sum(v**2 for v in r) / len(r)), np.array(gradient)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("away", [0, 1e-3, 1])
@pytest.mark.parametrize("name", PROBLEMS)
def test_the_value_and_the_gradient_are_exact_but_for_rounding_of_each_prediction(name, away, dtype):
    """In float64, near the minimum too: of float32 data every digit that a float32 can hold is right."""
    X, y = (a.astype(dtype) for a in PROBLEMS[name])
    sizes = np.linalg.norm(X.astype(float), axis=0)
    theta = (least_squares(X, y) * (1 + away)).astype(dtype)
    J = empirical_risk(squared_error, X, y)
    value, gradient = _exact(X, y, theta)
    assert J(theta).dtype == J.gradient(theta).dtype == J.hessian(theta).dtype == dtype
    # What rounding each entry of X theta - y, and each column of X, makes of the length of the residual.
    rounding = 16 * EPS * (sizes @ np.abs(theta.astype(float)) + np.linalg.norm(y)) / len(y) ** 0.5
    last_digit = np.finfo(dtype).eps if dtype is np.float32 else 0
    assert abs(np.sqrt(J(theta).astype(float)) - np.sqrt(value)) <= rounding + last_digit * np.sqrt(value)
    error = np.abs(J.gradient(theta).astype(float) - gradient) / sizes
    bound = 4 * (rounding + 16 * EPS * np.sqrt(value)) / len(y) ** 0.5 + last_digit * np.abs(gradient) / sizes
    assert (error <= bound).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_many_models_at_once_are_the_loop_over_them(dtype):
    X, y = (a.astype(dtype) for a in PROBLEMS["columns of any scale"])
    J, thetas = empirical_risk(squared_error, X, y), RNG.normal(size=(4, 5, 3)).astype(dtype)
    for of_all, of_one in ((J(thetas), J), (J.gradient(thetas), J.gradient), (J.hessian(thetas), J.hessian)):
        loop = [[of_one(theta) for theta in line] for line in thetas]
        np.testing.assert_allclose(of_all, loop, rtol=8 * np.finfo(dtype).eps)
        assert of_all.dtype == dtype


@pytest.mark.parametrize("n", [1999, 2000, 5003])
def test_many_rows_are_compressed_by_blocks_without_losing_digits(n):
    """At the minimum, where the residuals are a millionth of the targets, beside the sum in twice the precision."""
    rng = np.random.default_rng(n)
    X = 1e3 + rng.normal(size=(n, 4)) * [1, 1e-3, 10, 1e4]
    y = X @ [1, 2, 3, 4] + 1e-2 * rng.normal(size=n)
    J, theta = empirical_risk(squared_error, X, y), np.linalg.lstsq(X, y)[0]
    exact = np.mean((X.astype(np.longdouble) @ theta.astype(np.longdouble) - y) ** 2)
    assert J(theta) == pytest.approx(float(exact), rel=1e-7)
