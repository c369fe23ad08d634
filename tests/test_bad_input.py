"""Bad input to any public function is answered with what was expected, what came, and what to do."""

import inspect
from itertools import islice

import matplotlib as mpl
import numpy as np
import pytest
from bad_data import BAD_DATA
from bad_models import BAD_MODELS
from bad_plots import BAD_PLOTS

import dlkit
from dlkit import (
    Differentiable,
    absolute_error,
    adam,
    add_intercept,
    binary_cross_entropy,
    check,
    cross_entropy,
    differentiable,
    empirical_risk,
    gradient_descent,
    gradient_error,
    l1,
    least_squares,
    momentum,
    nesterov,
    newton,
    normal_equations,
    numerical_gradient,
    penguins,
    plot_contours,
    plot_data,
    plot_line,
    plot_loss_curve,
    plot_path,
    predict,
    record,
    show,
    squared_error,
    squared_l2,
    stochastic,
)
from dlkit.exercises import exercises

mpl.use("agg")
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
Y = np.array([1.0, 2.0, 4.0])
J = empirical_risk(squared_error, X, Y)
HOLED = np.array([[1.0, np.nan], [np.inf, 1.0], [1.0, 2.0]])
RNG = np.random.default_rng(0)
WINDOW = {"xlim": (0, 1), "ylim": (0, 1)}
SUM_OF_ALL = Differentiable(lambda t: t.sum(), lambda t: t * 0 + 1, name="total")


def _no_matrix(function):
    """Return what every function of a matrix X must refuse."""
    return [
        (lambda: function(Y), "X must have shape (n, d)", "got shape (3,)", "write x[:, None]"),
        (
            lambda: function(np.ones((2, 2, 2))),
            "X must have shape (n, d)",
            "got shape (2, 2, 2)",
            "one row per example",
        ),
        (
            lambda: function(HOLED),
            "X must be finite",
            "2 of 6 entries NaN or infinite, the first of them X[0, 1]",
            "drop",
        ),
        (
            lambda: function(np.empty((0, 2))),
            "X must hold at least one example",
            "got shape (0, 2)",
            "check the selection",
        ),
        (lambda: function([["a"]]), "X must be an array of real numbers", "got [['a']]", "convert"),
        (lambda: function(X * 1j), "X must be an array of real numbers", "got array(", "convert"),
        (
            lambda: function([[1], [2, 3]]),
            "X must be an array of numbers",
            "got [[1], [2, 3]]",
            "rows differ in length",
        ),
    ]


def _no_targets(function):
    """Return what every function of X and y must refuse."""
    return [
        *_no_matrix(lambda bad: function(bad, Y)),
        (lambda: function(X, Y[:2]), "y must have shape (3,)", "got shape (2,)", "one target for each example in X"),
        (lambda: function(X, [1, np.nan, 2]), "y must be finite", "1 of 3 entries", "y[1]; drop or replace"),
        (lambda: function(X, None), "y must be an array of real numbers", "got None", "convert"),
    ]


