"""Bad input to any public function is answered with what was expected, what came, and what to do."""

import inspect

import matplotlib as mpl
import numpy as np
import pytest

import dlkit
from dlkit import (
    Differentiable,
    add_intercept,
    check,
    differentiable,
    empirical_risk,
    gradient_descent,
    gradient_error,
    least_squares,
    momentum,
    normal_equations,
    numerical_gradient,
    penguins,
    plot_contours,
    plot_data,
    plot_line,
    plot_loss_curve,
    plot_path,
    plot_residuals,
    predict,
    record,
    show,
    squared_error,
)

mpl.use("agg")
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
Y = np.array([1.0, 2.0, 4.0])
J = empirical_risk(squared_error, X, Y)
HOLED = np.array([[1.0, np.nan], [np.inf, 1.0], [1.0, 2.0]])
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
        (lambda: function(X, Y[:, None]), "y must have shape (3,)", "got shape (3, 1)", "y.ravel()"),
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
        (
            lambda: method(J, np.zeros((3, 2)), [0.1, 0.2]),
            "must broadcast with the runs in theta_0",
            "theta_0 without its last axis (3,), learning_rate (2,)",
            "one for each run",
        ),
    ]


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
    "check": [
        (lambda: check("linear"), "name must be one of predict, mean-squared-error", "without-intercept; got 'linear'")
    ],
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
        (lambda: predict(X, ["a", "b"]), "theta must be an array of real numbers", "got ['a', 'b']", "convert"),
    ],
    "empirical_risk": [
        *_no_targets(lambda a, b: empirical_risk(squared_error, a, b)),
        (
            lambda: empirical_risk(np.square, X, Y),
            "loss must be an elementwise Differentiable",
            "got <ufunc",
            "squared_error",
        ),
        (
            lambda: empirical_risk(J, X, Y),
            "loss must be an elementwise Differentiable",
            "got <Differentiable mean",
            "squared",
        ),
        (lambda: J([1, 2, 3]), "theta must have shape (..., 2)", "got shape (3,)", "add_intercept(X)"),
        (lambda: J.gradient([1]), "theta must have shape (..., 2)", "got shape (1,)", "np.zeros(2)"),
    ],
    "normal_equations": [
        *_no_targets(normal_equations),
        (lambda: normal_equations(np.ones((3, 2)), Y), "X must have full column rank", "shape (3, 2)", "least_squares"),
    ],
    "least_squares": _no_targets(least_squares),
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
    "momentum": [
        *_no_start(lambda *arguments: momentum(*arguments, 0.9)),
        (lambda: momentum(J, [0, 0], 0.1, 1.0), "beta must be at least 0 and less than 1", "got 1.0", "0.9 is usual"),
        (lambda: momentum(J, [0, 0], 0.1, [0.5, -0.1]), "beta must be at least 0", "got [0.5, -0.1]", "0.9 is usual"),
        (lambda: momentum(J, [0, 0], 0.1, np.nan), "beta must be finite", "1 of 1 entries", "replace"),
        (
            lambda: momentum(J, [0, 0], [0.1, 0.2], [0, 0, 0]),
            "must broadcast",
            "learning_rate (2,), beta (3,)",
            "one number",
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
    "plot_residuals": [
        *_no_points(lambda a, b: plot_residuals(a, b, [0, 1])),
        *_no_axes(lambda ax: plot_residuals(Y, Y, [0, 1], ax)),
        (lambda: plot_residuals(Y, Y, [1]), "theta must be (intercept, slope)", "got shape (1,)", "(0, slope)"),
    ],
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
# They take no input, are only made by functions that do, or have tests of their own.
EXEMPT = {"COLORS", "Trajectory", "penguins", "use_style", "Explorer", "Point", "explore"}


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
    for name in EXEMPT - {"Explorer", "Point", "explore", "Trajectory", "COLORS"}:
        assert not inspect.signature(getattr(dlkit, name)).parameters


def test_a_bad_input_leaves_no_figure_behind():
    before = mpl.pyplot.get_fignums()
    with pytest.raises(ValueError, match="theta"):
        plot_line([1, 2, 3])
    assert mpl.pyplot.get_fignums() == before
