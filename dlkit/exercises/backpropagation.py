"""The exercises of chapter 6, backpropagation."""

import numpy as np

from .._arrays import Floats
from ..activations import sigmoid, softmax
from ..cross_entropy import cross_entropy
from ..layers import Linear
from ..linear import add_intercept
from ..network import Network
from ..scalar import Scalar
from .below_backpropagation import numerical_gradient
from .exercise import Exercise, case

NETWORK = Network(Linear(2, 2), sigmoid, Linear(2, 2))


def _two_paths(x: float) -> float:
    x = Scalar(float(x))
    u, v = x**2, x.exp()
    (u * v + u).backward()
    return x.gradient


def _chain_rule(_: np.random.Generator) -> Exercise:
    return Exercise(
        signature="derivative(x)",
        returns="the derivative dL/dx of L = u v + u with u = x^2 and v = e^x, one number",
        start="L depends on x by way of u and by way of v.",
        hint="L depends on x by way of u and by way of v: dL/dx = dL/du du/dx + dL/dv dv/dx. And u stands in L twice: "
        "dL/du = v + 1.",
        solution=_two_paths,
        cases=(
            case("x = 1", 1.0),
            case("x = log 2, where v = 2", np.log(2)),
            case("x = 0", 0.0),
            case("x = -3", -3.0),
            case("x = -1000, where v is rounded to 0", -1000.0),
        ),
        mistakes=(
            (lambda x: (np.exp(x) + 1) * 2 * x, "The path by way of v is missing: add dL/dv dv/dx."),
            (lambda x: x**2 * np.exp(x), "The path by way of u is missing: add dL/du du/dx."),
            (lambda x: np.exp(x) * (2 * x + x**2), "The last term of L = u v + u is missing: dL/du is v + 1."),
            (lambda x: (np.exp(x) + 1) * 2 * x * x**2 * np.exp(x), "Multiply along a path, and add the paths."),
            (lambda x: np.exp(x) + 1 + x**2, "These are dL/du and dL/dv: multiply by du/dx and dv/dx."),
            (lambda x: x**2 * np.exp(x) + x**2, "This is L itself."),
        ),
    )


def _layer_gradient(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="layer_gradient(X, delta)",
        returns="the gradient of the loss: with respect to b in the first row, and with respect to W below it, shape "
        "(d_in + 1, d_out)",
        start="The gradient with respect to b has the shape of b, (d_out,): begin with it.",
        hint="The layer is Z = X W + b, with X of shape (n, d_in); delta, of shape (n, d_out), is the gradient of the "
        "loss with respect to Z. The gradient for W has the shape of W, the one for b that of b; np.vstack puts rows "
        "on top of each other.",
        solution=lambda X, delta: add_intercept(X).T @ delta,
        cases=(
            case("a single example", [[2, 3]], [[1, -1]]),
            case("two examples, one output", [[1, 2], [3, 4]], [[1], [10]]),
            case("one input", [[1], [2], [3]], [[1, 0], [0, 1], [1, 1]]),
            case("fifty examples", rng.normal(size=(50, 3)), rng.normal(size=(50, 2))),
        ),
        mistakes=(
            (lambda X, delta: X.T @ delta, "The gradient with respect to the biases is missing."),
            (lambda X, delta: np.vstack([X.T @ delta, delta.sum(axis=0)]), "The biases come first."),
            (lambda X, delta: add_intercept(X).T @ delta / len(X), "Add over the examples: delta has the 1/n in it."),
            (lambda X, delta: np.vstack([delta.mean(axis=0), X.T @ delta]), "Add the rows of delta: no mean."),
            (lambda X, delta: delta.T @ add_intercept(X), "This is transposed: it has to have the shape of W."),
            (lambda X, delta: np.vstack([0 * delta[0], X.T @ delta]), "The slope of z with respect to b is 1, not 0."),
            (lambda X, delta: np.vstack([1 + 0 * delta[0], X.T @ delta]), "Multiply the slope 1 of the bias by delta."),
        ),
    )


