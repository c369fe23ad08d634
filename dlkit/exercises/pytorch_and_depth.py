"""The exercises of chapter 9, PyTorch, and what depth needs."""

import numpy as np

from .._arrays import Floats
from .exercise import Exercise, case


def _summed(G: Floats, b: Floats) -> Floats:
    """Return the gradient by b, which was broadcast to the shape of G."""
    G = G.sum(axis=tuple(range(G.ndim - b.ndim)))
    return G.sum(axis=tuple(axis for axis, length in enumerate(b.shape) if length == 1), keepdims=True)


def _last_first(G: Floats, b: Floats) -> Floats:
    return _summed(G.swapaxes(0, -1), b) if G.ndim > b.ndim else _summed(G, b)


def _unbroadcast(rng: np.random.Generator) -> Exercise:
    ones = "Where b has the length 1 and G has more, sum over that axis and keep it: keepdims=True."
    front = "The axes that b does not have are the first ones of G: sum over them."
    return Exercise(
        signature="unbroadcast(G, b)",
        returns="the gradient by b, of the shape of b, where G is the gradient by an array to whose shape b was "
        "broadcast",
        start="Begin with a b that has fewer axes than G: along which axes of G was it repeated?",
        hint="As long as G has more axes than b, sum over the first: G = G.sum(axis=0). Then go through b.shape, and "
        "where it is 1, sum over that axis with keepdims=True.",
        solution=_summed,
        cases=(
            case("biases added to three rows", [[1, 2], [3, 4], [5, 6]], [0, 0], hint=front),
            case("a column added to two columns", [[1, 2], [3, 4], [5, 6]], [[0], [0], [0]], hint=ones),
            case("not broadcast at all", [[1, 2], [3, 4]], [[0, 0], [0, 0]]),
            case("a number added to a matrix", [[1, 2], [3, 4]], 0.0, hint=front),
            case("a matrix of one entry", [[1, 2], [3, 4]], [[0]], hint=ones),
            case("two axes at once", rng.normal(size=(4, 3, 5)), np.zeros((3, 1)), hint=ones),
            case("a square, where transposing would go unseen", rng.normal(size=(3, 3)), np.zeros((1, 3)), hint=ones),
        ),
        mistakes=(
            (lambda G, b: G.mean(axis=tuple(range(G.ndim - b.ndim))), "Gradients of several uses add up: sum them."),
            (lambda G, b: G.sum(axis=tuple(range(G.ndim - b.ndim))), ones),
            (lambda G, _: G, front),
            (_last_first, "Sum over the first axes, not the last."),
            (lambda G, b: G[(0,) * (G.ndim - b.ndim)], "One row is one of the paths: sum over all."),
        ),
    )


def _met(x: Floats, delta: Floats) -> Floats:
    """Return the gradient by the weights of a filter that moved over the rows of x."""
    places = delta.shape[1]
    return np.array([np.sum(delta * x[:, j : j + places]) for j in range(x.shape[1] - places + 1)])


def _same_for_all(x: Floats, delta: Floats) -> Floats:
    places = delta.shape[1]
    return np.full(x.shape[1] - places + 1, np.sum(delta * x[:, :places]))


def _filter_gradient(rng: np.random.Generator) -> Exercise:
    places = "Weight j meets x[:, j : j + places], as many entries as there are places."
    one = [[1, 2, 3, 4]]
    return Exercise(
        signature="filter_gradient(x, delta)",
        returns="the gradient by the k weights of the filter, shape (k,), where delta[i, t] is the gradient of the "
        "loss by the output of signal i at place t",
        start="First find k, the number of weights, from the two shapes.",
        hint="There are k = x.shape[1] - delta.shape[1] + 1 weights. For each j, multiply delta and the part of x "
        "that weight j has met, entry by entry, and sum.",
        solution=_met,
        cases=(
            case("one place", one, [[2]]),
            case("one weight", one, [[1, 0, -1, 1]]),
            case("one signal, two weights", one, [[1, 0, 0]], hint=places),
            case("all places", one, [[1, -1, 2]], hint=places),
            case("two signals", [[1, 2, 3], [0, 1, 0]], [[1, 1], [2, 0]]),
            case("five signals of twelve numbers", rng.normal(size=(5, 12)), rng.normal(size=(5, 9))),
        ),
        mistakes=(
            (_same_for_all, places),
            (lambda x, delta: _met(x, delta)[::-1], "The order is wrong: the first weight meets the first numbers."),
            (lambda x, delta: _met(x, delta) / len(x), "Sum over the signals: the mean is in delta already."),
            (lambda x, delta: _met(x, delta) / delta.shape[1], "Sum over the places, do not take the mean."),
            (lambda x, delta: _met(x[:1], delta[:1]), "Every signal counts: sum over the rows, too."),
            (lambda x, delta: _met(x, delta[:, ::-1]), "Nothing is turned round: place t goes with x[t + j]."),
            (lambda x, delta: -_met(x, delta), "The sign is wrong: this is the gradient, not the step."),
        ),
    )


