"""Networks: the forward pass by hand, views of one vector, initial scales, and gradients at every value."""

import numpy as np
import pytest

from dlkit import (
    Differentiable,
    Linear,
    Network,
    adam,
    binary_cross_entropy,
    cross_entropy,
    gradient_error,
    momentum,
    numerical_gradient,
    record,
    relu,
    sigmoid,
    squared_error,
    stochastic,
    tanh,
    xor,
)

RNG = np.random.default_rng(4)
NET = Network(Linear(2, 3), tanh, Linear(3, 2))
THETA = NET.initialize(RNG)
X = RNG.normal(size=(5, 2))
LABELS = np.array([0, 1, 1, 0, 1])


def test_the_forward_pass_is_what_the_formulas_say_layer_by_layer():
    (W1, b1), (W2, b2) = NET.parameters(THETA)
    trace = NET.forward(THETA, X)
    for i, x in enumerate(X):
        z1 = [sum(x[j] * W1[j, k] for j in range(2)) + b1[k] for k in range(3)]
        z2 = [sum(np.tanh(z1[j]) * W2[j, k] for j in range(3)) + b2[k] for k in range(2)]
        np.testing.assert_allclose(trace["z1"][i], z1)
        np.testing.assert_allclose(trace["a1"][i], np.tanh(z1))
        np.testing.assert_allclose(trace["z2"][i], z2)
    np.testing.assert_array_equal(trace["x"], X)
    assert trace.output is trace["z2"]
    np.testing.assert_array_equal(NET.predict(THETA, X), trace.output)
    assert repr(trace) == "x   (5, 2)\nz1  (5, 3)\na1  (5, 3)\nz2  (5, 2)"


def test_the_parameters_are_views_of_one_vector_biases_first():
    theta = np.arange(17.0)
    (W1, b1), (_, b2) = NET.parameters(theta)
    assert b1.tolist() == [0, 1, 2]
    assert W1.tolist() == [[3, 4, 5], [6, 7, 8]]
    b2[:] = -1
    assert theta[9:11].tolist() == [-1, -1]
    many = NET.parameters(np.zeros((4, 5, 17)))
    assert [(W.shape, b.shape) for W, b in many] == [((4, 5, 2, 3), (4, 5, 3)), ((4, 5, 3, 2), (4, 5, 2))]
    assert NET.size == 17
    assert repr(NET) == "Network: 2 -> 3 tanh -> 2, 17 weights"
    assert Linear(2, 3).size == 9


@pytest.mark.parametrize(
    ("scale", "deviations"), [("xavier", (0.1, 0.115470)), ("he", (0.141421, 0.141421)), (0.03, (0.03, 0.03))]
)
def test_the_initial_weights_have_the_deviation_that_was_asked_for(scale, deviations):
    net = Network(Linear(100, 100), relu, Linear(100, 50))
    parameters = net.parameters(net.initialize(RNG, scale))
    for (W, b), deviation in zip(parameters, deviations, strict=True):
        assert W.std() == pytest.approx(deviation, rel=5 / np.sqrt(2 * W.size))
        assert abs(W.mean()) < 5 * deviation / np.sqrt(W.size)
        assert (b == 0).all()


