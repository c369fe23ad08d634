"""The exercises of chapter 2, logistic regression."""

import numpy as np

from .._arrays import Floats
from ..activations import sigmoid
from ..cross_entropy import binary_cross_entropy, binary_cross_entropy_on_probabilities
from ..linear import add_intercept, classify, empirical_risk
from .exercise import Exercise, case


def _labeled(rng: np.random.Generator, n: int, d: int) -> tuple[Floats, Floats, Floats]:
    """Return weights, examples with a column of ones, and labels 0 and 1 drawn at other weights."""
    X = add_intercept(rng.normal(size=(n, d - 1)))
    return rng.normal(size=d), X, (rng.random(n) < sigmoid(X @ rng.normal(size=d))).astype(float)


def _sigmoid(rng: np.random.Generator) -> Exercise:
    overflow = (
        "exp(1000) is more than a float can hold. Raise e to negative powers only: with e = exp(-|z|), sigma(z) is "
        "1 / (1 + e) where z >= 0 and e / (1 + e) where z < 0. An overflow counts as an error in this case, also where "
        "the result comes out right."
    )
    small = (
        "sigma(-40) is close to e^-40, 4.2e-18, and has to be right to its own digits. A bound on z changes it, and a "
        "difference of two numbers near 1 has no digits there: with e = exp(-|z|), write e / (1 + e) where z < 0."
    )
    return Exercise(
        signature="my_sigmoid(z)",
        returns="the probabilities 1 / (1 + e^-z), of the shape of z",
        start="Write the formula with np.exp, which works on all entries at once. Then see which case it fails.",
        solution=sigmoid,
        cases=(
            case("log-odds of log 3, for and against", np.log([3, 1 / 3])),
            case("a single number", 0.0),
            case("three rows of scores", rng.normal(scale=3, size=(3, 2))),
            case("large scores", [-1000, -40, 40, 1000], hint=overflow, strict=True),
            case("probabilities of almost 0", [-20, -30, -40], hint=small, relative=True),
        ),
        mistakes=(
            (lambda z: 1 / (1 + np.exp(z)), "The sign of the exponent is wrong: this is 1 - sigma(z)."),
            (np.exp, "These are the odds: the probability is odds / (1 + odds)."),
            (lambda z: 1 / (1 - np.exp(-z)), "The denominator is 1 plus the exponential."),
            (np.tanh, "This is tanh(z), from -1 to 1; the sigmoid goes from 0 to 1."),
            (lambda z: sigmoid(z) * (1 - sigmoid(z)), "This is the derivative of the sigmoid."),
        ),
    )


def _log_likelihood(rng: np.random.Generator) -> Exercise:
    y_hat = rng.uniform(0.05, 0.95, size=2000)
    underflow = (
        "The product of 2000 probabilities is less than any float above 0, so it is rounded to 0. Take the logarithm "
        "of each factor first, and add."
    )
    certain = (
        "0 times log 0 is NaN. Choose the probability of what was observed first, np.where(y == 1, y_hat, 1 - y_hat), "
        "and take the logarithm of that."
    )
    return Exercise(
        signature="log_likelihood(y_hat, y)",
        returns="the natural logarithm of the probability of all observed labels, one number",
        start="The probability of one label is y_hat_i if y_i = 1, and 1 - y_hat_i if y_i = 0: compute it for each.",
        hint="The probability of one label is y_hat_i if y_i = 1, and 1 - y_hat_i if y_i = 0. The labels are "
        "independent: the probability of all of them is the product, and its logarithm is a sum.",
        solution=lambda y_hat, y: -binary_cross_entropy_on_probabilities(y_hat, y).sum(),
        cases=(
            case("two labels", [0.9, 0.2], [1, 0]),
            case("one label, 0", [0.3], [0]),
            case("four fair coins", [0.5] * 4, [1, 0, 0, 1]),
            case("two labels that were certain", [1, 0, 0.5], [1, 0, 1], hint=certain),
            case("2000 labels", y_hat, (rng.random(2000) < y_hat).astype(float), hint=underflow),
        ),
        mistakes=(
            (lambda p, _: np.log(p).sum(), "This is of all labels being 1: where y_i = 0, take 1 - y_hat_i."),
            (lambda p, y: np.log(1 - abs(y - p)).mean(), "This is the mean over the labels: the logarithm is the sum."),
            (lambda p, y: -np.log(1 - abs(y - p)).sum(), "This is the negative log-likelihood: leave out the minus."),
            (lambda p, y: np.prod(1 - abs(y - p)), "This is the likelihood: return its logarithm."),
            (lambda p, y: np.log2(1 - abs(y - p)).sum(), "Take the natural logarithm, np.log, not that of base 2."),
            (lambda p, y: np.log10(1 - abs(y - p)).sum(), "Take the natural logarithm, np.log, not that of base 10."),
            (lambda p, y: np.log(abs(y - p)).sum(), "The labels are swapped: y_hat_i is the probability of y_i = 1."),
            (lambda p, y: (y * np.log(p)).sum(), "The labels 0 are missing: they add log(1 - y_hat_i)."),
        ),
    )


