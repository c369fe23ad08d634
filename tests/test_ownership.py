"""What is passed in is never changed nor kept, and what is returned may be written to."""

from itertools import islice

import numpy as np
import pytest

import dlkit
from dlkit import (
    Differentiable,
    Linear,
    Network,
    adam,
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    gradient_descent,
    huber,
    lp,
    momentum,
    nesterov,
    newton,
    record,
    squared_error,
    squared_l2,
    stochastic,
    tanh,
    without_intercept,
)

RNG = np.random.default_rng(2)


def locked(array, dtype=float):
    """An array that nobody can write to: whoever tried would raise."""
    array = np.array(array, dtype)
    array.setflags(write=False)
    return array


X = locked(RNG.normal(size=(7, 3)))
Y = locked(RNG.normal(size=7))
LABELS = locked([0, 1, 2, 0, 1, 2, 0], int)
BINARY = locked([0, 1, 1, 0, 1, 0, 1])
THETA = locked([0.3, -0.2, 0.5])
Z = locked([[0.1, 2.0, -1.0], [0.0, 0.0, 0.0]])
P = locked([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])
NET = Network(Linear(3, 2), tanh, Linear(2, 1))
WEIGHTS = locked(RNG.normal(size=NET.size))
TRACE = NET.forward(WEIGHTS, X)
RISK = empirical_risk(squared_error, X, Y)
LOGISTIC = empirical_risk(binary_cross_entropy, X, BINARY)
SOFTMAX = empirical_risk(cross_entropy, X, LABELS)
IDENTITY = Differentiable(lambda x: x, lambda x: x, elementwise=True, name="identity")
FIRST = Differentiable(lambda x: x[..., 0], lambda x: np.broadcast_to([1.0, 0, 0], x.shape), name="first")

RESULTS = {
    "add_intercept": lambda: (dlkit.add_intercept(X), X),
    "predict": lambda: (dlkit.predict(X, THETA), X, THETA),
    "classify": lambda: (dlkit.classify(X, THETA), X, THETA),
    "least_squares": lambda: (dlkit.least_squares(X, Y), X, Y),
    "normal_equations": lambda: (dlkit.normal_equations(X, Y), X, Y),
    "softmax": lambda: (dlkit.softmax(Z), Z),
    "softmax_jacobian": lambda: (dlkit.softmax_jacobian(Z), Z),
    "naive_softmax": lambda: (dlkit.naive_softmax(Z), Z),
    "entropy": lambda: (dlkit.entropy(P), P),
    "kl_divergence": lambda: (dlkit.kl_divergence(P, P), P),
    "one_hot": lambda: (dlkit.one_hot(LABELS, 3), LABELS),
    "confusion_matrix": lambda: (dlkit.confusion_matrix(LABELS, LABELS), LABELS),
    "numerical_gradient": lambda: (dlkit.numerical_gradient(squared_l2, THETA), THETA),
    "forward": lambda: (TRACE["x"], X),
    "forward, affine": lambda: (TRACE["z1"], X),
    "backward": lambda: (NET.backward(WEIGHTS, TRACE, locked(np.ones((7, 1))))[0], WEIGHTS),
    "initialize": lambda: (NET.initialize(np.random.default_rng(0)), WEIGHTS),
    "train_test_split": lambda: (dlkit.train_test_split(X, Y, test_size=0.3, rng=np.random.default_rng(0))[0], X),
    "features": lambda: (dlkit.penguins().features("body_mass_g"), dlkit.penguins().body_mass_g),
}
FUNCTIONS = {
    "squared error": (squared_error, Y, Y),
    "absolute error": (dlkit.absolute_error, Y, Y),
    "Huber": (huber(0.5), Y, Y),
    "Poisson": (dlkit.poisson_nll, Y, BINARY),
    "binary cross-entropy": (binary_cross_entropy, Y, BINARY),
    "cross-entropy": (cross_entropy, Z, P),
    "on probabilities": (dlkit.cross_entropy_on_probabilities, P, P),
    "sigmoid": (dlkit.sigmoid, Y),
    "relu": (dlkit.relu, Y),
    "tanh": (tanh, Y),
    "l1": (dlkit.l1, THETA),
    "l2": (dlkit.l2, THETA),
    "squared l2": (squared_l2, THETA),
    "l3": (lp(3), THETA),
    "without intercept": (without_intercept(squared_l2), THETA),
    "risk": (RISK, THETA),
    "risk of many": (RISK, locked(RNG.normal(size=(2, 3)))),
    "risk on a batch": (RISK, THETA, locked([0, 2], int)),
    "logistic": (LOGISTIC, THETA),
    "softmax regression": (SOFTMAX, locked(RNG.normal(size=9))),
    "a sum": (LOGISTIC + 0.1 * squared_l2, THETA),
    "network": (NET.objective(squared_error, X, Y), WEIGHTS),
    "what returns its argument": (IDENTITY, Y),
    "what returns a view": (FIRST, locked(RNG.normal(size=(2, 3)))),
}


