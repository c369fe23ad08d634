"""The exercises of chapter 1, linear regression."""

import numpy as np

from .._arrays import Floats
from ..closed_form import least_squares
from ..linear import add_intercept, empirical_risk, predict
from ..losses import squared_error
from .exercise import Exercise, case

# n, d and n - d are three numbers: no two of the known mistakes give the same answer.
_FIVE = ([1, 2, 1], [[1, 0, 1], [1, 1, 0], [1, 2, 2], [1, 3, 1], [1, 4, 0]], [0, 3, 8, 7, 9])


def _regression(rng: np.random.Generator, n: int, d: int) -> tuple[Floats, Floats, Floats]:
    """Return weights, examples with a column of ones, and targets with noise around another model."""
    X = add_intercept(rng.normal(size=(n, d - 1)))
    return rng.normal(size=d), X, X @ rng.normal(size=d) + 0.5 * rng.normal(size=n)


def _predict(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="my_predict(X, theta)",
        returns="the predictions theta_0 + x_i1 theta_1 + ... + x_id theta_d, shape (n,)",
        start="X has shape (n, d) and no column of ones, theta has shape (d + 1,). Split theta into the intercept and "
        "the other weights.",
        hint="Split theta into the intercept theta[0] and the weights theta[1:], and multiply X by the weights with @.",
        solution=lambda X, theta: predict(add_intercept(X), theta),
        cases=(
            case("one feature", [[1], [2], [3]], [10, 2]),
            case("two features", [[1, 0], [0, 1]], [0.5, 2, 3]),
            case("a single example", [[4, 5, 6]], [1, 0, 0, 1]),
            case("more features than examples", rng.normal(size=(2, 5)), rng.normal(size=6)),
            case("fifty examples of four features", rng.normal(size=(50, 4)), rng.normal(size=5)),
        ),
        mistakes=(
            (lambda X, theta: X @ theta[1:], "The intercept theta_0 is missing: add theta[0] to every prediction."),
            (lambda X, theta: X @ theta[:-1] + theta[-1], "The intercept is the first entry of theta, not the last."),
        ),
    )


def _mean_squared_error(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="objective(theta, X, y)",
        returns="the mean squared error of the predictions X theta, one number",
        start="X has shape (n, d), a column of ones included. Compute the predictions first.",
        hint="Compute the residuals X @ theta - y, square them, and take their mean.",
        solution=lambda theta, X, y: empirical_risk(squared_error, X, y)(theta),
        cases=(
            case("five examples", [1, 2], [[1, 0], [1, 1], [1, 2], [1, 3], [1, 5]], [2, 3, 3, 7, 13]),
            case("a perfect fit", [1, 2], [[1, 0], [1, 1], [1, 2]], [1, 3, 5]),
            case("a single example", [1, 2], [[1, 3]], [4]),
            case("fifty examples of four features", *_regression(rng, 50, 4)),
        ),
        mistakes=(
            (lambda t, X, y: ((X @ t - y) ** 2).sum(), "This is the sum of the squared errors: divide it by n."),
            (lambda t, X, y: ((X @ t - y) ** 2).mean() / 2, "This is half of the mean: leave out the factor 1/2."),
            (lambda t, X, y: ((X @ t - y) ** 2).sum() / (len(y) - len(t)), "Divide by n, not by n - d."),
            (lambda t, X, y: ((X @ t - y) ** 2).sum() / len(t), "Divide by n, the number of examples, not by d or 2."),
            (lambda t, X, y: abs(X @ t - y).mean(), "This is the mean of the absolute errors: square them."),
            (lambda t, X, y: (X @ t - y).mean(), "This is the mean of the residuals: square each before the mean."),
            (lambda t, X, y: (X @ t - y).mean() ** 2, "Square each residual first, and take the mean after that."),
            (lambda t, X, y: np.sqrt(((X @ t - y) ** 2).mean()), "This is the square root of it: leave out the root."),
        ),
    )