def _logistic_gradient(rng: np.random.Generator) -> Exercise:
    def errors(theta: Floats, X: Floats, y: Floats) -> Floats:
        return sigmoid(X @ theta) - y

    def squared(theta: Floats, X: Floats, y: Floats) -> Floats:
        return 2 * X.T @ (errors(theta, X, y) * sigmoid.gradient(X @ theta)) / len(y)

    overflow = (
        "exp(1000) overflows, and infinity over infinity is NaN: use a sigmoid that is right for large scores. An "
        "overflow counts as an error in this case, also where the result comes out right."
    )
    return Exercise(
        signature="my_gradient(theta, X, y)",
        returns="the gradient of the mean binary cross-entropy with respect to theta, shape (d,)",
        start="X has shape (n, d), a column of ones included, and y holds labels 0 and 1. Compute the probabilities "
        "y_hat = sigma(X theta) first.",
        hint="Compute the probabilities y_hat = sigma(X theta) first; the gradient is (1/n) X^T (y_hat - y).",
        solution=lambda theta, X, y: empirical_risk(binary_cross_entropy, X, y).gradient(theta),
        cases=(
            case("all weights zero", [0, 0], [[1, 1], [1, 2], [1, 3], [1, 6]], [0, 0, 1, 1]),
            case("a single example", [0, np.log(3)], [[1, 1]], [0]),
            case("fifty examples of four features", *_labeled(rng, 50, 4)),
            case("fewer examples than features", *_labeled(rng, 2, 5)),
            case("scores of 1000", [0, 1000], [[1, 1], [1, -1], [1, 0]], [0, 0, 1], hint=overflow, strict=True),
        ),
        mistakes=(
            (lambda t, X, y: X.T @ errors(t, X, y), "This is the gradient of the sum: divide it by n."),
            (lambda t, X, y: -X.T @ errors(t, X, y) / len(y), "The sign is wrong: the error is y_hat - y."),
            (lambda t, X, y: 2 * X.T @ errors(t, X, y) / len(y), "The squared error has a factor 2: here is none."),
            (lambda t, X, y: X.T @ (X @ t - y) / len(y), "The sigmoid is missing: y_hat is sigma(X theta)."),
            (
                lambda *args: squared(*args) / 2,
                "There is no factor y_hat (1 - y_hat): in the cross-entropy it cancels.",
            ),
            (squared, "This is the gradient of the squared error of the probabilities: take the cross-entropy."),
            (errors, "These are the errors y_hat - y: multiply X^T by them, and divide by n."),
        ),
    )