def _no_start(method):
    """Return what every method of descent must refuse."""
    return [
        (lambda: method(J, [0, 0], 0.0), "learning_rate must be positive", "got 0.0", "try 0.1"),
        (lambda: method(J, [0, 0], [0.1, -1]), "learning_rate must be positive", "got [0.1, -1]", "try 0.1"),
        (lambda: method(J, [0, 0], np.nan), "learning_rate must be finite", "1 of 1 entries", "replace"),
        (lambda: method(J, [0, 0], "fast"), "learning_rate must be an array of real numbers", "got 'fast'", "convert"),
        (lambda: method(J, [0, np.inf], 0.1), "theta_0 must be finite", "theta_0[1]", "replace"),
        (lambda: method(J, 0.0, 0.1), "theta_0 must have shape (..., d)", "got shape ()", "write [number]"),
        (lambda: method(J, [], 0.1), "theta_0 must have shape (..., d), d >= 1", "got shape (0,)", "write [number]"),
        (lambda: method(J, [0, 0, 0], 0.1), "theta must have shape (..., 2)", "got shape (3,)", "add_intercept(X)"),
        (lambda: method(J, [0], 0.1), "theta must have shape (..., 2)", "got shape (1,)", "np.zeros(2)"),
        (lambda: method(np.sum, [0, 0], 0.1), "J must be a Differentiable", "got <function sum", "empirical_risk"),
        (
            lambda: method(squared_error, [0, 0], 0.1),
            "reduces the last axis",
            "got <Differentiable squ",
            "empirical_risk",
        ),
        (lambda: method(J, [0, 0], lambda t: -1.0), "learning_rate must be positive", "got -1.0", "try 0.1"),
        (lambda: next(islice(method(J, [0, 0], lambda t: 1 - t), 2, 3)), "must be positive", "got 0", "try 0.1"),
        (
            lambda: method(J, np.zeros((3, 2)), [0.1, 0.2]),
            "must broadcast with the runs in theta_0",
            "theta_0 without its last axis (3,), learning_rate (2,)",
            "one for each run",
        ),
    ]


def _no_rate(method, name):
    """Return what every method with a rate from 0 to 1 must refuse; it is called with the learning rate and that."""
    return [
        (lambda: method(0.1, 1.0), f"{name} must be at least 0 and less than 1", "got 1.0", "0.9 is usual"),
        (lambda: method(0.1, [0.5, -0.1]), f"{name} must be at least 0", "got [0.5, -0.1]", "0.9 is usual"),
        (lambda: method(0.1, np.nan), f"{name} must be finite", "1 of 1 entries", "replace"),
        (lambda: method([0.1, 0.2], [0, 0, 0]), "must broadcast", "learning_rate (2,)", f"{name} (3,)", "one number"),
    ]


def _stochastic(**changes):
    return stochastic(J, [0, 0], 0.1, **{"batch_size": 2, "rng": RNG} | changes)


def _no_points(function):
    """Return what every plot of x and y must refuse."""
    return [
        (lambda: function(X, Y), "x must have shape (n,)", "got shape (3, 2)", "such as X[:, 0]"),
        (lambda: function([], []), "x must have shape (n,), n >= 1", "got shape (0,)", "choose one feature"),
        (lambda: function(Y, Y[:2]), "y must have shape (3,)", "got shape (2,)", "one target for each example in x"),
        (lambda: function(Y, HOLED[:, 1]), "y must be finite", "1 of 3 entries", "drop"),
        (lambda: function(HOLED[:, 0], Y), "x must be finite", "x[1]", "drop"),
    ]


def _no_axes(function):
    return [(lambda: function("left"), "ax must be a matplotlib Axes", "got 'left'", "plt.subplots()")]


def _labeled(a, b, ax=None):
    return plot_data(a, b, ax, xlabel="x", ylabel="y")


