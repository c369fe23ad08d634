"""The exercises of chapter 7, gradient descent."""

from collections.abc import Callable
from functools import partial
from itertools import islice

import numpy as np

from .._arrays import Floats
from ..descent import adam, gradient_descent, momentum, nesterov
from ..function import Differentiable
from ..linear import empirical_risk
from ..losses import squared_error
from .exercise import Exercise, case

MISSING = "The gradient is A theta - b: b is missing."
QUADRATIC = "The gradient of J(theta) = theta^T A theta / 2 - b^T theta, with A symmetric, is A theta - b. "
BOWL = [[2, 0], [0, 10]]


def _quadratic(A: Floats, b: Floats) -> Differentiable:
    return Differentiable(
        lambda theta: ((theta @ A) * theta).sum(axis=-1) / 2 - theta @ b, lambda theta: theta @ A - b, name="J"
    )


def _run(method: Callable, A: Floats, b: Floats, theta_0: Floats, *rates_and_steps: float) -> Floats:
    *rates, steps = rates_and_steps
    return next(islice(method(_quadratic(A, b), theta_0, *rates), max(int(steps), 0), None))


def _random_quadratic(rng: np.random.Generator, d: int) -> tuple[Floats, ...]:
    B = rng.normal(size=(d, d))
    return B @ B.T / d, rng.normal(size=d), rng.normal(size=d)


def _gradient_descent(rng: np.random.Generator) -> Exercise:
    run = partial(_run, gradient_descent)
    return Exercise(
        signature="descend(A, b, theta_0, rate, steps)",
        returns="theta after so many steps of gradient descent on J(theta) = theta^T A theta / 2 - b^T theta, shape "
        "(d,)",
        start=QUADRATIC + "Write a single step first.",
        hint=QUADRATIC + "In a loop over range(steps), subtract rate times the gradient at the theta of now.",
        solution=run,
        cases=(
            case("one step", [[2]], [6], [1], 0.25, 1),
            case("two steps in two dimensions", BOWL, [2, 10], [0, 0], 0.1, 2),
            case("no step at all", BOWL, [2, 10], [5, 7], 0.1, 0),
            case("from the minimum", BOWL, [2, 10], [1, 1], 0.1, 50),
            case("100 steps in five dimensions", *_random_quadratic(rng, 5), 0.1, 100),
            case("a learning rate at which it diverges", [[2]], [2], [2], 1.5, 10),
        ),
        mistakes=(
            (lambda A, b, *rest: run(-A, -b, *rest), "The sign is wrong: subtract the gradient."),
            (lambda A, b, *rest: run(A, 0 * b, *rest), MISSING),
            (lambda A, b, *rest: run(A, -b, *rest), "The gradient is A theta - b, with a minus."),
            (lambda A, b, *rest: run(2 * A, b, *rest), "With the factor 1/2 in J, the gradient is A theta - b."),
            (lambda *args: run(*args[:-1], 1), "This is one step only: repeat it."),
            (lambda *args: run(*args[:-1], args[-1] + 1), "This is one step too many."),
            (lambda *args: run(*args[:-1], args[-1] - 1), "This is one step too few."),
            (lambda A, b, t, rate, steps: t - steps * rate * (A @ t - b), "Take the gradient anew in each step."),
        ),
    )


