"""One test for every differentiable function of dlkit: it finds them itself, so that a new one cannot escape.

A `Differentiable` in any module is found by walking the package. A public function or method annotated to return one
needs calls of it in EXAMPLES. A function that takes more than any real numbers needs its arguments in ARGUMENTS.
"""

import importlib
import inspect
import pkgutil
import types
import typing

import numpy as np
import pytest

import dlkit
from dlkit import (
    Differentiable,
    Linear,
    Network,
    absolute_error,
    binary_cross_entropy,
    cross_entropy,
    empirical_risk,
    gradient_error,
    huber,
    l1,
    l2,
    lp,
    numerical_gradient,
    poisson_nll,
    relu,
    sigmoid,
    squared_error,
    squared_l2,
    tanh,
    without_intercept,
)

RNG = np.random.default_rng(7)
X, Y = RNG.normal(size=(20, 3)), RNG.normal(size=20)
ZERO_ONE, CLASSES, COUNTS = RNG.integers(2, size=20), RNG.integers(4, size=20), RNG.poisson(3, size=20)
ROWS = RNG.dirichlet(np.ones(4), size=20)


def _cosine_loss():
    """A loss that is not the squared error and is not convex, so that the general form is tested with that too."""
    return Differentiable(
        lambda y_hat, y: 1 - np.cos(y_hat - y), lambda y_hat, y: np.sin(y_hat - y), elementwise=True, name="cosine"
    )


def _networks():
    one, three = Network(Linear(3, 1)), Network(Linear(3, 5), tanh, Linear(5, 4), relu, Linear(4, 4))
    saturating = Network(sigmoid, Linear(3, 2), sigmoid)
    return [
        (lambda: one.objective(squared_error, X, Y), one.size),
        (lambda: one.objective(binary_cross_entropy, X, ZERO_ONE), one.size),
        (lambda: three.objective(cross_entropy, X, CLASSES), three.size),
        (lambda: three.objective(cross_entropy, X, ROWS), three.size),
        (lambda: saturating.objective(squared_error, X, X[:, :2]), saturating.size),
        (lambda: three.objective(cross_entropy, X, CLASSES) + 0.1 * squared_l2, three.size),
    ]


# For each factory: calls of it, each with the last axis of theta, or None where what it makes is a loss.
EXAMPLES = {
    "dlkit.linear.empirical_risk": [
        (lambda: empirical_risk(squared_error, X, Y), 3),
        (lambda: empirical_risk(squared_error, X[:2], Y[:2]), 3),
        (lambda: empirical_risk(squared_error, X, X[:, :2]), 6),
        (lambda: empirical_risk(absolute_error, X, Y), 3),
        (lambda: empirical_risk(huber(0.7), X, Y), 3),
        (lambda: empirical_risk(poisson_nll, X, COUNTS), 3),
        (lambda: empirical_risk(binary_cross_entropy, X, ZERO_ONE), 3),
        (lambda: empirical_risk(binary_cross_entropy, X, np.eye(4)[CLASSES]), 12),
        (lambda: empirical_risk(cross_entropy, X, CLASSES), 12),
        (lambda: empirical_risk(cross_entropy, X, ROWS), 12),
        (lambda: empirical_risk(cross_entropy, X, ZERO_ONE, outputs=3), 9),
        (lambda: empirical_risk(_cosine_loss(), X, Y), 3),
        (lambda: empirical_risk(0.5 * squared_error - 2 * _cosine_loss(), X, Y), 3),
        (lambda: empirical_risk(squared_error, X, Y) + 0.3 * without_intercept(squared_l2), 3),
        (lambda: 0.5 * empirical_risk(cross_entropy, X, CLASSES) + 0.1 * without_intercept(l2, outputs=4), 12),
    ],
    "dlkit.losses.huber": [(huber, None), (lambda: huber(0.3), None)],
    "dlkit.norms.lp": [(lambda p=p: lp(p), 4) for p in (1, 1.5, 2, 3, 50, np.inf)],
    "dlkit.norms.without_intercept": [
        (lambda: without_intercept(squared_l2), 4),
        (lambda: without_intercept(l1, outputs=2), 6),
        (lambda: without_intercept(lp(3)), 3),
    ],
    "dlkit.network.Network.objective": _networks(),
}


def _probability(shape):
    return RNG.uniform(0.05, 0.95, size=shape)


def _zeros_and_ones(shape):
    return RNG.integers(2, size=shape).astype(float)


def _labels(shape):
    return RNG.integers(shape[-1], size=shape[:-1])


def _on_probabilities(labels):
    return lambda shape: (_probability(shape), labels(shape))


