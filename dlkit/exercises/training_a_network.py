"""The exercises of chapter 8, training a network."""

import numpy as np

from .._arrays import Floats
from ..activations import softmax_of
from .exercise import Exercise, case


def _moved(images: Floats, down: int, right: int) -> Floats:
    """Return images moved within their frame: what leaves it is lost, and zeros come in."""
    rows, columns = images.shape[1:]
    out = np.zeros_like(images)
    if abs(down) < rows and abs(right) < columns:
        to = np.s_[:, max(down, 0) : rows + min(down, 0), max(right, 0) : columns + min(right, 0)]
        source = np.s_[:, max(-down, 0) : rows - max(down, 0), max(-right, 0) : columns - max(right, 0)]
        out[to] = images[source]
    return out


def _push(rng: np.random.Generator) -> Exercise:
    wraps = "What leaves the frame on one side must not come back on the other, as np.roll has it: put 0 there."
    out = "Moved farther than the frame is wide, everything has left it: return zeros."
    one = np.arange(1.0, 13.0).reshape(1, 3, 4)
    many = rng.integers(0, 17, size=(5, 8, 8)).astype(float)
    return Exercise(
        signature="push(images, down, right)",
        returns="the images moved by so many pixels down and to the right, up and left if negative, with zeros where "
        "nothing was, shape (n, rows, columns)",
        start="Make zeros of the shape of images, and copy a part of images into a part of them. Moved down by 1, rows "
        "0 to rows - 2 come to rows 1 to rows - 1.",
        solution=_moved,
        cases=(
            case("one down and two to the right", one, 1, 2, hint=wraps),
            case("down only", one, 1, 0, hint=wraps),
            case("up and to the left", one, -1, -2, hint=wraps),
            case("not moved at all", many, 0, 0),
            case("five digits, two down and one left", many, 2, -1, hint=wraps),
            case("out of the frame", many, 9, 0, hint=out),
            case("out of the frame on the left", one, 0, -4, hint=out),
        ),
        mistakes=(
            (lambda images, down, right: np.roll(images, (down, right), (1, 2)), wraps),
            (lambda images, down, right: _moved(images, -down, -right), "Positive is down and to the right."),
            (lambda images, down, right: _moved(images, right, down), "First the rows, down, and then the columns."),
            (lambda images, down, right: _moved(images, -down, right), "Positive numbers move it down, not up."),
            (lambda images, down, right: _moved(images, down, -right), "Positive numbers move it right, not left."),
            (lambda images, down, right: _moved(images, abs(down), abs(right)), "A negative number moves it back."),
            (lambda images, down, _: _moved(images, down, 0), "It has to move to the right, too."),
        ),
    )


def _epoch_of(
    W: Floats, X: Floats, labels: np.ndarray, order: np.ndarray, size: int, rate: float, wrong: str = ""
) -> Floats:
    """Return W after one epoch of mini-batches, with one thing wrong if asked for."""
    size, start = int(size), W
    last = len(order) - len(order) % size if wrong == "rest" else len(order)
    for first in range(0, last, size):
        rows = np.arange(first, min(first + size, last)) if wrong == "order" else order[first : first + size]
        Z = X[rows] @ (start if wrong == "old" else W)
        delta = softmax_of(Z) - np.eye(W.shape[1])[labels[rows]]
        n = {"sum": 1, "size": size, "all": len(X)}.get(wrong, len(rows))
        W = W + (rate if wrong == "sign" else -rate) * X[rows].T @ delta / n
        if wrong == "one":
            break
    return W


def _mini_batch_epoch(rng: np.random.Generator) -> Exercise:
    def wrong(kind: str) -> object:
        return lambda *args: _epoch_of(*args, kind)

    small = [[1, 0], [0, 1], [1, 1]], np.array([0, 1, 1]), np.array([2, 0, 1])
    X, labels = rng.normal(size=(50, 4)), rng.integers(3, size=50)
    large = np.array([[1000.0, 0], [0, 1000]])
    overflow = "exp(1000) overflows: subtract the largest logit of each row before taking the exponential."
    rest = "The last batch may have fewer examples than the others: use them, and divide by their own number."
    return Exercise(
        signature="epoch(W, X, labels, order, batch_size, learning_rate)",
        returns="the weights W, shape (d, K), after one pass through the examples in this order, with a step of "
        "gradient descent on the mean cross-entropy of each mini-batch",
        start="Take batch_size entries of order at a time: rows = order[first : first + batch_size]. The gradient of "
        "a batch of m examples is X^T (softmax(X W) - Y) / m, with Y one-hot.",
        solution=_epoch_of,
        cases=(
            case("one batch of all", np.zeros((2, 2)), *small, 3, 0.5),
            case("one example at a time", [[0.5, 0], [0, 0]], *small, 1, 0.5),
            case("a last batch that is smaller", [[0.5, 0], [0, 0]], *small, 2, 0.5, hint=rest),
            case("fifty examples", rng.normal(size=(4, 3)), X, labels, rng.permutation(50), 8, 0.1, hint=rest),
            case("a batch size above n", rng.normal(size=(4, 3)), X, labels, rng.permutation(50), 64, 0.1, hint=rest),
            case("logits of 1000", large, [[1, 0], [1, 0]], np.array([0, 1]), np.array([1, 0]), 1, 0.1, hint=overflow),
        ),
        mistakes=(
            (wrong("order"), "Take the examples in the given order: rows = order[first : first + batch_size]."),
            (wrong("old"), "The second batch needs the weights after the first: take the gradient anew."),
            (wrong("rest"), rest),
            (wrong("size"), rest),
            (wrong("sum"), "The loss of a batch is a mean: divide by the number of its examples."),
            (wrong("all"), "Divide by the number of examples in the batch, not by n."),
            (wrong("sign"), "The sign is wrong: subtract the gradient."),
            (wrong("one"), "This is the first batch only: go on to the end of order."),
        ),
    )


