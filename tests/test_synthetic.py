"""Synthetic data have the truth that they promise: exactly where it is exact, within sampling error elsewhere."""

import numpy as np
import pytest

from dlkit import add_intercept, least_squares
from dlkit import synthetic as s
from dlkit import synthetic_classes as c

THETA = np.array([1.0, -2.0, 0.5])
MANY = 200_000
X = np.column_stack([np.ones(MANY), np.random.default_rng(9).normal(size=(MANY, 2))])
SETS = {
    "noisy_targets": lambda rng: s.noisy_targets(X[:20], THETA, 1.0, noise="laplace", rng=rng),
    "noisy_line": lambda rng: s.noisy_line(20, (1, 2), 0.1, rng=rng),
    "bernoulli_labels": lambda rng: s.bernoulli_labels(X[:20], THETA, rng=rng),
    "poisson_counts": lambda rng: s.poisson_counts(X[:20], THETA, rng=rng),
    "correlated_features": lambda rng: s.correlated_features(20, 0.5, rng=rng),
    "sparse_regression": lambda rng: s.sparse_regression(20, 9, 3, 0.1, rng=rng),
    "two_classes": lambda rng: c.two_classes(20, 0.5, rng=rng),
    "xor": lambda rng: c.xor(20, 0.3, rng=rng),
    "two_moons": lambda rng: c.two_moons(20, 0.1, rng=rng),
    "spirals": lambda rng: c.spirals(20, 3, 0.1, rng=rng),
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


@pytest.mark.parametrize("noise", ["gaussian", "laplace"])
def test_noise_has_mean_0_and_the_standard_deviation_asked_for(noise):
    e = s.noisy_targets(X, THETA, 3.0, noise=noise, rng=seeded()) - X @ THETA
    kurtosis = {"gaussian": 3, "laplace": 6}[noise]
    mean_size = {"gaussian": np.sqrt(2 / np.pi), "laplace": np.sqrt(1 / 2)}[noise]
    assert abs(e.mean()) < 5 * 3 / np.sqrt(MANY)
    assert np.var(e) == pytest.approx(9, abs=5 * 9 * np.sqrt((kurtosis - 1) / MANY))
    assert np.abs(e).mean() == pytest.approx(3 * mean_size, rel=0.01)
    assert (e**4).mean() / np.var(e) ** 2 == pytest.approx(kurtosis, rel=0.1)


@pytest.mark.parametrize("noise", ["gaussian", "laplace"])
def test_least_squares_recovers_the_truth_as_n_grows(noise):
    y = s.noisy_targets(X, THETA, 1.0, noise=noise, rng=seeded())
    for n in (100, 10_000, MANY):
        assert np.linalg.norm(least_squares(X[:n], y[:n]) - THETA) < 5 * np.sqrt(3 / n)


def test_without_noise_the_truth_is_exact():
    np.testing.assert_array_equal(s.noisy_targets(X, THETA, 0, rng=seeded()), X @ THETA)
    x, y = s.noisy_line(30, (1, 2), 0, xlim=(-3, 5), rng=seeded())
    np.testing.assert_allclose(least_squares(add_intercept(x), y), [1, 2], atol=1e-12)
    features, y, theta = s.sparse_regression(30, 6, 2, 0, rng=seeded())
    np.testing.assert_allclose(least_squares(features, y), theta, atol=1e-12)


def test_the_line_fills_its_interval():
    x, y = s.noisy_line(10_000, (1, 2), 0.3, xlim=(-3, 5), rng=seeded())
    assert (x.shape, y.shape) == ((10_000, 1), (10_000,))
    assert -3 <= x.min() < -2.99 < 4.99 < x.max() < 5
    assert (y - 1 - 2 * x[:, 0]).std() == pytest.approx(0.3, rel=0.05)


def test_labels_have_the_probabilities_of_the_model():
    z = np.repeat([-3.0, 0.0, 1.0], MANY)[:, None]
    y = s.bernoulli_labels(z, [1.0], rng=seeded())
    assert set(y) == {0, 1}
    p = 1 / (1 + np.exp([3.0, 0.0, -1.0]))
    assert (np.abs(y.reshape(3, MANY).mean(axis=1) - p) < 5 * np.sqrt(p * (1 - p) / MANY)).all()
    np.testing.assert_array_equal(s.bernoulli_labels([[-1e6], [1e6]], [1.0], rng=seeded()), [0, 1])


def test_counts_have_the_rate_as_mean_and_as_variance():
    z = np.repeat(np.log([0.2, 7.0]), MANY)[:, None]
    y = s.poisson_counts(z, [1.0], rng=seeded()).reshape(2, MANY)
    assert y.dtype.kind == "i"
    for counts, rate in zip(y, (0.2, 7.0), strict=True):
        assert counts.mean() == pytest.approx(rate, abs=5 * np.sqrt(rate / MANY))
        assert counts.var() == pytest.approx(rate, abs=5 * np.sqrt((rate + 2 * rate**2) / MANY))
    np.testing.assert_array_equal(s.poisson_counts([[-1e3]], [1.0], rng=seeded()), [0])


@pytest.mark.parametrize("rho", [-1, -0.3, 0, 0.9, 0.999999, 1])
@pytest.mark.parametrize("n", [3, 50])
def test_the_sample_correlation_is_exact(n, rho):
    A = s.correlated_features(n, rho, rng=seeded())
    np.testing.assert_allclose(A.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(A.T @ A / n, [[1, rho], [rho, 1]], atol=1e-14)
    np.testing.assert_array_equal(A[:, 0], s.correlated_features(n, 0, rng=seeded())[:, 0])
    if abs(rho) < 0.99:
        assert np.linalg.cond(A) == pytest.approx(np.sqrt((1 + abs(rho)) / (1 - abs(rho))))


@pytest.mark.parametrize("nonzero", [0, 1, 5, 12])
def test_few_weights_are_not_zero(nonzero):
    A, y, theta = s.sparse_regression(40, 12, nonzero, 0.5, rng=seeded())
    assert (A.shape, y.shape, theta.shape) == ((40, 12), (40,), (12,))
    sizes = np.abs(theta[theta != 0])
    assert len(sizes) == nonzero
    assert ((sizes >= 1) & (sizes < 2)).all()


def test_the_places_and_the_signs_of_the_weights_are_random():
    truths = np.array([s.sparse_regression(1, 4, 1, 0, rng=seeded(seed))[2] for seed in range(100)])
    assert (truths > 0).any(axis=0).all()
    assert (truths < 0).any(axis=0).all()


@pytest.mark.parametrize("gap", [0, 1e-3, 0.5, 10])
@pytest.mark.parametrize("seed", range(3))
def test_the_gap_is_exactly_the_widest_strip_between_the_classes(gap, seed):
    A, y = c.two_classes(60, gap, rng=seeded(seed))
    across = A.sum(axis=1) / np.sqrt(2)
    # A strip as wide as the gap exists, and none is wider than two points of the two classes are apart.
    assert across[y == 1].min() - across[y == 0].max() == pytest.approx(gap, abs=1e-14)
    assert np.linalg.norm(A[1] - A[0]) == pytest.approx(gap, abs=1e-14)
    assert (y[0], y[1]) == (0, 1)


@pytest.mark.parametrize("gap", [-0.01, -1, -7])
@pytest.mark.parametrize("n", [4, 5, 200])
def test_below_0_no_line_separates_the_classes(gap, n):
    A, y = c.two_classes(n, gap, rng=seeded())
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
    (A, y), (B, _) = (c.two_classes(30, gap, rng=seeded()) for gap in (-0.5, 1.5))
    np.testing.assert_allclose(B - A, (2 * y - 1)[:, None] * np.full(2, 1 / np.sqrt(2)), atol=1e-14)


def test_the_smallest_xor_is_the_truth_table_and_no_linear_model_knows_it():
    A, y = c.xor(4, 0, rng=seeded())
    np.testing.assert_array_equal(A, [[-1, -1], [-1, 1], [1, 1], [1, -1]])
    np.testing.assert_array_equal(y, np.logical_xor(A[:, 0] > 0, A[:, 1] > 0))
    np.testing.assert_allclose(least_squares(add_intercept(A), y), [0.5, 0, 0], atol=1e-14)


def test_the_clouds_of_xor_have_their_spread():
    A, y = c.xor(40_000, 0.3, rng=seeded())
    for k, corner in enumerate([[-1, -1], [-1, 1], [1, 1], [1, -1]]):
        np.testing.assert_allclose(A[k::4].mean(axis=0), corner, atol=5 * 0.3 / 100)
        np.testing.assert_allclose(np.cov(A[k::4].T), 0.09 * np.eye(2), atol=0.01)
        assert (y[k::4] == k % 2).all()


def test_without_noise_the_moons_are_half_circles():
    A, y = c.two_moons(500, 0, rng=seeded())
    centers = np.array([[0, 0], [1, 0.5]])
    np.testing.assert_allclose(np.linalg.norm(A - centers[y], axis=1), 1)
    assert (A[y == 0, 1] >= 0).all()
    assert (A[y == 1, 1] <= 0.5).all()


@pytest.mark.parametrize("K", [1, 2, 5])
def test_without_noise_the_arms_are_spirals(K):
    A, y = c.spirals(300, K, 0, turns=1.5, rng=seeded())
    r = np.linalg.norm(A, axis=1)
    assert r.max() < 1
    turned = (A[:, 0] + 1j * A[:, 1]) * np.exp(-2j * np.pi * (y / K + 1.5 * r))
    np.testing.assert_allclose(turned, r, atol=1e-14)


def test_noise_blurs_moons_and_arms():
    for make in (lambda sigma: c.two_moons(MANY, sigma, rng=seeded()), lambda q: c.spirals(MANY, 3, q, rng=seeded())):
        e = make(0.2)[0] - make(0)[0]
        np.testing.assert_allclose(np.cov(e.T), 0.04 * np.eye(2), atol=1e-3)
        np.testing.assert_allclose(e.mean(axis=0), 0, atol=5 * 0.2 / np.sqrt(MANY))


def test_labels_take_turns():
    for make, K in ((c.two_moons, 2), (c.xor, 2), (lambda n, q, rng: c.spirals(n, 7, q, rng=rng), 7)):
        y = make(23, 0.1, rng=seeded())[1]
        assert y.dtype.kind == "i"
        np.testing.assert_array_equal(y, np.arange(23) % K)
