"""What an exercise that checks itself is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._arrays import Floats
from ..function import Differentiable

Argument = Floats | NDArray[np.integer] | Differentiable


@dataclass(frozen=True, eq=False)
class Case:
    """One call that an answer has to get right.

    Attributes:
        about: what is special about it, in words.
        arguments: what the answer is called with; a function is a `Differentiable`, and printed by its name.
        hint: for those who fail only here.
        strict: whether an overflow, a division by zero or an invalid operation is an exception, where NumPy would
            only warn.
        relative: whether each entry is compared by its own relative error, so that a small one has to have its digits
            too; else one that is small beside the others, or beside 1, may be rounded to 0.

    """

    about: str
    arguments: tuple[Argument, ...]
    hint: str = ""
    strict: bool = False
    relative: bool = False


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function that the reader writes.

    Attributes:
        signature: how the check calls it.
        returns: what it returns, with its shape.
        start: a first step, for those who have none. All see it, so it gives away less than the page's folded hint.
        solution: a function that is right, which gives the expected results.
        cases: tried in this order, small ones that can be done by hand first.
        mistakes: functions that are wrong in a known way, each with the hint for whoever computes the same; where
            one is not defined, as a product of matrices may not be, its hint is for whoever meets the same error.
        hint: for whoever is wrong in a way that is not known; without it, the start.

    """

    signature: str
    returns: str
    start: str
    solution: Callable
    cases: tuple[Case, ...]
    mistakes: tuple[tuple[Callable, str], ...] = field(default=())
    hint: str = ""


def case(
    about: str,
    *arguments: ArrayLike | Differentiable,
    hint: str = "",
    strict: bool = False,
    relative: bool = False,
) -> Case:
    """Return a case; lists become arrays of floats, arrays and numbers keep their type, as labels and steps need."""
    return Case(about, tuple(_argument(argument) for argument in arguments), hint, strict, relative)


def _argument(value: ArrayLike | Differentiable) -> Argument:
    if isinstance(value, Differentiable):
        return value
    as_it_is = isinstance(value, np.ndarray | int | float)
    return np.asarray(value, dtype=None if as_it_is else float)[()]  # a number becomes a NumPy number
