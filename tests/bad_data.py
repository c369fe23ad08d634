"""Bad input to the functions of data, with pieces of the answer: what was expected, what came, what to do."""

import numpy as np

from dlkit.data.digits import digits
from dlkit.data.penguins import penguins
from dlkit.data.split import train_test_split
from dlkit.data.synthetic import poisson_counts, two_classes, xor
from dlkit.metrics import accuracy, confusion_matrix

RNG = np.random.default_rng(0)
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])


def _no_generator(function):
    """Return what every function that draws must refuse."""
    return [
        (lambda: function(0), "rng must be a numpy.random.Generator", "got 0", "np.random.default_rng(0)"),
        (lambda: function(np.random), "rng must be a numpy.random.Generator", "module", "np.random.default_rng(0)"),
    ]


def _no_count(function, name="n"):
    return [
        (lambda: function(-3), f"{name} must be a whole number", "got -3", f"{name}=100"),
        (lambda: function(2.5), f"{name} must be a whole number", "got 2.5", f"{name}=100"),
    ]


def _no_points(function):
    return [*_no_count(function), (lambda: function(0), "n must be 1 or more", "got 0", "n=1")]


def _no_deviation(function):
    return [
        (lambda: function(-1), "sigma must be 0 or more", "got -1", "sigma=0"),
        (lambda: function(np.inf), "sigma must be finite", "1 of 1 entries", "replace"),
        (lambda: function([1, 2]), "sigma must be one number", "got [1, 2]", "for example sigma=1"),
    ]


def _no_truth(function):
    """Return what every function of examples and true weights must refuse."""
    return [
        (lambda: function(X[:, 1], [1, 2]), "X must have shape (n, d)", "got shape (3,)", "x[:, None]"),
        (lambda: function(X[:0], [1, 2]), "X must hold at least one example", "got shape (0, 2)", "selection"),
        (lambda: function(X * np.nan, [1, 2]), "X must be finite", "6 of 6 entries", "replace"),
        (lambda: function(X, [1, 2, 3]), "theta must have shape (2,)", "got shape (3,)", "add_intercept(X)"),
        (lambda: function(X, X), "theta must have shape (2,)", "got shape (3, 2)", "one true weight for each column"),
        (lambda: function(X, [1, np.nan]), "theta must be finite", "theta[1]", "replace"),
    ]


def _no_classes(function):
    """Return what every metric must refuse, whichever argument is bad."""
    return [
        (lambda: function([], []), "predicted must be a list of at least one class", "got shape (0,)", "selection"),
        (lambda: function([1], []), "labels must be a list of at least one class", "got shape (0,)", "selection"),
        (lambda: function(1, [1]), "predicted must be a list of at least one class", "got shape ()", "selection"),
        (lambda: function([0.3, 1], [0, 1]), "predicted must be whole numbers from 0", "got 0.3", "z.argmax(axis=-1)"),
        (lambda: function([0, 1], [-1, 1]), "labels must be whole numbers from 0", "got -1", "z >= 0"),
        (lambda: function(["a", "b"], [0, 1]), "predicted must be an array of real numbers", "got ['a', 'b']", "conv"),
        (lambda: function([0, np.nan], [0, 1]), "predicted must be finite", "predicted[1]", "replace"),
        (lambda: function([0, 1], [0]), "labels must have shape (n,)", "labels of shape (1,)", "shape (2,)", ".ravel"),
        (lambda: function([[0], [1]], [[0], [1]]), "labels must have shape (n,)", "labels of shape (2, 1)", ".ravel()"),
        (lambda: function([[0], [1]], [0, 1]), "labels must have shape (n,)", "predicted of shape (2, 1)", ".ravel()"),
    ]


def _split(*arrays, test_size=0.5, rng=RNG):
    return train_test_split(*arrays, test_size=test_size, rng=rng)


