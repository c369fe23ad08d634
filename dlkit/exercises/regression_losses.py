"""The exercises of chapter 4, regression losses."""

from typing import Any

import numpy as np

from .._arrays import Floats
from ..losses import huber
from ..norms import lp
from .exercise import Exercise, case

WHERE = "np.where(condition, one, other) chooses entry by entry."


def _quadratic_part(r: Floats, delta: float, linear: Floats) -> Floats:
    return np.where(abs(r) <= delta, r**2 / 2, linear)


def _huber(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="loss(y_hat, y, delta)",
        returns="the Huber losses, of the shape of y_hat",
        start="The residual is r = y_hat - y, and the loss has two pieces, one within delta and one beyond. " + WHERE,
        hint="With the residual r = y_hat - y, the loss is r^2 / 2 where |r| <= delta, and delta (|r| - delta / 2) "
        "beyond. " + WHERE,
        solution=lambda y_hat, y, delta: huber(delta)(y_hat, y),
        cases=(
            case("residuals within and beyond delta", [0.5, 5, -4], [0, 0, 0], 2.0),
            case("a single prediction", [3], [2.5], 1.0),
            case("residuals of 0 and of exactly delta", [1, 3, -1], [1, 1, 1], 2.0),
            case("far beyond delta", [1e6], [-1e6], 0.1),
            case("fifty predictions", rng.normal(size=50), rng.normal(size=50), 0.7),
            case("predictions in rows", rng.normal(size=(3, 2)), rng.normal(size=(3, 2)), 1.35),
        ),
        mistakes=(
            (lambda p, y, d: 2 * huber(d)(p, y), "The factor 1/2 is missing: within delta the loss is r^2 / 2."),
            (
                lambda p, y, d: np.where(abs(p - y) <= d, (p - y) ** 2, huber(d)(p, y)),
                "The factor 1/2 is missing: within delta the loss is r^2 / 2.",
            ),
            (lambda p, y, d: huber(d)(p, y) / d, "This is SmoothL1Loss, divided by delta: multiply by it."),
            (
                lambda p, y, d: _quadratic_part(p - y, d, d * abs(p - y)),
                "The loss jumps at delta: subtract delta^2 / 2.",
            ),
            (lambda p, y, d: _quadratic_part(p - y, d, abs(p - y) - d / 2), "The linear part has the slope delta."),
            (lambda p, y, d: _quadratic_part(p - y, d, d * (abs(p - y) - d)), "Subtract delta / 2, not delta."),
            (lambda p, y, d: _quadratic_part(p - y, d, d * (p - y - d / 2)), "Take |r|: residuals can be negative."),
            (lambda p, y, _: (p - y) ** 2 / 2, "Beyond delta the loss is linear."),
            (lambda p, y, d: d * (abs(p - y) - d / 2), "Within delta the loss is r^2 / 2."),
            (lambda p, y, d: huber(d)(p, y).mean(), "This is the mean: return one loss for each prediction."),
            (lambda p, y, d: huber(d)(p, y).sum(), "This is the sum: return one loss for each prediction."),
            (lambda p, y, d: huber(d).gradient(p, y), "This is the derivative of the loss."),
        ),
    )


