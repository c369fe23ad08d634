"""Sums and multiples of differentiable functions, by the rules of calculus: what `Differentiable` adds up with."""

import numbers
from collections.abc import Callable
from typing import Any, Self

import numpy as np

from ._arrays import Floats, shown


class Arithmetic:
    r"""The operators of `Differentiable`, since :math:`\nabla(f + c\,g) = \nabla f + c\,\nabla g`."""

    __array_ufunc__ = None  # so that np.float64(2) * f is left to __rmul__

    def __add__(self, other: Self) -> Self:
        """Return f + g, by the sum rule."""
        if not isinstance(other, Arithmetic):
            return NotImplemented
        if self.elementwise != other.elementwise:
            one, two = (self, other) if self.elementwise else (other, self)
            raise ValueError(
                f"f + g must be of one kind, got {one.__name__} (elementwise) and {two.__name__} (reducing); "
                "make an objective of the loss first, with empirical_risk"
            )
        return _linear_combination(type(self), self.terms + other.terms)

    def __mul__(self, c: float) -> Self:
        """Return c f, by the constant factor rule."""
        if isinstance(c, Arithmetic):
            return NotImplemented
        if not isinstance(c, numbers.Real) or not np.isfinite(c):
            raise ValueError(
                f"c in c * {self.__name__} must be a finite number, got {shown(c)}; take one factor at a time"
            )
        return _linear_combination(type(self), tuple((float(c) * factor, f) for factor, f in self.terms))

    __rmul__ = __mul__

    def __truediv__(self, c: float) -> Self:
        """Return f / c."""
        if isinstance(c, numbers.Real) and c == 0:
            raise ValueError(f"c in {self.__name__} / c must not be zero, got {shown(c)}; divide by another number")
        return self * (1 / c if isinstance(c, numbers.Real) else c)

    def __neg__(self) -> Self:
        """Return -f."""
        return -1 * self

    def __sub__(self, other: Self) -> Self:
        """Return f - g."""
        return self + -1 * other if isinstance(other, Arithmetic) else NotImplemented


def _linear_combination(kind: type, terms: tuple[tuple[float, Any], ...]) -> Any:
    """Return the sum of c f over the terms (c, f); its derivatives are the same sums of derivatives."""
    functions = [f for _, f in terms]
    sizes = {f.examples for f in functions} - {None}
    examples = sizes.pop() if len(sizes) == 1 else None

    # A penalty does not depend on the examples, so their indices are nothing to it.
    takes_rows = [examples is None or f.examples is not None for f in functions]

    def combine(role: str) -> Callable[..., Floats]:
        parts = [(c, getattr(f, role), takes) for (c, f), takes in zip(terms, takes_rows, strict=True)]

        def combined(x: Floats, *args: Any) -> Floats:
            total = None
            for c, part, takes in parts:
                value = part(x, *args) if takes else part(x)
                term = value if c == 1 else c * value
                total = term if total is None else total + term
            return total

        return combined

    longest = max(range(len(terms)), key=lambda k: len(functions[k].parameters))
    # That x is a vector of numbers, the sum has seen; a penalty asks for no more.
    asking = [k for k, f in enumerate(functions) if k == longest or f.elementwise or f.asks]
    readers = [(functions[k].read, takes_rows[k]) for k in asking]
    kept = asking.index(longest)

    def read(x: Floats, *args: Any) -> tuple:
        readings = [(read(x, *args) if takes else read(x))[1] for read, takes in readers]
        return readings[kept]  # of losses that are added, each has read the same targets

    combination = kind(
        combine("value_function"),
        combine("gradient_function"),
        elementwise=functions[0].elementwise,
        hessian=None if any(f.hessian_function is None for f in functions) else combine("hessian_function"),
        examples=examples,
        read=read,
        domain=next((f.domain for f in functions if f.domain), None),
        name=" + ".join(f.__name__ if c == 1 else f"{c:g} * {f.__name__}" for c, f in terms).replace("+ -", "- "),
    )
    combination.parameters, combination.further = functions[longest].parameters, functions[longest].further
    combination._terms = terms  # noqa: SLF001 - as it is made here
    return combination