# For every public function: calls, each with pieces of what the message must say.
BAD_DATA = {
    "Penguins": [
        (lambda: penguins().only(), "species must be one or more of Adelie, Chinstrap, Gentoo", "got ()", '"Adelie"'),
        (lambda: penguins().only("Emperor"), "one or more of Adelie", "got ('Emperor',)", '"Gentoo"'),
        (lambda: penguins().only(["Adelie"]), "one or more of Adelie", "got (['Adelie'],)", '"Gentoo"'),
        (lambda: penguins().only("Adelie", "Adelie"), "each once", "got ('Adelie', 'Adelie')", '"Gentoo"'),
        (lambda: penguins().features(), "names must be one or more of bill_length_mm", "got ()", '"body_mass_g"'),
        (lambda: penguins().features("species"), "flipper_length_mm, body_mass_g", "got ('species',)", '"body_mass_g"'),
        (lambda: penguins().features(3), "names must be one or more of", "got (3,)", '"body_mass_g"'),
        (lambda: penguins().labels("Emperor"), "one or more of Adelie", "got ('Emperor',)", '"Gentoo"'),
        (
            lambda: penguins().labels("Gentoo", "Adelie"),
            "species must name every bird's",
            "got ('Gentoo', 'Adelie') for birds that include Chinstrap",
            'birds.only("Gentoo", "Adelie").labels("Gentoo", "Adelie")',
        ),
        (
            lambda: penguins().only("Adelie", "Gentoo").labels("Chinstrap"),
            "species must name every bird's",
            "include Adelie, Gentoo",
        ),
    ],
    "Digits": [
        (lambda: digits()[[True, False]], "which must be a mask of shape (1797,)", "got [True, False]", ".labels == 3"),
        (lambda: digits()[1797], "indices below 1797", "got 1797", ".labels == 3"),
    ],
    "train_test_split": [
        *_no_generator(lambda bad: _split(X, rng=bad)),
        (_split, "arrays must be at least one array", "got none", "train_test_split(X, y, ...)"),
        (lambda: _split(X, [1, 2]), "arrays must hold the same examples", "got [3, 2]", "an entry of y for each"),
        (lambda: _split([1]), "at least 2, along their first axes", "got [1]", "a row of X"),
        (lambda: _split(X, 5), "arrays must hold the same examples", "got [3, 0]", "a row of X"),
        (lambda: _split(X, test_size=1), "test_size must be a fraction between 0 and 1", "got 1;", "0.25 tests"),
        (lambda: _split(X, test_size=0.0), "test_size must be a fraction", "got 0.0", "0.25 tests with a quarter"),
        (lambda: _split(X, test_size=[0.5]), "test_size must be a fraction", "got [0.5]", "0.25 tests"),
        (lambda: _split(X, test_size=np.nan), "test_size must be finite", "1 of 1 entries", "replace"),
    ],
    "accuracy": _no_classes(accuracy),
    "confusion_matrix": [
        *_no_classes(confusion_matrix),
        (lambda: confusion_matrix([[0, 1]], [0, 1]), "labels must have shape", "predicted of shape (1, 2)", ".ravel()"),
        (
            lambda: confusion_matrix([0, 1], [0, 5], 3),
            "labels must be whole numbers from 0 to 2, as there are 3 classes",
            "got 5",
            "classes=6",
        ),
        (lambda: confusion_matrix([0, 7], [0, 5], 7), "predicted must be whole numbers", "got 7", "classes=8"),
        (lambda: confusion_matrix([0], [0], 0), "classes must be 1 or more", "got 0", "classes=1"),
        (lambda: confusion_matrix([0], [0], "two"), "classes must be a whole number", "got 'two'", "classes=100"),
    ],
    "poisson_counts": [
        *_no_generator(lambda bad: poisson_counts(X, [1, 2], rng=bad)),
        *_no_truth(lambda bad, theta: poisson_counts(bad, theta, rng=RNG)),
        (lambda: poisson_counts(X, [0, 40], rng=RNG), "rates exp(X @ theta) of at most 1e+15", "up to 80", "standard"),
    ],
    "two_classes": [
        *_no_generator(lambda bad: two_classes(5, 0.5, rng=bad)),
        *_no_points(lambda bad: two_classes(bad, 0.5, rng=RNG)),
        (lambda: two_classes(3, 0.5, rng=RNG), "n must be 4 or more", "got 3", "n=4"),
        (lambda: two_classes(5, np.inf, rng=RNG), "gap must be finite", "1 of 1 entries", "replace"),
        (lambda: two_classes(5, [1, 2], rng=RNG), "gap must be one number", "got [1, 2]", "gap=1"),
    ],
    "xor": [
        *_no_generator(lambda bad: xor(5, 0.5, rng=bad)),
        *_no_points(lambda bad: xor(bad, 0.5, rng=RNG)),
        *_no_deviation(lambda bad: xor(5, bad, rng=RNG)),
    ],
}