# For every public function: calls, each with pieces of what the message must say.
BAD = {
    "add_intercept": _no_matrix(add_intercept),
    "check": [(lambda: check("linear"), f"name must be one of {', '.join(exercises())}; got 'linear'")],
    "differentiable": [
        (
            lambda: differentiable(gradient=3)(np.sum),
            "gradient must be a function of (x, *args)",
            "got 3",
            "define it with def",
        ),
        (
            lambda: differentiable(gradient=np.sum)(3),
            "value must be a function of (x, *args)",
            "got 3",
            "define it with def",
        ),
    ],
    "Differentiable": [
        (lambda: Differentiable(None, np.sum), "value must be a function", "got None", "define it with def"),
        (lambda: SUM_OF_ALL(X), "total: its value must have shape (3,)", "got shape ()", "axis=-1"),
        (
            lambda: Differentiable(np.sum, np.sum).gradient(Y),
            "sum: its gradient must have shape (3,)",
            "got shape ()",
            "has the shape of x",
        ),
        (lambda: J(1.0), "mean squared_error: theta must have shape (..., d)", "got the number 1.0", "write [1.0]"),
        (
            lambda: J + squared_error,
            "f + g must be of one kind",
            "got squared_error (elementwise) and mean",
            "empirical_risk",
        ),
        (lambda: np.inf * J, "c in c * mean squared_error must be a finite number", "got inf", "one factor"),
        (lambda: [1, 2] * J, "c in c * mean squared_error must be a finite number", "got [1, 2]", "one factor"),
        (lambda: Y * J, "c in c * mean squared_error must be a finite number", "got array(", "one factor"),
        (lambda: J / 0, "c in mean squared_error / c must not be zero", "got 0", "another number"),
        (
            lambda: SUM_OF_ALL.hessian(Y),
            "total: its Hessian must be known for this",
            "got none",
            "such as gradient_descent",
        ),
        (
            lambda: Differentiable(np.sum, np.cos, hessian=np.cos).hessian(Y),
            "sum: its Hessian must have shape (3, 3)",
            "got shape (3,)",
            "a row for each entry",
        ),
        (lambda: J / "2", "c in c * mean squared_error must be a finite number", "got '2'", "one factor"),
    ],
    "squared_error": [
        (
            lambda: squared_error(Y, Y[:2]),
            "squared_error: y must broadcast to the shape (3,)",
            "got shape (2,)",
            "reshape",
        ),
        (lambda: squared_error(Y[:, None], Y), "y must broadcast to the shape (3, 1)", "got shape (3,)", ".ravel()"),
        (lambda: squared_error(1.0, Y), "y must broadcast to the shape ()", "got shape (3,)", "reshape"),
        (lambda: squared_error(Y, np.nan), "squared_error: y must be finite", "1 of 1 entries", "drop"),
        (lambda: squared_error("a", Y), "squared_error: y_hat must be an array of real numbers", "got 'a'", "convert"),
        (lambda: squared_error.gradient(Y, Y[:2]), "squared_error: y must broadcast", "got shape (2,)", "reshape"),
    ],
    "predict": [
        *_no_matrix(lambda bad: predict(bad, [0, 0])),
        (lambda: predict(X, [1, 2, 3]), "theta must have shape (..., 2)", "got shape (3,)", "add_intercept(X)"),
        (lambda: predict(X, 1.0), "theta must have shape (..., 2)", "got shape ()", "np.zeros(2)"),
        (lambda: predict(X, [1, 2, 3], 2), "theta must have shape (..., 4), 2 weights", "(3,)", "np.zeros(4)"),
        (lambda: predict(X, np.ones(6), 2), "theta must have shape (..., 4)", "(6,)", "add_intercept(X)"),
        (lambda: predict(X, [1, 2], 0), "outputs must be 1 or more", "got 0", "outputs=1"),
        (lambda: predict(X, ["a", "b"]), "theta must be an array of real numbers", "got ['a', 'b']", "convert"),
    ],
    "empirical_risk": [
        *_no_targets(lambda a, b: empirical_risk(squared_error, a, b)),
        (
            lambda: empirical_risk(np.square, X, Y),
            "loss must be a Differentiable of a prediction and a target",
            "got <ufunc",
            "squared_error",
        ),
        (
            lambda: empirical_risk(J, X, Y),
            "loss must be a Differentiable of a prediction and a target",
            "got <Differentiable mean",
            "squared",
        ),
        (lambda: J([1, 2, 3]), "theta must have shape (..., 2)", "got shape (3,)", "add_intercept(X)"),
        (lambda: J.gradient([1]), "theta must have shape (..., 2)", "got shape (1,)", "np.zeros(2)"),
        (lambda: J([1, 2], [0, 3]), "rows must be indices from 0 to 2", "got 0 to 3", "rng.integers(3"),
        (lambda: J([1, 2], [-1]), "rows must be indices from 0 to 2", "got -1 to -1", "rng.integers(3"),
        (lambda: J([1, 2], []), "rows must be a list of at least one index", "got []", "[0]"),
        (lambda: J([1, 2], [0.5]), "rows must be a list of at least one index", "got [0.5]", "[0]"),
        (lambda: J([1, 2], True), "rows must be a list of at least one index", "got True", "[0]"),
        (lambda: empirical_risk(squared_error, X, X[:2]), "y must have shape (3,)", "got shape (2, 2)", "in X"),
        (
            lambda: empirical_risk(squared_error, X, X, outputs=3),
            "y must have shape (3,) or (3, 3)",
            "got shape (3, 2)",
            "one row for each example",
        ),
        (
            lambda: empirical_risk(squared_error, X, Y, outputs=2),
            "y must have shape (3, 2) for 2 outputs of squared_error",
            "got shape (3,)",
            "one column for each output",
        ),
        (lambda: empirical_risk(squared_error, X, Y, outputs=0), "outputs must be 1 or more", "got 0", "outputs=1"),
        (
            lambda: empirical_risk(binary_cross_entropy, X, Y),
            "y must hold labels 0 and 1",
            "got 2.0",
            "names",
        ),
        (lambda: empirical_risk(cross_entropy, X, [0, 1.5, 1]), "y must hold labels 0, 1,", "got 1.5", "np.unique"),
        (lambda: empirical_risk(cross_entropy, X, [0, -1, 1]), "y must hold labels 0, 1,", "got -1", "np.unique"),
        (
            lambda: empirical_risk(cross_entropy, X, [0, 2, 1], outputs=2),
            "labels must be integers from 0 to 1",
            "got 0 to 2",
            "np.unique",
        ),
        (lambda: empirical_risk(cross_entropy, X, X), "rows of 2 probabilities that sum to 1", "(3, 2)", "astype(int)"),
        (
            lambda: empirical_risk(cross_entropy, X, [0, 1, 2])([1, 2]),
            "theta must have shape (..., 6), 3 weights for each column of X",
            "got shape (2,)",
            "np.zeros(6)",
        ),
    ],
    "normal_equations": [
        *_no_targets(normal_equations),
        (lambda: normal_equations(X, Y[:, None]), "y must have shape (3,)", "got shape (3, 1)", "y.ravel()"),
        (lambda: normal_equations(np.ones((3, 2)), Y), "X must have full column rank", "shape (2, 2)", "least_squares"),
    ],
    "least_squares": [
        *_no_targets(least_squares),
        (lambda: least_squares(X, Y[:, None]), "y must have shape (3,)", "got shape (3, 1)", "y.ravel()"),
    ],
    "numerical_gradient": [
        (lambda: numerical_gradient(J, [np.nan, 1]), "x must be finite", "x[0]", "replace"),
        (lambda: numerical_gradient(3, [1, 1]), "f must be a function", "got 3", "without calling it"),
        (lambda: numerical_gradient(J, [1, 1], step=0), "step must be positive", "got 0", "1e-5"),
        (
            lambda: numerical_gradient(J, [1, 1], step=[1, 1, 1]),
            "step must broadcast to the shape (2,)",
            "(3,)",
            "reshape",
        ),
        (
            lambda: numerical_gradient(np.sin, Y),
            "f must map x of shape (3,) to values of shape ()",
            "(3,)",
            "elementwise=True",
        ),
    ],
    "gradient_error": [
        (
            lambda: gradient_error(np.sum, Y),
            "f must be a Differentiable",
            "got <function sum",
            "differentiable(gradient=...)",
        ),
        (lambda: gradient_error(J, [np.inf, 1]), "x must be finite", "x[0]", "replace"),
    ],
    "gradient_descent": _no_start(gradient_descent),
    **{
        method.__name__: [
            *_no_start(lambda *arguments, method=method: method(*arguments, 0.9)),
            *_no_rate(lambda *rates, method=method: method(J, [0, 0], *rates), "beta"),
        ]
        for method in (momentum, nesterov)
    },
    "adam": [
        *_no_start(adam),
        *_no_rate(lambda *rates: adam(J, [0, 0], *rates), "beta_1"),
        *_no_rate(lambda eta, beta: adam(J, [0, 0], eta, 0.9, beta), "beta_2"),
        (lambda: adam(J, [0, 0], epsilon=0), "epsilon must be positive", "got 0", "1e-8 is usual"),
    ],
    "newton": [
        (lambda: newton(np.sum, [0, 0]), "J must be a Differentiable", "got <function sum", "empirical_risk"),
        (lambda: newton(J, [0, np.inf]), "theta_0 must be finite", "theta_0[1]", "replace"),
        (lambda: newton(J, [0, 0, 0]), "theta must have shape (..., 2)", "got shape (3,)", "add_intercept(X)"),
        (
            lambda: newton(empirical_risk(absolute_error, X, Y), [0, 0]),
            "mean absolute_error: its Hessian must be known",
            "got none",
            "such as gradient_descent",
        ),
        (lambda: newton(J + l1, [0, 0]), "mean squared_error + l1: its Hessian", "got none", "gradient_descent"),
    ],
    "stochastic": [
        *_no_start(lambda *arguments: stochastic(*arguments, batch_size=1, rng=RNG)),
        (lambda: _stochastic(batch_size=4), "batch_size must be at most 3", "got 4", "32 is usual"),
        (lambda: _stochastic(batch_size=0), "batch_size must be 1 or more", "got 0", "batch_size=1"),
        (lambda: _stochastic(batch_size=1.5), "batch_size must be a whole number", "got 1.5", "batch_size=100"),
        (lambda: _stochastic(rng=0), "rng must be a numpy.random.Generator", "got 0", "default_rng(0)"),
        (lambda: _stochastic(method="sgd"), "method must be a method of descent", "got 'sgd'", "gradient_descent"),
        (
            lambda: stochastic(squared_l2, [1.0], 0.1, batch_size=1, rng=RNG),
            "J must be a mean over examples",
            "got <Differentiable squared_l2>",
            "empirical_risk",
        ),
    ],
    "record": [
        (
            lambda: record(gradient_descent(J, [0, 0], 0.1), J, steps=-1),
            "steps must be a whole number",
            "got -1",
            "steps=100",
        ),
        (
            lambda: record(gradient_descent(J, [0, 0], 0.1), J, steps=1.5),
            "steps must be a whole number",
            "1.5",
            "steps=100",
        ),
        (
            lambda: record(gradient_descent(J, [0, 0], 0.1), np.sum),
            "J must be a Differentiable",
            "sum",
            "empirical_risk",
        ),
        (
            lambda: record(gradient_descent, J),
            "iterates must be a sequence of arrays",
            "gradient_descent",
            "gradient_descent(J",
        ),
        (lambda: record([[0, 0]], J, every=0), "every must be 1 or more", "got 0", "every=1"),
        (lambda: record([[0, 0]], J, gradient_norm=0), "gradient_norm must be positive", "got 0", "1e-6 is usual"),
        (lambda: record([[0, 0]], J, gradient_norm="small"), "gradient_norm must be an array of real", "got 'small'"),
        (lambda: record([], J), "iterates must be at least one array", "got shapes []", "yield theta"),
        (lambda: record([[0, 0], [0]], J), "all of one shape", "got shapes [(2,), (1,)]", "yield theta"),
    ],
    "Penguins": [
        (
            lambda: penguins()[[True, False]],
            "which must be a mask of shape (342,)",
            "got [True, False]",
            "birds.species ==",
        ),
        (lambda: penguins()[5], "a slice, or a list of indices", "got 5", "birds.species =="),
        (lambda: penguins()[[400]], "indices below 342", "got [400]", "birds.species =="),
        (lambda: penguins()["species"], "which must be a mask", "got 'species'", "birds.species =="),
    ],
    "plot_data": [*_no_points(_labeled), *_no_axes(lambda ax: _labeled(Y, Y, ax))],
    "plot_line": [
        *_no_axes(lambda ax: plot_line([0, 1], ax)),
        (lambda: plot_line([1, 2, 3]), "theta must be (intercept, slope)", "got shape (3,)", "(0, slope)"),
        (lambda: plot_line([1, np.inf]), "theta must be finite", "theta[1]", "replace"),
    ],
    "plot_contours": [
        *_no_axes(lambda ax: plot_contours(J, ax, **WINDOW)),
        (lambda: plot_contours(3, **WINDOW), "J must be a function of theta", "got 3", "empirical_risk"),
        (lambda: plot_contours(J, xlim=(1, 1), ylim=(0, 1)), "xlim must be (low, high)", "got (1, 1)", "xlim=(-1, 1)"),
        (lambda: plot_contours(J, xlim=(0, 1), ylim=(0, np.nan)), "ylim must be finite", "ylim[1]", "replace"),
        (lambda: plot_contours(lambda t: t.sum(), **WINDOW), "J must map theta of shape", "got ()", "last axis"),
        (
            lambda: plot_contours(lambda t: 0 * t[..., 0], **WINDOW),
            "J must take more than one",
            "got 0;",
            "other xlim, ylim",
        ),
        (
            lambda: plot_contours(lambda t: np.nan * t[..., 0], **WINDOW),
            "J must take more than one",
            "none",
            "other xlim",
        ),
        (lambda: plot_contours(J, levels=0, **WINDOW), "levels must be a number of lines", "got 0", "leave it out"),
        (lambda: plot_contours(J, levels=[2, 1], **WINDOW), "increasing values", "got [2, 1]", "leave it out"),
        (
            lambda: plot_contours(J, levels=[1e9], **WINDOW),
            "some are between the least",
            "got [1000000000.0]",
            "leave it out",
        ),
    ],
    "plot_path": [
        *_no_axes(lambda ax: plot_path([[0, 0]], ax)),
        (lambda: plot_path([[1, 2, 3]]), "path must have shape (..., 2)", "got shape (1, 3)", "choose two"),
        (lambda: plot_path([1, 2]), "path must have shape (steps + 1, ..., 2)", "got shape (2,)", "one row for each"),
        (lambda: plot_path("up"), "path must be an array of real numbers", "got 'up'", "convert"),
    ],
    "plot_loss_curve": [
        *_no_axes(lambda ax: plot_loss_curve([1, 2], ax)),
        (
            lambda: plot_loss_curve(3.0),
            "values must have shape (steps + 1, ...)",
            "got shape ()",
            "one value for each step",
        ),
        (
            lambda: plot_loss_curve([]),
            "values must have shape (steps + 1, ...)",
            "got shape (0,)",
            "one value for each step",
        ),
    ],
    "show": [
        (lambda: show(3), "f must be a function", "got 3", "without calling it"),
        (lambda: show(len), "f must be a function written in Python", "got <built-in function len>", "no source"),
    ],
}
for table in (BAD_MODELS, BAD_DATA, BAD_PLOTS):
    for name, cases in table.items():
        BAD.setdefault(name, []).extend(cases)
# They take no input, are only made by functions that do, or have tests of their own.
EXEMPT = {"COLORS", "Trajectory", "penguins", "digits", "use_style"}


@pytest.mark.parametrize(
    ("call", "pieces"),
    [pytest.param(call, pieces, id=f"{name}-{i}") for name in BAD for i, (call, *pieces) in enumerate(BAD[name])],
)
def test_the_message_names_the_argument_what_was_expected_what_came_and_what_to_do(call, pieces):
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - all pieces of the message are compared below
        call()
    for piece in pieces:
        assert piece in str(raised.value)


def test_every_public_function_is_given_bad_input():
    assert set(BAD) | EXEMPT == set(dlkit.__all__)
    for name in EXEMPT - {"Trajectory", "COLORS"}:
        assert not inspect.signature(getattr(dlkit, name)).parameters


def test_a_bad_input_leaves_no_figure_behind():
    before = mpl.pyplot.get_fignums()
    with pytest.raises(ValueError, match="theta"):
        plot_line([1, 2, 3])
    assert mpl.pyplot.get_fignums() == before
