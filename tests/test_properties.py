"""What the mathematics says holds for any data, tried on data that hypothesis makes up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlkit import (
    Linear,
    Network,
    absolute_error,
    add_intercept,
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    entropy,
    gradient_descent,
    huber,
    kl_divergence,
    l1,
    l2,
    lp,
    momentum,
    nesterov,
    one_hot,
    poisson_nll,
    record,
    sigmoid,
    softmax,
    squared_error,
    squared_l2,
    tanh,
)

settings.register_profile("course", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("course")

# The losses of a linear model, each with targets that it takes, for n examples.
LOSSES = {
    "squared_error": (squared_error, lambda rng, n: rng.normal(size=n)),
    "absolute_error": (absolute_error, lambda rng, n: rng.normal(size=n)),
    "huber": (huber(0.5), lambda rng, n: rng.normal(size=n)),
    "poisson_nll": (poisson_nll, lambda rng, n: rng.poisson(2, size=n)),
    "binary_cross_entropy": (binary_cross_entropy, lambda rng, n: rng.integers(2, size=n)),
    "cross_entropy": (cross_entropy, lambda rng, n: rng.integers(3, size=n)),
}
seeds = st.integers(0, 2**32 - 1)
sizes = st.tuples(st.integers(1, 12), st.integers(1, 5))
names = st.sampled_from(sorted(LOSSES))
vectors = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6)


def problem(name, seed, size):
    """Return the objective's loss, X, y, the number of outputs, and the generator for weights."""
    rng = np.random.default_rng(seed)
    loss, draw = LOSSES[name]
    return loss, rng.normal(size=size), draw(rng, size[0]), None if loss.elementwise else 3, rng


def weights(rng, d, outputs, *leading):
    return rng.normal(size=(*leading, d * (outputs or 1)))