def _logits(w_0: Floats, b_0: Floats, w_2: Floats, b_2: Floats, X: Floats, wrong: str = "") -> Floats:
    """Return the logits of a network whose matrices have a row for each output, with one thing wrong if asked for."""
    W_1, W_2 = (w_0, w_2) if wrong == "both" else (w_0.T, w_2.T)
    W_1, W_2 = w_0 if wrong == "first" else W_1, w_2 if wrong == "second" else W_2
    Z = X @ W_1 + (0 if wrong in ("biases", "b_0") else b_0)
    others = {"linear": Z, "late": np.maximum(X @ W_1, 0) + b_0, "abs": np.abs(Z)}
    others |= {"tanh": np.tanh(Z), "sigmoid": 1 / (1 + np.exp(-Z))}
    hidden = others.get(wrong, np.maximum(Z, 0))
    if wrong == "one layer":
        return hidden
    logits = hidden @ W_2 + (0 if wrong in ("biases", "b_2") else b_2)
    powers = np.exp(logits)
    last = {"cut": np.maximum(logits, 0), "softmax": powers / powers.sum(axis=1, keepdims=True)}
    return last.get(wrong, logits)


def _read_weights(rng: np.random.Generator) -> Exercise:
    def wrong(kind: str) -> object:
        return lambda *args: _logits(*args, kind)

    rows = "PyTorch's matrices have a row for each output: X @ w_0.T, and likewise w_2.T."
    relu = "The function between the two layers is ReLU: np.maximum(..., 0)."
    square = [[1, 2], [0, -1]], [1, 0], [[1, 3], [-2, 1]], [0, 2]
    sizes = (3, 2), (3,), (4, 3), (4,), (6, 2)
    return Exercise(
        signature="read(w_0, b_0, w_2, b_2, X)",
        returns="the logits, a row for each row of X, of the linear layer of w_0 and b_0, ReLU, and the "
        "linear layer of w_2 and b_2, with the matrices as PyTorch keeps them",
        start="Write the first layer alone, and look at the shape of what it puts out: a row for each example.",
        hint="The first layer puts out X @ w_0.T + b_0. Cut off what is negative, and go through the second "
        "layer likewise.",
        solution=_logits,
        cases=(
            case("square matrices, where nothing complains", *square, [[2, -1]]),
            case("hidden values that are cut off", *square, [[-1, 2], [2, -1]]),
            case("biases that decide", [[1, 0], [0, 1]], [-2, 3], [[1, 1], [1, -1]], [1, -1], [[1, -1]]),
            case("six examples, other sizes", *(rng.normal(size=size) for size in sizes)),
        ),
        mistakes=(
            (wrong("both"), rows),
            (wrong("first"), "w_0 has a row for each output, too: take its transpose."),
            (wrong("second"), "w_2 has a row for each output, too: take its transpose."),
            (wrong("linear"), "The ReLU between the two layers is missing: np.maximum(..., 0)."),
            (wrong("abs"), "ReLU makes 0 of what is negative: np.maximum(..., 0)."),
            (wrong("late"), "The bias comes before the ReLU."),
            (wrong("tanh"), relu),
            (wrong("sigmoid"), relu),
            (wrong("biases"), "Add the biases: b_0 before the ReLU, b_2 at the end."),
            (wrong("b_0"), "The bias of the first layer is missing: add b_0 before the ReLU."),
            (wrong("b_2"), "The bias of the second layer is missing: add b_2 at the end."),
            (wrong("one layer"), "The second layer is missing: its matrix is w_2, its bias b_2."),
            (wrong("softmax"), "Return the logits themselves: no softmax after the last layer."),
            (wrong("cut"), "Logits may be negative: no ReLU after the last layer."),
        ),
    )


