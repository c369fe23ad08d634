"""One test for every differentiable function of dlkit: it finds them itself, so that a new one cannot escape.

A `Differentiable` in any module is found by walking the package. A public function annotated to return one needs an
example in EXAMPLES. A function whose further arguments are not any real numbers needs its arguments in ARGUMENTS.
"""

import importlib
import inspect
import pkgutil
import types
import typing

import numpy as np
import pytest

import dlkit
from dlkit import Differentiable, empirical_risk, gradient_error, squared_error

RNG = np.random.default_rng(7)
X, Y = RNG.normal(size=(20, 3)), RNG.normal(size=20)


def _cosine_loss():
    """A loss that is not the squared error, so that the general form of the objective is tested too."""
    return Differentiable(
        lambda y_hat, y: 1 - np.cos(y_hat - y), lambda y_hat, y: np.sin(y_hat - y), elementwise=True, name="cosine"
    )


# For each factory: calls of it, each with the last axis of theta.
EXAMPLES = {
    "dlkit.linear.empirical_risk": [
        (lambda: empirical_risk(squared_error, X, Y), 3),
        (lambda: empirical_risk(squared_error, X[:2], Y[:2]), 3),
        (lambda: empirical_risk(_cosine_loss(), X, Y), 3),
        (lambda: empirical_risk(0.5 * squared_error - 2 * _cosine_loss(), X, Y), 3),
    ],
}
# For each function that takes more than any real numbers after its first argument: these arguments for x of a shape.
ARGUMENTS: dict[str, typing.Callable] = {}


def _modules():
    return [importlib.import_module(info.name) for info in pkgutil.walk_packages(dlkit.__path__, "dlkit.")]


def _functions():
    """Find every Differentiable that a module holds."""
    found = {}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, Differentiable):
                found.setdefault(id(value), (f"{value.__module__}.{name}", value))
    return sorted(found.values(), key=lambda pair: pair[0])


def _public_callables(module):
    for name, value in vars(module).items():
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__:
            members = vars(value).items() if inspect.isclass(value) else [("", value)]
            for method, member in members:
                function = inspect.unwrap(getattr(member, "__func__", member))
                if inspect.isfunction(function) and not method.startswith("_"):
                    yield ".".join(filter(None, (module.__name__, name, method))), function


def _factories():
    """Find every public function or method that is annotated to return a Differentiable."""
    names = set()
    for module in _modules():
        for name, function in _public_callables(module):
            returned = typing.get_type_hints(function).get("return")
            one_of = typing.get_args(returned) if isinstance(returned, types.UnionType) else (returned,)
            if any(inspect.isclass(one) and issubclass(one, Differentiable) for one in one_of):
                names.add(name)
    return names


def _arguments(name, f, shape):
    if name in ARGUMENTS:
        return ARGUMENTS[name](shape)
    further = list(inspect.signature(f.value_function).parameters)[1:]
    return tuple(RNG.normal(size=shape) for _ in further)


def test_the_search_finds_what_is_known_to_be_there():
    assert "dlkit.losses.squared_error" in [name for name, _ in _functions()]
    assert "dlkit.linear.empirical_risk" in _factories()


def test_every_factory_has_an_example_and_every_example_a_factory():
    assert set(EXAMPLES) == _factories()


@pytest.mark.parametrize(("name", "f"), _functions(), ids=[name for name, _ in _functions()])
def test_the_gradient_is_that_of_the_value(name, f):
    for shape in ((), (4,), (2, 3, 4)) if f.elementwise else ((1,), (4,), (2, 3, 4)):
        x, arguments = RNG.normal(size=shape), _arguments(name, f, shape)
        assert f(x, *arguments).shape == (shape if f.elementwise else shape[:-1])
        assert f.gradient(x, *arguments).shape == shape
        assert gradient_error(f, x, *arguments) < 1e-7


@pytest.mark.parametrize(("make", "d"), [pair for name in sorted(EXAMPLES) for pair in EXAMPLES[name]])
def test_the_gradient_of_an_objective_is_that_of_its_value(make, d):
    J = make()
    for leading in ((), (4,), (2, 3)):
        theta = RNG.normal(size=(*leading, d))
        assert J(theta).shape == leading
        assert J.gradient(theta).shape == theta.shape
        assert gradient_error(J, theta) < 1e-7
