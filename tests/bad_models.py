"""Bad input to losses, norms and networks, with pieces of the answer: what was expected, what came, what to do."""

import numpy as np

from dlkit import (
    Convolution,
    Linear,
    Network,
    Normalize,
    Residual,
    Scalar,
    Trace,
    absolute_error,
    binary_cross_entropy,
    binary_cross_entropy_on_probabilities,
    classify,
    cross_entropy,
    cross_entropy_on_probabilities,
    empirical_risk,
    entropy,
    huber,
    kl_divergence,
    l1,
    l2,
    lp,
    naive_binary_cross_entropy,
    naive_cross_entropy,
    naive_sigmoid,
    naive_softmax,
    one_hot,
    poisson_nll,
    relu,
    sigmoid,
    softmax,
    softmax_jacobian,
    squared_error,
    squared_l2,
    tanh,
    without_intercept,
)

RNG = np.random.default_rng(0)
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
Y = np.array([1.0, 2.0, 4.0])
NET = Network(Linear(2, 3), tanh, Linear(3, 2))
THETA = NET.initialize(RNG)
TRACE = NET.forward(THETA, X)


def _no_numbers(function):
    """Return what every function of any real numbers must refuse."""
    return [
        (lambda: function("high"), "must be an array of real numbers", "got 'high'", "convert it to floats"),
        (lambda: function([1j]), "must be an array of real numbers", "got [1j]", "convert it to floats"),
        (lambda: function([[1], [2, 3]]), "must be an array of numbers", "rows differ in length"),
    ]


def _no_vector(function):
    return [*_no_numbers(function), (lambda: function(3.0), "must have shape (..., d)", "got the number 3.0", "[3.0]")]


def _no_targets(loss):
    """Return what every elementwise loss must refuse."""
    return [
        *_no_numbers(lambda bad: loss(bad, 1.0)),
        (lambda: loss([1, 0], [1, 0, 1]), "y must broadcast to the shape (2,)", "got shape (3,)", "reshape"),
        (lambda: loss([1, 0], [1, np.nan]), "y must be finite", "y[1]", "drop or replace"),
    ]


def _no_zeros_and_ones(loss):
    """Return what every loss of labels 0 and 1 must refuse."""
    return [
        *_no_targets(loss),
        (lambda: loss([0.5, 0.5], [1, 2]), "y must hold labels 0 and 1", "got 2.0", "names == positive"),
        (lambda: loss([0.5, 0.5], [-1, 1]), "y must hold labels 0 and 1", "got -1.0", "first argument"),
        (lambda: loss([0, 1], [0.1, 0.9]), "y must hold labels 0 and 1", "got 0.1", "the prediction is the first"),
    ]


def _no_probabilities(loss, y):
    return [
        (lambda: loss([0.5, 1.5], y), "y_hat must hold numbers from 0 to 1", "from 0.5 to 1.5", "_on_probabilities")
    ]


def _no_classes(loss):
    """Return what every loss of labels of K classes must refuse."""
    scores = np.full((3, 2), 0.5)
    return [
        *_no_numbers(lambda bad: loss(bad, [0])),
        (lambda: loss(scores, [0, 1, 2]), "labels must be integers from 0 to 1", "got 0 to 2", "np.unique(names"),
        (lambda: loss(scores, [-1, 0, 1]), "labels must be integers from 0 to 1", "got -1 to 1", "from 0"),
        (lambda: loss(scores, [0, 1]), "labels must broadcast to the shape (3,)", "got shape (2,)", "reshape"),
        (lambda: loss(scores, [0.0, 1, 1]), "labels must be integers, or rows", "got float64", "labels.astype(int)"),
        (lambda: loss(scores, [[0.5, 0.6]] * 3), "2 probabilities that sum to 1", "[[0.5, 0.6]", "labels.astype(int)"),
        (lambda: loss(scores, [[1, 0]] * 3), "got integers of shape (3, 2)", "for one-hot rows", "astype(float)"),
        (lambda: loss(scores, ["a", "b", "c"]), "labels must be integers, or rows", "got ['a', 'b', 'c']", "'a'"),
    ]


def _no_scores(function):
    return [
        *_no_numbers(function),
        (lambda: function(1.0), "z must have shape (..., K)", "got shape ()", "[z_1, z_2]"),
        (lambda: function(np.ones((3, 0))), "z must have shape (..., K)", "got shape (3, 0)", "each class"),
    ]


def _no_distribution(function, name):
    return [
        (lambda: function([0.5, 0.6]), f"{name} must hold probabilities", "got [0.5, 0.6]", "divide counts by their"),
        (lambda: function([1.5, -0.5]), f"{name} must hold probabilities", "got [1.5, -0.5]", ".sum(axis=-1"),
        (lambda: function(1.0), f"{name} must hold probabilities", "got 1.0", "over the last axis"),
        (lambda: function([np.nan, 1]), f"{name} must be finite", f"{name}[0]", "replace"),
    ]


