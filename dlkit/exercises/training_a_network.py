"""The exercises of chapter 8, training a network."""

import numpy as np

from .._arrays import Floats
from ..activations import softmax_of
from .below_training import dropout, pixel_gradient, push
from .exercise import Exercise, case


def _epoch_of(
    W: Floats, X: Floats, labels: np.ndarray, order: np.ndarray, size: int, rate: float, wrong: str = ""
) -> Floats:
    """Return W after one epoch of mini-batches, with one thing wrong if asked for."""
    size, start = int(size), W
    last = len(order) - len(order) % size if wrong == "rest" else len(order)
    for first in range(0, last, size):
        rows = np.arange(first, min(first + size, last)) if wrong == "order" else order[first : first + size]
        Z = X[rows] @ (start if wrong == "old" else W)
        delta = softmax_of(Z) - np.eye(10 if wrong == "ten" else W.shape[1])[labels[rows]]
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
        signature="epoch(W, X, labels, order, size, rate)",
        returns="the weights W, shape (d, K), after one pass through the examples in this order, with a step of "
        "gradient descent on the mean cross-entropy of each mini-batch",
        start="Write the step for the first batch, of the examples order[:size].",
        hint="Take size entries of order at a time: rows = order[first : first + size]. The gradient of "
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
            (wrong("order"), "Take the examples in the given order: rows = order[first : first + size]."),
            (wrong("old"), "The second batch needs the weights after the first: take the gradient anew."),
            (wrong("rest"), rest),
            (wrong("size"), rest),
            (wrong("sum"), "The loss of a batch is a mean: divide by the number of its examples."),
            (wrong("all"), "Divide by the number of examples in the batch, not by n."),
            (wrong("sign"), "The sign is wrong: subtract the gradient."),
            (wrong("ten"), "One-hot rows have K entries, as many as W has columns: np.eye(W.shape[1])."),
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
        start="Go through the losses: for epoch, loss in enumerate(losses).",
        hint="Remember the epoch of the least loss so far. Stop when patience epochs have passed since then.",
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
            (lambda losses, patience: losses[_kept(losses, patience)], "Return the number of the epoch, not its loss."),
            (_stopped, "Return the epoch of the least loss, not the one in which training stopped."),
            (_impatient, "Compare with the least loss so far, not with the epoch before."),
            (_with_ties, "An equal loss is no progress: keep the first, and go on counting."),
            (_never_forgets, "Count the epochs in a row: a new least loss begins the count anew."),
            (lambda losses, patience: _kept(losses, patience + 1), "It stops one epoch too late."),
            (lambda losses, patience: _kept(losses, max(patience - 1, 1)), "It stops one epoch too early."),
            (lambda losses, patience: _kept(losses, patience) + 1, "Epochs are counted from 0."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "mini-batch-epoch": _mini_batch_epoch(rng),
        "early-stopping": _early_stopping(rng),
        "push": push(rng),
        "dropout": dropout(rng),
        "pixel-gradient": pixel_gradient(rng),
    }
