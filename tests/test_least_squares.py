"""Least squares on 500 random problems, compared with exact rational arithmetic and with what others compute."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from dlkit import add_intercept, least_squares
from tests.exact import minus, pseudo_inverse_times

EPS = np.finfo(float).eps


def _of_condition(rng, n, d, digits):
    U, V = (np.linalg.qr(rng.normal(size=(rows, d)))[0] for rows in (n, d))
    return U * np.geomspace(1, 10.0 ** -rng.uniform(0, digits), d) @ V.T


def _years(rng, n, single):
    start = rng.choice([1990, 1e4, 1e5] if single else [1990, 1e5, 1e8, 1e10])
    return np.column_stack([np.ones(n), np.arange(n) + start, rng.normal(size=n)])


def _of_low_rank(rng, n, d):
    r = max(1, d - 2)
    return (rng.integers(-5, 6, size=(n, r)) @ rng.integers(-3, 4, size=(r, d))).astype(float)


def _with_zeros(rng, n, d):
    X = rng.normal(size=(n, d))
    X[:, rng.integers(d)] = 0
    return X


# From a generator, n, d and whether in float32, whose 7 digits bear a condition of up to 1e5.
FULL = {
    "columns from 1e-8 to 1e8": lambda rng, n, d, single: rng.normal(size=(n, d)) * 10.0 ** rng.uniform(-8, 8, d),
    "nearly collinear": lambda rng, n, d, single: _of_condition(rng, n, d, 4 if single else 12),
    "nearly collinear, of any scale": lambda rng, n, d, single: (
        _of_condition(rng, n, d, 4 if single else 12) * 10.0 ** rng.uniform(-6, 6, d)
    ),
    "powers": lambda rng, n, d, single: np.vander(rng.uniform(size=n) * 10 ** rng.uniform(-2, 2), d, increasing=True),
    "years": lambda rng, n, d, single: _years(rng, n, single),
    "an intercept and large means": lambda rng, n, d, single: add_intercept(
        rng.normal(size=(n, d)) + 10.0 ** rng.uniform(0, 3 if single else 11, d)
    ),
    "integers": lambda rng, n, d, single: rng.integers(-9, 10, size=(n, d)).astype(float) + np.eye(n, d) * 30,
}
DEFICIENT = {
    "low rank": lambda rng, n, d, single: _of_low_rank(rng, n, d),
    "low rank, of several scales": lambda rng, n, d, single: _of_low_rank(rng, n, d) * 2.0 ** rng.integers(-9, 9, d),
    "fewer examples than features": lambda rng, n, d, single: rng.normal(size=(2, d + 1)),
    "a column of zeros": lambda rng, n, d, single: _with_zeros(rng, n, d),
}


def _targets(rng, X):
    fitted = X @ (rng.normal(size=X.shape[1]) / np.maximum(np.linalg.norm(X, axis=0), 1e-30))
    noise = rng.normal(size=len(X))
    return [noise, np.full(len(X), 3.0), fitted, fitted + 1e-3 * noise, fitted * 1e-20, fitted * 1e20][rng.integers(6)]


def problems(families, count, seed):
    """Yield X and y, in turn of each family, in float64 and float32."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        single = k // len(families) % 2 == 1
        make = list(families.values())[k % len(families)]
        X = make(rng, int(rng.integers(7, 20)), int(rng.integers(2, 6)), single)
        X = X.astype(np.float32 if single else float)
        yield X, _targets(rng, X.astype(float)).astype(X.dtype)


def rivals(X, y):
    """Return the weights that others compute, by their names."""
    norms = np.linalg.norm(X, axis=0)
    norms[norms == 0] = 1
    found = {
        "numpy": np.linalg.lstsq(X, y, rcond=None)[0],
        "numpy, columns scaled": np.linalg.lstsq(X / norms, y, rcond=None)[0] / norms,
        "scikit-learn": LinearRegression(fit_intercept=False).fit(X, y).coef_,
    }
    if (X[:, 0] == 1).all():
        model = LinearRegression().fit(X[:, 1:], y)
        found["scikit-learn, intercept"] = np.append(model.intercept_, model.coef_)
    return found


def errors(X, y, weigh):
    """Return the relative errors of our weights and of theirs, each weight times what `weigh` makes of its column."""
    exact, rank = pseudo_inverse_times(X, y)
    sizes = np.linalg.norm(X.astype(float), axis=0) if weigh else np.ones(X.shape[1])
    size = max(np.linalg.norm(sizes * minus(np.zeros(len(exact)), exact)), 1e-300)
    values = np.linalg.svd(X / np.maximum(np.linalg.norm(X, axis=0), 1e-30), compute_uv=False)
    with np.errstate(all="ignore"):
        all_of_them = {"dlkit": least_squares(X, y), **rivals(X, y)}
    found = {name: np.linalg.norm(sizes * minus(theta, exact)) / size for name, theta in all_of_them.items()}
    return found.pop("dlkit"), found, values[0] / values[max(rank, 1) - 1]


