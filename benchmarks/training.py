"""A network with two hidden layers of ReLUs on pushed digits, against PyTorch and scikit-learn: chapter 8's training.

The peers start from the same weights and see the same mini-batches in the same order.
"""

from itertools import islice, pairwise

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.compare import Comparison, equal
from benchmarks.networks import BATCH, batches, flat, in_bare_numpy, orders
from dlkit import Linear, Network, cross_entropy, digits, relu, stochastic

UNITS, LEARNING_RATE, EPOCHS = (100, 64, 64, 10), 0.1, 10


def comparisons():
    yield against_torch(goal=3)
    yield against_scikit_learn(goal=1.5)


def data():
    """Return digits in frames of 10 by 10 as rows, labels, the network, and the weights that all start from."""
    first, *rest = (Linear(*pair) for pair in pairwise(UNITS))
    net = Network(first, *(layer for linear in rest for layer in (relu, linear)))
    images = np.pad(digits().images / 16, ((0, 0), (1, 1), (1, 1)))
    return images.reshape(-1, UNITS[0]), digits().labels, net, net.initialize(np.random.default_rng(0), "he")


def by_sign(a):
    """Return the slopes of ReLUs, 0 or 1, in the array of their values."""
    return np.sign(a, out=a)


def trained(peer, goal, theirs, epochs):
    """Compare with what a peer makes of the same start; both return all weights in dlkit's order."""
    X, labels, net, start = data()
    steps = epochs * -(-len(X) // BATCH)

    def ours():
        J = net.objective(cross_entropy, X, labels)
        path = stochastic(J, start, LEARNING_RATE, batch_size=BATCH, rng=np.random.default_rng(1))
        return next(islice(path, steps, None))

    def agree(theta, other):
        J = net.objective(cross_entropy, X, labels)
        return f"{equal(theta, other, 'weights', within=1e-10)}, final loss {J(theta):.4f}"

    work = f"MLP {'-'.join(map(str, UNITS))} with ReLU on digits, batch {BATCH}, {steps} steps"
    floor = in_bare_numpy(X, labels, net, start, epochs, lambda z, out: np.maximum(z, 0, out=out), by_sign)
    return Comparison(work, peer, goal, ours, theirs, agree, repeats=21, floor=floor)


def against_torch(goal, epochs=EPOCHS):
    import torch  # noqa: PLC0415 - the tests of the other comparisons do without
    from torch import nn  # noqa: PLC0415

    X, labels, net, start = data()
    X_torch, labels_torch = torch.from_numpy(X), torch.from_numpy(labels.copy())

    def theirs():
        linear = [nn.Linear(*pair) for pair in pairwise(UNITS)]
        model = nn.Sequential(linear[0], nn.ReLU(), linear[1], nn.ReLU(), linear[2]).double()
        with torch.no_grad():
            for layer, (W, b) in zip(linear, net.parameters(start), strict=True):
                layer.weight.copy_(torch.from_numpy(W.T))
                layer.bias.copy_(torch.from_numpy(b))
        optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
        loss_of = nn.CrossEntropyLoss()
        for rows in map(torch.from_numpy, batches(len(X), epochs)):
            optimizer.zero_grad()
            loss_of(model(X_torch[rows]), labels_torch[rows]).backward()
            optimizer.step()
        return flat((layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in linear)

    return trained("torch eager", goal, theirs, epochs)


def against_scikit_learn(goal, epochs=EPOCHS):
    X, labels, net, start = data()
    model = MLPClassifier(
        UNITS[1:-1], activation="relu", solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=LEARNING_RATE,
        momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    model.partial_fit(X, labels, classes=np.arange(10))  # makes its arrays, which are then set to the same start

    def theirs():
        for k, (W, b) in enumerate(net.parameters(start)):
            model.coefs_[k][...], model.intercepts_[k][...] = W, b
        for order in orders(len(X), epochs):  # one call an epoch, which is cheaper for it than one for each batch
            model.partial_fit(X[order], labels[order])
        return flat(zip(model.coefs_, model.intercepts_, strict=True))

    return trained("scikit-learn MLPClassifier", goal, theirs, epochs)
