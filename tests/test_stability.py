"""Cross-entropies, sigmoid and softmax against exact arithmetic, for logits that textbook formulas do not survive."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from dlkit import (
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    gradient_descent,
    naive_binary_cross_entropy,
    naive_cross_entropy,
    naive_sigmoid,
    naive_softmax,
    record,
    sigmoid,
    softmax,
    softmax_jacobian,
)

LOGITS = [0.0, 1e-9, 0.3, 1.0, 16.0, 17.0, 36.0, 37.0, 89.0, 700.0, 710.0, 745.0, 1e3, 1e4]
SIGNED = sorted({sign * z for z in LOGITS for sign in (-1, 1)})
ROWS = [
    [0.0, 0.0, 0.0],
    [1.0, 2.0, 3.0],
    [37.0, 0.0, -37.0],
    [17.0, 0.5, 0.25],
    [0.0, 800.0, 799.0],
    [1e3, -1e3, 0.0],
    [1e4, -1e4, 9.9995e3],
    [-1e4, -1e4, -1e4 + 1],
]
DTYPES = [np.float32, np.float64]


def exact(z):
    """Return z as a decimal: every float is one."""
    return Decimal(float(z))


def close(value, expected, dtype):
    """Compare to a few units in the last place of the type; what is smaller than its smallest number counts as 0."""
    info = np.finfo(dtype)
    wanted = np.array([float(e) for e in np.ravel(expected)])
    # The condition of exp at a logit z is z itself, and a logit is a difference of two: that much is given.
    np.testing.assert_allclose(np.ravel(value).astype(float), wanted, rtol=8 * info.eps, atol=8 * float(info.tiny))
    assert value.dtype == dtype


def surprise(p, rest):
    """Return -log p, where rest is 1 - p: by its series where p is so near 1 that its digits run out."""
    return rest + rest**2 / 2 + rest**3 / 3 if rest < Decimal("1e-20") else -p.ln()


@pytest.fixture(autouse=True)
def _many_digits():
    with localcontext() as context:
        context.prec = 60
        context.Emin, context.Emax = -999999, 999999
        yield


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("z", SIGNED)
def test_sigmoid_is_exact(z, dtype):
    z = dtype(z)
    p = 1 / (1 + (-exact(z)).exp())
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        close(sigmoid.value_function(z), p, dtype)
        close(sigmoid.gradient_function(z), p * (1 / (1 + exact(z).exp())), dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", SIGNED)
def test_binary_cross_entropy_is_exact(z, y, dtype):
    z = dtype(z)
    right, wrong = (1 / (1 + (sign * (1 - 2 * y) * exact(z)).exp()) for sign in (1, -1))  # of the label, and not
    _, (label,) = binary_cross_entropy.read(z, y)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        close(binary_cross_entropy.value_function(z, label), surprise(right, wrong), dtype)
        close(binary_cross_entropy.gradient_function(z, label), (1 - 2 * y) * wrong, dtype)
        close(binary_cross_entropy.hessian_function(z, label), right * wrong, dtype)


def _softmax(row):
    powers = [exact(z).exp() for z in row]
    return [power / sum(powers) for power in powers]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("row", ROWS)
def test_softmax_and_its_jacobian_are_exact(row, dtype):
    z = np.array(row, dtype)
    p = _softmax(z)
    close(softmax(z), p, dtype)
    jacobian = [pk * ((k == j) - pj) for k, pk in enumerate(p) for j, pj in enumerate(p)]
    np.testing.assert_allclose(softmax_jacobian(z).ravel(), [float(e) for e in jacobian], atol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("label", [0, 1, 2])
@pytest.mark.parametrize("row", ROWS)
def test_cross_entropy_is_exact(row, label, dtype):
    z = np.array(row, dtype)
    p = _softmax(z)
    rest = sum(pk for k, pk in enumerate(p) if k != label)  # 1 - p of the label, with all its digits
    close(cross_entropy(z, label), surprise(p[label], rest), dtype)
    close(cross_entropy.gradient(z, label), [-rest if k == label else pk for k, pk in enumerate(p)], dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_no_logit_is_too_large_for_a_number_to_come_out(dtype):
    largest = dtype(1e308) if dtype is np.float64 else np.finfo(dtype).max
    z = np.array([largest, -largest, 0], dtype)
    for y in (0, 1):
        assert not np.isnan(binary_cross_entropy(z, y)).any()
        np.testing.assert_array_equal(binary_cross_entropy.gradient(z, y), [1 - y, -y, 0.5 - y])
    np.testing.assert_array_equal(sigmoid(z), [1, 0, 0.5])
    np.testing.assert_array_equal(sigmoid.gradient(z), [0, 0, 0.25])
    np.testing.assert_array_equal(softmax(z), [1, 0, 0])
    for label in range(3):
        assert not np.isnan(cross_entropy(z, label))
        np.testing.assert_array_equal(cross_entropy.gradient(z, label), np.eye(3)[0] - np.eye(3)[label])
    assert cross_entropy(z, 0) == 0
    assert np.isinf(cross_entropy(z, 1))  # the truth, 2e308, is more than a float can hold


def test_infinite_logits_are_certainty():
    z = np.array([np.inf, -np.inf])
    np.testing.assert_array_equal(sigmoid(z), [1, 0])
    np.testing.assert_array_equal(binary_cross_entropy(z, [1, 0]), [0, 0])
    np.testing.assert_array_equal(binary_cross_entropy(z, [0, 1]), [np.inf, np.inf])


@pytest.mark.parametrize("dtype", DTYPES)
def test_float32_and_float64_stay_as_they_are(dtype):
    z, labels = np.zeros((2, 3), dtype), np.array([0, 2])
    for array in (softmax(z), cross_entropy(z, labels), cross_entropy.gradient(z, labels), softmax_jacobian(z)):
        assert array.dtype == dtype
    J = empirical_risk(cross_entropy, z, labels)
    assert J.gradient(np.zeros(9, dtype)).dtype == dtype


@pytest.mark.parametrize(("dtype", "last"), [(np.float64, 36), (np.float32, 16)])
def test_the_naive_forms_fail_where_the_probability_is_rounded_to_one(dtype, last):
    good, bad = dtype(last), dtype(last + 1)
    assert np.isfinite(naive_binary_cross_entropy(good, 0))
    assert naive_sigmoid(bad) == 1
    assert naive_sigmoid.gradient(bad) == 0
    assert np.isinf(naive_binary_cross_entropy(bad, 0))
    assert np.isnan(naive_binary_cross_entropy(bad, 1))
    assert binary_cross_entropy(bad, 0) == bad
    assert 0 < binary_cross_entropy(bad, 1) < 1e-6


def test_the_naive_softmax_fails_where_an_exponential_overflows():
    assert np.isfinite(naive_softmax([709.0, 0])).all()
    assert np.isnan(naive_softmax([710.0, 0])).any()
    assert np.isnan(naive_softmax([-746.0, -746])).all()
    assert np.isnan(naive_cross_entropy([710.0, 0], 0))
    assert np.isinf(naive_cross_entropy([0.0, -746], 1))
    assert cross_entropy([0.0, -746], 1) == 746


def test_where_nothing_is_extreme_the_naive_forms_agree():
    rng = np.random.default_rng(0)
    z, y, rows, labels = rng.normal(size=50), rng.integers(2, size=50), rng.normal(size=(50, 4)), np.arange(50) % 4
    for naive, stable, args in (
        (naive_sigmoid, sigmoid, (z,)),
        (naive_binary_cross_entropy, binary_cross_entropy, (z, y)),
        (naive_cross_entropy, cross_entropy, (rows, labels)),
    ):
        np.testing.assert_allclose(naive(*args), stable(*args), rtol=1e-12)
        np.testing.assert_allclose(naive.gradient(*args), stable.gradient(*args), rtol=1e-12)
    np.testing.assert_allclose(naive_softmax(rows), softmax(rows), rtol=1e-12)


def test_a_model_that_starts_at_huge_weights_still_descends():
    X, y = np.array([[1.0], [-1.0], [2.0]]), np.array([0, 1, 0])
    J = empirical_risk(binary_cross_entropy, X, y)
    run = record(gradient_descent(J, [1e4], learning_rate=1.0), J, steps=5)
    assert run.diverged_at is None
    assert (np.diff(run.value) < 0).all()
    assert J.gradient([1e4]) == pytest.approx(4 / 3)
