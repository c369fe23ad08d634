"""The exercises of chapter 3, loss functions."""

import numpy as np

from .._arrays import Floats
from ..losses import absolute_error, poisson_nll, squared_error
from .exercise import Exercise, case


def _predicted(rng: np.random.Generator, n: int, scale: float) -> tuple[Floats, Floats]:
    """Return predictions, and targets around them."""
    y_hat = rng.normal(size=n)
    return y_hat, y_hat + scale * rng.normal(size=n)


FAR = (
    "The density of this target is so small that it is rounded to 0, and its logarithm to minus infinity. Take the "
    "logarithm of the formula on paper first: the exponential goes away."
)


def _gaussian_nll(rng: np.random.Generator) -> Exercise:
    def squares(y_hat: Floats, y: Floats, sigma: float) -> float:
        return squared_error(y_hat, y).sum() / sigma**2

    def constant(y: Floats, sigma: float) -> float:
        return len(y) * np.log(np.sqrt(2 * np.pi) * sigma)

    def solution(y_hat: Floats, y: Floats, sigma: float) -> float:
        return constant(y, sigma) + squares(y_hat, y, sigma) / 2

    return Exercise(
        signature="gaussian_nll(y_hat, y, sigma)",
        returns="the negative log-likelihood of all targets, y_i normal with mean y_hat_i and standard deviation "
        "sigma, one number",
        start="The density of one target is exp(-(y_i - y_hat_i)^2 / (2 sigma^2)) / (sigma sqrt(2 pi)). Take minus its "
        "logarithm on paper, and add over the targets.",
        solution=solution,
        cases=(
            case("one target, sigma = 1", [3], [5], 1.0),
            case("two targets, sigma = 3", [1, 5], [4, -1], 3.0),
            case("a sigma so small that the density exceeds 1", [1, 2], [1, 2.01], 0.01),
            case("fifty targets", *_predicted(rng, 50, 0.7), 0.7),
            case("a target 60 standard deviations away", [0], [60], 1.0, hint=FAR),
        ),
        mistakes=(
            (lambda p, y, s: squares(p, y, s) / 2, "The constant is missing: log(sigma sqrt(2 pi)) for each target."),
            (lambda p, y, s: -solution(p, y, s), "This is the log-likelihood: change its sign."),
            (lambda p, y, s: solution(p, y, s) / len(y), "This is the mean over the targets: return the sum."),
            (lambda p, y, s: constant(y, s) + squares(p, y, s), "The factor 1/2 of the squares is missing."),
            (
                lambda p, y, s: 2 * constant(y, s) + squares(p, y, s) / 2,
                "The constant is log(sigma sqrt(2 pi)): half of log(2 pi sigma^2), for each target.",
            ),
            (lambda p, y, s: 2 * solution(p, y, s), "This is twice the negative log-likelihood: halve both terms."),
            (lambda p, y, s: constant(y, s) + s * squares(p, y, s) / 2, "Divide by 2 sigma^2, not by 2 sigma."),
            (lambda p, y, s: constant(y, s) / len(y) + squares(p, y, s) / 2, "The constant counts for each target."),
            (lambda p, y, s: solution(p, y, np.sqrt(s)), "sigma is the standard deviation, not the variance."),
            (lambda p, y, _: squared_error(p, y).mean(), "This is the mean squared error: other value, same minimum."),
        ),
    )


def _laplace_nll(rng: np.random.Generator) -> Exercise:
    def solution(y_hat: Floats, y: Floats, b: float) -> float:
        return len(y) * np.log(2 * b) + absolute_error(y_hat, y).sum() / b

    return Exercise(
        signature="laplace_nll(y_hat, y, b)",
        returns="the negative log-likelihood of all targets, y_i of a Laplace distribution around y_hat_i with scale "
        "b, one number",
        start="The density of one target is exp(-|y_i - y_hat_i| / b) / (2 b). Take minus its logarithm on paper, and "
        "add over the targets.",
        solution=solution,
        cases=(
            case("one target, b = 3", [3], [6], 3.0),
            case("two targets, b = 3", [1, 5], [4, -1], 3.0),
            case("a b so small that the density exceeds 1", [1, 2], [1, 2.01], 0.01),
            case("fifty targets", *_predicted(rng, 50, 0.7), 0.7),
            case("a target 1000 scales away", [0], [1000], 1.0, hint=FAR),
        ),
        mistakes=(
            (lambda p, y, b: abs(y - p).sum() / b, "The constant is missing: log(2 b) for each target."),
            (lambda p, y, b: -solution(p, y, b), "This is the log-likelihood: change its sign."),
            (lambda p, y, b: solution(p, y, b) / len(y), "This is the mean over the targets: return the sum."),
            (lambda p, y, b: solution(p, y, b) - len(y) * np.log(2), "The 2 in the constant log(2 b) is missing."),
            (lambda p, y, b: len(y) * np.log(2 * b) + (p - y).sum() / b, "Take the absolute value of each residual."),
            (lambda p, y, b: len(y) * np.log(2 * b) + ((p - y) ** 2).sum() / b, "Take absolute values, not squares."),
            (lambda p, y, b: np.log(2 * b) + abs(y - p).sum() / b, "The constant log(2 b) counts for each target."),
        ),
    )