def test_the_same_generator_state_gives_the_same_weights_and_zero_gives_zeros():
    one, two = (NET.initialize(np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    assert (NET.initialize(RNG, "zero") == 0).all()
    assert (NET.initialize(RNG, 0) == 0).all()


def test_backward_gives_the_gradient_of_the_objective_and_at_every_value():
    trace = NET.forward(THETA, X)
    delta = cross_entropy.gradient(trace.output, LABELS) / len(X)
    gradient, deltas = NET.backward(THETA, trace, delta)
    np.testing.assert_allclose(gradient, NET.objective(cross_entropy, X, LABELS).gradient(THETA))
    assert deltas.names == trace.names
    np.testing.assert_array_equal(deltas.output, delta)

    def loss_of_input(flat):
        output = NET.predict(THETA, flat.reshape(5, 2))
        return cross_entropy(output, LABELS).mean()

    np.testing.assert_allclose(deltas["x"].ravel(), numerical_gradient(loss_of_input, X.ravel()), rtol=1e-6, atol=1e-10)
    (W1, _), (W2, _) = NET.parameters(THETA)
    # The recursion: the sum over the next layer, weighted, times the slope of the activation.
    np.testing.assert_allclose(deltas["a1"], delta @ W2.T)
    np.testing.assert_allclose(deltas["z1"], (delta @ W2.T) * (1 - np.tanh(trace["z1"]) ** 2))
    np.testing.assert_allclose(deltas["x"], deltas["z1"] @ W1.T)
    grads = NET.parameters(gradient)
    np.testing.assert_allclose(grads[0][0], X.T @ deltas["z1"])
    np.testing.assert_allclose(grads[1][1], delta.sum(axis=0))


def test_forward_and_backward_of_many_networks_are_those_of_each():
    thetas = RNG.normal(size=(3, 17))
    trace = NET.forward(thetas, X)
    delta = cross_entropy.gradient(trace.output, LABELS)
    gradient, deltas = NET.backward(thetas, trace, delta)
    for k, theta in enumerate(thetas):
        alone = NET.forward(theta, X)
        np.testing.assert_allclose(trace["z2"][k], alone["z2"])
        one, one_deltas = NET.backward(theta, alone, delta[k])
        np.testing.assert_allclose(gradient[k], one)
        np.testing.assert_allclose(deltas["x"][k], one_deltas["x"])


def test_the_loss_of_several_outputs_is_their_sum_and_the_mean_over_examples():
    targets = RNG.normal(size=(5, 2))
    expected = ((NET.predict(THETA, X) - targets) ** 2).sum() / 5
    assert NET.objective(squared_error, X, targets)(THETA) == pytest.approx(expected)


def test_one_output_is_a_number_or_a_row_of_one():
    net = Network(Linear(2, 3), relu, Linear(3, 1))
    theta = net.initialize(RNG, "he")
    as_number, as_row = (net.objective(binary_cross_entropy, X, y) for y in (LABELS, LABELS[:, None]))
    assert as_number(theta) == pytest.approx(as_row(theta))
    np.testing.assert_allclose(as_number.gradient(theta), as_row.gradient(theta))


def test_a_mean_of_losses_is_taken_term_by_term():
    J = NET.objective(2 * cross_entropy + 0.5 * cross_entropy, X, LABELS)
    assert J(THETA) == pytest.approx(2.5 * NET.objective(cross_entropy, X, LABELS)(THETA))
    assert J.examples == 5


def test_an_activation_of_the_readers_own_is_a_layer():
    leaky = Differentiable(
        lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1, 0.1), elementwise=True, name="leaky"
    )
    net = Network(Linear(2, 2), leaky, Linear(2, 1))
    assert repr(net) == "Network: 2 -> 2 leaky -> 1, 9 weights"
    J = net.objective(squared_error, X, X[:, 0])
    theta = net.initialize(RNG)
    np.testing.assert_allclose(J.gradient(theta), numerical_gradient(J, theta), rtol=1e-6, atol=1e-9)


def test_a_hidden_layer_learns_what_no_line_can():
    points, labels = xor(4, 0, rng=RNG)
    net = Network(Linear(2, 4), tanh, Linear(4, 1))
    J = net.objective(binary_cross_entropy, points, labels)
    run = record(momentum(J, net.initialize(np.random.default_rng(0)), 0.5, 0.9), J, steps=500)
    assert run.value[-1] < 0.01
    np.testing.assert_array_equal(net.predict(run.theta[-1], points)[:, 0] > 0, labels)


def test_from_zero_all_hidden_units_stay_the_same():
    J = NET.objective(cross_entropy, X, LABELS)
    theta = record(momentum(J, NET.initialize(RNG, "zero"), 0.5, 0.9), J, steps=50).theta[-1]
    (W1, b1), _ = NET.parameters(theta)
    assert (W1[:, :1] == W1).all()
    assert (b1 == b1[0]).all()


def test_training_in_float32_stays_float32():
    J = NET.objective(cross_entropy, X.astype(np.float32), LABELS)
    theta = THETA.astype(np.float32)
    assert J.gradient(theta).dtype == np.float32
    for method in (stochastic(J, theta, 0.1, batch_size=2, rng=RNG), adam(J, theta, 0.1)):
        assert record(method, J, steps=3).theta.dtype == np.float32


def test_saturated_units_are_no_error():
    net = Network(Linear(2, 3), sigmoid, Linear(3, 2))
    J = net.objective(cross_entropy, 1e4 * X, LABELS)
    theta = net.initialize(RNG, 100)
    assert np.isfinite(J(theta))
    assert np.isfinite(J.gradient(theta)).all()


def test_two_affine_layers_in_a_row_are_one_with_the_product_of_their_weights():
    net, one = Network(Linear(3, 4), Linear(4, 2)), Network(Linear(3, 2))
    rng = np.random.default_rng(4)
    theta = rng.normal(size=net.size)
    X, Y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    (W_1, b_1), (W_2, b_2) = net.parameters(theta)
    product = np.concatenate([b_1 @ W_2 + b_2, (W_1 @ W_2).ravel()])
    np.testing.assert_allclose(net.predict(theta, X), one.predict(product, X))
    assert net.forward(theta, X).names == ("x", "z1", "z2")
    J = net.objective(squared_error, X, Y)
    assert J(theta) == pytest.approx(one.objective(squared_error, X, Y)(product))
    assert gradient_error(J, theta) < 1e-8
