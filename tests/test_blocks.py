"""Normalization, filters and residuals within a network: each gradient, by the weights and by the input."""

import numpy as np
import pytest

from dlkit import (
    Convolution,
    Linear,
    Network,
    Normalize,
    Residual,
    cross_entropy,
    gradient_error,
    numerical_gradient,
    relu,
    squared_error,
    tanh,
)

RNG = np.random.default_rng(0)
NETWORKS = {
    "normalize": Network(Linear(3, 5), Normalize(), tanh, Linear(5, 2)),
    "normalize first": Network(Normalize(0.1), Linear(3, 2)),
    "residual": Network(Linear(3, 4), Residual(Normalize(), tanh, Linear(4, 4)), Linear(4, 2)),
    "residual first": Network(Residual(Linear(3, 4), tanh, Linear(4, 3)), Linear(3, 2)),
    "nested": Network(Residual(Residual(Linear(3, 3)), tanh, Linear(3, 3)), Linear(3, 2)),
    "filters": Network(Convolution(4, 2, 3), tanh, Linear(27, 2)),
    "filters, then one": Network(Linear(3, 9), Convolution(3, 3, 2)),
    "filters of filters": Network(Convolution(5, 3, 1), tanh, Convolution(3, 2, 2), Linear(8, 2)),
}
each = pytest.mark.parametrize("net", NETWORKS.values(), ids=NETWORKS)


def examples(net, n=6):
    d = next(layer.d_in for layer in net.layers if getattr(layer, "d_in", None))
    return np.random.default_rng(1).normal(size=(n, d))


@each
def test_the_gradient_by_all_weights_is_that_of_differences(net):
    theta = net.initialize(np.random.default_rng(2)) + 0.1
    J = net.objective(cross_entropy, examples(net), [0, 1, 0, 1, 1, 0])
    assert gradient_error(J, theta) < 1e-7


@each
def test_the_gradient_by_the_input_is_that_of_differences(net):
    theta, X = net.initialize(np.random.default_rng(2)) + 0.1, examples(net)
    G = np.random.default_rng(3).normal(size=(6, 2))
    _, deltas = net.backward(theta, net.forward(theta, X), G)
    nudged = numerical_gradient(lambda x: np.sum(G * net.predict(theta, x.reshape(X.shape))), X.ravel())
    assert np.allclose(deltas["x"].ravel(), nudged, atol=1e-7)


@each
def test_many_networks_at_once_are_as_each_alone(net):
    thetas = np.random.default_rng(4).normal(size=(3, net.size))
    X = examples(net)
    together = net.predict(thetas, X)
    assert np.allclose(together, [net.predict(theta, X) for theta in thetas])
    J = net.objective(squared_error, X, np.ones((6, 2)))
    assert np.allclose(J.gradient(thetas), [J.gradient(theta) for theta in thetas])


def test_a_normalized_row_has_mean_zero_and_mean_square_one():
    net = Network(Linear(3, 5), Normalize(1e-12))
    N = net.predict(RNG.normal(size=net.size), RNG.normal(size=(4, 3)))
    assert np.allclose(N.mean(axis=1), 0)
    assert np.allclose(np.mean(N**2, axis=1), 1)


def test_equal_numbers_become_zero():
    net = Network(Linear(1, 3), Normalize())
    assert np.all(net.predict(np.zeros(6), [[2.0]]) == 0)


def test_a_filter_multiplies_the_patch_below_it_in_each_place():
    net = Network(Convolution(3, 2, 2))
    theta = np.arange(10.0)
    (W, b), image = net.parameters(theta)[0], np.arange(9.0).reshape(3, 3)
    by_hand = [
        [np.sum(image[i : i + 2, j : j + 2].ravel() * W[:, f]) + b[f] for i in (0, 1) for j in (0, 1)] for f in (0, 1)
    ]
    assert np.allclose(net.predict(theta, image.reshape(1, 9)), np.ravel(by_hand))
    assert Convolution(3, 2, 2).size == 10


def test_a_residual_with_weights_zero_changes_nothing():
    net = Network(Residual(Linear(3, 4), relu, Linear(4, 3)))
    X = RNG.normal(size=(5, 3))
    assert np.array_equal(net.predict(np.zeros(net.size), X), X)


def test_its_jacobian_is_the_identity_and_that_of_its_layers():
    plain, net = Network(Linear(3, 3), tanh), Network(Residual(Linear(3, 3), tanh))
    theta, x, G = RNG.normal(size=12), RNG.normal(size=(1, 3)), np.eye(3)

    def rows(network):
        return np.array([network.backward(theta, network.forward(theta, x), g[None])[1]["x"][0] for g in G])

    assert np.allclose(rows(net), np.eye(3) + rows(plain))


def test_weights_within_a_residual_are_views_and_drawn_by_the_same_rule():
    net = Network(Linear(2, 500), Residual(Normalize(), relu, Linear(500, 500)))
    theta = net.initialize(np.random.default_rng(0), "he")
    assert [W.shape for W, _ in net.parameters(theta)] == [(2, 500), (500, 500)]
    assert net.parameters(theta)[1][0].std() == pytest.approx(np.sqrt(2 / 500), rel=0.02)
    net.parameters(theta)[1][0][...] = 0
    assert np.count_nonzero(theta) == 1000


def test_a_network_names_its_layers():
    net = Network(Convolution(4, 2, 3), relu, Normalize(), Residual(Linear(27, 27)), Linear(27, 2))
    trace = net.forward(np.zeros(net.size), np.zeros((1, 16)))
    assert trace.names == ("x", "z1", "a1", "n1", "z2", "z3")
    assert "Residual" in repr(net)
    assert "Convolution(side=4, width=2, filters=3)" in repr(net)


def test_a_hundred_layers_learn_with_both_and_not_without():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(64, 8))
    labels = (X[:, 0] * X[:, 1] > 0).astype(int)
    losses = {}
    both = [Residual(Normalize(), relu, Linear(16, 16)) for _ in range(99)]
    plain = [layer for _ in range(99) for layer in (Linear(16, 16), relu)]
    for name, layers in (("both", [*both, Normalize()]), ("plain", plain)):
        net = Network(Linear(8, 16), relu, *layers, Linear(16, 2))
        J, theta = net.objective(cross_entropy, X, labels), net.initialize(rng, "he")
        for _ in range(40):
            theta = theta - 0.05 * J.gradient(theta)
        losses[name] = J(theta)
    assert losses["both"] < 0.4
    assert losses["plain"] > 0.6
