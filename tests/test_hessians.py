"""Hessians of objectives: in blocks the same as at once, in bounded memory, and each a fresh array."""

import tracemalloc

import numpy as np
import pytest

from dlkit import (
    Differentiable,
    _curvature,
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    huber,
    squared_error,
    squared_l2,
    without_intercept,
)

RNG = np.random.default_rng(31)
X = RNG.normal(size=(40, 3))
CONCAVE = Differentiable(
    lambda z, y: -((z - y) ** 4),
    lambda z, y: -4 * (z - y) ** 3,
    hessian=lambda z, y: -12 * (z - y) ** 2,
    elementwise=True,
)
OBJECTIVES = {
    "one output": empirical_risk(binary_cross_entropy, X, RNG.integers(2, size=40)),
    "one output, not convex": empirical_risk(CONCAVE, X, RNG.normal(size=40)),
    "three classes": empirical_risk(cross_entropy, X, RNG.integers(3, size=40)),
    "two outputs": empirical_risk(squared_error, X, RNG.normal(size=(40, 2))),
    "compressed": empirical_risk(squared_error, X, RNG.normal(size=40)),
    "a penalty": squared_l2,
    "a sum": empirical_risk(huber(1.0), X, RNG.normal(size=40)) + 0.1 * without_intercept(squared_l2),
}


def _size(name):
    return {"three classes": 9, "two outputs": 6}.get(name, 3)


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("block", [1, 50, 500])
def test_in_blocks_it_is_the_same(name, block, monkeypatch):
    J, theta = OBJECTIVES[name], RNG.normal(size=(4, 5, _size(name)))
    at_once = J.hessian(theta)
    monkeypatch.setattr(_curvature, "BLOCK", block)
    np.testing.assert_allclose(J.hessian(theta), at_once, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(J.hessian(theta[1, 2]), at_once[1, 2], rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(at_once, at_once.swapaxes(-1, -2), rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("runs", [(), (2,)])
def test_it_can_be_written_to_and_the_next_one_is_not_changed(name, runs):
    J, theta = OBJECTIVES[name], RNG.normal(size=(*runs, _size(name)))
    H = J.hessian(theta)
    before = H.copy()
    H += np.eye(_size(name))
    np.testing.assert_array_equal(J.hessian(theta), before)
    np.testing.assert_array_equal(H, before + np.eye(_size(name)))


@pytest.mark.parametrize(
    ("loss", "n", "d", "K", "runs"),
    [
        (binary_cross_entropy, 200_000, 4, None, ()),
        (binary_cross_entropy, 1_000, 3, None, (2_000,)),
        (cross_entropy, 20_000, 4, 10, ()),
        (cross_entropy, 1_000, 2, 4, (100,)),
    ],
)
def test_its_memory_does_not_grow_with_the_examples_and_the_runs(loss, n, d, K, runs):
    """Products of rows for each example, run and pair of outputs would be 30 to 100 times as large."""
    rng = np.random.default_rng(0)
    J = empirical_risk(loss, rng.normal(size=(n, d)), rng.integers(K or 2, size=n), K)
    theta = rng.normal(size=(*runs, d * (K or 1)))
    tracemalloc.start()
    H = J.hessian(theta)
    peak = tracemalloc.get_traced_memory()[1] - H.nbytes
    tracemalloc.stop()
    assert peak < 10 * _curvature.BLOCK * 8