def _kept(losses: Floats, patience: int) -> int:
    """Return the epoch of the least loss that was seen before patience ran out."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def _impatient(losses: Floats, patience: int) -> int:
    """Count epochs in which the loss rose, rather than epochs without a new least."""
    worse, best = 0, 0
    for epoch in range(1, len(losses)):
        worse = worse + 1 if losses[epoch] >= losses[epoch - 1] else 0
        best = epoch if losses[epoch] < losses[best] else best
        if worse >= patience:
            break
    return best


def _never_forgets(losses: Floats, patience: int) -> int:
    bad, best = 0, 0
    for epoch, loss in enumerate(losses[1:], 1):
        best, bad = (epoch, bad) if loss < losses[best] else (best, bad + 1)
        if bad >= patience:
            break
    return best


def _with_ties(losses: Floats, patience: int) -> int:
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def _stopped(losses: Floats, patience: int) -> int:
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if epoch - best >= patience:
            return epoch
    return len(losses) - 1


def _early_stopping(rng: np.random.Generator) -> Exercise:
    noisy = 1 / np.arange(1, 41) + 0.01 * np.arange(40) + 0.03 * rng.normal(size=40)
    return Exercise(
        signature="keep(losses, patience)",
        returns="the number of the epoch, from 0, whose weights are kept: training stops once so many epochs in a row "
        "have not been below the least validation loss so far, and the least is kept",
        start="Go through the losses with a for loop over enumerate(losses). Remember the epoch of the least loss so "
        "far; break when epoch - best reaches patience; return best.",
        solution=_kept,
        cases=(
            case("down, then up", [3, 2, 1, 2, 3], 2),
            case("a second valley that is not reached", [3, 2, 2.5, 2.6, 2.7, 1], 2),
            case("two valleys behind", [4, 2, 3, 3, 1, 2, 2, 2, 0], 2),
            case("the same valley with more patience", [3, 2, 2.5, 2.6, 1], 3),
            case("ups and downs above the least", [3, 1, 2, 1.5, 2, 0.5], 3),
            case("always down", [5, 4, 3, 2, 1], 1),
            case("up from the start", [1, 2, 3, 4], 2),
            case("two equal least losses", [3, 2, 2, 3, 4], 2),
            case("bad epochs between better ones", [5, 6, 4, 5, 3, 4, 2], 2),
            case("forty epochs", noisy, 5),
        ),
        mistakes=(
            (lambda losses, _: int(np.argmin(losses)), "What comes after training has stopped was never seen."),
            (_stopped, "Return the epoch of the least loss, not the one in which training stopped."),
            (_impatient, "Compare with the least loss so far, not with the epoch before."),
            (_with_ties, "An equal loss is no progress: keep the first, and go on counting."),
            (_never_forgets, "Count the epochs in a row: a new least loss begins the count anew."),
            (lambda losses, patience: _kept(losses, patience + 1), "It stops one epoch too late."),
            (lambda losses, patience: _kept(losses, max(patience - 1, 1)), "It stops one epoch too early."),
            (lambda losses, patience: _kept(losses, patience) + 1, "Epochs are counted from 0."),
        ),
    )


def _dropout(rng: np.random.Generator) -> Exercise:
    A, u = rng.normal(size=(6, 5)), rng.random((6, 5))
    scale = "What is kept is divided by 1 - p, so that the mean over the draws stays."
    return Exercise(
        signature="drop(A, u, p)",
        returns="A with a zero wherever the random number u is below p, and what is kept divided by 1 - p, shape of A",
        start="u < p says where to drop. np.where(condition, a, b) takes a where the condition holds, and b elsewhere.",
        solution=lambda A, u, p: np.where(u < p, 0, A / (1 - p)),
        cases=(
            case("four outputs, half of them dropped", [[1, 2, 3, 4]], [[0.1, 0.9, 0.2, 0.6]], 0.5),
            case("a quarter dropped", [[3, 6, 9]], [[0.3, 0.2, 0.8]], 0.25),
            case("nothing dropped", [[1, 2]], [[0.0, 0.4]], 0.0),
            case("u equal to p", [[4, 8]], [[0.5, 0.25]], 0.5, hint="Only what is below p is dropped."),
            case("six examples of five neurons", A, u, 0.4),
        ),
        mistakes=(
            (lambda A, u, p: np.where(u < p, 0, A), scale),
            (lambda A, u, p: np.where(u < p, 0, A * (1 - p)), "Divide by 1 - p, do not multiply."),
            (lambda A, u, p: np.where(u < p, 0, A / p), "Divide by the share that is kept, 1 - p, not by p."),
            (lambda A, u, p: np.where(u < p, A / (1 - p), 0), "This keeps what should be dropped."),
            (lambda A, u, p: np.where(u < 1 - p, 0, A / (1 - p)), "Drop where u is below p, not below 1 - p."),
            (lambda A, u, p: np.where(u <= p, 0, A / (1 - p)), "Only what is below p is dropped."),
            (lambda A, _, p: A * (1 - p), "This is the mean over the draws: set single entries to zero."),
        ),
    )


def _pixel_gradient(rng: np.random.Generator) -> Exercise:
    def gradient(x: Floats, W_1: Floats, b_1: Floats, W_2: Floats, _: Floats, k: int) -> Floats:
        return W_1 @ (W_2[:, k] * (x @ W_1 + b_1 > 0))

    def random(d: int, hidden: int, K: int) -> tuple:
        return (
            rng.normal(size=d),
            rng.normal(size=(d, hidden)),
            rng.normal(size=hidden),
            rng.normal(size=(hidden, K)),
            rng.normal(size=K),
        )

    two = [[1, -1], [2, 1]], [0, 0], [[3, 1], [5, 2]], [0, 0]
    kink = "A neuron whose pre-activation is not positive puts out 0, and passes nothing back."
    return Exercise(
        signature="pixel_gradient(x, W_1, b_1, W_2, b_2, k)",
        returns="the gradient of logit k by the inputs x of a network with one hidden layer of ReLUs, shape (d,)",
        start="Forward: z_1 = x @ W_1 + b_1. Back from logit k: W_2[:, k], times 1 where z_1 > 0 and 0 elsewhere, "
        "times W_1 transposed.",
        solution=gradient,
        cases=(
            case("both neurons on", [1, 2], *two, 0),
            case("one neuron off", [2, 1], *two, 1, hint=kink),
            case("all neurons off", [-1, 0.5], [[1, 1], [0, 0]], [0, 0], [[3, 1], [5, 2]], [0, 0], 0, hint=kink),
            case("biases that turn neurons on", [-1, 0], [[1, 2], [0, 3]], [2, 3], [[1, 0], [0, 1]], [9, 9], 1),
            case("five inputs, four neurons, three classes", *random(5, 4, 3), 2),
            case("a hundred pixels", *random(100, 16, 10), 7),
        ),
        mistakes=(
            (lambda _x, W_1, _b_1, W_2, _b_2, k: W_1 @ W_2[:, k], kink),
            (lambda x, W_1, _b_1, W_2, _b_2, k: W_1 @ (W_2[:, k] * (x @ W_1 > 0)), "The bias decides, too, who is on."),
            (
                lambda x, W_1, b_1, W_2, _, k: W_1 @ (W_2[:, k] * np.maximum(x @ W_1 + b_1, 0)),
                "Multiply by the slope of the ReLU, 0 or 1, not by its output.",
            ),
            (lambda *args: -gradient(*args), "The sign is wrong: this is the gradient of the logit itself."),
            (lambda *args: gradient(*args) * args[0], "This is gradient times input: return the gradient."),
            (lambda *args: np.abs(gradient(*args)), "The gradient has signs: they say where ink helps, and where not."),
            (
                lambda x, W_1, b_1, W_2, *_: W_1 @ (W_2.sum(axis=1) * (x @ W_1 + b_1 > 0)),
                "Take column k of W_2 only: one logit, not the sum of all.",
            ),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "mini-batch-epoch": _mini_batch_epoch(rng),
        "early-stopping": _early_stopping(rng),
        "push": _push(rng),
        "dropout": _dropout(rng),
        "pixel-gradient": _pixel_gradient(rng),
    }