def _momentum(rng: np.random.Generator) -> Exercise:
    run = partial(_run, momentum)
    return Exercise(
        signature="heavy(A, b, theta_0, rate, beta, steps)",
        returns="theta after so many steps of momentum on J(theta) = theta^T A theta / 2 - b^T theta, shape (d,)",
        start=QUADRATIC + "Start with theta = theta_0 and a velocity v of zeros.",
        hint=QUADRATIC + "Start with the velocity v = 0. A step is v = beta v - rate times the gradient at "
        "theta, and then theta = theta + v.",
        solution=run,
        cases=(
            case("two steps", [[2]], [4], [1], 0.25, 0.5, 2),
            case("three steps in two dimensions", BOWL, [2, 10], [0, 0], 0.1, 0.9, 3),
            case("beta = 0, which is gradient descent", BOWL, [2, 10], [0, 0], 0.1, 0.0, 3),
            case("no step at all", BOWL, [2, 10], [5, 7], 0.1, 0.9, 0),
            case("100 steps in five dimensions", *_random_quadratic(rng, 5), 0.1, 0.9, 100),
        ),
        mistakes=(
            (lambda *args: run(*args[:4], 0.0, args[-1]), "The velocity is not kept from step to step."),
            (lambda A, b, t, rate, c, steps: run(A, b, t, (1 - c) * rate, c, steps), "There is no factor 1 - beta."),
            (partial(_run, nesterov), "This is Nesterov's method: take the gradient at theta itself."),
            (lambda A, b, *rest: run(-A, -b, *rest), "The sign is wrong: v = beta v minus the gradient's part."),
            (
                lambda *args: run(*args[:-1], args[-1] - 1),
                "This is one step too few, or the velocity lags: compute v first, and add the new v.",
            ),
            (lambda A, b, *rest: run(A, 0 * b, *rest), MISSING),
        ),
    )


def _adam(rng: np.random.Generator) -> Exercise:
    run = partial(_run, adam)

    def variant(A: Floats, b: Floats, start: Floats, rate: float, steps: int, wrong: str) -> Floats:
        """Return the last iterate of Adam with one thing wrong."""
        theta, m, s = start, 0 * start, 0 * start
        for t in range(1, int(steps) + 1):
            g = A @ theta - b
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
            m_hat, s_hat = (m, s) if wrong == "biased" else (m / (1 - 0.9**t), s / (1 - 0.999**t))
            size = {"no root": s_hat + 1e-8, "inside": np.sqrt(s_hat + 1e-8)}.get(wrong, np.sqrt(s_hat) + 1e-8)
            theta = theta - rate * (g if wrong == "no mean" else m_hat) / size
        return theta

    zero = "The gradient is 0, and 0 / 0 is NaN: epsilon keeps the quotient finite."
    return Exercise(
        signature="my_adam(A, b, theta_0, rate, steps)",
        returns="theta after so many steps of Adam on J(theta) = theta^T A theta / 2 - b^T theta, shape (d,)",
        start=QUADRATIC + "Start with theta = theta_0 and m = s = 0, and count the steps from t = 1.",
        hint=QUADRATIC + "Start with m = s = 0. In step t = 1, 2, ..., with the gradient g: m = 0.9 m + 0.1 g, "
        "s = 0.999 s + 0.001 g^2, and theta = theta - rate m_hat / (sqrt(s_hat) + 1e-8), where "
        "m_hat = m / (1 - 0.9^t) and s_hat = s / (1 - 0.999^t).",
        solution=run,
        cases=(
            case("one step", [[2]], [4], [0], 0.25, 1),
            case("three steps in two dimensions", BOWL, [2, 10], [0, 0], 0.1, 3),
            case("from the minimum", BOWL, [2, 10], [1, 1], 0.1, 5, hint=zero),
            case("100 steps in five dimensions", *_random_quadratic(rng, 5), 0.01, 100),
            case("a nearly flat J", [[1e-6]], [0], [1], 0.1, 3),
        ),
        mistakes=(
            (lambda *args: variant(*args, "biased"), "Divide m by 1 - 0.9^t and s by 1 - 0.999^t: they start at 0."),
            (lambda *args: variant(*args, "no root"), "Divide by the square root of s_hat."),
            (lambda *args: variant(*args, "inside"), "Add 1e-8 to the square root, and not to s_hat under it."),
            (lambda *args: variant(*args, "no mean"), "Step along m_hat, not along the last gradient."),
            (lambda *args: run(*args[:4], 0.999, 0.9, args[-1]), "0.9 belongs to m and 0.999 to s."),
            (lambda A, b, *rest: run(-A, -b, *rest), "The sign is wrong: subtract the step."),
            (lambda A, b, *rest: run(A, 0 * b, *rest), MISSING),
        ),
    )