def test_on_350_problems_of_full_rank_no_other_solution_is_better():
    for X, y in problems(FULL, 350, seed=1):
        error, theirs, condition = errors(X, y, weigh=True)
        eps = np.finfo(X.dtype).eps
        # At a moderate condition by corrected normal equations in float64; beyond it, digit by digit.
        rounding = EPS * condition if condition < 1e4 else 2 * EPS
        assert error <= 4 * min(theirs.values()) + 4 * rounding + (eps > EPS) * eps, (X, y)


def test_on_150_problems_without_full_rank_no_other_solution_of_least_norm_is_better():
    for X, y in problems(DEFICIENT, 150, seed=2):
        error, theirs, condition = errors(X, y, weigh=False)
        scales = np.linalg.norm(X.astype(float), axis=0)
        spread = scales.max() / scales[scales > 0].min()
        assert error <= 4 * min(theirs.values()) + 4 * EPS * condition * spread + np.finfo(X.dtype).eps, (X, y)


def test_float32_years_keep_their_slope():
    """Offsets that are large beside the spread: unscaled, the smaller singular value looks like rounding of 0."""
    years = add_intercept(np.arange(1990, 2021, dtype=np.float32)[:, None])
    y = (5 + 0.3 * (years[:, 1] - 2000)).astype(np.float32)
    theta = least_squares(years, y)
    assert theta.dtype == np.float32
    np.testing.assert_allclose(theta, [-595, 0.3], rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_order_of_the_columns_and_their_units_do_not_matter(dtype):
    rng = np.random.default_rng(3)
    X, y = _of_condition(rng, 12, 4, 4).astype(dtype), rng.normal(size=12).astype(dtype)
    order, units = [2, 0, 3, 1], np.ldexp(dtype(1), [30, -30, 7, 0])
    theta = least_squares(X, y)
    np.testing.assert_allclose(least_squares(X[:, order], y), theta[order], rtol=1e-10 + 4 * np.finfo(dtype).eps)
    np.testing.assert_array_equal(least_squares(X * units, y) * units, theta)


@pytest.mark.parametrize("scale", [1e-310, 1e-200, 1e-150, 1e150, 1e200, 1e300])
@pytest.mark.parametrize("repeat", [1, 2])
def test_nothing_overflows_on_the_way_to_weights_that_are_floats(scale, repeat):
    x, y = np.array([1.0, 2, 3, 5]), np.array([3.0, 4, 8, 9])
    X = np.column_stack([np.ones(4)] + [x] * repeat)
    expected = least_squares(X, y)
    np.testing.assert_allclose(least_squares(X * scale, y * scale), expected, rtol=1e-12)
    in_units = least_squares(X * ([scale] + [1] * repeat), y)
    np.testing.assert_allclose(in_units[1:], expected[1:], rtol=1e-12)
    if scale > 1e-300:
        np.testing.assert_allclose(in_units[0] * scale, expected[0], rtol=1e-12)
        np.testing.assert_allclose(least_squares(X, y * scale) / scale, expected, rtol=1e-12)


def test_targets_that_the_features_hardly_explain_lose_no_digits():
    """The rounding error of what is not explained is as large as what is."""
    rng = np.random.default_rng(6)
    X, noise = _of_condition(rng, 20, 3, 1) @ np.diag([1, 1, 1e-3]), rng.normal(size=20)
    y = noise - X @ least_squares(X, noise) + 1e-9 * X @ [1, 2, 3]
    exact, _ = pseudo_inverse_times(X, y)
    assert np.linalg.norm(minus(least_squares(X, y), exact)) < 1e-12 * np.linalg.norm([float(e) for e in exact])


def test_of_targets_that_are_0_the_weights_are_0_and_of_features_that_are_0_too():
    np.testing.assert_array_equal(least_squares(np.eye(3), np.zeros(3)), 0)
    np.testing.assert_array_equal(least_squares([[1.0, 1.0], [2.0, 2.0]], [0.0, 0.0]), 0)
    np.testing.assert_array_equal(least_squares(np.zeros((3, 2)), [1.0, 2.0, 3.0]), 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_column_that_is_a_copy_but_for_rounding_counts_as_a_copy(dtype):
    rng = np.random.default_rng(4)
    x = rng.uniform(100, 200, size=1000)
    X = np.column_stack([np.ones(1000), x, x.astype(dtype) / dtype(2.54)]).astype(dtype)
    theta = least_squares(X, (3 + 2 * x).astype(dtype))
    shared = 2 / (1 + 2.54**-2)
    np.testing.assert_allclose(theta, [3, shared, shared / 2.54], rtol=1e3 * np.finfo(dtype).eps)


def test_many_features_are_solved_for_in_pieces():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(400, 150))
    theta = rng.normal(size=150)
    np.testing.assert_allclose(least_squares(X, X @ theta), theta, rtol=1e-10)


def test_it_works_where_a_failed_factorization_is_not_an_error_but_nan(monkeypatch):
    """In the browser no floating-point error is signaled."""
    cholesky = np.linalg.cholesky

    def silent(A):
        try:
            return cholesky(A)
        except np.linalg.LinAlgError:
            return np.full_like(A, np.nan)

    monkeypatch.setattr(np.linalg, "cholesky", silent)
    np.testing.assert_allclose(least_squares([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], [2.0, 4.0, 6.0]), [1, 1])


def test_scipy_is_not_needed():
    code = "import sys; import dlkit.closed_form, dlkit.newton; sys.exit('scipy.linalg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