def _on_logits(labels):
    return lambda shape: (RNG.normal(size=shape), labels(shape))


# For each function that takes more than any real numbers: all of its arguments, for a first one of a shape.
ARGUMENTS: dict[str, typing.Callable] = {
    "dlkit.cross_entropy.binary_cross_entropy": _on_logits(_zeros_and_ones),
    "dlkit.cross_entropy.binary_cross_entropy_on_probabilities": _on_probabilities(_zeros_and_ones),
    "dlkit.cross_entropy.cross_entropy": _on_logits(_labels),
    "dlkit.cross_entropy.cross_entropy_on_probabilities": _on_probabilities(_labels),
    "dlkit.losses.poisson_nll": _on_logits(lambda shape: RNG.poisson(3, size=shape)),
    "dlkit.naive.naive_binary_cross_entropy": _on_logits(_zeros_and_ones),
    "dlkit.naive.naive_cross_entropy": _on_logits(_labels),
}


def _modules():
    infos = pkgutil.walk_packages(dlkit.__path__, "dlkit.")
    return [importlib.import_module(info.name) for info in infos if "._" not in info.name]


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
    return tuple(RNG.normal(size=shape) for _ in inspect.signature(f.value_function).parameters)


def _second_derivative(f, x, *args):
    """Differentiate the gradient numerically."""
    if f.elementwise:
        return numerical_gradient(
            Differentiable(f.gradient_function, f.hessian_function, elementwise=True, read=lambda *a: f.read(*a)[1]),
            x,
            *args,
        )
    rows = [numerical_gradient(lambda t, j=j: f.gradient(t, *args)[..., j], x) for j in range(x.shape[-1])]
    return np.stack(rows, axis=-2)


def _check(f, shapes, arguments):
    for shape in shapes:
        x, *args = arguments(shape)
        assert f(x, *args).shape == (shape if f.elementwise else shape[:-1])
        assert f.gradient(x, *args).shape == shape
        assert gradient_error(f, x, *args) < 1e-7
        if f.hessian_function:
            hessian = f.hessian(x, *args)
            assert hessian.shape == (shape if f.elementwise else (*shape, shape[-1]))
            np.testing.assert_allclose(hessian, _second_derivative(f, x, *args), rtol=1e-6, atol=1e-7)


def test_the_derivative_from_the_value_is_the_derivative():
    cheaper = [(name, f) for name, f in _functions() if f.from_value]
    assert "dlkit.activations.tanh" in dict(cheaper)
    for _, f in cheaper:
        z = RNG.normal(size=50) * 3
        np.testing.assert_allclose(f.from_value(f(z)), f.gradient(z), rtol=1e-12)


def test_the_search_finds_what_is_known_to_be_there():
    found = [name for name, _ in _functions()]
    assert {"dlkit.losses.squared_error", "dlkit.norms.l2", "dlkit.activations.sigmoid"} < set(found)
    assert {"dlkit.linear.empirical_risk", "dlkit.network.Network.objective"} < _factories()


def test_every_factory_has_an_example_and_every_example_a_factory():
    assert set(EXAMPLES) == _factories()


@pytest.mark.parametrize(("name", "f"), _functions(), ids=[name for name, _ in _functions()])
def test_the_derivatives_are_those_of_the_value(name, f):
    shapes = ((), (4,), (2, 3, 4)) if f.elementwise else ((1,), (4,), (2, 3, 4))
    _check(f, shapes, lambda shape: _arguments(name, f, shape))


@pytest.mark.parametrize(("make", "d"), [pair for name in sorted(EXAMPLES) for pair in EXAMPLES[name]])
def test_the_derivatives_of_what_a_factory_makes_are_those_of_its_value(make, d):
    if d is None:
        _check(make(), ((), (4,), (2, 3, 4)), lambda shape: (RNG.normal(size=shape), RNG.normal(size=shape)))
    else:
        _check(make(), ((d,), (4, d), (2, 3, d)), lambda shape: (RNG.normal(size=shape),))


@pytest.mark.parametrize("make", [make for make, d in EXAMPLES["dlkit.linear.empirical_risk"] if d == 3])
def test_the_derivatives_on_a_batch_are_those_of_the_objective_of_its_examples(make):
    J, theta, rows = make(), RNG.normal(size=(2, 3)), np.array([1, 0, 1]) % make().examples
    assert gradient_error(J, theta, rows) < 1e-7
    if J.hessian_function:
        np.testing.assert_allclose(J.hessian(theta, rows), _second_derivative(J, theta, rows), rtol=1e-6, atol=1e-7)
