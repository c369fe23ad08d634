"""Many weights at once: a loss surface in one call, and thousands of descents as one; against loops in plain NumPy."""

import numpy as np

from benchmarks.compare import Comparison, equal
from dlkit import add_intercept, binary_cross_entropy, empirical_risk, momentum, record, squared_error


def mean_squared_error(theta, X, y):
    return np.mean((X @ theta - y) ** 2)


def mean_squared_error_gradient(theta, X, y):
    return 2 / len(y) * X.T @ (X @ theta - y)


def mean_cross_entropy(theta, X, y):
    z = (1 - 2 * y) * (X @ theta)
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))


def mean_cross_entropy_gradient(theta, X, y):
    return X.T @ (1 / (1 + np.exp(-(X @ theta))) - y) / len(y)


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

    def agree(J, other):
        return equal(J, other, "surfaces", within=1e-13)

    work = f"loss surface, {side} x {side}, {n} points: {name}"
    return Comparison(work, "double loop over NumPy", goal, ours, theirs, agree, repeats=31)


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

    def agree(run, other):
        paths = equal(run[0], other[0], "paths", within=1e-11)
        return f"{paths}, {equal(run[1], other[1], 'losses', within=1e-11)}"

    work = f"{len(starts)} descents x {steps} steps, {n} points: {name}"
    return Comparison(work, "loop over runs in NumPy", goal, ours, theirs, agree, repeats=7)
