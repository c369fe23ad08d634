"""The exercise of a page below chapter 6: gradients by differences."""

from collections.abc import Callable

import numpy as np

from .._arrays import Floats
from ..function import Differentiable
from .exercise import Exercise, case


def numerical_gradient(rng: np.random.Generator) -> Exercise:
    """Return the exercise of central differences."""
    square = Differentiable(lambda x: x[..., 0] ** 2, lambda x: 2 * x, name="x_1^2")
    steep = Differentiable(lambda x: 50 * x[..., 0] ** 2, lambda x: 100 * x, name="50 x_1^2")
    product = Differentiable(lambda x: x[..., 0] * x[..., 1], lambda x: x[..., ::-1], name="x_1 x_2")
    sines = Differentiable(lambda x: np.sin(x).sum(axis=-1), np.cos, name="sin x_1 + ... + sin x_d")
    central = "The error of (f(x + h) - f(x)) / h is about h f''(x) / 2, and of (f(x + h) - f(x - h)) / (2 h) far less."
    one_side = "This is (f(x_up) - f(x)) / h, of one side: take (f(x_up) - f(x_down)) / (2 h), with a step both ways."
    rounding = (
        "With a step tiny beside x_j, f(x + h) and f(x - h) agree in most digits, and rounding is divided by h. "
        "A step of 1e-5 max(1, |x_j|) fits all sizes."
    )

    def one_sided(h: float, grows: bool) -> Callable:
        def quotients(f: Differentiable, x: Floats) -> Floats:
            steps = h * np.maximum(1, abs(x)) if grows else np.full_like(x, h)
            return (f(x + np.diag(steps)) - f(x)) / steps

        return quotients

    signed = [sign * h for h in (1e-3, 1e-4, 1e-5, 1e-6) for sign in (1, -1)]  # a negative step goes down

    return Exercise(
        signature="central_differences(f, x)",
        returns="the gradient of f at x by central differences, shape (d,)",
        start="Begin with one entry: shift x_j alone, in copies of x.",
        hint="For each j, shift x_j alone by a step h up and down, in copies of x; entry j is "
        "(f(x_up) - f(x_down)) / (2 h). Try h = 1e-5.",
        solution=lambda f, x: f.gradient(x),
        cases=(
            case("one variable", square, [3]),
            case("two variables", product, [2, 5]),
            case("at a minimum", steep, [0], hint=central),
            case("twenty variables", sines, rng.normal(size=20)),
            case("a large x", square, [1e6], hint=rounding),
        ),
        mistakes=(
            (lambda f, x: 2 * f.gradient(x), "The two points are 2 h apart: divide by 2 h."),
            (lambda f, x: -f.gradient(x), "The sign is wrong: f(x_up) - f(x_down)."),
            (lambda f, x: np.full_like(x, f.gradient(x).sum()), "Shift one coordinate at a time, not all at once."),
            (lambda f, x: f.gradient(x).sum(), "Return one entry for each coordinate, and not their sum."),
            *((one_sided(h, grows), one_side) for h in signed for grows in (False, True)),
        ),
    )
