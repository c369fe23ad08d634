"""What is trained in the benchmarks: networks on digits, their start and mini-batches, and the floor of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from dlkit import Differentiable, Linear, Network, digits, relu, tanh

BATCH, LEARNING_RATE = 32, 0.1


def slope_of_tanh(a):
    return np.subtract(1, np.multiply(a, a, out=a), out=a)


def slope_of_relu(a):
    return np.sign(a, out=a)


@dataclass(frozen=True)
class Training:
    """A network and the digits on which it is trained.

    `bare` is the activation in NumPy, and `slope` writes over its values what its slope is there.
    """

    units: tuple[int, ...]
    epochs: int
    activation: Differentiable
    bare: Callable
    slope: Callable
    scale: str = "xavier"
    frame: int = 0  # pixels around each digit

    @cached_property
    def net(self):
        return network(self.units, self.activation)

    @cached_property
    def start(self):
        return self.net.initialize(np.random.default_rng(0), self.scale)

    @cached_property
    def examples(self):
        around = (self.frame, self.frame)
        return np.pad(digits().images / 16, ((0, 0), around, around)).reshape(-1, self.units[0])

    @cached_property
    def labels(self):
        return digits().labels.copy()

    @property
    def work(self):
        steps = self.epochs * -(-len(self.examples) // BATCH)
        layers = f"MLP {'-'.join(map(str, self.units))} of {self.activation.__name__}"
        return f"{layers} on digits, batch {BATCH}, {steps} steps"

    def batches(self):
        return (order[i : i + BATCH] for order in self.orders() for i in range(0, len(order), BATCH))

    def orders(self):
        """Yield the order of the examples in each epoch, as dlkit draws it."""
        rng = np.random.default_rng(1)
        return (rng.permutation(len(self.examples)) for _ in range(self.epochs))


def one_layer(epochs=20):
    return Training((64, 64, 10), epochs, tanh, np.tanh, slope_of_tanh)


def two_layers(epochs=10):
    """Return what chapter 8 trains."""
    rectified = lambda z, out: np.maximum(z, 0, out=out)  # noqa: E731
    return Training((100, 64, 64, 10), epochs, relu, rectified, slope_of_relu, scale="he", frame=1)


def network(units, activation=tanh):
    first, *rest = (Linear(*pair) for pair in pairwise(units))
    return Network(first, *(layer for linear in rest for layer in (activation, linear)))


def in_bare_numpy(training):
    """Return the training of a network with arrays of its own, its floor."""
    X, net, start = training.examples, training.net, training.start
    theta, gradient = start.copy(), np.empty_like(start)
    layers = list(zip(net.parameters(theta), net.parameters(gradient), strict=True))
    inputs, outputs = zip(*(W.shape for W, _ in net.parameters(theta)), strict=True)
    one_hot = np.eye(outputs[-1])[training.labels]
    values, deltas = ([np.empty((BATCH, d)) for d in widths] for widths in ((inputs[0], *outputs), inputs))
    expected = np.empty((BATCH, outputs[-1]))

    def floor():
        theta[:] = start
        for rows in training.batches():
            x, *z = (value[: len(rows)] for value in values)
            y = np.take(one_hot, rows, axis=0, out=expected[: len(rows)], mode="clip")
            A = [np.take(X, rows, axis=0, out=x, mode="clip")]
            for k, ((W, b), _) in enumerate(layers):
                np.add(np.matmul(A[k], W, out=z[k]), b, out=z[k])
                A.append(z[k] if k + 1 == len(layers) else training.bare(z[k], out=z[k]))
            d = A.pop()
            np.exp(np.subtract(d, d.max(axis=1, keepdims=True), out=d), out=d)
            np.subtract(np.divide(d, d.sum(axis=1, keepdims=True), out=d), y, out=d)
            np.divide(d, len(rows), out=d)
            for k, ((W, _), (dW, db)) in reversed(list(enumerate(layers))):
                np.matmul(A[k].T, d, out=dW)
                np.add.reduce(d, axis=0, out=db)
                if k:
                    d = np.matmul(d, W.T, out=deltas[k][: len(rows)])
                    np.multiply(d, training.slope(A[k]), out=d)
            np.subtract(theta, np.multiply(gradient, LEARNING_RATE, out=gradient), out=theta)
        return theta

    return floor
