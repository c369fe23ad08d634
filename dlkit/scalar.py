"""Reverse-mode automatic differentiation of numbers: each remembers what it was made of, and the slopes."""

import math

from ._arrays import floats, shown


class Scalar:
    r"""A number that knows how it was computed, so that `backward` can find its derivative by everything before it.

    .. math:: \partial L / \partial u = \sum_{v \text{ made of } u} (\partial L / \partial v) (\partial v / \partial u)

    Attributes:
        value: the number; made of others by +, -, \*, /, powers with a number as exponent, `exp`, `log`, `tanh`.
        gradient: the derivative, by this number, of the one on which `backward` was called; 0 before.

    Raises:
        ValueError: value is not one number, a power is not a number, or a logarithm is taken of what is not positive.

    """

    def __init__(self, value: float, parts: tuple[tuple["Scalar", float], ...] = ()) -> None:
        if floats(value, "value").ndim:
            raise ValueError(f"value must be one number, got {shown(value)}; make a Scalar of each entry")
        self.value, self.gradient, self.parts = float(value), 0.0, parts

    def __repr__(self) -> str:
        return f"Scalar({self.value:.6g}, gradient={self.gradient:.6g})"

    def __add__(self, other: "Scalar | float") -> "Scalar":
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Scalar | float") -> "Scalar":
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value * other.value, ((self, other.value), (other, self.value)))

    def __pow__(self, power: float) -> "Scalar":
        if isinstance(power, Scalar):
            raise ValueError(f"power must be a number, got {shown(power)}; write (x.log() * power).exp()")
        return Scalar(self.value**power, ((self, power * self.value ** (power - 1) if power else 0.0),))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: self * -1  # subtraction and division follow from the three above
    __sub__ = lambda self, other: self + -1 * other
    __rsub__ = lambda self, other: -self + other
    __truediv__ = lambda self, other: self * other**-1
    __rtruediv__ = lambda self, other: self**-1 * other

    def exp(self) -> "Scalar":
        """Return e to the power of it."""
        return Scalar(math.exp(self.value), ((self, math.exp(self.value)),))

    def log(self) -> "Scalar":
        """Return its natural logarithm."""
        if not self.value > 0:
            raise ValueError(f"log must be taken of a positive number, got {self.value:.6g}; check what it is made of")
        return Scalar(math.log(self.value), ((self, 1 / self.value),))

    def tanh(self) -> "Scalar":
        """Return its hyperbolic tangent."""
        return Scalar(math.tanh(self.value), ((self, 1 - math.tanh(self.value) ** 2),))

    def backward(self) -> None:
        """Put the derivative of this number into the gradient of each number that it was made of."""
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:  # a topological order, each after its parts; no recursion, as a graph may be very deep
            one, finished = waiting.pop()
            if finished:
                order.append(one)
            elif one not in seen:
                seen.add(one)
                waiting += [(one, True), *((part, False) for part, _ in one.parts)]
        for one in order:
            one.gradient = 0.0
        self.gradient = 1.0
        for whole in reversed(order):  # all that a number went into comes before the number itself
            for part, slope in whole.parts:
                part.gradient += slope * whole.gradient
