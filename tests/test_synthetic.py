"""Synthetic data have the truth that they promise: exactly where it is exact, within sampling error elsewhere."""

import numpy as np
import pytest

from dlkit import add_intercept, least_squares
from dlkit.data import synthetic as s

THETA = np.array([1.0, -2.0, 0.5])
MANY = 200_000
X = np.column_stack([np.ones(MANY), np.random.default_rng(9).normal(size=(MANY, 2))])
SETS = {
    "poisson_counts": lambda rng: s.poisson_counts(X[:20], THETA, rng=rng),
    "two_classes": lambda rng: s.two_classes(20, 0.5, rng=rng),
    "xor": lambda rng: s.xor(20, 0.3, rng=rng),
}


def seeded(seed=0):
    return np.random.default_rng(seed)


def flat(data):
    return np.concatenate([np.ravel(array) for array in (data if isinstance(data, tuple) else (data,))])


@pytest.mark.parametrize("make", SETS.values(), ids=SETS)
def test_the_state_of_rng_decides_the_data(make):
    np.testing.assert_array_equal(flat(make(seeded())), flat(make(seeded())))
    assert not np.array_equal(flat(make(seeded())), flat(make(seeded(1))))
    rng = seeded()
    assert not np.array_equal(flat(make(rng)), flat(make(rng)))


@pytest.mark.parametrize("make", SETS.values(), ids=SETS)
def test_numpys_global_state_is_left_alone(make):
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - to be seen untouched
    make(seeded())
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_counts_have_the_rate_as_mean_and_as_variance():
    z = np.repeat(np.log([0.2, 7.0]), MANY)[:, None]
    y = s.poisson_counts(z, [1.0], rng=seeded()).reshape(2, MANY)
    assert y.dtype.kind == "i"
    for counts, rate in zip(y, (0.2, 7.0), strict=True):
        assert counts.mean() == pytest.approx(rate, abs=5 * np.sqrt(rate / MANY))
        assert counts.var() == pytest.approx(rate, abs=5 * np.sqrt((rate + 2 * rate**2) / MANY))
    np.testing.assert_array_equal(s.poisson_counts([[-1e3]], [1.0], rng=seeded()), [0])


@pytest.mark.parametrize("gap", [0, 1e-3, 0.5, 10])
@pytest.mark.parametrize("seed", range(3))
def test_the_gap_is_exactly_the_widest_strip_between_the_classes(gap, seed):
    A, y = s.two_classes(60, gap, rng=seeded(seed))
    across = A.sum(axis=1) / np.sqrt(2)
    # A strip as wide as the gap exists, and none is wider than two points of the two classes are apart.
    assert across[y == 1].min() - across[y == 0].max() == pytest.approx(gap, abs=1e-14)
    assert np.linalg.norm(A[1] - A[0]) == pytest.approx(gap, abs=1e-14)
    assert (y[0], y[1]) == (0, 1)


@pytest.mark.parametrize("gap", [-0.01, -1, -7])
@pytest.mark.parametrize("n", [4, 5, 200])
def test_below_0_no_line_separates_the_classes(gap, n):
    A, y = s.two_classes(n, gap, rng=seeded())
    # A point of class 0 lies between two points of class 1, and the other way around.
    for mine, others in ((0, (1, 3)), (1, (0, 2))):
        assert y[mine] != y[others[0]] == y[others[1]]
        ends, point = A[list(others)], A[mine]
        assert np.ptp(A[[mine, *others]] @ [1, -1]) < 1e-14
        assert ends.sum(axis=1).min() <= point.sum() <= ends.sum(axis=1).max()
    angles = np.linspace(0, 2 * np.pi, 1000)
    across = A @ [np.cos(angles), np.sin(angles)]
    assert (across[y == 1].min(axis=0) < across[y == 0].max(axis=0)).all()


def test_a_change_of_the_gap_moves_each_class_as_a_whole():
    (A, y), (B, _) = (s.two_classes(30, gap, rng=seeded()) for gap in (-0.5, 1.5))
    np.testing.assert_allclose(B - A, (2 * y - 1)[:, None] * np.full(2, 1 / np.sqrt(2)), atol=1e-14)


def test_the_smallest_xor_is_the_truth_table_and_no_linear_model_knows_it():
    A, y = s.xor(4, 0, rng=seeded())
    np.testing.assert_array_equal(A, [[-1, -1], [-1, 1], [1, 1], [1, -1]])
    np.testing.assert_array_equal(y, np.logical_xor(A[:, 0] > 0, A[:, 1] > 0))
    np.testing.assert_allclose(least_squares(add_intercept(A), y), [0.5, 0, 0], atol=1e-14)


def test_the_clouds_of_xor_have_their_spread():
    A, y = s.xor(40_000, 0.3, rng=seeded())
    for k, corner in enumerate([[-1, -1], [-1, 1], [1, 1], [1, -1]]):
        np.testing.assert_allclose(A[k::4].mean(axis=0), corner, atol=5 * 0.3 / 100)
        np.testing.assert_allclose(np.cov(A[k::4].T), 0.09 * np.eye(2), atol=0.01)
        assert (y[k::4] == k % 2).all()


def test_the_corners_of_xor_take_turns():
    y = s.xor(23, 0.1, rng=seeded())[1]
    assert y.dtype.kind == "i"
    np.testing.assert_array_equal(y, np.arange(23) % 2)
