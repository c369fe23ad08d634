"""The exercises that check themselves: what is asked, the cases that are tried, and mistakes that are recognized."""

from functools import cache
from importlib import import_module

import numpy as np

from .exercise import Case, Exercise

__all__ = ["Case", "Exercise", "exercises"]

# The exercises of a chapter are in the module of its name, without the number.
CHAPTERS = (
    "01-linear-regression",
    "02-logistic-regression",
    "03-loss-functions",
    "04-regression-losses",
    "05-classification-losses",
    "06-backpropagation",
    "07-gradient-descent",
    "08-training-a-network",
    "09-pytorch-and-depth",
)


@cache
def exercises(chapter: str | None = None) -> dict[str, Exercise]:
    """Return the exercises of a chapter by name, or all of them; their random cases are the same every time."""
    if chapter is None:
        return {name: exercise for chapter in CHAPTERS for name, exercise in exercises(chapter).items()}
    number = CHAPTERS.index(chapter) + 1
    module = import_module(f".{chapter.partition('-')[2].replace('-', '_')}", __name__)
    return module.build(np.random.default_rng(number))
