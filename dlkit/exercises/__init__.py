"""The exercises that check themselves: what is asked, the cases that are tried, and mistakes that are recognized."""

from functools import cache

import numpy as np

from . import (
    backpropagation,
    classification_losses,
    gradient_descent,
    linear_regression,
    logistic_regression,
    loss_functions,
    regression_losses,
)
from .exercise import Case, Exercise

__all__ = ["Case", "Exercise", "exercises"]

CHAPTERS = {
    "01-linear-regression": linear_regression,
    "02-logistic-regression": logistic_regression,
    "03-loss-functions": loss_functions,
    "04-regression-losses": regression_losses,
    "05-classification-losses": classification_losses,
    "06-backpropagation": backpropagation,
    "07-gradient-descent": gradient_descent,
}


@cache
def exercises(chapter: str | None = None) -> dict[str, Exercise]:
    """Return the exercises of a chapter by name, or all of them; their random cases are the same every time."""
    if chapter is None:
        return {name: exercise for chapter in CHAPTERS for name, exercise in exercises(chapter).items()}
    seed = list(CHAPTERS).index(chapter) + 1
    return CHAPTERS[chapter].build(np.random.default_rng(seed))
