"""Many weights at once: a loss surface in one call, and thousands of descents as one; against loops in plain NumPy."""

import numpy as np

from benchmarks.compare import Comparison, equal
from dlkit import add_intercept, binary_cross_entropy, empirical_risk, momentum, record, squared_error

CACHED = 2**13  # numbers that stay in the processor's cache


def mean_squared_error(theta, X, y):
    return np.mean((X @ theta - y) ** 2)


def mean_squared_error_gradient(theta, X, y):
    return 2 / len(y) * X.T @ (X @ theta - y)


def mean_cross_entropy(theta, X, y):
    z = (1 - 2 * y) * (X @ theta)
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))


def mean_cross_entropy_gradient(theta, X, y):
    return X.T @ (1 / (1 + np.exp(-(X @ theta))) - y) / len(y)


def losses_in_place(name, theta, X, y, z, e):
    """Return the mean losses of many weights, theta of shape (m, d); z and e of shape (m, n) are overwritten."""
    np.matmul(theta, X.T, out=z)
    if name == "linear":
        np.subtract(z, y, out=z)
        return np.einsum("ij,ij->i", z, z) / len(y)
    np.multiply(z, 1 - 2 * y, out=z)
    np.log1p(np.exp(np.negative(np.abs(z, out=e), out=e), out=e), out=e)
    np.add(np.maximum(z, 0, out=z), e, out=z)
    return z.sum(axis=-1) / len(y)


def gradient_in_place(name, theta, X, y, z, e, gradient):
    """Write the gradient of the mean loss of many weights into `gradient`; z and e are overwritten."""
    np.matmul(theta, X.T, out=z)
    if name == "logistic":
        np.exp(np.negative(z, out=z), out=z)
        np.divide(1, np.add(z, 1, out=z), out=z)
    np.subtract(z, y, out=z)
    np.matmul(z, X, out=gradient)
    np.multiply(gradient, (1 if name == "logistic" else 2) / len(y), out=gradient)


def triangle_of(name, X, y):
    """Return the few rows that are enough for the squared error, or the data itself."""
    if name == "logistic":
        return X, y, 1
    R = np.linalg.qr(np.column_stack([X, y]), mode="r")
    return R[:, :-1], R[:, -1], len(R) / len(X)


LINEAR = "linear", squared_error, mean_squared_error, mean_squared_error_gradient
LOGISTIC = "logistic", binary_cross_entropy, mean_cross_entropy, mean_cross_entropy_gradient


def comparisons():
    yield surface(*LINEAR[:3], goal=500)
    yield surface(*LOGISTIC[:3], goal=9)
    yield trajectories(*LINEAR, goal=150)
    yield trajectories(*LOGISTIC, goal=7)


def examples(name, n):
    """Draw one feature, with a column of ones before it, and targets or labels."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=n)
    y = 1 + 2 * x + rng.normal(size=n)
    return add_intercept(x[:, None]), y if name == "linear" else (y > 0).astype(float)


def surface(name, loss, value, goal, n=500, side=200):
    X, y = examples(name, n)
    grid = np.stack(np.meshgrid(np.linspace(-3, 5, side), np.linspace(-2, 6, side)), axis=-1)

    def ours():
        J = empirical_risk(loss, X, y)
        return J(grid)

    def theirs():
        J = np.empty((side, side))
        for i in range(side):
            for j in range(side):
                J[i, j] = value(grid[i, j], X, y)
        return J

    rows = len(X) if name == "logistic" else 3
    few = max(1, CACHED // rows)
    z, e = np.empty((2, few, rows))
    columns = np.empty((rows, side * side)) if name == "linear" else None

    def floor():
        A, b, factor = triangle_of(name, X, y)
        J, theta = np.empty(side * side), grid.reshape(-1, 2)
        if name == "linear":
            r = np.subtract(np.matmul(A, theta.T, out=columns), b[:, None], out=columns)
            return np.einsum("ij,ij->j", r, r).reshape(side, side) / n
        for i in range(0, len(theta), few):
            m = min(few, len(theta) - i)
            J[i : i + m] = losses_in_place(name, theta[i : i + m], A, b, z[:m], e[:m])
        return (J * factor).reshape(side, side)

    def agree(J, other):
        return equal(J, other, "surfaces", within=1e-13)

    work = f"loss surface, {side} x {side}, {n} points: {name}"
    return Comparison(work, "double loop over NumPy", goal, ours, theirs, agree, floor=floor)


def trajectories(name, loss, value, gradient, goal, runs=(18, 18, 10), steps=100, n=300):
    """Heavy-ball descent from some starts, at some learning rates, with some momenta: each with each."""
    X, y = examples(name, n)
    rng = np.random.default_rng(1)
    each = np.meshgrid(np.arange(runs[0]), np.linspace(0.05, 0.4, runs[1]), np.linspace(0, 0.9, runs[2]))
    which, rates, betas = (axis.ravel() for axis in each)
    starts = rng.normal(size=(runs[0], 2))[which.astype(int)]

    def ours():
        J = empirical_risk(loss, X, y)
        run = record(momentum(J, starts, rates, betas), J, steps=steps)
        return run.theta, run.value

    def theirs():
        path, values = np.empty((steps + 1, len(starts), 2)), np.empty((steps + 1, len(starts)))
        for k, (theta, rate, beta) in enumerate(zip(starts, rates, betas, strict=True)):
            velocity = np.zeros(2)
            for t in range(steps + 1):
                path[t, k], values[t, k] = theta, value(theta, X, y)
                velocity = beta * velocity - rate * gradient(theta, X, y)
                theta = theta + velocity  # noqa: PLW2901 - the iterate
        return path, values

    rows = n if name == "logistic" else 3
    few = max(1, CACHED // rows)
    z, e = np.empty((2, few, rows))
    path = np.empty((steps + 1, len(starts), 2))
    values, gradients, velocity = np.empty(path.shape[:2]), np.empty((few, 2)), np.empty((few, 2))

    def floor():
        A, b, factor = triangle_of(name, X, y)
        path[0] = starts
        for i in range(0, len(starts), few):
            m = min(few, len(starts) - i)
            own, v, g = path[:, i : i + m], velocity[:m], gradients[:m]
            eta, beta = factor * rates[i : i + m, None], betas[i : i + m, None]
            v[:] = 0
            for t in range(steps + 1):
                values[t, i : i + m] = losses_in_place(name, own[t], A, b, z[:m], e[:m])
                if t < steps:
                    gradient_in_place(name, own[t], A, b, z[:m], e[:m], g)
                    np.subtract(np.multiply(v, beta, out=v), np.multiply(g, eta, out=g), out=v)
                    np.add(own[t], v, out=own[t + 1])
        return path, values * factor

    def agree(run, other):
        paths = equal(run[0], other[0], "paths", within=1e-11)
        return f"{paths}, {equal(run[1], other[1], 'losses', within=1e-11)}"

    work = f"{len(starts)} descents x {steps} steps, {n} points: {name}"
    return Comparison(work, "loop over runs in NumPy", goal, ours, theirs, agree, repeats=7, floor=floor)
