"""Bad input to plots, with pieces of the answer: what was expected, what came, what to do."""

import numpy as np

from dlkit import (
    Linear,
    Network,
    Trace,
    l1,
    plot_bars,
    plot_classes,
    plot_confusion_matrix,
    plot_decision_boundary,
    plot_functions,
    plot_image,
    plot_images,
    plot_loss_curve,
    plot_network,
    plot_probability,
    plot_unit_ball,
    sigmoid,
    squared_error,
    tanh,
)

X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
TWO = ["a", "b"]
NET = Network(Linear(2, 2), tanh, Linear(2, 1))
THETA = np.arange(9.0)


def _no_axes(function):
    return [(lambda: function("left"), "ax must be a matplotlib Axes", "got 'left'", "plt.subplots()")]


def _classes(X, y, names=TWO, ax=None):
    return plot_classes(X, y, ax, names=names, xlabel="x", ylabel="y")


def _bars(values, names=TWO, **options):
    return plot_bars(values, names=names, ylabel="weight", **options)


BAD_PLOTS = {
    "plot_classes": [
        *_no_axes(lambda ax: _classes(X, [0, 1, 1], ax=ax)),
        (lambda: _classes(X[:, 0], [0, 1, 1]), "X must have shape (n, d)", "got shape (3,)", "x[:, None]"),
        (lambda: _classes(np.ones((3, 3)), [0, 1, 1]), "X must have shape (n, 2)", "got shape (3, 3)", "two features"),
        (lambda: _classes(X, [0, 1]), "y must have shape (3,)", "got shape (2,)", "one target for each example"),
        (lambda: _classes(X, [0, 1, 2]), "y must hold whole numbers from 0 to 1", "got [0.0, 1.0, 2.0]", "np.unique"),
        (lambda: _classes(X, [0, 1, 1], "ab"), "names must be a list of texts", "got 'ab'", "Gentoo"),
        (lambda: _classes(X, [0, 1, 1], [0, 1]), "names must be a list of texts", "got [0, 1]", "Gentoo"),
    ],
    "plot_decision_boundary": [
        *_no_axes(lambda ax: plot_decision_boundary(lambda x: x[..., 0], ax)),
        (lambda: plot_decision_boundary(3), "scores must be a function of examples", "got 3", "x @ w + b"),
        (lambda: plot_decision_boundary(np.sum), "scores must map examples of shape", "got shape ()", "the last axis"),
    ],
    "plot_probability": [
        *_no_axes(lambda ax: plot_probability([0, 1], ax)),
        (lambda: plot_probability([1]), "theta must be (intercept, slope)", "got shape (1,)", "(0, slope)"),
        (lambda: plot_probability([1, np.nan]), "theta must be finite", "theta[1]", "replace"),
    ],
    "plot_confusion_matrix": [
        *_no_axes(lambda ax: plot_confusion_matrix(np.eye(2), ax, names=TWO)),
        (lambda: plot_confusion_matrix(np.eye(3), names=TWO), "matrix must have shape (2, 2)", "(3, 3)", "check names"),
        (lambda: plot_confusion_matrix([[1, np.nan], [0, 1]], names=TWO), "matrix must be finite", "matrix[0, 1]"),
        (lambda: plot_confusion_matrix(np.eye(2), names=[]), "names must be a list of texts", "got []", "Gentoo"),
    ],
    "plot_functions": [
        *_no_axes(lambda ax: plot_functions(sigmoid, ax=ax, xlim=(0, 1))),
        (lambda: plot_functions(xlim=(0, 1)), "functions must be at least one", "got none", "squared_error"),
        (lambda: plot_functions(np.tanh, xlim=(0, 1)), "functions must be elementwise", "got <ufunc", "squared_error"),
        (lambda: plot_functions(l1, xlim=(0, 1)), "functions must be elementwise", "<Differentiable l1>", "squared"),
        (lambda: plot_functions(sigmoid, xlim=(1, 0)), "xlim must be (low, high)", "got (1, 0)", "xlim=(-1, 1)"),
        (lambda: plot_functions(sigmoid, xlim=(0, 1), labels=TWO), "labels must be 1 texts", "got 2", "add or drop"),
        (
            lambda: plot_functions(squared_error, xlim=(0, 1), args=([1, 2],)),
            "y must broadcast",
            "got shape (2,)",
            "reshape",
        ),
    ],
    "plot_unit_ball": [
        *_no_axes(lambda ax: plot_unit_ball(l1, ax)),
        (lambda: plot_unit_ball(2), "norm must be a function of vectors", "got 2", "such as l1"),
        (lambda: plot_unit_ball(np.abs), "norm must map vectors of shape (361, 2)", "got shape (361, 2)", "such as l2"),
        (lambda: plot_unit_ball(lambda u: u[..., 0]), "to positive numbers", "got shape (361,)", "such as l2"),
        (lambda: plot_unit_ball(l1, radius=0), "radius must be positive and finite", "got 0", "the unit ball"),
    ],
    "plot_bars": [
        *_no_axes(lambda ax: _bars([1, 2], ax=ax)),
        (lambda: _bars([1, 2, 3]), "values must have shape (2,) or (groups, 2)", "got shape (3,)", "check names"),
        (lambda: _bars(np.ones((2, 2, 2))), "values must have shape (2,)", "got shape (2, 2, 2)", "check names"),
        (lambda: _bars(np.ones((2, 2))), "labels must be 2 texts", "got None", "add or drop"),
        (lambda: _bars([1, 2], labels=TWO), "labels must be 1 texts", "got ['a', 'b']", "add or drop"),
        (lambda: _bars([0, 2], log=True), "values must be positive for log=True", "got 0", "leave log out"),
    ],
    "plot_network": [
        *_no_axes(lambda ax: plot_network(NET, THETA, ax)),
        (lambda: plot_network([2, 2], THETA), "net must be a Network", "got [2, 2]", "Linear(2, 2)"),
        (
            lambda: plot_network(Network(Linear(9, 1)), np.ones(10)),
            "net must have at most 6 units in a layer",
            "got [9, 1]",
            "draw a part",
        ),
        (lambda: plot_network(NET, THETA[1:]), "theta must have shape (9,)", "got shape (8,)", "choose one"),
        (lambda: plot_network(NET, THETA, gradient=1.0), "gradient must have shape (9,)", "got shape ()", "choose one"),
        (lambda: plot_network(NET, THETA, trace=X), "trace must be what net.forward(theta, X)", "got array", "call it"),
        (lambda: plot_network(NET, THETA, trace=Trace(("x",), (X,))), "trace must be what net.forward", "got x"),
    ],
    "plot_image": [
        *_no_axes(lambda ax: plot_image(X, ax)),
        (lambda: plot_image(X[0]), "image must have shape (rows, columns)", "got shape (2,)", "x.reshape(8, 8)"),
        (lambda: plot_image([[np.nan]]), "image must be finite", "image[0, 0]", "replace"),
    ],
    "plot_images": [
        (lambda: plot_images(X), "images must have shape (k, rows, columns)", "got shape (3, 2)", "reshape(-1, 8, 8)"),
        (lambda: plot_images([X], TWO), "titles must be 1 texts", "got 2", "add or drop"),
        (lambda: plot_images([X], "ab"), "titles must be a list of texts", "got 'ab'", "Gentoo"),
        (lambda: plot_images([X], columns=0), "columns must be 1 or more", "got 0", "columns=1"),
    ],
    "plot_loss_curve": [
        (lambda: plot_loss_curve([3, 2, 1], x=[0, 1]), "x must have shape (3,)", "got shape (2,)", "check steps"),
        (lambda: plot_loss_curve([3, 2, 1], labels=TWO), "labels must be 1 texts", "got 2", "add or drop"),
    ],
}
