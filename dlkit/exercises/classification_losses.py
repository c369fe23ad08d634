"""The exercises of chapter 5, classification losses."""

import numpy as np

from .._arrays import Floats
from ..activations import sigmoid, softmax
from ..cross_entropy import binary_cross_entropy, cross_entropy
from ..information import kl_divergence
from .exercise import Exercise, case

LARGEST = (
    "exp(1000) is more than a float can hold, and infinity over infinity is NaN. Subtract the largest logit of the row "
    "from all of the row first: the probabilities stay the same."
)
EACH_ROW = (
    "All exponentials of a row are rounded to 0 where the largest logit of another row is subtracted. Take each row's "
    "own: z.max(axis=1, keepdims=True)."
)
NATURAL = "Take the natural logarithm, np.log, and not that of base 2."
PICK = "An index [:, labels] takes these columns of every row. [np.arange(n), labels] takes one entry of each."


def _binary_cross_entropy(rng: np.random.Generator) -> Exercise:
    z = rng.normal(scale=3, size=50)
    rounded = (
        "sigma(40) is rounded to 1, and the logarithm of 1 - sigma(40) is lost. Clipping only hides that: the loss of "
        "a score of 40 is 40. In terms of the logit it is log(1 + e^z) - y z, with log(1 + e^z) = np.logaddexp(0, z)."
    )
    overflow = "exp(1000) overflows. np.logaddexp(0, z) is log(1 + e^z) without that."
    return Exercise(
        signature="my_bce(z, y)",
        returns="the binary cross-entropies of the logits z and the labels y, of the shape of z",
        start="Begin with y_hat = sigma(z), and see which case fails.",
        hint="With y_hat = sigma(z) the loss is -log(y_hat) where y is 1, and -log(1 - y_hat) where y is 0. Put "
        "1 / (1 + e^-z) in and simplify: the fraction goes away.",
        solution=binary_cross_entropy,
        cases=(
            case("logits of 0 and log 3", np.log([1, 1, 3, 3]), [0, 1, 0, 1]),
            case("a single logit", [-2], [1]),
            case("fifty logits", z, (rng.random(50) < sigmoid(z)).astype(float)),
            case("logits of 40, right and wrong", [40, 40, -40], [1, 0, 1], hint=rounded),
            case("logits of 1000", [1000, -1000, 1000, -1000], [1, 0, 0, 1], hint=overflow),
        ),
        mistakes=(
            (lambda z, y: -binary_cross_entropy(z, y), "This is the log-likelihood: change its sign."),
            (lambda z, y: binary_cross_entropy(z, 1 - y), "The labels are swapped: sigma(z) is the probability of 1."),
            (lambda z, y: binary_cross_entropy(z, y) / np.log(2), NATURAL),
            (lambda z, y: binary_cross_entropy(z, y).mean(), "This is the mean: return one loss for each label."),
            (lambda z, y: binary_cross_entropy(z, y).sum(), "This is the sum: return one loss for each label."),
            (
                lambda z, y: np.exp(-binary_cross_entropy(z, y)),
                "This is the probability of the label: take -log of it.",
            ),
            (lambda z, y: y * np.logaddexp(0, -z), "The labels 0 are missing: their loss is -log(1 - y_hat)."),
            (lambda z, y: (sigmoid(z) - y) ** 2, "This is the squared error of the probability."),
            (lambda z, y: sigmoid(z) - y, "This is the derivative of the loss with respect to z."),
        ),
    )