def _through_the_root(Z: Floats, gamma: Floats, G: Floats, eps: float, wrong: str = "") -> Floats:
    """Return the gradient by the input of a normalization by the root mean square, with one thing wrong if asked."""
    axis = {"axis": 0, "all": None, "all squares": None}.get(wrong, 1)
    kept = wrong != "flat"
    centered = Z - Z.mean(axis=1, keepdims=True) if wrong in ("layer", "centered") else Z
    square = np.mean(centered**2, axis=axis, keepdims=kept)
    s = np.sqrt(square) + eps if wrong == "outside" else np.sqrt(square + (0 if wrong == "eps" else eps))
    A = centered / s * (gamma if wrong == "scaled" else 1)
    g = G if wrong in ("late", "no scale") else gamma * G
    along = A * np.mean(g * A, axis={"all products": None, "all squares": 1}.get(wrong, axis), keepdims=True)
    along = {"constant": 0.0, "sum": along * Z.shape[1]}.get(wrong, along)
    mean = g.mean(axis=1, keepdims=True) if wrong in ("layer", "mean") else 0
    found = g - mean - along
    found = found if wrong == "whole" else found / s
    return gamma * found if wrong == "late" else found


def _rms_back(rng: np.random.Generator) -> Exercise:
    def wrong(kind: str) -> object:
        return lambda *args: _through_the_root(*args, kind)

    rows = "Each row has its own mean: axis=1, keepdims=True."
    inside = "epsilon stands inside the root, with the mean square."
    return Exercise(
        signature="rms_back(Z, gamma, G, eps)",
        returns="the gradient by Z, shape (n, m), where G is the gradient by gamma * Z / s, and s the root of the "
        "mean square of each row of Z plus eps",
        start="Write the way forward first: s, a number for each row, and A = Z / s.",
        hint="With g = gamma * G, the gradient by A, take the chain rule through A = Z / s, where s depends on all of "
        "the row: a part along A is lost.",
        solution=_through_the_root,
        cases=(
            case("one row, no scale", [[1, 2, 6]], [1, 1, 1], [[1, 0, 0]], 0.0),
            case("a scale for each neuron", [[1, 2, 6]], [1, 2, -1], [[1, 3, 1]], 0.0),
            case("two rows and an epsilon", [[1, 3, 8], [0, -2, 2]], [2, 1, 1], [[0, 1, 0], [1, 1, -1]], 0.5),
            case("a row of zeros", [[0, 0, 0]], [1, 2, 3], [[1, 0, 2]], 0.25),
            case("eight rows of five", *(rng.normal(size=s) for s in ((8, 5), (5,), (8, 5))), 1e-5),
        ),
        mistakes=(
            (wrong("layer"), "This is layer normalization's gradient. Here no mean is subtracted, in s neither."),
            (wrong("mean"), "No mean is subtracted on the way forward, so none is on the way back."),
            (wrong("centered"), "s is the root of the mean square of Z itself, and A is Z / s."),
            (wrong("constant"), "s depends on Z, too: it is no constant."),
            (wrong("no scale"), "gamma is the last step forward, so it is the first one back: begin with gamma * G."),
            (wrong("late"), "gamma * G goes through the normalization, not its result times gamma."),
            (wrong("scaled"), "A is Z / s, without gamma: gamma is in gamma * G already."),
            (wrong("sum"), "In s stands the mean square, so divide by m: the mean of g * A, not the sum."),
            (wrong("whole"), "Divide by s: where Z is large, a change of it does less."),
            (wrong("axis"), "Each row is normalized by itself: axis=1."),
            (wrong("all products"), rows),
            (wrong("all squares"), rows),
            (wrong("all"), rows),
            (wrong("flat"), rows),
            (wrong("outside"), inside),
            (wrong("eps"), inside),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "unbroadcast": _unbroadcast(rng),
        "filter-gradient": _filter_gradient(rng),
        "read-weights": _read_weights(rng),
        "rms-back": _rms_back(rng),
    }
