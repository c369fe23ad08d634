"""Training a network on digits, against PyTorch, scikit-learn and layers in NumPy.

The peers start from the same weights and see the same mini-batches in the same order.
"""

from itertools import islice, pairwise

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.compare import Comparison, equal
from benchmarks.layers import SGD, Affine, NeuralNet, SoftmaxCrossEntropy, Tanh
from dlkit import Linear, Network, cross_entropy, digits, stochastic, tanh

UNITS, BATCH, LEARNING_RATE, EPOCHS = (64, 64, 10), 32, 0.1, 20


def comparisons():
    yield against_torch(goal=3.5)
    yield against_scikit_learn(goal=2.5)
    yield against_layers(goal=1.3)


def network(units):
    first, *rest = (Linear(*pair) for pair in pairwise(units))
    return Network(first, *(layer for linear in rest for layer in (tanh, linear)))


def data():
    """Return images as rows, labels, the network, and the weights that all start from."""
    net = network(UNITS)
    X = digits().images.reshape(-1, UNITS[0]) / 16
    return X, digits().labels, net, net.initialize(np.random.default_rng(0))


def orders(n, epochs):
    """Yield the order of the examples in each epoch, as dlkit draws it."""
    rng = np.random.default_rng(1)
    return (rng.permutation(n) for _ in range(epochs))


def batches(n, epochs):
    return (order[i : i + BATCH] for order in orders(n, epochs) for i in range(0, n, BATCH))


def trained(peer, goal, theirs, epochs, within):
    """Compare with what a peer makes of the same start; both return all weights in dlkit's order."""
    X, labels, net, start = data()
    steps = epochs * -(-len(X) // BATCH)

    def ours():
        J = net.objective(cross_entropy, X, labels)
        path = stochastic(J, start, LEARNING_RATE, batch_size=BATCH, rng=np.random.default_rng(1))
        return next(islice(path, steps, None))

    def agree(theta, other):
        J = net.objective(cross_entropy, X, labels)
        weights = equal(theta, other, "weights", within=within)
        assert abs(J(theta) - J(other)) <= 1e-12, f"final losses {J(theta)}, {J(other)}"
        return f"{weights}, final loss {J(theta):.4f} to {abs(J(theta) - J(other)):.0e}"

    work = f"MLP {'-'.join(map(str, UNITS))} on digits, batch {BATCH}, {steps} steps"
    return Comparison(work, peer, goal, ours, theirs, agree, floor=in_bare_numpy(X, labels, net, start, epochs))


def slope_of_tanh(a):
    return np.subtract(1, np.multiply(a, a, out=a), out=a)


def in_bare_numpy(X, labels, net, start, epochs, activate=np.tanh, slope=slope_of_tanh):
    """Return the training of a network with arrays of its own, its floor; a slope is written over its activation."""
    n, theta, gradient = len(X), start.copy(), np.empty_like(start)
    layers = list(zip(net.parameters(theta), net.parameters(gradient), strict=True))
    inputs, outputs = zip(*(W.shape for W, _ in net.parameters(theta)), strict=True)
    one_hot = np.eye(outputs[-1])[labels]
    values, deltas = ([np.empty((BATCH, d)) for d in widths] for widths in ((inputs[0], *outputs), inputs))
    expected = np.empty((BATCH, outputs[-1]))

    def floor():
        theta[:] = start
        for rows in batches(n, epochs):
            x, *z = (value[: len(rows)] for value in values)
            y = np.take(one_hot, rows, axis=0, out=expected[: len(rows)], mode="clip")
            A = [np.take(X, rows, axis=0, out=x, mode="clip")]
            for k, ((W, b), _) in enumerate(layers):
                np.add(np.matmul(A[k], W, out=z[k]), b, out=z[k])
                A.append(z[k] if k + 1 == len(layers) else activate(z[k], out=z[k]))
            d = A.pop()
            np.exp(np.subtract(d, d.max(axis=1, keepdims=True), out=d), out=d)
            np.subtract(np.divide(d, d.sum(axis=1, keepdims=True), out=d), y, out=d)
            np.divide(d, len(rows), out=d)
            for k, ((W, _), (dW, db)) in reversed(list(enumerate(layers))):
                np.matmul(A[k].T, d, out=dW)
                np.add.reduce(d, axis=0, out=db)
                if k:
                    d = np.matmul(d, W.T, out=deltas[k][: len(rows)])
                    np.multiply(d, slope(A[k]), out=d)
            np.subtract(theta, np.multiply(gradient, LEARNING_RATE, out=gradient), out=theta)
        return theta

    return floor


def flat(weights_and_biases):
    return np.concatenate([part for W, b in weights_and_biases for part in (b, W.ravel())])


def against_torch(goal, epochs=EPOCHS):
    import torch  # noqa: PLC0415 - the tests of the other comparisons do without
    from torch import nn  # noqa: PLC0415

    X, labels, net, start = data()
    X_torch, labels_torch = torch.from_numpy(X), torch.from_numpy(labels.copy())

    def theirs():
        model = nn.Sequential(nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 10)).double()
        linear = model[0], model[2]
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

    return trained("torch eager", goal, theirs, epochs, within=1e-12)


def against_scikit_learn(goal, epochs=EPOCHS):
    X, labels, net, start = data()
    model = MLPClassifier(
        UNITS[1:-1], activation="tanh", solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=LEARNING_RATE,
        momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    model.partial_fit(X, labels, classes=np.arange(10))  # makes its arrays, which are then set to the same start

    def theirs():
        for k, (W, b) in enumerate(net.parameters(start)):
            model.coefs_[k][...], model.intercepts_[k][...] = W, b
        for order in orders(len(X), epochs):  # one call an epoch, which is cheaper for it than one for each batch
            model.partial_fit(X[order], labels[order])
        return flat(zip(model.coefs_, model.intercepts_, strict=True))

    return trained("scikit-learn MLPClassifier", goal, theirs, epochs, within=1e-11)


def against_layers(goal, epochs=EPOCHS):
    X, labels, net, start = data()

    def theirs():
        first, second = (Affine(W, b) for W, b in net.parameters(start))
        model = NeuralNet([first, Tanh(), second])
        loss, optimizer = SoftmaxCrossEntropy(), SGD(LEARNING_RATE)
        for rows in batches(len(X), epochs):
            model.backward(loss.grad(model.forward(X[rows]), labels[rows]))
            optimizer.step(model)
        return flat((layer.params["w"], layer.params["b"]) for layer in (first, second))

    return trained("joelnet-style layers in NumPy", goal, theirs, epochs, within=1e-11)