def assert_own(result, *inputs):
    if isinstance(result, np.ndarray) and result.ndim:
        assert result.flags.writeable
        assert not any(np.may_share_memory(result, array) for array in inputs)


@pytest.mark.parametrize("call", RESULTS.values(), ids=RESULTS)
def test_what_a_function_returns_is_the_callers_own(call):
    assert_own(*call())


@pytest.mark.parametrize("case", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_a_differentiable_returns_is_the_callers_own(case):
    f, *arguments = case
    # As it was read already, an array of the caller's may be written to: the function must return another.
    arguments = [array.copy() for array in arguments]
    assert_own(f(*arguments), *arguments)
    assert_own(f.gradient(*arguments), *arguments)
    if f.hessian_function is not None:
        H = f.hessian(*arguments)
        assert_own(H, *arguments)
        H += 1.0


def test_data_that_change_afterwards_change_no_objective():
    X_now, y_now, labels_now = X.copy(), Y.copy(), LABELS.copy()
    makers = [
        lambda: empirical_risk(squared_error, X_now, y_now),
        lambda: empirical_risk(binary_cross_entropy, X_now, labels_now > 0),
        lambda: empirical_risk(cross_entropy, X_now, labels_now),
        lambda: NET.objective(squared_error, X_now, y_now),
    ]
    made = [make() for make in makers]
    starts = [np.ones(3), np.ones(3), np.ones(9), np.ones(NET.size)]
    before = [(J(theta), J.gradient(theta)) for J, theta in zip(made, starts, strict=True)]
    X_now += 1
    y_now += 1
    labels_now[:] = 2 - labels_now
    for J, theta, (value, gradient) in zip(made, starts, before, strict=True):
        assert J(theta) == value
        np.testing.assert_array_equal(J.gradient(theta), gradient)


def test_a_trace_does_not_hold_the_callers_examples():
    examples = X.copy()
    trace = NET.forward(WEIGHTS, examples)
    gradient = NET.backward(WEIGHTS, trace, np.ones((7, 1)))[0]
    examples += 1
    np.testing.assert_array_equal(NET.backward(WEIGHTS, trace, np.ones((7, 1)))[0], gradient)
    trace["x"][...] = 0
    np.testing.assert_array_equal(examples, X + 1)


METHODS = {
    "gradient descent": lambda theta: gradient_descent(LOGISTIC, theta, 0.5),
    "momentum": lambda theta: momentum(LOGISTIC, theta, 0.5, 0.9),
    "nesterov": lambda theta: nesterov(LOGISTIC, theta, 0.5, 0.9),
    "adam": lambda theta: adam(LOGISTIC, theta, 0.1),
    "newton": lambda theta: newton(LOGISTIC + 0.1 * squared_l2, theta),
    "stochastic": lambda theta: stochastic(LOGISTIC, theta, 0.5, batch_size=2, rng=np.random.default_rng(0)),
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_who_writes_into_an_iterate_does_not_change_the_descent(method):
    expected = record(method(THETA), LOGISTIC, steps=5).theta
    start, seen = THETA.copy(), []
    for theta in islice(method(start), 6):
        seen.append(theta.copy())
        theta[...] = start[...] = np.nan
    np.testing.assert_array_equal(seen, expected)