def _softmax(rng: np.random.Generator) -> Exercise:
    return Exercise(
        signature="my_softmax(z)",
        returns="in each row of z the probabilities e^z_k / (e^z_1 + ... + e^z_K), shape (n, K)",
        start="z has shape (n, K), one row for each example: sum the exponentials of each row.",
        hint="z has shape (n, K), one row for each example. Sum the exponentials of each row with "
        ".sum(axis=1, keepdims=True), so that the sums still have two axes and divide row by row.",
        solution=softmax,
        cases=(
            case("one row", np.log([[1, 2, 5]])),
            case("two rows", np.log([[1, 1], [1, 3]])),
            case("a single class", [[7]]),
            case("fifty rows of four logits", rng.normal(scale=3, size=(50, 4))),
            case("logits of 1000", [[1000, 1000, 999]], hint=LARGEST),
            case("logits of 1000 and of -1000", [[1000, 1001], [-1000, -1001]], hint=EACH_ROW),
            case("1000 and -1000 in one row", [[1000, -1000, 0], [-1000, 0, 1000]], hint=LARGEST),
        ),
        mistakes=(
            (np.exp, "Divide each row by its sum, so that the row adds up to 1."),
            (lambda z: softmax(z.T).T, "This adds up to 1 in each column: sum over the classes of a row, axis=1."),
            (lambda z: softmax(z.ravel()).reshape(z.shape), "All entries add up to 1: each row has to."),
            (lambda z: z / z.sum(axis=1, keepdims=True), "The exponentials are missing: logits can be negative."),
            (sigmoid, "This is the sigmoid of each logit: a row of it does not add up to 1."),
            (lambda z: np.log(softmax(z)), "This is the logarithm of the probabilities."),
        ),
    )


def _classes(rng: np.random.Generator, n: int, K: int) -> tuple[Floats, np.ndarray]:
    return rng.normal(scale=2, size=(n, K)), rng.integers(K, size=n)


def _cross_entropy(rng: np.random.Generator) -> Exercise:
    rounded = (
        "The probability of the label is rounded to 0 here, and its logarithm is lost, which clipping only hides; or "
        "exp(1000) overflows. The loss is log(sum_k e^z_k) - z_c, c the label: subtract the largest logit of each row "
        "from the row first."
    )
    added = "m is subtracted from the logits in the sum, and not from z_c: subtract it there too, or add m at the end."

    def log_sum(z: Floats) -> Floats:
        return cross_entropy(z, np.argmax(z, axis=1)) + z.max(axis=1)

    return Exercise(
        signature="my_ce(z, labels)",
        returns="the cross-entropy of each row of logits with its label, in nats, shape (n,)",
        start="For one row, write -log of the softmax probability of the label as a difference.",
        hint="z has shape (n, K), and labels holds n integers from 0 to K - 1. The loss of a row is -log of the "
        "softmax probability of its label. z[np.arange(len(z)), labels] picks the logit of the label in each row.",
        solution=cross_entropy,
        cases=(
            case("two rows", np.log([[1, 2, 5], [1, 1, 2]]), np.array([1, 2])),
            case("a single example", [[0, 0, 0, 0]], np.array([3])),
            case("fifty rows of four logits", *_classes(rng, 50, 4)),
            case("logits of 1000, right and wrong", [[1000, 0], [1000, 0]], np.array([0, 1]), hint=rounded),
            case("logits of 1000 and of -1000", [[1000, 1001], [-1000, -1001]], np.array([0, 1]), hint=EACH_ROW),
            case("1000 and -1000 in one row", [[1000, -1000, 0], [-1000, 0, 1000]], np.array([0, 1]), hint=rounded),
        ),
        mistakes=(
            (lambda z, k: -cross_entropy(z, k), "This is the log-likelihood: change its sign."),
            (lambda z, k: cross_entropy(z, k) / np.log(2), NATURAL),
            (lambda z, k: cross_entropy(z, k).mean(), "This is the mean: return one loss for each row."),
            (lambda z, k: cross_entropy(z, k).sum(), "This is the sum: return one loss for each row."),
            (lambda z, k: np.exp(-cross_entropy(z, k)), "This is the probability of the label: take -log of it."),
            (lambda z, _: -np.log(softmax(z)), "This is the loss of each possible label: pick the observed one."),
            (lambda z, _: -np.log(softmax(z)).sum(axis=1), "Only the probability of the label counts, not all."),
            (lambda z, k: -np.log(sigmoid(z[np.arange(len(z)), k])), "Take the softmax of the row, not the sigmoid."),
            (lambda z, k: -z[np.arange(len(z)), k], "The normalization is missing: add log(sum_k e^z_k)."),
            (lambda z, k: cross_entropy(z, k) - z.max(axis=1), added),
            (lambda z, k: log_sum(z) - z[:, k], PICK),
            (lambda z, k: log_sum(z)[:, None] - z[:, k], PICK),
        ),
    )