def _largest_learning_rate(rng: np.random.Generator) -> Exercise:
    def eigenvalues(X: Floats) -> Floats:
        return np.linalg.eigvalsh(empirical_risk(squared_error, X, np.zeros(len(X))).hessian(np.zeros(X.shape[1])))

    return Exercise(
        signature="largest_rate(X)",
        returns="the number below which every learning rate converges, and above which none does from every start, "
        "for gradient descent on the mean squared error of a linear model with examples X",
        start="First the Hessian of (1/n) ||X theta - y||^2, of shape (d, d): neither theta nor y is in it.",
        hint="The Hessian of (1/n) ||X theta - y||^2 is (2/n) X^T X. Gradient descent converges for a learning rate "
        "below 2 / lambda_max, its largest eigenvalue: np.linalg.eigvalsh gives the eigenvalues.",
        solution=lambda X: 2 / eigenvalues(X).max(),
        cases=(
            case("three examples, two features", [[1, 0], [0, 3], [1, 0]]),
            case("a single example", [[3, 4]]),
            case("an intercept and a feature", [[1, 1], [1, 2], [1, 3]]),
            case("fifty examples of four features", rng.normal(size=(50, 4)) * [1, 2, 5, 10]),
            case("fewer examples than features", rng.normal(size=(3, 5))),
        ),
        mistakes=(
            (lambda X: eigenvalues(X).max(), "This is the largest eigenvalue: the rate is 2 divided by it."),
            (lambda X: 1 / eigenvalues(X).max(), "The bound is 2 / lambda_max; the Hessian has a factor 2 of its own."),
            (lambda X: 4 / eigenvalues(X).max(), "The factor 2 of the Hessian (2/n) X^T X is missing."),
            (lambda X: 2 / eigenvalues(X).max() / len(X), "The 1/n of the Hessian (2/n) X^T X is missing."),
            (lambda X: 4 / eigenvalues(X).max() / len(X), "X^T X is not the Hessian: that is (2/n) X^T X."),
            (lambda X: 2 / eigenvalues(X).min(), "The largest eigenvalue limits the rate, not the smallest."),
            (lambda X: 2 / eigenvalues(X).sum(), "Take the largest eigenvalue, not the sum of all."),
        ),
    )


def _standardize(rng: np.random.Generator) -> Exercise:
    constant = "A constant column has the standard deviation 0, and 0 / 0 is NaN: divide it by 1 instead."
    rounded = "By rounding, a constant column may have a deviation above 0: is its largest entry its smallest?"
    X = rng.normal(size=(50, 3)) * [1, 10, 1000] + [0, 40, 4000]
    return Exercise(
        signature="standardize(X)",
        returns="X with each column shifted and scaled to mean 0 and variance 1, a constant column to 0, shape (n, d)",
        start="X.mean(axis=0) has one entry for each column, and X - X.mean(axis=0) subtracts row by row.",
        hint="X.mean(axis=0) and X.std(axis=0) have one entry for each column, and X - X.mean(axis=0) subtracts row "
        "by row; divide in the same way.",
        solution=lambda X: (X - X.mean(axis=0)) / np.where(np.ptp(X, axis=0) > 0, X.std(axis=0), 1),
        cases=(
            case("two features", [[1, 10], [3, 30]]),
            case("one feature", [[1], [4], [7]]),
            case("fifty examples of three features", X),
            case("a constant column", [[1, 5], [1, 7]], hint=constant),
            case("a single example", [[2, 3]], hint=constant),
            case("a constant column of 0.1", [[0.1, 5], [0.1, 7], [0.1, 9]], hint=rounded),
        ),
        mistakes=(
            (lambda X: X - X.mean(axis=0), "Divide each column by its standard deviation."),
            (lambda X: X / X.std(axis=0), "Subtract the mean of each column first."),
            (lambda X: (X - X.mean(axis=0)) / X.var(axis=0), "Divide by the standard deviation, not by the variance."),
            (lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1), "The variance is a mean: divide by n, not n - 1."),
            (lambda X: (X - X.mean()) / X.std(), "Each column has a mean and a deviation of its own: axis=0."),
            (lambda X: ((X.T - X.mean(axis=1)) / X.std(axis=1)).T, "Standardize the columns, axis=0, not the rows."),
            (lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0), "This is the range 0 to 1: use mean and deviation."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "gradient-descent": _gradient_descent(rng),
        "momentum": _momentum(rng),
        "adam": _adam(rng),
        "largest-learning-rate": _largest_learning_rate(rng),
        "standardize": _standardize(rng),
    }