@given(names, seeds, sizes)
def test_duplicating_the_data_changes_neither_the_objective_nor_its_gradient(name, seed, size):
    loss, X, y, K, rng = problem(name, seed, size)
    once, twice = empirical_risk(loss, X, y, K), empirical_risk(loss, np.tile(X, (2, 1)), np.tile(y, 2), K)
    theta = weights(rng, size[1], K)
    np.testing.assert_allclose(twice(theta), once(theta), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(twice.gradient(theta), once.gradient(theta), rtol=1e-10, atol=1e-12)


@given(names, seeds, sizes, st.floats(0, 1))
def test_the_objectives_of_linear_models_are_convex_along_any_segment(name, seed, size, t):
    loss, X, y, K, rng = problem(name, seed, size)
    J = empirical_risk(loss, X, y, K)
    a, b = weights(rng, size[1], K, 2) * 3
    assert J(t * a + (1 - t) * b) <= t * J(a) + (1 - t) * J(b) + 1e-9 * (1 + abs(J(a)) + abs(J(b)))
    # The tangent lies below.
    assert J(b) >= J(a) + J.gradient(a) @ (b - a) - 1e-9 * (1 + abs(J(a)) + abs(J(b)))


@given(names, seeds, sizes)
def test_one_call_on_many_weights_equals_the_loop(name, seed, size):
    loss, X, y, K, rng = problem(name, seed, size)
    J = empirical_risk(loss, X, y, K)
    theta = weights(rng, size[1], K, 2, 3)
    for i, j in np.ndindex(2, 3):
        np.testing.assert_allclose(J(theta)[i, j], J(theta[i, j]), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(J.gradient(theta)[i, j], J.gradient(theta[i, j]), rtol=1e-10, atol=1e-12)


@given(names, seeds, sizes)
def test_the_batch_of_all_examples_is_the_objective_and_batches_average_to_it(name, seed, size):
    loss, X, y, K, rng = problem(name, seed, size)
    J, n = empirical_risk(loss, X, y, K), size[0]
    theta = weights(rng, size[1], K)
    np.testing.assert_allclose(J(theta, np.arange(n)), J(theta), rtol=1e-10, atol=1e-12)
    each = [J.gradient(theta, [i]) for i in range(n)]
    np.testing.assert_allclose(np.mean(each, axis=0), J.gradient(theta), rtol=1e-9, atol=1e-11)


@given(names, seeds, sizes)
def test_a_network_of_one_affine_layer_is_the_linear_model(name, seed, size):
    loss, X, y, K, rng = problem(name, seed, size)
    J = empirical_risk(loss, add_intercept(X), y, K)
    network = Network(Linear(size[1], K or 1)).objective(loss, X, y)
    theta = weights(rng, size[1] + 1, K, 4)
    np.testing.assert_allclose(network(theta), J(theta), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(network.gradient(theta), J.gradient(theta), rtol=1e-9, atol=1e-11)


@given(seeds, st.integers(1, 4))
def test_many_networks_at_once_are_the_loop_over_networks(seed, n):
    rng = np.random.default_rng(seed)
    net = Network(Linear(2, 3), tanh, Linear(3, 2))
    J = net.objective(cross_entropy, rng.normal(size=(n, 2)), rng.integers(2, size=n))
    theta = rng.normal(size=(3, net.size))
    np.testing.assert_allclose(J(theta), [J(t) for t in theta], rtol=1e-10)
    np.testing.assert_allclose(J.gradient(theta), [J.gradient(t) for t in theta], rtol=1e-10, atol=1e-14)


@given(names, seeds, sizes)
def test_momentum_of_zero_is_gradient_descent(name, seed, size):
    loss, X, y, K, rng = problem(name, seed, size)
    J = empirical_risk(loss, X, y, K)
    start = weights(rng, size[1], K)
    plain = record(gradient_descent(J, start, 0.05), J, steps=5)
    for method in (momentum, nesterov):
        np.testing.assert_allclose(record(method(J, start, 0.05, 0.0), J, steps=5).theta, plain.theta, rtol=1e-12)


@given(vectors, st.floats(-1e3, 1e3))
def test_a_shift_of_all_logits_changes_neither_softmax_nor_cross_entropy(z, shift):
    z = np.array(z)
    scale = 1e-15 * (np.abs(z).max() + abs(shift)) + 1e-12  # what is lost when the shift is added
    np.testing.assert_allclose(softmax(z + shift), softmax(z), atol=scale)
    np.testing.assert_allclose(cross_entropy(z + shift, 0), cross_entropy(z, 0), atol=4 * scale, rtol=1e-12)


@given(vectors)
def test_softmax_gives_probabilities_in_the_order_of_the_logits(z):
    p = softmax(z)
    assert p.sum() == pytest.approx(1)
    assert (p >= 0).all()
    assert (np.diff(p[np.argsort(z)]) >= 0).all()


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_softmax_of_two_is_the_sigmoid_of_the_difference(a, b):
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(softmax([a, b])[0], sigmoid(a - b), rtol=1e-12)


@given(st.floats(-1e4, 1e4), st.integers(0, 1))
def test_cross_entropy_of_two_classes_is_binary_cross_entropy(z, y):
    np.testing.assert_allclose(cross_entropy([0, z], y), binary_cross_entropy(z, y), rtol=1e-12, atol=1e-300)


@given(st.floats(allow_nan=False))
def test_the_sigmoid_is_symmetric(z):
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1)
    assert sigmoid.gradient(z) == sigmoid.gradient(-z)


@given(st.sampled_from([l1, l2, lp(1.5), lp(3), lp(np.inf)]), seeds, st.integers(1, 6), st.floats(-1e3, 1e3))
def test_norms_obey_the_axioms(norm, seed, d, c):
    u, v = np.random.default_rng(seed).normal(size=(2, d))
    assert norm(u) > 0
    assert norm(0 * u) == 0
    assert norm(c * u) == pytest.approx(abs(c) * norm(u))
    assert norm(u + v) <= norm(u) + norm(v) + 1e-12
    # A subgradient: the tangent lies below.
    assert norm(v) >= norm(u) + norm.gradient(u) @ (v - u) - 1e-12
    # Euler's identity for functions that are homogeneous.
    assert norm.gradient(u) @ u == pytest.approx(norm(u))


@given(seeds, st.integers(1, 6))
def test_norms_are_ordered_and_the_squared_one_is_no_norm(seed, d):
    u = np.random.default_rng(seed).normal(size=d)
    ordered = [lp(np.inf)(u), lp(3)(u), l2(u), lp(1.5)(u), l1(u)]
    assert (np.diff(ordered) >= -1e-12).all()
    assert squared_l2(2 * u) == pytest.approx(4 * squared_l2(u))
    assert squared_l2(u + u) > 2 * squared_l2(u)
    assert l1(u) == pytest.approx(lp(1)(u))
    assert l2(u) == pytest.approx(lp(2)(u))


@given(seeds, st.integers(2, 6))
def test_cross_entropy_is_entropy_plus_divergence_and_least_at_the_truth(seed, K):
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.ones(K), size=2)
    crossed = cross_entropy(np.log(q), p)
    assert crossed == pytest.approx(entropy(p) + kl_divergence(p, q))
    assert crossed >= entropy(p)
    assert 0 <= entropy(p) <= np.log(K) + 1e-12
    assert entropy(one_hot(0, K)) == 0
    np.testing.assert_allclose(cross_entropy.gradient(np.log(p), p), 0, atol=1e-12)
