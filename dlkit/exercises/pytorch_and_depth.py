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
        start="As long as G has more axes than b, sum over the first: G = G.sum(axis=0). Then go through b.shape, and "
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
        start="There are k = x.shape[1] - delta.shape[1] + 1 weights. For each j, multiply delta and the part of x "
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


def _normalized_back(Z: Floats, G: Floats, eps: float, wrong: str = "") -> Floats:
    """Return the gradient by the input of a layer normalization, with one thing wrong if asked for."""
    axis = 0 if wrong == "axis" else 1
    centered = Z - Z.mean(axis=axis, keepdims=True)
    square = np.mean(centered**2, axis=axis, keepdims=True)
    s = np.sqrt(square) + eps if wrong == "outside" else np.sqrt(square + (0 if wrong == "eps" else eps))
    A = centered / s
    along = 0 if wrong == "constant" else A * np.mean(G * A, axis=axis, keepdims=True)
    mean = 0 if wrong == "mean" else G.mean(axis=axis, keepdims=True)
    found = G - mean - along
    return found if wrong == "scale" else found / s


def _normalize_back(rng: np.random.Generator) -> Exercise:
    def wrong(kind: str) -> object:
        return lambda *args: _normalized_back(*args, kind)

    inside = "epsilon stands inside the root, with the mean square."
    return Exercise(
        signature="normalize_back(Z, G, eps)",
        returns="the gradient by Z, shape (n, m), where G is the gradient by what layer normalization of each row "
        "puts out",
        start="Compute centered = Z - Z.mean(axis=1, keepdims=True), s and A = centered / s again. Then it is "
        "(G - mean of G - A * mean of G * A) / s, each mean over a row.",
        solution=_normalized_back,
        cases=(
            case("one row", [[1, 2, 6]], [[1, 0, 0]], 0.25),
            case("two rows", [[1, 3, 8], [0, -2, 2]], [[0, 1, 0], [1, 1, -1]], 0.0),
            case("a large epsilon", [[1, 2, 6]], [[0, 0, 1]], 0.5, hint=inside),
            case("equal numbers in a row", [[2, 2, 2]], [[1, 0, 2]], 1e-2, hint=inside),
            case("eight rows of five", rng.normal(size=(8, 5)), rng.normal(size=(8, 5)), 1e-5),
        ),
        mistakes=(
            (wrong("constant"), "The standard deviation depends on Z, too: it is no constant."),
            (wrong("mean"), "The mean was subtracted on the way forward: subtract that of G on the way back."),
            (wrong("scale"), "Divide by s: where Z is large, a change of it does less."),
            (wrong("axis"), "Each row is normalized by itself: axis=1."),
            (wrong("outside"), inside),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "unbroadcast": _unbroadcast(rng),
        "filter-gradient": _filter_gradient(rng),
        "normalize-back": _normalize_back(rng),
    }