def _cross_entropy_gradient(rng: np.random.Generator) -> Exercise:
    def gradient(z: Floats, labels: np.ndarray) -> Floats:
        return cross_entropy.gradient(z, labels)

    def in_every_row(z: Floats, labels: np.ndarray) -> Floats:
        p = softmax(z)
        p[:, labels] -= 1
        return p / len(z)

    return Exercise(
        signature="logits_gradient(z, labels)",
        returns="the gradient of the mean cross-entropy of all rows with respect to the logits z, shape (n, K)",
        start="Begin with the gradient of the loss of one row.",
        hint="For one row the gradient is softmax(z) - y, y the one-hot row of the label: 1 is subtracted from the "
        "probability of the label. The mean over n rows divides that by n.",
        solution=lambda z, labels: gradient(z, labels) / len(z),
        cases=(
            case("two rows", np.log([[1, 2, 5], [1, 1, 2]]), np.array([1, 2])),
            case("a single example", [[0, 0, 0, 0]], np.array([3])),
            case("fifty rows of four logits", *_classes(rng, 50, 4)),
            case("logits of 1000, right and wrong", [[1000, 0], [1000, 0]], np.array([0, 1]), hint=LARGEST),
        ),
        mistakes=(
            (gradient, "This is the gradient of the sum of the losses: divide it by n."),
            (lambda z, k: -gradient(z, k) / len(z), "The sign is wrong: it is the softmax minus the one-hot row."),
            (lambda z, k: gradient(z, k) / z.size, "The mean is over the n rows: divide by n, not by n K."),
            (lambda z, _: softmax(z) / len(z), "Subtract 1 from the probability of the label."),
            (in_every_row, PICK),
            (
                lambda z, k: np.where(k[:, None] == np.arange(z.shape[1]), gradient(z, k), 0) / len(z),
                "The logits of the other classes count too: they are in the sum of the softmax.",
            ),
            (lambda z, k: gradient(z, k).mean(axis=0), "Each row of z has a gradient of its own: do not add the rows."),
        ),
    )


def _kl_divergence(rng: np.random.Generator) -> Exercise:
    zero = "0 times log 0 is NaN, but a class that never happens adds nothing: leave out the classes with p_k = 0."
    return Exercise(
        signature="my_kl(p, q)",
        returns="the divergence sum_k p_k log(p_k / q_k) between p and q, in nats, one number",
        start="p and q have shape (K,), and each adds up to 1. Write the sum with np.log, and see which case it fails.",
        solution=kl_divergence,
        cases=(
            case("two classes", [0.5, 0.5], [0.25, 0.75]),
            case("equal distributions", [0.2, 0.3, 0.5], [0.2, 0.3, 0.5]),
            case("ten classes", rng.dirichlet(np.ones(10)), rng.dirichlet(np.ones(10))),
            case("a label that is certain", [0, 1, 0], [0.25, 0.5, 0.25], hint=zero),
            case("a class that both rule out", [0, 0.5, 0.5], [0, 0.25, 0.75], hint=zero),
        ),
        mistakes=(
            (lambda p, q: (q * np.log(q / p)).sum(), "This is the divergence between q and p: the weights are p_k."),
            (lambda p, q: (p * np.log(q / p)).sum(), "The sign is wrong: the logarithm is of p_k / q_k."),
            (lambda p, q: -(p * np.log(q)).sum(), "This is the cross-entropy: subtract the entropy of p."),
            (lambda p, _: -(p * np.log(p)).sum(), "This is the entropy of p: q has to enter."),
            (lambda p, q: (p * np.log2(p / q)).sum(), NATURAL),
            (lambda p, q: (p * np.log(p / q)).mean(), "Add over the classes: the p_k are the weights already."),
            (lambda p, q: np.log(p / q).sum(), "Weight each logarithm by p_k."),
            (lambda p, q: ((p - q) ** 2).sum(), "This is a squared distance: take the mean of log(p_k / q_k)."),
        ),
    )


def build(rng: np.random.Generator) -> dict[str, Exercise]:
    """Return the exercises by name."""
    return {
        "binary-cross-entropy": _binary_cross_entropy(rng),
        "softmax": _softmax(rng),
        "cross-entropy": _cross_entropy(rng),
        "cross-entropy-gradient": _cross_entropy_gradient(rng),
        "kl-divergence": _kl_divergence(rng),
    }
