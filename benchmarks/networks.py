"""Training networks on digits, against PyTorch, scikit-learn and layers in NumPy.

The peers start from the same weights and see the same mini-batches in the same order.
"""

from itertools import islice, pairwise

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.compare import Comparison, equal
from benchmarks.layers import SGD, Affine, NeuralNet, SoftmaxCrossEntropy, Tanh
from benchmarks.training import BATCH, LEARNING_RATE, in_bare_numpy, one_layer, two_layers
from dlkit import cross_entropy, stochastic


def comparisons():
    yield against_torch(one_layer(), goal=3.5)
    yield against_scikit_learn(one_layer(), goal=2.5)
    yield against_layers(one_layer(), goal=1.3)
    yield against_torch(two_layers(), goal=3)
    yield against_scikit_learn(two_layers(), goal=1.5)


def trained(training, peer, goal, theirs, within):
    """Compare with what a peer makes of the same start; both return all weights in dlkit's order."""
    J = training.net.objective(cross_entropy, training.examples, training.labels)
    steps = training.epochs * -(-len(training.examples) // BATCH)

    def ours():
        J = training.net.objective(cross_entropy, training.examples, training.labels)
        rng = np.random.default_rng(1)
        return next(islice(stochastic(J, training.start, LEARNING_RATE, batch_size=BATCH, rng=rng), steps, None))

    def agree(theta, other):
        weights = equal(theta, other, "weights", within=within)
        assert abs(J(theta) - J(other)) <= 1e-12, f"final losses {J(theta)}, {J(other)}"
        return f"{weights}, final loss {J(theta):.4f} to {abs(J(theta) - J(other)):.0e}"

    return Comparison(training.work, peer, goal, ours, theirs, agree, floor=in_bare_numpy(training))


def flat(weights_and_biases):
    return np.concatenate([part for W, b in weights_and_biases for part in (b, W.ravel())])


def against_torch(training, goal):
    import torch  # noqa: PLC0415 - the tests of the other comparisons do without
    from torch import nn  # noqa: PLC0415

    X, labels = torch.from_numpy(training.examples), torch.from_numpy(training.labels)
    activation = {"tanh": nn.Tanh, "relu": nn.ReLU}[training.activation.__name__]

    def theirs():
        linear = [nn.Linear(*pair) for pair in pairwise(training.units)]
        model = nn.Sequential(linear[0], *(one for layer in linear[1:] for one in (activation(), layer))).double()
        with torch.no_grad():
            for layer, (W, b) in zip(linear, training.net.parameters(training.start), strict=True):
                layer.weight.copy_(torch.from_numpy(W.T))
                layer.bias.copy_(torch.from_numpy(b))
        optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
        loss_of = nn.CrossEntropyLoss()
        for rows in map(torch.from_numpy, training.batches()):
            optimizer.zero_grad()
            loss_of(model(X[rows]), labels[rows]).backward()
            optimizer.step()
        return flat((layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in linear)

    return trained(training, "torch eager", goal, theirs, within=1e-12)


def against_scikit_learn(training, goal):
    X, labels = training.examples, training.labels
    model = MLPClassifier(
        training.units[1:-1], activation=training.activation.__name__, solver="sgd", alpha=0, batch_size=BATCH,
        learning_rate_init=LEARNING_RATE, momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    model.partial_fit(X, labels, classes=np.arange(10))  # makes its arrays, which are then set to the same start

    def theirs():
        for k, (W, b) in enumerate(training.net.parameters(training.start)):
            model.coefs_[k][...], model.intercepts_[k][...] = W, b
        for order in training.orders():  # one call an epoch, which is cheaper for it than one for each batch
            model.partial_fit(X[order], labels[order])
        return flat(zip(model.coefs_, model.intercepts_, strict=True))

    return trained(training, "scikit-learn MLPClassifier", goal, theirs, within=1e-11)


def against_layers(training, goal):
    def theirs():
        first, second = (Affine(W, b) for W, b in training.net.parameters(training.start))
        model = NeuralNet([first, Tanh(), second])
        loss, optimizer = SoftmaxCrossEntropy(), SGD(LEARNING_RATE)
        for rows in training.batches():
            model.backward(loss.grad(model.forward(training.examples[rows]), training.labels[rows]))
            optimizer.step(model)
        return flat((layer.params["w"], layer.params["b"]) for layer in (first, second))

    return trained(training, "joelnet-style layers in NumPy", goal, theirs, within=1e-11)