def _hidden_delta(rng: np.random.Generator) -> Exercise:
    def slope(z: Floats) -> Floats:
        return sigmoid.gradient(z)

    nothing = "exp(1000) overflows; a sigmoid that is right for large scores has the slope 0 here."
    return Exercise(
        signature="hidden_delta(delta, W, z)",
        returns="the gradient of the loss with respect to z, shape (n, h)",
        start="From delta to z the way leads through W first, and then through the sigmoid.",
        hint="z, of shape (n, h), enters h sigmoid neurons, whose outputs a = sigma(z) enter the next layer, a W + b, "
        "with W of shape (h, k); delta, of shape (n, k), is the gradient with respect to what comes out of it. Go back "
        "through W first, then through the sigmoid.",
        solution=lambda delta, W, z: (delta @ W.T) * slope(z),
        cases=(
            case("two neurons, slopes of 1/4", [[1, -2]], [[2, 0], [0, 4]], [[0, 0]]),
            case("two neurons, each sending to both of the next", [[1, 2]], [[1, 2], [3, 4]], np.log([[1, 3]])),
            case("one neuron that sends to two", [[1, 2]], [[3, 4]], [[0]]),
            case("fifty examples", rng.normal(size=(50, 2)), rng.normal(size=(3, 2)), rng.normal(size=(50, 3))),
            case("saturated neurons", [[1, 2]], [[3, 4], [5, 6]], [[-1000, 1000]], hint=nothing),
        ),
        mistakes=(
            (lambda delta, W, _: delta @ W.T, "The slope of the sigmoid at z is missing."),
            (lambda delta, _, z: delta.sum(axis=1, keepdims=True) * slope(z), "Each delta is weighted by W."),
            (lambda delta, W, z: (delta @ W) * slope(z), "W is transposed on the way back: neuron j sends by row j."),
            (lambda delta, W, z: (delta @ W.T) * slope(sigmoid(z)), "The slope is that at z, and not at sigma(z)."),
            (lambda delta, W, z: (delta @ W.T) * sigmoid(z), "Multiply by the slope sigma'(z), not by sigma(z)."),
            (lambda delta, W, z: (delta @ W.T) * z * (1 - z), "The slope is a (1 - a) with a = sigma(z), not z."),
            (lambda _, W, z: W.sum(axis=1) * slope(z), "The deltas of the next layer are missing."),
            (
                lambda delta, W, z: (delta * slope(z)) @ W.T,
                "The slope is that of the h neurons: it comes after W.",
            ),
            (
                lambda delta, W, z: (delta @ W.T) * slope(z) / len(z),
                "The 1/n is in delta: do not divide again.",
            ),
        ),
    )


def _network_gradient(rng: np.random.Generator) -> Exercise:
    def gradient(theta: Floats, X: Floats, labels: np.ndarray) -> Floats:
        return NETWORK.objective(cross_entropy, X, labels).gradient(theta)

    def wrong_way(theta: Floats, X: Floats, k: np.ndarray, back: str) -> Floats:
        """Return the gradient with a wrong step back from the second layer to the first."""
        (W_1, b_1), (W_2, b_2) = NETWORK.parameters(theta)
        z = X @ W_1 + b_1
        a = sigmoid(z)
        delta_2 = (softmax(a @ W_2 + b_2) - np.eye(2)[k]) / len(X)
        before = {
            "no slope": delta_2 @ W_2.T,
            "no transpose": (delta_2 @ W_2) * a * (1 - a),
            "no weights": delta_2.sum(axis=1, keepdims=True) * a * (1 - a),
            "new weights": (delta_2 @ (W_2 - a.T @ delta_2).T) * a * (1 - a),
        }[back]
        return np.concatenate([(add_intercept(v).T @ d).ravel() for v, d in ((X, before), (a, delta_2))])

    weights_first, by_columns = [2, 3, 4, 5, 0, 1, 8, 9, 10, 11, 6, 7], [0, 1, 2, 4, 3, 5, 6, 7, 8, 10, 9, 11]
    zero = np.log([1] * 7 + [3] + [1] * 4)
    hand = [0, 0, 1, 0, 0, 1, 0, 0, 1, -1, 0, 2]
    large = "exp(1000) overflows: use a sigmoid and a softmax that are right for large scores."
    return Exercise(
        signature="net_gradient(theta, X, labels)",
        returns="the gradient of the mean cross-entropy with respect to theta, shape (12,)",
        start="Cut theta into b1, W1, b2 and W2, and go forward first.",
        hint="The network is Z1 = X W1 + b1, A1 = sigma(Z1), Z2 = A1 W2 + b2, Y_hat = softmax(Z2) in each row, with "
        "two units in each layer; theta holds b1, W1 row by row, b2, W2 row by row, and labels n integers 0 or 1. "
        "Forward first. Then delta2 = (Y_hat - Y) / n with one-hot rows Y, then back to delta1; return the gradients "
        "in the order of theta.",
        solution=gradient,
        cases=(
            case("all zero but one bias, one example", zero, [[1, 2]], np.array([0])),
            case("one example", hand, [[1, 0]], np.array([1])),
            case("fifty examples", rng.normal(size=12), rng.normal(size=(50, 2)), rng.integers(2, size=50)),
            case("saturated neurons", 1000 * np.array(hand), [[1, -1]], np.array([0]), hint=large),
        ),
        mistakes=(
            (lambda t, X, k: gradient(t, X, k) * len(X), "This is the gradient of the sum: delta2 is divided by n."),
            (lambda t, X, k: -gradient(t, X, k), "The sign is wrong: delta2 is (Y_hat - Y) / n."),
            (lambda t, X, k: gradient(t, X, 1 - k), "The labels are swapped: label k is a 1 in column k of Y."),
            (lambda *args: wrong_way(*args, "no slope"), "On the way back, multiply by the slope A1 (1 - A1)."),
            (lambda *args: wrong_way(*args, "no transpose"), "On the way back, W2 is transposed."),
            (lambda *args: wrong_way(*args, "no weights"), "On the way back, each delta2 is weighted by W2."),
            (lambda *args: wrong_way(*args, "new weights"), "All is taken at theta: no weight is changed yet."),
            (lambda *args: gradient(*args)[weights_first], "The biases of a layer come before its weights."),
            (lambda *args: gradient(*args)[by_columns], "These are the transposes: W is stored row by row."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "chain-rule": _chain_rule(rng),
        "layer-gradient": _layer_gradient(rng),
        "hidden-delta": _hidden_delta(rng),
        "numerical-gradient": numerical_gradient(rng),
        "network-gradient": _network_gradient(rng),
    }
