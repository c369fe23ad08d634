"""Every gradient of dlkit agrees with PyTorch's autograd, where PyTorch is installed: `make torch` does that."""

import contextlib
import io
import re

import nbformat
import numpy as np
import pytest
from conftest import ROOT
from test_gradients import ARGUMENTS, EXAMPLES, _arguments, _functions

from dlkit import (
    Linear,
    Network,
    Scalar,
    adam,
    cross_entropy,
    empirical_risk,
    gradient_descent,
    huber,
    lp,
    momentum,
    nesterov,
    softmax_jacobian,
    squared_error,
    tanh,
    without_intercept,
)

torch = pytest.importorskip("torch", reason="PyTorch is not installed, so nothing is compared with it: make torch")
F = torch.nn.functional
# Code for PyTorch in a page's text, which its notebook does not run, and below it what it prints.
SHOWN = re.compile(r"```python\n(import torch\n.*?)```\n\n```text\n(.*?)```", re.DOTALL)
RNG = np.random.default_rng(11)
X, Y, LABELS = RNG.normal(size=(20, 3)), RNG.normal(size=(20, 4)), RNG.integers(4, size=20)


def _classes(z, labels):
    return F.cross_entropy(z.reshape(-1, z.shape[-1]), labels.reshape(-1).long(), reduction="none")


def _classes_on_probabilities(p, labels):
    return F.nll_loss(p.log().reshape(-1, p.shape[-1]), labels.reshape(-1).long(), reduction="none")


def _binary(z, y):
    return F.binary_cross_entropy_with_logits(z, y.double(), reduction="none")


# What PyTorch calls them.
TORCH = {
    "dlkit.activations.relu": torch.relu,
    "dlkit.activations.sigmoid": torch.sigmoid,
    "dlkit.activations.tanh": torch.tanh,
    "dlkit.cross_entropy.binary_cross_entropy": _binary,
    "dlkit.cross_entropy.binary_cross_entropy_on_probabilities": lambda p, y: F.binary_cross_entropy(
        p, y, reduction="none"
    ),
    "dlkit.cross_entropy.cross_entropy": _classes,
    "dlkit.cross_entropy.cross_entropy_on_probabilities": _classes_on_probabilities,
    "dlkit.losses.absolute_error": lambda a, b: F.l1_loss(a, b, reduction="none"),
    "dlkit.losses.poisson_nll": lambda z, y: F.poisson_nll_loss(z, y, log_input=True, reduction="none"),
    "dlkit.losses.squared_error": lambda a, b: F.mse_loss(a, b, reduction="none"),
    "dlkit.naive.naive_binary_cross_entropy": _binary,
    "dlkit.naive.naive_cross_entropy": _classes,
    "dlkit.naive.naive_sigmoid": torch.sigmoid,
    "dlkit.norms.l1": lambda x: torch.linalg.vector_norm(x, ord=1, dim=-1),
    "dlkit.norms.l2": lambda x: torch.linalg.vector_norm(x, dim=-1),
    "dlkit.norms.squared_l2": lambda x: (x**2).sum(dim=-1),
}


def _autograd(f, x, *args):
    x = torch.tensor(x, requires_grad=True)
    value = f(x, *(torch.tensor(a) for a in args))
    value.sum().backward()
    return value.detach().numpy(), x.grad.numpy()


def _agree(ours, theirs):
    np.testing.assert_allclose(ours, np.reshape(theirs, np.shape(ours)), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("name", "f"), _functions(), ids=[name for name, _ in _functions()])
def test_values_and_gradients_are_those_of_autograd(name, f):
    for shape in ((4,), (2, 3, 4)):
        x, *args = _arguments(name, f, shape)
        value, gradient = _autograd(TORCH[name], x, *args)
        _agree(f(x, *args), value)
        _agree(f.gradient(x, *args), gradient)


def test_no_function_is_left_out():
    assert set(TORCH) == {name for name, _ in _functions()}
    assert set(ARGUMENTS) <= set(TORCH)
    assert len(EXAMPLES) == 5  # a new factory needs a test below


@pytest.mark.parametrize("delta", [0.3, 1.0])
def test_the_huber_loss(delta):
    a, b = RNG.normal(size=30), RNG.normal(size=30)
    value, gradient = _autograd(lambda u, v: F.huber_loss(u, v, delta=delta, reduction="none"), a, b)
    _agree(huber(delta)(a, b), value)
    _agree(huber(delta).gradient(a, b), gradient)


@pytest.mark.parametrize("p", [1, 1.5, 2, 3, np.inf])
def test_the_norms(p):
    x = RNG.normal(size=(5, 4))
    for norm, skipped in ((lp(p), 0), (without_intercept(lp(p), outputs=2), 2)):
        value, gradient = _autograd(lambda u, k=skipped: torch.linalg.vector_norm(u[:, k:], ord=p, dim=-1), x)
        _agree(norm(x), value)
        _agree(norm.gradient(x), gradient)


@pytest.mark.parametrize(
    "name",
    [
        "losses.squared_error",
        "losses.absolute_error",
        "losses.poisson_nll",
        "cross_entropy.binary_cross_entropy",
        "cross_entropy.cross_entropy",
    ],
)
def test_the_objectives_of_a_linear_model(name):
    name = f"dlkit.{name}"
    loss = dict(_functions())[name]
    classes = not loss.elementwise
    y = LABELS if classes else (Y[:, 0] > 0).astype(float)
    J, theta = empirical_risk(loss, X, y, outputs=4 if classes else None), RNG.normal(size=12 if classes else 3)

    def objective(t):
        z = torch.tensor(X) @ (t.reshape(3, 4) if classes else t)
        return TORCH[name](z, torch.tensor(y)).mean()

    value, gradient = _autograd(objective, theta)
    _agree(J(theta), value)
    _agree(J.gradient(theta), gradient)
    if J.hessian_function:
        _agree(J.hessian(theta), torch.autograd.functional.hessian(objective, torch.tensor(theta)).numpy())


