"""Scalar automatic differentiation: every operation, shared nodes, deep graphs, and the network by hand."""

import math

import numpy as np
import pytest

from dlkit import Linear, Network, Scalar, numerical_gradient, squared_error, tanh

UNARY = {
    "negation": lambda a: -a,
    "sum with a number": lambda a: a + 3,
    "number plus": lambda a: 3 + a,
    "number minus": lambda a: 3 - a,
    "minus a number": lambda a: a - 3,
    "product with a number": lambda a: 2.5 * a,
    "quotient by a number": lambda a: a / 4,
    "number over": lambda a: 2 / a,
    "square": lambda a: a**2,
    "root": lambda a: a**0.5,
    "inverse": lambda a: a**-1,
    "power zero": lambda a: a**0,
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
    "tanh": lambda a: a.tanh(),
    "itself twice": lambda a: a + a,
    "itself times itself": lambda a: a * a,
    "itself over itself": lambda a: a / a,
    "two paths": lambda a: a.exp() * a.log() - a.tanh(),
}


@pytest.mark.parametrize("name", sorted(UNARY))
def test_the_derivative_of_an_operation_is_the_limit_of_differences(name):
    a = Scalar(1.3)
    result = UNARY[name](a)
    result.backward()
    expected = numerical_gradient(lambda x: np.array(UNARY[name](Scalar(x.item())).value), np.float64(1.3))
    assert a.gradient == pytest.approx(expected, rel=1e-8, abs=1e-9)


def test_gradients_of_several_paths_add_up():
    a, b = Scalar(2.0), Scalar(-3.0)
    c = a * b
    d = c + a  # a reaches the end by c twice and directly
    e = d * c
    e.backward()
    assert (c.value, d.value, e.value) == (-6, -4, 24)
    assert d.gradient == -6
    assert c.gradient == -4 + -6
    assert a.gradient == -10 * -3 + -6
    assert b.gradient == -10 * 2


def test_a_shared_node_is_finished_before_it_is_passed_on():
    # Were x passed on when it is first met, the part of the gradient that comes by the longer way would be lost.
    a = Scalar(0.5)
    x = a.exp()
    y = x + (x * x).tanh() * x
    y.backward()
    expected = numerical_gradient(lambda t: np.exp(t) + np.tanh(np.exp(2 * t)) * np.exp(t), np.float64(0.5))
    assert a.gradient == pytest.approx(expected, rel=1e-8)


def test_backward_twice_gives_the_same_and_not_the_double():
    a = Scalar(2.0)
    b = a**3
    b.backward()
    b.backward()
    assert a.gradient == 12


def test_a_graph_may_be_deeper_than_calls_may_nest():
    a = one = Scalar(1.0)
    for _ in range(5000):
        one = one + 1e-4
    one.backward()
    assert a.gradient == 1


def test_a_network_in_scalars_has_the_gradient_of_the_network_in_arrays():
    net = Network(Linear(2, 2), tanh, Linear(2, 1))
    theta, x, y = net.initialize(np.random.default_rng(0)), [0.5, -1.0], 0.3
    weights = [Scalar(t) for t in theta]
    b1, W1, b2, W2 = weights[:2], [weights[2:4], weights[4:6]], weights[6], weights[7:]
    hidden = [(x[0] * W1[0][k] + x[1] * W1[1][k] + b1[k]).tanh() for k in range(2)]
    loss = (hidden[0] * W2[0] + hidden[1] * W2[1] + b2 - y) ** 2
    loss.backward()
    J = net.objective(squared_error, [x], [y])
    assert loss.value == pytest.approx(J(theta))
    np.testing.assert_allclose([w.gradient for w in weights], J.gradient(theta))


def test_it_says_its_value_and_gradient():
    a = Scalar(2)
    (a * 3).backward()
    assert repr(a) == "Scalar(2, gradient=3)"
    assert math.isnan((Scalar(math.inf) - Scalar(math.inf)).value)
