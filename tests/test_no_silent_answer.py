"""What cannot have a right answer gets an error that says so, or a value that no comparison takes for a right one."""

import re

import numpy as np
import pytest

import dlkit
from dlkit import (
    Differentiable,
    Linear,
    Network,
    Scalar,
    adam,
    binary_cross_entropy,
    binary_cross_entropy_on_probabilities,
    classify,
    cross_entropy,
    cross_entropy_on_probabilities,
    differentiable,
    empirical_risk,
    gradient_descent,
    gradient_error,
    l2,
    least_squares,
    lp,
    newton,
    numerical_gradient,
    poisson_nll,
    sigmoid,
    squared_error,
    squared_l2,
    stochastic,
    tanh,
)
from dlkit.naive import naive_sigmoid

X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
Y = np.array([0.0, 1.0, 0.0, 1.0])


# Gradients


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_is_infinitely_wrong(wrong):
    f = Differentiable(lambda x: (x**2).sum(-1), lambda x: x * wrong)
    assert gradient_error(f, [1.0, 2.0]) == np.inf


def test_a_function_that_is_not_finite_there_has_no_right_gradient():
    f = Differentiable(lambda x: np.log(x).sum(-1), lambda x: 1 / x)
    assert gradient_error(f, [1.0, -2.0]) == np.inf


@pytest.mark.parametrize("p", [1.5, 2, 3, np.inf])
def test_the_gradient_of_a_norm_is_nan_where_the_vector_is(p):
    assert np.isnan(lp(p).gradient([np.nan, 1.0])).all()


def test_the_gradient_of_the_length_is_nan_where_the_vector_is():
    assert np.isnan(l2.gradient([np.nan, 1.0])).all()
    np.testing.assert_array_equal(l2.gradient([0.0, 0.0]), [0, 0])


# Arguments


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: squared_error([1.0, 2.0], [0.0, 0.0], [10.0, 0.0]), "squared_error(y_hat, y) takes 1 arguments"),
        (lambda: squared_error([1.0, 2.0]), "squared_error(y_hat, y) takes 1 arguments after the first, got 0"),
        (lambda: squared_error.gradient([1.0], [0.0], [1.0]), "after the first, got 2; leave out or add some"),
        (lambda: sigmoid([0.0], 5.0), "sigmoid(z) takes 0 arguments after the first, got 1"),
        (lambda: squared_l2([0.0], 5.0), "squared_l2(x) takes 0 arguments"),
        (lambda: empirical_risk(squared_error, X, Y)([0.0, 0.0], [0], [1]), "takes 0 to 1 arguments after the first"),
        (lambda: numerical_gradient(squared_error, [1.0], [0.0], [2.0]), "takes 1 arguments"),
    ],
)
def test_arguments_that_are_not_taken_are_refused(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_a_multiple_takes_the_arguments_of_the_function():
    @differentiable(gradient=lambda x, a, b: a * np.ones_like(x), elementwise=True)
    def line(x, a, b):
        return a * x + b

    np.testing.assert_array_equal((2 * line)([1.0, 2.0], [3.0, 3.0], [1.0, 1.0]), [8, 14])
    np.testing.assert_array_equal((line - 3 * line).gradient([1.0, 2.0], 3.0, 1.0), [-6, -6])
    with pytest.raises(ValueError, match="takes 2 arguments after the first, got 1"):
        (2 * line)([1.0], [3.0])


def test_a_function_that_forgot_its_return_is_told():
    f = Differentiable(lambda x: None, lambda x: None)
    with pytest.raises(ValueError, match=r"its value must have shape \(\), got None; does the function end with ret"):
        f([1.0, 2.0])
    with pytest.raises(ValueError, match=r"its gradient must have shape \(2,\), got None"):
        f.gradient([1.0, 2.0])


MASKED = np.ma.array([1.0, 2, 90, 4], mask=[0, 0, 1, 0])


@pytest.mark.parametrize(
    "call",
    [
        lambda: least_squares(X, MASKED),
        lambda: empirical_risk(squared_error, X, MASKED),
        lambda: empirical_risk(cross_entropy, X, np.ma.array([0, 1, 1, 0], mask=[0, 0, 1, 0])),
        lambda: squared_error(MASKED, MASKED),
        lambda: cross_entropy(np.zeros((4, 2)), np.ma.array([0, 1, 1, 0], mask=[0, 0, 1, 0])),
        lambda: dlkit.add_intercept(np.ma.array(X, mask=X > 2)),
        lambda: dlkit.accuracy(np.ma.array([0, 1], mask=[0, 1]), [0, 1]),
        lambda: dlkit.entropy(np.ma.array([0.5, 0.5])),
    ],
)
def test_a_mask_is_refused_and_not_lost(call):
    with pytest.raises(ValueError, match=r"must be an array without a mask.*X\[keep\]"):
        call()


# Losses of probabilities


@pytest.mark.parametrize("loss", [binary_cross_entropy_on_probabilities, cross_entropy_on_probabilities])
def test_a_loss_of_probabilities_takes_no_scores(loss):
    for f in (loss, 2 * loss):
        with pytest.raises(ValueError, match=r"loss must take any score.*from 0 to 1; use the loss of the same name"):
            empirical_risk(f, X, Y.astype(int))
    with pytest.raises(ValueError, match=r"loss must take what the last layer, Linear\(d_in=3, d_out=2\), puts out"):
        Network(Linear(2, 3), tanh, Linear(3, 2)).objective(loss, X, np.eye(2)[Y.astype(int)])
    with pytest.raises(ValueError, match="end the network with sigmoid"):
        Network(Linear(2, 1), tanh).objective(binary_cross_entropy_on_probabilities, X, Y)


@pytest.mark.parametrize("last", [sigmoid, naive_sigmoid])
def test_after_a_sigmoid_there_are_probabilities(last):
    net = Network(Linear(2, 1), last)
    theta = np.array([0.1, 0.2, -0.3])
    J = net.objective(binary_cross_entropy_on_probabilities, X, Y)
    assert J(theta) == pytest.approx(Network(Linear(2, 1)).objective(binary_cross_entropy, X, Y)(theta))
    assert gradient_error(J, theta) < 1e-8


def test_a_network_ends_with_a_function_of_one_argument():
    with pytest.raises(ValueError, match="layers must be Linear, or an activation of one argument"):
        Network(Linear(2, 3), squared_error)


# Divergence


def test_a_model_that_diverged_predicts_no_class():
    with pytest.raises(ValueError, match=r"4 of 4 scores NaN; if a descent has diverged, take a smaller learning"):
        classify(X, [np.nan, np.nan])
    with pytest.raises(ValueError, match="8 of 12 scores NaN"):
        classify(X, [[0.0, 1.0], [np.nan, 0.0], [np.inf, -np.inf]])
    np.testing.assert_array_equal(classify(X, [-np.inf, 0.0]), [0, 0, 0, 0])


def test_no_events_at_rate_0_are_certain():
    np.testing.assert_array_equal(poisson_nll([-np.inf, -np.inf, 0.0], [0, 1, 0]), [0, np.inf, 1])
    assert np.isnan(poisson_nll([np.nan], [0])).all()


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (lambda: Scalar(1000).exp(), np.inf),
        (lambda: Scalar(1e200) ** 2, np.inf),
        (lambda: 1 / Scalar(0), np.inf),
        (lambda: Scalar(0) ** -1, np.inf),
        (lambda: Scalar(0.0) ** 0.5, 0),
        (lambda: Scalar(-1.0) ** 0.5, np.nan),
        (lambda: Scalar(1e200) * Scalar(1e200), np.inf),
    ],
)
def test_a_scalar_becomes_infinite_without_an_error(make, value):
    made = make()
    made.backward()
    np.testing.assert_equal(made.value, float(value))