def _huber_gradient(rng: np.random.Generator) -> Exercise:
    def within(r: Floats, delta: float, beyond: Floats) -> Floats:
        return np.where(abs(r) <= delta, r, beyond)

    return Exercise(
        signature="derivative(y_hat, y, delta)",
        returns="the derivatives of the Huber losses with respect to the predictions, of the shape of y_hat",
        start="Differentiate both pieces, r^2 / 2 and delta (|r| - delta / 2), with respect to y_hat; r = y_hat - y. "
        + WHERE,
        solution=lambda y_hat, y, delta: huber(delta).gradient(y_hat, y),
        cases=(
            case("residuals within and beyond delta", [0.5, 5, -4], [0, 0, 0], 2.0),
            case("a single prediction", [3], [2.5], 1.0),
            case("residuals of 0 and of exactly delta", [1, 3, -1], [1, 1, 1], 2.0),
            case("far beyond delta", [1e6], [-1e6], 0.1),
            case("fifty predictions", rng.normal(size=50), rng.normal(size=50), 0.7),
        ),
        mistakes=(
            (lambda p, y, d: -huber(d).gradient(p, y), "The sign is wrong: the residual is y_hat - y."),
            (lambda p, y, d: 2 * huber(d).gradient(p, y), "The derivative of r^2 / 2 is r, not 2 r."),
            (
                lambda p, y, d: huber(d).gradient(p, y) / d,
                "This is the derivative of SmoothL1Loss, divided by delta: multiply by it.",
            ),
            (lambda p, y, d: within(p - y, d, np.sign(p - y)), "Beyond delta the slope is delta, not 1."),
            (lambda p, y, d: within(p - y, d, d), "For r < -delta the loss falls: its slope is -delta there."),
            (lambda p, y, d: within(p - y, d, 0 * p), "Beyond delta the loss still grows, with the slope delta."),
            (lambda p, y, _: p - y, "Beyond delta the loss is linear: its slope is bounded."),
            (lambda p, y, _: np.sign(p - y), "This is the derivative of the absolute error."),
            (lambda p, y, d: huber(d).gradient(p, y) / len(y), "One derivative for each loss: no division by n."),
        ),
    )


def _never_scaled_up(v: Floats, p: float) -> Any:
    scale = max(1, np.abs(v).max())
    return scale * lp(p)(v / scale) if np.isinf(p) else scale * ((np.abs(v) / scale) ** p).sum() ** (1 / p)


def _p_norm(rng: np.random.Generator) -> Exercise:
    scale = "4^1000 is more than a float can hold. Divide by the largest |v_j| first, and multiply the norm by it."
    zero = "0 / 0 is NaN: if all entries are 0, the norm is 0."
    limit = "For p infinite the norm is its limit as p grows, the largest |v_j|; test for it with p == np.inf."
    return Exercise(
        signature="norm(v, p)",
        returns="the p-norm of the vector v, one number",
        start="The p-norm is (|v_1|^p + ... + |v_m|^p)^(1/p), for p >= 1. Write it as it stands, and see which case "
        "it fails.",
        solution=lambda v, p: lp(p)(v),
        cases=(
            case("the Euclidean length", [3, -4], 2.0),
            case("the way along the axes", [3, -4], 1.0),
            case("a single entry", [-5], 3.0),
            case("fifty entries, p = 1.5", rng.normal(size=50), 1.5),
            case("p infinite", [3, -4], np.inf, hint=limit),
            case("p = 1000", [3, -4, 4], 1000.0, hint=scale),
            case("the zero vector", [0, 0], 2.0, hint=zero),
            case("small entries, p = 1000", [0.004, -0.003], 1000.0),
        ),
        mistakes=(
            (lambda v, p: (abs(v) ** p).sum(), "The p-th root of the sum is missing."),
            (lambda v, p: (abs(v) ** p).mean() ** (1 / p), "A norm adds the entries: this is their mean."),
            (lambda v, _: abs(v).sum(), "The powers are missing: this is the 1-norm for every p."),
            (lambda v, _: np.sqrt(v @ v), "This is the 2-norm for every p."),
            (lambda v, p: np.sqrt((abs(v) ** p).sum()), "Take the p-th root, to the power 1 / p, not the square root."),
            (lambda v, _: v.sum(), "Take the absolute value of each entry."),
            (lambda v, p: (v**p).sum() ** (1 / p), "Take the absolute value of each entry."),
            (_never_scaled_up, "0.004^1000 is less than a float can hold: divide by the largest |v_j|, below 1 too."),
        ),
    )