def _torch_network(t, inputs):
    """Compute the network 3 -> 5 tanh -> 4 from a flat vector in dlkit's order: biases before weights."""
    b1, W1, b2, W2 = torch.split(t, [5, 15, 4, 20])
    return torch.tanh(inputs @ W1.reshape(3, 5) + b1) @ W2.reshape(5, 4) + b2


def test_the_objective_of_a_network():
    net = Network(Linear(3, 5), tanh, Linear(5, 4))
    theta = net.initialize(RNG)
    for loss, y, theirs in ((cross_entropy, LABELS, F.cross_entropy), (squared_error, Y, None)):
        J = net.objective(loss, X, y)

        def objective(t, y=y, theirs=theirs):
            output = _torch_network(t, torch.tensor(X))
            # The squared error of an example is the sum over its outputs, and PyTorch's mean is over all entries.
            return theirs(output, torch.tensor(y)) if theirs else ((output - torch.tensor(y)) ** 2).sum() / len(y)

        value, gradient = _autograd(objective, theta)
        _agree(J(theta), value)
        _agree(J.gradient(theta), gradient)


def test_the_gradients_of_all_values_in_a_network():
    net = Network(Linear(3, 5), tanh, Linear(5, 4))
    theta = net.initialize(RNG)
    trace = net.forward(theta, X)
    _, deltas = net.backward(theta, trace, cross_entropy.gradient(trace.output, LABELS))
    inputs = torch.tensor(X, requires_grad=True)
    F.cross_entropy(_torch_network(torch.tensor(theta), inputs), torch.tensor(LABELS), reduction="sum").backward()
    _agree(deltas["x"], inputs.grad.numpy())


def test_the_jacobian_of_the_softmax():
    z = RNG.normal(size=4)
    _agree(
        softmax_jacobian(z), torch.autograd.functional.jacobian(lambda t: t.softmax(dim=-1), torch.tensor(z)).numpy()
    )


def test_the_scalar_automatic_differentiation():
    def f(a, b):
        c = a * b + a.exp()
        return (c.tanh() / b**2 - 3 / (a + 4)) * (c * c + 1).log() + 2**0.5 - a

    ours = [Scalar(0.7), Scalar(-1.3)]
    theirs = [torch.tensor(s.value, dtype=torch.float64, requires_grad=True) for s in ours]
    result = f(*ours)
    result.backward()
    expected = f(*theirs)
    expected.backward()
    assert result.value == pytest.approx(expected.item(), rel=1e-14)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.gradient == pytest.approx(other.grad.item(), rel=1e-12)


@pytest.mark.parametrize(
    ("iterates", "optimizer"),
    [
        (lambda J, t: gradient_descent(J, t, 0.1), lambda p: torch.optim.SGD(p, lr=0.1)),
        # PyTorch's velocity is dlkit's divided by -eta: the same iterates while the learning rate is constant.
        (lambda J, t: momentum(J, t, 0.1, 0.9), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
        (lambda J, t: adam(J, t, 0.05), lambda p: torch.optim.Adam(p, lr=0.05)),
    ],
    ids=["gradient descent", "momentum", "adam"],
)
def test_the_methods_of_descent_take_the_same_steps(iterates, optimizer):
    J, start = empirical_risk(cross_entropy, X, LABELS), RNG.normal(size=12)
    theta = torch.tensor(start, requires_grad=True)
    method = optimizer([theta])
    for step, ours in zip(range(20), iterates(J, start), strict=False):
        np.testing.assert_allclose(ours, theta.detach().numpy(), rtol=1e-9, err_msg=f"step {step}")
        method.zero_grad()
        F.cross_entropy(torch.tensor(X) @ theta.reshape(3, 4), torch.tensor(LABELS)).backward()
        method.step()


def test_nesterov_takes_the_steps_of_pytorch_at_the_points_where_the_gradient_is_taken():
    J, start = empirical_risk(cross_entropy, X, LABELS), RNG.normal(size=12)
    theta = torch.tensor(start, requires_grad=True)
    method = torch.optim.SGD([theta], lr=0.1, momentum=0.9, nesterov=True)
    before = start
    for _, ours in zip(range(20), nesterov(J, start, 0.1, 0.9), strict=False):
        # PyTorch keeps theta + beta v, where dlkit's gradient is taken.
        np.testing.assert_allclose(ours + 0.9 * (ours - before), theta.detach().numpy(), rtol=1e-9)
        before = ours
        method.zero_grad()
        F.cross_entropy(torch.tensor(X) @ theta.reshape(3, 4), torch.tensor(LABELS)).backward()
        method.step()


def test_what_a_chapter_prints_of_torch_is_what_torch_prints():
    found = 0
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        for code, printed in (pair for cell in cells for pair in SHOWN.findall(cell.source)):
            said = io.StringIO()
            try:
                with contextlib.redirect_stdout(said):
                    exec(compile(code, path.name, "exec"), {})
            finally:
                torch.set_default_dtype(torch.float32)
            assert said.getvalue() == printed, path.name
            found += 1
    assert found > 0