def _poisson_loss(rng: np.random.Generator) -> Exercise:
    z = rng.normal(size=50)
    no_logarithm = (
        "e^-1000 is rounded to 0, and the logarithm of that is minus infinity. The logarithm of the rate is z itself: "
        "no logarithm is needed."
    )
    return Exercise(
        signature="count_loss(z, y)",
        returns="the losses e^z - y z, one for each target, of the shape of z",
        start="z is the logarithm of the rate, y_hat = e^z. What is minus the logarithm of y_hat^y e^-y_hat / y!, in "
        "terms of z?",
        hint="Minus the logarithm of y_hat^y e^-y_hat / y! is y_hat - y log(y_hat) + log(y!), with y_hat = e^z; the "
        "last term does not depend on z: leave it out.",
        solution=poisson_nll,
        cases=(
            case("rates of 2, 3 and 4", np.log([2, 3, 4]), [5, 3, 0]),
            case("a single target", [0], [3]),
            case("fifty targets", z, rng.poisson(np.exp(z)).astype(float)),
            case("a rate that is almost 0", [-1000, -1000], [0, 2], hint=no_logarithm),
        ),
        mistakes=(
            (lambda z, y: z - y * np.log(z), "z is the logarithm of the rate: the rate is e^z."),
            (lambda z, y: y * z - np.exp(z), "This is the log-likelihood: change its sign."),
            (lambda z, y: poisson_nll(z, y).mean(), "This is the mean: return one loss for each target."),
            (lambda z, y: poisson_nll(z, y).sum(), "This is the sum: return one loss for each target."),
            (lambda z, y: np.exp(z) - y, "This is the derivative of the loss with respect to z."),
            (lambda z, y: (np.exp(z) - y) ** 2, "This is the squared error of the rate."),
            (
                lambda z, y: poisson_nll(z, y) + np.array([np.log(np.arange(1, k + 1)).sum() for k in y]),
                "Leave out log(y!), which does not depend on z.",
            ),
        ),
    )


def _constant_model(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="constant_log_rate(y)",
        returns="the one number z that minimizes the mean of the Poisson losses e^z - y_i z over all targets",
        start="The model predicts the same z for every target. Write the mean loss as a function of z and of the "
        "mean of y.",
        hint="The mean loss is e^z minus z times the mean of y: set its derivative with respect to z to zero, and "
        "solve for z.",
        solution=lambda y: np.log(np.mean(y)),
        cases=(
            case("four counts", [1, 1, 3, 7]),
            case("a single count", [5]),
            case("counts of which some are 0", [0, 0, 0, 1]),
            case("fifty counts", rng.poisson(200, size=50).astype(float)),
        ),
        mistakes=(
            (np.mean, "This is the best rate e^z: return z, its logarithm."),
            (lambda y: np.log(y).mean(), "This is the mean of the logarithms: take the mean of y first."),
            (lambda y: np.log(np.median(y)), "The median belongs to the absolute error: here it is the mean."),
            (lambda y: np.log(y.sum()), "Divide the sum of y by n."),
            (lambda y: -np.log(y.mean()), "The sign is wrong: solve e^z = mean of y for z."),
            (lambda y: np.exp(y.mean()), "Solve e^z = mean of y for z: that takes a logarithm."),
        ),
    )


def _r_squared(rng: np.random.Generator) -> Exercise:
    y_hat, y = _predicted(rng, 50, 0.5)
    digits = (
        "The mean of the squares minus the square of the mean loses most digits when the mean is large. Subtract the "
        "mean first, and square after that."
    )

    def ratio(y_hat: Floats, y: Floats) -> float:
        return squared_error(y_hat, y).mean() / np.var(y)

    return Exercise(
        signature="r_squared(y_hat, y)",
        returns="1 minus the mean squared error of y_hat over that of predicting the mean of y, one number",
        start="Compute two sums of squares: of y - y_hat, and of y minus its mean. Their ratio has no unit.",
        solution=lambda y_hat, y: 1 - ratio(y_hat, y),
        cases=(
            case("three targets", [2, 3, 7], [1, 3, 5]),
            case("perfect predictions", [1, 2, 4], [1, 2, 4]),
            case("always the mean", [3, 3, 3], [1, 3, 5]),
            case("worse than the mean", [5, 3, 1], [1, 3, 5]),
            case("fifty targets", y_hat, y),
            case("targets far from 0", 1e7 + y_hat, 1e7 + y, hint=digits),
        ),
        mistakes=(
            (ratio, "This is the part of the variance that is left: subtract it from 1."),
            (
                lambda p, y: np.corrcoef(p, y)[0, 1] ** 2,
                "This is the squared correlation: compare two sums of squares.",
            ),
            (lambda p, y: 1 - ratio(p, y) * (len(y) - 1) / len(y), "The variance here has n - 1: divide by n."),
            (
                lambda p, y: 1 - np.var(p - y) / np.var(y),
                "The mean of the residuals is subtracted: square the residuals themselves.",
            ),
            (lambda p, y: 1 - ratio(p, y) * len(y), "Divide both sums by n, or neither."),
            (lambda p, y: 1 - ratio(p, y) / len(y), "Divide both sums by n, or neither."),
            (lambda p, y: np.var(p) / np.var(y), "This compares the variance of the predictions: compare the errors."),
            (lambda p, y: 1 - squared_error(p, y).mean() / np.var(p), "Compare with the variance of y, not of y_hat."),
            (lambda p, y: 1 - np.sqrt(ratio(p, y)), "Take the ratio of the squares, without a square root."),
            (lambda p, y: 1 - squared_error(p, y).sum() / (y @ y), "Subtract the mean of y before you square."),
            (
                lambda p, y: max(0.0, 1 - ratio(p, y)),
                "R^2 may be negative: it is less than 0 where the predictions are worse than the mean.",
            ),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "gaussian-nll": _gaussian_nll(rng),
        "laplace-nll": _laplace_nll(rng),
        "poisson-loss": _poisson_loss(rng),
        "constant-model": _constant_model(rng),
        "r-squared": _r_squared(rng),
    }