def _newton_step(rng: np.random.Generator) -> Exercise:
    def parts(theta: Floats, X: Floats, y: Floats) -> tuple[Floats, Floats]:
        J = empirical_risk(binary_cross_entropy, X, y)
        return J.gradient(theta), J.hessian(theta)

    def step(theta: Floats, X: Floats, y: Floats) -> Floats:
        g, H = parts(theta, X, y)
        return np.linalg.solve(H, g)

    return Exercise(
        signature="newton_step(theta, X, y)",
        returns="the weights after one step of Newton's method on the mean binary cross-entropy, shape (d,)",
        start="X has shape (n, d), a column of ones included, and y holds labels 0 and 1. Compute the gradient at "
        "theta first, then the Hessian.",
        hint="With y_hat = sigma(X theta), the gradient is g = (1/n) X^T (y_hat - y) and the Hessian H = "
        "(1/n) X^T S X, S the diagonal matrix of y_hat (1 - y_hat). The step goes from theta to theta - H^-1 g: use "
        "np.linalg.solve(H, g).",
        solution=lambda theta, X, y: theta - step(theta, X, y),
        cases=(
            case("two examples", [0, np.log(3) / 2], [[1, 0], [1, 2]], [1, 0]),
            case("an intercept only, from zero", [0], [[1], [1], [1], [1]], [1, 1, 1, 0]),
            case("one feature", [0, 0], [[1, -1], [1, 1], [1, -1], [1, 1]], [0, 1, 1, 1]),
            case("fifty examples of four features", *_labeled(rng, 50, 4)),
        ),
        mistakes=(
            (lambda t, X, y: t + step(t, X, y), "The sign is wrong: subtract H^-1 g, as it points uphill."),
            (step, "This is H^-1 g: return the new weights, theta minus it."),
            (lambda t, X, y: -step(t, X, y), "This is the step alone: add theta to return the new weights."),
            (lambda t, X, y: t - parts(t, X, y)[0], "This is gradient descent: solve H step = g for the step."),
            (lambda t, X, y: t - step(t, X, y) / len(y), "Divide the gradient by n too, as the Hessian is a mean."),
            (lambda t, X, y: t - step(t, X, y) * len(y), "Divide the Hessian by n too, as the gradient is a mean."),
            (
                lambda t, X, y: t - np.linalg.solve(X.T @ X / len(y), parts(t, X, y)[0]),
                "The weights y_hat (1 - y_hat) of the examples are missing in the Hessian.",
            ),
        ),
    )


def _classify(rng: np.random.Generator) -> Exercise:
    theta, X, _ = _labeled(rng, 50, 4)
    rounding = (
        "The sigmoid of -1e-17 is rounded to 1/2. No sigmoid is needed: the probability is at least 1/2 where the "
        "score x_i^T theta is at least 0."
    )
    return Exercise(
        signature="my_classify(X, theta)",
        returns="for each example the label 1 if its probability is at least 1/2, and else 0, shape (n,)",
        start="X has shape (n, d), a column of ones included. Compute the scores first.",
        hint="Compute the scores X @ theta; for which scores is sigma(score) at least 1/2? A comparison gives True and "
        "False, and .astype(int) makes 1 and 0 of them.",
        solution=classify,
        cases=(
            case("three examples", [[1, 0], [1, 1], [1, 4]], [-3, 1]),
            case("a single example", [[1, 0.3]], [0.1, 1]),
            case("a score of exactly 0", [[1, 3], [1, 2]], [-3, 1]),
            case("fifty examples of four features", X, theta),
            case("scores very close to 0", [[1, -1e-17], [1, 1e-17]], [0, 1], hint=rounding),
        ),
        mistakes=(
            (lambda X, theta: sigmoid(X @ theta), "These are the probabilities: compare them with 1/2."),
            (lambda X, theta: X @ theta, "These are the scores: compare them with 0."),
            (lambda X, theta: X @ theta > 0, "A probability of exactly 1/2 gives the label 1: compare with >=."),
            (lambda X, theta: X @ theta >= 0.5, "A score is not a probability: compare it with 0."),  # noqa: PLR2004
            (lambda X, theta: np.sign(X @ theta), "The labels are 0 and 1, not -1 and 1."),
            (lambda X, theta: np.where(X @ theta >= 0, 1, -1), "The labels are 0 and 1, not -1 and 1."),
            (lambda X, theta: X @ theta < 0, "The labels are swapped: 1 is for scores of at least 0."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "sigmoid": _sigmoid(rng),
        "log-likelihood": _log_likelihood(rng),
        "logistic-gradient": _logistic_gradient(rng),
        "newton-step": _newton_step(rng),
        "classify": _classify(rng),
    }
