"""Steps of gradient descent on a network, against the matrix products in them: what all that is not a product costs."""

from itertools import islice

import numpy as np

from benchmarks.compare import Comparison
from benchmarks.training import LEARNING_RATE, network
from dlkit import cross_entropy, gradient_descent


def comparisons():
    yield against_products((784, 256, 256, 10), 256, goal=0.9)


def against_products(units, n, goal, steps=10):
    """Compare with the products of the forward and the backward pass, of the same shapes, and nothing else."""
    net, rng = network(units), np.random.default_rng(0)
    X, labels, start = rng.normal(size=(n, units[0])), rng.integers(units[-1], size=n), net.initialize(rng)
    J = net.objective(cross_entropy, X, labels)

    def ours():
        return next(islice(gradient_descent(J, start, LEARNING_RATE), steps, None))

    values = [rng.normal(size=(n, k)) for k in units]
    weights = [W for W, _ in net.parameters(start)]

    def theirs():
        for _ in range(steps):
            for A, W in zip(values, weights, strict=False):
                A @ W
            for k in reversed(range(len(weights))):
                values[k].T @ values[k + 1]
                if k:  # the gradient of the input is not wanted
                    values[k + 1] @ weights[k].T

    def agree(theta, _):
        assert J(theta) < J(start), "the steps do not descend"
        return f"loss {J(start):.3f} to {J(theta):.3f}"

    work = f"MLP {'-'.join(map(str, units))}, batch {n}, {steps} steps"
    return Comparison(work, "its matrix products alone", goal, ours, theirs, agree, floor=theirs)
