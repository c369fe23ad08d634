"""1000 recorded steps of gradient descent on the mean squared error, against automatic differentiation.

dlkit takes two ways. `empirical_risk(squared_error, ...)` compresses the data once and no longer looks at its rows.
A loss that it does not know to be the squared error, though it is, goes through all rows at each step, as every other
loss does.
"""

from itertools import pairwise

import numpy as np

from benchmarks.compare import Comparison, equal
from dlkit import Differentiable, empirical_risk, gradient_descent, record, squared_error
from dlkit.closed_form import triangle

STEPS, LEARNING_RATE = 1000, 0.1
another_squared_error = Differentiable(
    lambda y_hat, y: (y_hat - y) ** 2, lambda y_hat, y: 2 * (y_hat - y), elementwise=True
)


def comparisons():
    yield against_torch("compressed", squared_error, goal=30)
    yield against_torch("through the rows", another_squared_error, goal=3.5)
    yield against_autograd("compressed", squared_error)
    yield against_autograd("through the rows", another_squared_error)


def regression(n, d):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    return X, X @ rng.normal(size=d) + rng.normal(size=n)


def against_torch(way, loss, goal, n=10_000, d=20, steps=STEPS):
    import torch  # noqa: PLC0415 - the tests of the other comparisons do without

    X, y = regression(n, d)
    X_torch, y_torch = torch.from_numpy(X), torch.from_numpy(y)

    def theirs():
        theta = torch.zeros(d, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([theta], lr=LEARNING_RATE)
        path, values = [], []
        for _ in range(steps):
            optimizer.zero_grad()
            J = ((X_torch @ theta - y_torch) ** 2).mean()
            J.backward()
            path.append(theta.detach().clone())
            values.append(J.item())
            optimizer.step()
        return torch.stack(path).numpy(), np.array(values)

    return recorded(way, loss, X, y, "torch autograd", goal, theirs, steps)


def against_autograd(way, loss, n=10_000, d=20, steps=STEPS):
    import autograd.numpy as anp  # noqa: PLC0415 - the tests of the other comparisons do without
    from autograd import value_and_grad  # noqa: PLC0415

    X, y = regression(n, d)

    def theirs():
        J = value_and_grad(lambda theta: anp.mean((anp.dot(X, theta) - y) ** 2))
        theta = np.zeros(d)
        path, values = [], []
        for _ in range(steps):
            value, gradient = J(theta)
            path.append(theta)
            values.append(value)
            theta = theta - LEARNING_RATE * gradient
        return np.stack(path), np.array(values)

    return recorded(way, loss, X, y, "autograd", None, theirs, steps)


def compressed_in_bare_numpy(X, y, steps):
    """Return what is the floor of the way through the d + 1 rows of a triangle."""
    n, d = X.shape
    path, r, g = np.empty((steps, d)), np.empty(d + 1), np.empty(d)

    def floor():
        A, b = map(np.ascontiguousarray, triangle(X, y))
        step = 2 * LEARNING_RATE / n * A
        path[0] = 0
        for before, after in pairwise(path):
            np.dot(np.subtract(np.dot(A, before, out=r), b, out=r), step, out=g)
            np.subtract(before, g, out=after)
        residuals = path @ A.T - b
        return path, np.einsum("ij,ij->i", residuals, residuals) / n

    return floor


def through_the_rows_in_bare_numpy(X, y, steps):
    """Return what is the floor of the way through all rows."""
    n, d = X.shape
    path, values, r, g = np.empty((steps, d)), np.empty(steps), np.empty(n), np.empty(d)

    def floor():
        path[0] = 0
        for t in range(steps):
            np.subtract(np.dot(X, path[t], out=r), y, out=r)
            values[t] = np.dot(r, r) / n
            if t + 1 < steps:
                np.multiply(np.dot(r, X, out=g), 2 * LEARNING_RATE / n, out=g)
                np.subtract(path[t], g, out=path[t + 1])
        return path, values

    return floor


FLOORS = {"compressed": compressed_in_bare_numpy, "through the rows": through_the_rows_in_bare_numpy}


def recorded(way, loss, X, y, peer, goal, theirs, steps):
    n, d = X.shape

    def ours():
        J = empirical_risk(loss, X, y)
        run = record(gradient_descent(J, np.zeros(d), LEARNING_RATE), J, steps=steps - 1)
        return run.theta, run.value

    def agree(run, other):
        paths = equal(run[0], other[0], "paths", within=1e-12)
        return f"{paths}, {equal(run[1], other[1], 'losses', within=1e-12)}"

    work = f"{steps} steps of descent, {n:,} x {d}, {way}"
    return Comparison(work, peer, goal, ours, theirs, agree, floor=FLOORS[way](X, y, steps))