BAD_MODELS = {
    **{f.__name__: _no_numbers(f) for f in (sigmoid, tanh, relu, naive_sigmoid)},
    **{f.__name__: _no_vector(f) for f in (l1, l2, squared_l2)},
    **{f.__name__: _no_scores(f) for f in (softmax, softmax_jacobian, naive_softmax)},
    "absolute_error": _no_targets(absolute_error),
    "huber": [
        *_no_targets(huber()),
        (lambda: huber(0), "delta must be positive and finite", "got 0.0", "1.35"),
        (lambda: huber(np.inf), "delta must be positive and finite", "got inf", "1.35"),
        (lambda: huber([1, 2]), "delta must be one number", "got [1, 2]", "delta=1"),
    ],
    "poisson_nll": [
        *_no_targets(poisson_nll),
        (lambda: poisson_nll([0, 1], [3, -2]), "y must hold counts, 0 or more", "got -2", "check the column"),
    ],
    "binary_cross_entropy": _no_zeros_and_ones(binary_cross_entropy),
    "naive_binary_cross_entropy": _no_zeros_and_ones(naive_binary_cross_entropy),
    "binary_cross_entropy_on_probabilities": [
        *_no_zeros_and_ones(binary_cross_entropy_on_probabilities),
        *_no_probabilities(binary_cross_entropy_on_probabilities, [0, 1]),
    ],
    "cross_entropy": _no_classes(cross_entropy),
    "naive_cross_entropy": _no_classes(naive_cross_entropy),
    "cross_entropy_on_probabilities": [
        *_no_classes(cross_entropy_on_probabilities),
        *_no_probabilities(cross_entropy_on_probabilities, 1),
    ],
    "one_hot": [
        (lambda: one_hot([0, 3], 3), "labels must be integers from 0 to 2", "got 0 to 3", "np.unique(names"),
        (lambda: one_hot([0.5, 1], 2), "labels must be integers", "got float64", "labels.astype(int)"),
        (lambda: one_hot([0, 1], 0), "classes must be 1 or more", "got 0", "classes=1"),
        (lambda: one_hot([0, 1], 2.5), "classes must be a whole number", "got 2.5", "classes=100"),
    ],
    "entropy": _no_distribution(entropy, "p"),
    "kl_divergence": [
        *_no_distribution(lambda bad: kl_divergence(bad, [0.5, 0.5]), "p"),
        *_no_distribution(lambda bad: kl_divergence([0.5, 0.5], bad), "q"),
        (lambda: kl_divergence([0.5, 0.5], [0.2, 0.3, 0.5]), "over the same classes", "got 2 and 3", "probability 0"),
        (lambda: kl_divergence([[0.5, 0.5]] * 2, [0.5, 0.5]), "p must broadcast to the shape (2,)", "(2, 2)", "resha"),
    ],
    "lp": [
        *_no_vector(lp(3)),
        (lambda: lp(0.5), "p must be at least 1", "got 0.5", "triangle inequality"),
        (lambda: lp(np.nan), "p must be one number", "got nan", "p=1"),
        (lambda: lp("max"), "p must be an array of real numbers", "got 'max'", "convert"),
    ],
    "without_intercept": [
        (lambda: without_intercept(3), "f must be a Differentiable of the weights", "got 3", "such as squared_l2"),
        (lambda: without_intercept(tanh), "f must be a Differentiable of the weights", "tanh", "such as squared_l2"),
        (
            lambda: without_intercept(empirical_risk(squared_error, X, Y)),
            "of the weights alone",
            "got <Differentiable mean",
            "such as squared_l2",
        ),
        (lambda: without_intercept(l1, outputs=0), "outputs must be 1 or more", "got 0", "outputs=1"),
        (lambda: without_intercept(l1)([1.0]), "theta must have more than 1 entries", "got shape (1,)", "penalized"),
    ],
    "classify": [
        (lambda: classify(Y, [0, 0]), "X must have shape (n, d)", "got shape (3,)", "x[:, None]"),
        (lambda: classify(X, [0, 0], outputs=2), "theta must have shape (..., 4), 2 weights", "(2,)", "np.zeros(4)"),
        (lambda: classify(X, [0, 0], outputs=-1), "outputs must be a whole number", "got -1", "outputs=100"),
    ],
    "Linear": [
        (lambda: Linear(0, 2), "d_in must be 1 or more", "got 0", "d_in=1"),
        (lambda: Linear(2, 1.5), "d_out must be a whole number", "got 1.5", "d_out=100"),
    ],
    "Normalize": [
        (lambda: Normalize(0), "epsilon must be positive and finite", "got 0", "1e-5 is usual"),
        (lambda: Normalize("small"), "epsilon must be positive and finite", "got 'small'"),
    ],
    "Convolution": [
        (lambda: Convolution(0, 1, 1), "side must be 1 or more", "got 0", "side=1"),
        (lambda: Convolution(4, 2.5, 1), "width must be a whole number", "got 2.5"),
        (lambda: Convolution(4, 5, 1), "width must be at most side", "got 5 and 4", "the filter must fit"),
    ],
    "Residual": [
        (lambda: Residual(Linear(2, 3)), "layers must put out as many numbers as they take", "got 2 and 3"),
        (lambda: Residual(tanh), "layers must hold a Linear", "got (<Differentiable tanh", "Linear(2, 1)"),
    ],
    "Trace": [(lambda: TRACE["z3"], "name must be one of x, z1, a1, z2", "got 'z3'")],
    "Network": [
        (Network, "layers must hold a Linear", "got ()", "Linear(2, 1)"),
        (lambda: Network(tanh), "layers must hold a Linear", "got (<Differentiable tanh", "Linear(2, 1)"),
        (
            lambda: Network(Linear(2, 1), np.tanh),
            "layers must be Linear, or an activation of one argument",
            "got <ufunc",
            "tanh",
        ),
        (
            lambda: Network(Linear(2, 1), l1),
            "layers must be Linear, or an activation of one argument",
            "got <Differentiable l1>",
        ),
        (
            lambda: Network(Linear(2, 3), tanh, Linear(2, 1)),
            "layers must fit",
            "got Linear(d_in=2, d_out=3) before Linear(d_in=2, d_out=1)",
            "puts out what the next takes",
        ),
        (lambda: NET.initialize(0), "rng must be a numpy.random.Generator", "got 0", "np.random.default_rng(0)"),
        (lambda: NET.initialize(RNG, "big"), "scale must be one of xavier, he, zero or a number", "got 'big'"),
        (lambda: NET.initialize(RNG, -1), "scale must be at least 0 and finite", "got -1", "0.1 is small"),
        (lambda: NET.parameters(THETA[1:]), "theta must have shape (..., 17)", "got shape (16,)", "initialize(rng)"),
        (lambda: NET.forward(0.0, X), "theta must have shape (..., 17)", "got shape ()", "initialize(rng)"),
        (lambda: NET.forward(THETA, Y), "X must have shape (n, d)", "got shape (3,)", "x[:, None]"),
        (lambda: NET.forward(THETA, X * np.nan), "X must be finite", "6 of 6", "drop or replace"),
        (
            lambda: NET.predict(THETA, np.ones((4, 3))),
            "X must have shape (n, 2), as the first layer is Linear(d_in=2, d_out=3)",
            "got shape (4, 3)",
            "the biases stand for a column of ones",
        ),
        (lambda: NET.backward(THETA, [X], X), "trace must be what forward of this network returned", "got [array"),
        (
            lambda: NET.backward(THETA, Trace(("x",), (X,)), X),
            "trace must be what forward of this network returned",
            "got x",
        ),
        (
            lambda: NET.backward(THETA, TRACE, Y),
            "output_gradient must have the shape of the output, (3, 2)",
            "got shape (3,)",
            "with respect to the output",
        ),
        (lambda: NET.objective(np.square, X, Y), "loss must be a Differentiable of a prediction", "got <ufunc"),
        (lambda: NET.objective(l1, X, Y), "loss must be a Differentiable of a prediction", "<Differentiable l1>"),
        (lambda: NET.objective(squared_error, X, Y), "y must have shape (3, 2) for 2 outputs", "got shape (3,)"),
        (lambda: NET.objective(squared_error, X, X.T), "y must have shape (3,) or (3, 2)", "got shape (2, 3)"),
        (lambda: NET.objective(cross_entropy, X, Y), "labels must be integers from 0 to 1", "got 1 to 4", "np.unique"),
        (lambda: NET.objective(cross_entropy, X, [0.5, 1, 0]), "y must hold labels 0, 1, ...", "got 0.5", "np.unique"),
        (lambda: NET.objective(cross_entropy, X, [0, 1]), "y must have shape (3,)", "got shape (2,)", "each example"),
        (lambda: NET.objective(cross_entropy, X, [0, 1, np.nan]), "y must be finite", "y[2]", "drop or replace"),
        (
            lambda: NET.objective(cross_entropy, X, [0, 1, 1])(THETA[1:]),
            "theta must have shape (..., 17)",
            "got shape (16,)",
            "initialize(rng)",
        ),
    ],
    "Scalar": [
        (lambda: Scalar([1, 2]), "value must be one number", "got [1, 2]", "of each entry"),
        (lambda: Scalar("2"), "value must be an array of real numbers", "got '2'", "convert"),
        (lambda: Scalar(2.0) + "1", "value must be an array of real numbers", "got '1'", "convert"),
        (lambda: Scalar(2.0) ** Scalar(3.0), "power must be a number", "got Scalar(3", "(x.log() * power).exp()"),
        (lambda: Scalar(0.0).log(), "log must be taken of a positive number", "got 0", "what it is made of"),
    ],
}
