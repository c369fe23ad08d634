"""A differentiable function: a function that knows its own gradient.

Losses and objectives are all of them that; sums and multiples of them are again, by the rules of calculus.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arithmetic import Arithmetic
from ._arrays import Floats, broadcasting_to, example_indices, floats, is_finite, is_read, quiet, shown
from ._calls import named, of_shape, own, parameters_of, within_domain, wrong_number


class Differentiable(Arithmetic):
    r"""A function :math:`f` of an array, together with its gradient :math:`\nabla f`.

    ``f(x, *args)`` is the value and ``f.gradient(x, *args)`` the derivative with respect to the first argument.
    There are two kinds:

    - elementwise (losses, activations): the value and the derivative have the shape of x, entry by entry; further
      arguments are finite and broadcast to that shape;
    - reducing (objectives): x of shape (..., d) gives a value of shape (...) and a gradient of shape (..., d), so
      one call evaluates any number of points.

    Arithmetic is the calculus: ``f + g``, ``f - g``, ``c * f``, ``f * c``, ``f / c`` and ``-f``, for a number c, are
    differentiable functions again, since :math:`\nabla(f + c\,g) = \nabla f + c\,\nabla g`.

    Infinity and NaN in x are not errors, and overflow gives no warning: descent that diverges is something to see.

    The three functions may rely on good input, as `read` sees it first. An objective that is a mean over examples
    takes their indices as a further argument if it says how many `examples` there are: ``J.gradient(theta, rows)``
    is the gradient on a mini-batch.

    Args:
        value: the function of (x, \*args).
        gradient: its derivative with respect to x, a function of the same arguments.
        elementwise: which of the two kinds it is.
        hessian: its second derivative with respect to x, a function of the same arguments, where it is known; entry
            by entry if elementwise, else of shape (..., d, d).
        examples: of how many examples it is the mean, if it is; then \*args may be an array of indices below it.
        read: called with x and all of \*args before they are used; returns \*args as the three functions need them,
            and raises ValueError where one of them, or x, is wrong.
        from_value: its derivative as a function of its value, where that is cheaper, as for tanh.
        domain: the interval in which x has to lie, such as (0, 1) for probabilities; any number if left out.
        image: the interval in which its values lie, if it is known; so an objective of probabilities can tell that a
            sigmoid gives some.
        name: its ``__name__``; that of `value` if left out.

    Raises:
        ValueError: `value` or `gradient` is not callable; in a call, x is no array of real numbers or not within the
            domain, there are more or fewer further arguments than `value` takes, one of an elementwise function is
            not finite or does not broadcast to x, an index is not below `examples`, the result does not have the
            shape stated above, or the Hessian is wanted of a function that has none.

    """

    def __init__(
        self,
        value: Callable[..., Any],
        gradient: Callable[..., Any],
        *,
        elementwise: bool = False,
        hessian: Callable[..., Any] | None = None,
        examples: int | None = None,
        read: Callable[..., tuple] | None = None,
        from_value: Callable[[Floats], Floats] | None = None,
        domain: tuple[float, float] | None = None,
        image: tuple[float, float] | None = None,
        name: str | None = None,
    ) -> None:
        for role, function in (("value", value), ("gradient", gradient)):
            if not callable(function):
                raise ValueError(f"{role} must be a function of (x, *args), got {shown(function)}; define it with def")
        functools.update_wrapper(self, value)
        self.__name__ = name or getattr(value, "__name__", "f")
        self.elementwise, self.examples, self.from_value = elementwise, examples, from_value
        self.value_function, self.gradient_function, self.hessian_function = value, gradient, hessian
        self.domain, self.image = domain, image
        self.whole: Differentiable | None = None  # of an objective on mini-batches, the one on all examples
        self._terms: tuple[tuple[float, Differentiable], ...] = ()
        self._read_further = read
        self.parameters, self.further = parameters_of(value)

    @quiet
    def __call__(self, x: ArrayLike, *args: Any) -> Floats:
        """Return the value at x."""
        x, args = self.read(x, *args)
        shape = x.shape if self.elementwise else x.shape[:-1]
        value = self.value_function(x, *args)
        if type(value) is np.float64 and not shape:
            return value
        return self._result(value, shape, x, "value")

    @quiet
    def gradient(self, x: ArrayLike, *args: Any) -> Floats:
        """Return the derivative with respect to x, at x; it has the shape of x."""
        x, args = self.read(x, *args)
        return self._result(self.gradient_function(x, *args), x.shape, x, "gradient")

    @quiet
    def hessian(self, x: ArrayLike, *args: Any) -> Floats:
        """Return the second derivative with respect to x, at x: of the shape of x if elementwise, else (..., d, d)."""
        if self.hessian_function is None:
            raise ValueError(
                f"{self.__name__}: its Hessian must be known for this, got none; use a method that needs gradients "
                "only, such as gradient_descent"
            )
        x, args = self.read(x, *args)
        shape = x.shape if self.elementwise else (*x.shape, x.shape[-1])
        return self._result(self.hessian_function(x, *args), shape, x, "Hessian")

    def read(self, x: ArrayLike, *args: Any) -> tuple[Floats, tuple]:
        """Return x and the further arguments as arrays that the three functions can rely on, or say what is wrong."""
        if not is_read(x):
            x = floats(x, named(self, 0))
        if len(args) not in self.further:
            raise wrong_number(self, len(args))
        if self.domain is not None:
            within_domain(self, x)
        if self.elementwise:
            for k, a in enumerate(args):
                if not (is_read(a) and a.shape == x.shape and is_finite(a)):
                    args = (*args[:k], broadcasting_to(x.shape, a, named(self, k + 1)), *args[k + 1 :])
        elif x.ndim == 0:
            raise ValueError(f"{named(self, 0)} must have shape (..., d), got the number {x}; for d = 1 write [{x}]")
        if args and self.examples is not None:
            args = (example_indices(args[0], self.examples, "rows"), *args[1:])
        return x, self._read_further(x, *args) if self._read_further else args

    @property
    def asks(self) -> bool:
        """Whether it takes more than x, or asks for more of x than to be numbers in the right shape."""
        return len(self.parameters) > 1 or self._read_further is not None or self.domain is not None

    @property
    def terms(self) -> tuple[tuple[float, "Differentiable"], ...]:
        """The sum that it is, as pairs (c, f); of itself alone if it is not one."""
        # Not kept: an objective that refers to itself would hold its data until the garbage is collected.
        return self._terms or ((1.0, self),)

    def _result(self, result: Any, shape: tuple[int, ...], x: Floats, what: str) -> Floats:
        if type(result) is not np.ndarray or result.shape != shape:
            result = of_shape(self, result, shape, what)
        return own(result, x) if type(result) is np.ndarray else result

    def __repr__(self) -> str:
        """Say the name and the kind; no address, so that a notebook's output does not change."""
        return f"<Differentiable {self.__name__}{', elementwise' if self.elementwise else ''}>"


def differentiable(
    *,
    gradient: Callable[..., Any],
    elementwise: bool = False,
    hessian: Callable[..., Any] | None = None,
    read: Callable[..., tuple] | None = None,
    from_value: Callable[[Floats], Floats] | None = None,
    domain: tuple[float, float] | None = None,
    image: tuple[float, float] | None = None,
) -> Callable[[Callable[..., Any]], Differentiable]:
    """Make a `Differentiable` of the function below and of its gradient, which stands right above it.

    Args:
        gradient: the derivative with respect to the first argument, a function of the same arguments.
        elementwise: whether value and gradient have the shape of the first argument, or the value reduces its last
            axis; see `Differentiable`.
        hessian: the second derivative, where it is known; see `Differentiable`.
        read: what checks the arguments; see `Differentiable`.
        from_value: the derivative as a function of the value; see `Differentiable`.
        domain: where the first argument has to lie; see `Differentiable`.
        image: where the values lie; see `Differentiable`.

    Raises:
        ValueError: `gradient` or what is decorated is not callable.

    """
    further = {"hessian": hessian, "read": read, "from_value": from_value, "domain": domain, "image": image}
    return lambda value: Differentiable(value, gradient, elementwise=elementwise, **further)