def _gradient(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="gradient(theta, X, y)",
        returns="the gradient of the mean squared error with respect to theta, shape (d,)",
        start="X has shape (n, d), a column of ones included. Compute the residuals first.",
        hint="The gradient is (2/n) X^T (X theta - y). Compute the residuals X @ theta - y first; X.T is X "
        "transposed, and len(y) is n.",
        solution=lambda theta, X, y: empirical_risk(squared_error, X, y).gradient(theta),
        cases=(
            case("five examples", *_FIVE),
            case("at the minimum", [1, 2], [[1, 0], [1, 1], [1, 2]], [1, 3, 5]),
            case("a single example", [1, 2], [[1, 3]], [4]),
            case("fifty examples of four features", *_regression(rng, 50, 4)),
        ),
        mistakes=(
            (lambda t, X, y: 2 * X.T @ (X @ t - y), "This is the gradient of the sum: divide it by n."),
            (
                lambda t, X, y: X.T @ (X @ t - y) / len(y),
                "The factor 2, from the derivative of the square, is missing.",
            ),
            (lambda t, X, y: 2 / len(y) * X.T @ (y - X @ t), "The sign is wrong: the residual is X theta - y."),
            (lambda t, X, y: 2 / len(t) * X.T @ (X @ t - y), "Divide by n, the number of examples, not by d."),
            (lambda t, X, y: X.T @ (X @ t - y), "This is the gradient of half of the sum: multiply it by 2 / n."),
        ),
    )


def _normal_equations(rng: np.random.Generator) -> Exercise:
    _, X, y = _regression(rng, 50, 4)
    x = np.linspace(0, 1, 50)
    rank = (
        "X lacks full column rank here, so X^T X has no inverse. Of all minimizers return the one of least norm, "
        "as np.linalg.lstsq and np.linalg.pinv do."
    )
    digits = (
        "The condition number of X^T X is the square of that of X, and the digits are lost there. Solve from X "
        "itself, with np.linalg.lstsq."
    )
    return Exercise(
        signature="fit(X, y)",
        returns="the weights of least mean squared error, of least norm if there are several, shape (d,)",
        start="With full column rank the weights solve X^T X theta = X^T y: np.linalg.solve(X.T @ X, X.T @ y). Start "
        "with that, and see which case it fails.",
        solution=least_squares,
        cases=(
            case("three points on a line", [[1, 0], [1, 1], [1, 2]], [1, 3, 5]),
            case("three points near a line", [[1, 0], [1, 1], [1, 2]], [0, 3, 8]),
            case("fifty examples of four features", X, y),
            case("two equal columns", [[1, 1], [2, 2], [3, 3]], [1, 2, 4], hint=rank),
            case("fewer examples than features", rng.normal(size=(3, 5)), rng.normal(size=3), hint=rank),
            case(
                "a polynomial of degree 9 on 50 points",
                np.vander(x, 10, increasing=True),
                np.sin(6 * x + 1),
                hint=digits,
            ),
        ),
        mistakes=(
            (lambda X, y: X.T @ y, "This is the right-hand side X^T y alone: solve X^T X theta = X^T y for theta."),
            (lambda X, y: predict(X, least_squares(X, y)), "These are the predictions: return the weights theta."),
        ),
    )


def _without_intercept(rng: np.random.Generator) -> Exercise:
    x = rng.uniform(170, 235, size=50)
    return Exercise(
        signature="slope(x, y)",
        returns="the slope theta of the line y_hat = theta x of least mean squared error, one number",
        start="Write J(theta), the mean of (theta x_i - y_i)^2, set its derivative to zero and solve for theta; x and "
        "y have shape (n,).",
        solution=lambda x, y: least_squares(x[:, None], y)[0],
        cases=(
            case("points on a line through the origin", [1, 2, 3], [3, 6, 9]),
            case("points on a line that misses the origin", [0.5, 1, 2], [3.5, 5, 8]),
            case("positive and negative x", [-2, -1, 1, 3], [1, 0, 2, 2]),
            case("a single point", [4], [2]),
            case("fifty flippers and masses", x, 50 * x - 5800 + 400 * rng.normal(size=50)),
        ),
        mistakes=(
            (
                lambda x, y: np.polyfit(x, y, 1)[0] if len(x) > 1 else np.nan,
                "This is the slope of the line with an intercept: here the line passes through the origin.",
            ),
            (
                lambda x, y: (y / x).mean(),
                "This is the mean of the ratios y_i / x_i, which counts every point alike; set "
                "the derivative of J to zero.",
            ),
            (
                lambda x, y: y.sum() / x.sum(),
                "The line through the mean of the points is another one: set the derivative of J to zero.",
            ),
            (lambda x, y: x @ y, "Divide by the sum of the squares of x."),
            (lambda x, y: x @ y / len(x), "Divide by the sum of the squares of x, not by n."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "predict": _predict(rng),
        "mean-squared-error": _mean_squared_error(rng),
        "gradient": _gradient(rng),
        "normal-equations": _normal_equations(rng),
        "without-intercept": _without_intercept(rng),
    }