def _soft_threshold(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="soft_threshold(z, penalty)",
        returns="for each entry of z the number t that minimizes (t - z)^2 / 2 + penalty |t|, of the shape of z",
        start="Where t > 0, the derivative is t - z + penalty. For which z is it zero at some t > 0? " + WHERE,
        hint="Where t > 0, the derivative is t - z + penalty; where t < 0, it is t - z - penalty. For which z is one "
        "of them zero at a t of the right sign? For all other z the minimum is at the kink, 0. " + WHERE,
        solution=lambda z, penalty: z - huber(penalty).gradient(z, np.zeros_like(z)),
        cases=(
            case("above, between and below", [3, 0.5, -2], 1.0),
            case("exactly at the penalty", [1, -1, 0], 1.0),
            case("a single entry", [-0.3], 0.2),
            case("a large penalty", [1, -5, 9], 10.0),
            case("fifty entries", rng.normal(size=50), 0.6),
        ),
        mistakes=(
            (lambda z, c: np.where(abs(z) > c, z, 0), "Entries beyond the penalty are moved toward 0 by it."),
            (lambda z, c: z - c * np.sign(z), "An entry stops at 0: it does not pass to the other side."),
            (lambda z, c: np.maximum(z - c, 0), "A negative z gives a negative t: mind its sign."),
            (lambda z, c: np.maximum(abs(z) - c, 0), "The sign is lost: t has the sign of z."),
            (lambda z, c: z / (1 + c), "This is the minimizer for the penalty times t^2 / 2: here it is times |t|."),
            (lambda z, c: z / (1 + 2 * c), "This is the minimizer for the penalty times t^2: here it is times |t|."),
            (lambda z, c: np.clip(z, -c, c), "This is what is taken away: return z minus it."),
            (
                lambda z, c: z - np.clip(z, -c / 2, c / 2),
                "The derivative of (t - z)^2 / 2 is t - z, without a 2.",
            ),
            (lambda z, c: z - np.clip(z, -2 * c, 2 * c), "The threshold is the penalty, not twice the penalty."),
        ),
    )


def _best_constant(rng: np.random.Generator) -> Exercise:
    outlier = np.append(rng.normal(5, 1, size=50), 1e6)
    order = "The targets need not be sorted: np.sort sorts them."
    grid = "The minimizer is one of the targets, in whatever order they come: a grid meets it only by chance."
    return Exercise(
        signature="constant(y)",
        returns="the one number theta_0 of least mean absolute error |theta_0 - y_i| over all targets, of which there "
        "is an odd number",
        start="The derivative of |theta_0 - y_i| is 1 where theta_0 > y_i and -1 where theta_0 < y_i. Where does the "
        "sum over all targets change its sign?",
        hint="The sum of the derivatives, 1 where theta_0 > y_i and -1 where theta_0 < y_i, changes its sign where as "
        "many targets lie above as below.",
        solution=np.median,
        cases=(
            case("three targets", [1, 2, 9]),
            case("five targets, not in order", [8, -3, 4, 0, 5], hint=grid),
            case("a single target", [7]),
            case("equal targets", [2, 2, 2, 5, 1]),
            case("fifty targets, and one of a million", rng.permutation(outlier)),
        ),
        mistakes=(
            (np.mean, "This is the mean, which minimizes the squared error."),
            (lambda y: (y.min() + y.max()) / 2, "This minimizes the largest error, not the mean of all."),
            (lambda y: np.abs(y - np.median(y)).mean(), "This is the least mean absolute error: return where it is."),
            (lambda y: y[len(y) // 2], order),
            (lambda y: np.sort(y)[len(y) // 2 - 1], "Indices start at 0: the middle of n sorted entries is n // 2."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "huber": _huber(rng),
        "huber-gradient": _huber_gradient(rng),
        "p-norm": _p_norm(rng),
        "soft-threshold": _soft_threshold(rng),
        "best-constant": _best_constant(rng),
    }