def test_the_slope_of_a_root_at_0_is_infinite():
    x = Scalar(0.0)
    (x**0.5).backward()
    assert x.gradient == np.inf


# Descents


@pytest.mark.parametrize(
    "descend",
    [
        lambda J: gradient_descent(J, np.ones(2), 0.1),
        lambda J: adam(J, np.ones(2)),
        lambda J: newton(J, np.ones(2)),
        lambda J: stochastic(J, np.ones(2), 0.1, batch_size=1, rng=np.random.default_rng(0)),
    ],
)
def test_a_gradient_of_another_shape_is_told_before_the_first_step(descend):
    J = Differentiable(
        lambda theta, rows=None: (theta**2).sum(-1),
        lambda theta, rows=None: (2 * theta).sum(-1, keepdims=True),
        hessian=lambda theta, rows=None: 2 * np.eye(2),
        examples=3,
        name="J",
    )
    with pytest.raises(ValueError, match=r"J: its gradient must have shape \(2,\), got shape \(1,\)"):
        descend(J)


@pytest.mark.parametrize(
    ("rates", "message"),
    [
        ({"epsilon": 1e-50}, r"epsilon must be positive in float32, got 1e-50"),
        ({"beta_1": 1 - 1e-12}, r"beta_1 must be at least 0 and less than 1 in float32"),
        ({"learning_rate": 1e-60}, r"learning_rate must be positive in float32, got 1e-60"),
    ],
)
def test_rates_are_looked_at_in_the_precision_they_are_used_in(rates, message):
    J = empirical_risk(squared_error, X.astype(np.float32), Y)
    next(adam(J, np.zeros(2), **rates))
    with pytest.raises(ValueError, match=message):
        adam(J, np.zeros(2, np.float32), **rates)


# Labels


IDS = np.array([10**9, 3, 10**9, 17, 3, 17])


@pytest.mark.parametrize(
    "call",
    [
        lambda: empirical_risk(cross_entropy, np.ones((6, 1)), IDS),
        lambda: dlkit.confusion_matrix(IDS, IDS),
    ],
)
def test_labels_that_are_ids_are_refused_before_a_table_of_all_ids_is_made(call):
    with pytest.raises(ValueError, match=r"labels up to 1000000000 of 6 examples; number the classes.*np\.unique"):
        call()


def test_many_classes_of_few_examples_are_fine():
    assert empirical_risk(cross_entropy, np.ones((6, 1)), [0, 1, 2, 3, 4, 99])(np.zeros(100)) == pytest.approx(
        np.log(100)
    )


@pytest.mark.parametrize("names", [["Adelie", "Gentoo", "Adelie", "Gentoo"], np.array(["a", "b", "a", "b"], object)])
def test_names_of_classes_are_told_how_to_become_numbers(names):
    for call in (lambda: cross_entropy(np.zeros((4, 2)), names), lambda: empirical_risk(cross_entropy, X, names)):
        with pytest.raises(ValueError, match=r"number the classes from 0 with np\.unique\(names, return_inverse=True"):
            call()


def test_a_column_of_labels_is_told_to_be_flattened():
    column = np.array([[0], [1], [0], [1]])
    for call in (lambda: cross_entropy(np.zeros((4, 2)), column), lambda: empirical_risk(cross_entropy, X, column)):
        with pytest.raises(ValueError, match=r"got shape \(4, 1\); write (labels|y)\.ravel\(\)"):
            call()
