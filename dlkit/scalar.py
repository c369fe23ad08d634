"""Reverse-mode automatic differentiation of numbers: each remembers what it was made of, and the slopes."""

import numpy as np

from ._arrays import floats, quiet, shown


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
        self.value, self.gradient = _number(value), 0.0
        self.parts = parts

    def __repr__(self) -> str:
        return f"Scalar({self.value:.6g}, gradient={self.gradient:.6g})"

    def __add__(self, other: "Scalar | float") -> "Scalar":
        other = other if isinstance(other, Scalar) else Scalar(other)
        slopes = (self, 1.0), (other, 1.0)
        return Scalar(self.value + other.value, slopes)

    def __mul__(self, other: "Scalar | float") -> "Scalar":
        other = other if isinstance(other, Scalar) else Scalar(other)
        slopes = (self, other.value), (other, self.value)
        return Scalar(self.value * other.value, slopes)

    @quiet
    def __pow__(self, power: float) -> "Scalar":
        power = _exponent(power)
        x = np.float64(self.value)  # whose powers may be infinite
        slope = power * x ** (power - 1) if power else 0.0
        return Scalar(x**power, ((self, slope),))

    __radd__, __rmul__ = __add__, __mul__
    # Subtraction and division follow from the three above.
    __neg__ = lambda self: self * -1
    __sub__ = lambda self, other: self + -1 * other
    __rsub__ = lambda self, other: -self + other
    __truediv__ = lambda self, other: self * other**-1
    __rtruediv__ = lambda self, other: self**-1 * other

    @quiet
    def exp(self) -> "Scalar":
        """Return e to the power of it."""
        e = np.exp(self.value)
        return Scalar(e, ((self, e),))

    def log(self) -> "Scalar":
        """Return its natural logarithm."""
        slope = 1 / _positive(self)
        return Scalar(np.log(self.value), ((self, slope),))

    def tanh(self) -> "Scalar":
        """Return its hyperbolic tangent."""
        t = np.tanh(self.value)
        return Scalar(t, ((self, 1 - t**2),))

    def backward(self) -> None:
        """Put the derivative of this number into the gradient of each number that it was made of."""
        order, seen, waiting = [], set(), [(self, False)]
        # A topological order, each after its parts; no recursion, as a
        # graph may be very deep.
        while waiting:
            one, finished = waiting.pop()
            if finished:
                order.append(one)
            elif one not in seen:
                seen.add(one)
                waiting.append((one, True))
                waiting += [(part, False) for part, _ in one.parts]
        for one in order:
            one.gradient = 0.0
        self.gradient = 1.0
        # All that a number went into comes before the number itself.
        for whole in reversed(order):
            for part, slope in whole.parts:
                part.gradient += slope * whole.gradient


def _number(value: float) -> float:
    if floats(value, "value").ndim:
        raise ValueError(f"value must be one number, got {shown(value)}; make a Scalar of each entry")
    return float(value)


def _exponent(power: float) -> float:
    if isinstance(power, Scalar):
        raise ValueError(f"power must be a number, got {shown(power)}; write (x.log() * power).exp()")
    return power


def _positive(x: Scalar) -> float:
    if not x.value > 0:
        raise ValueError(f"log must be taken of a positive number, got {x.value:.6g}; check what it is made of")
    return x.value
