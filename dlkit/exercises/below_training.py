"""The exercises of the pages below chapter 8: images that are pushed, dropout, the gradient by the pixels."""

import numpy as np

from .._arrays import Floats
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


def push(rng: np.random.Generator) -> Exercise:
    """Return the exercise of moving images in their frame."""
    wraps = "What leaves the frame on one side must not come back on the other, as np.roll has it: put 0 there."
    empty = "A slice [:-right] is empty for right = 0: name its end, [: columns - right]."
    back = "Negative numbers move up and to the left: zeros come in from below and from the right."
    each = "One of the two numbers may be negative, and the other positive: look at each by itself."
    out = "Moved farther than the frame is wide, everything has left it: return zeros."
    one = np.arange(1.0, 13.0).reshape(1, 3, 4)
    many = rng.integers(0, 17, size=(5, 8, 8)).astype(float)
    return Exercise(
        signature="push(images, down, right)",
        returns="the images moved by so many pixels down and to the right, up and left if negative, with zeros where "
        "nothing was, shape (n, rows, columns)",
        start="First for down = 1 and right = 0: which rows of images come to which rows of the result?",
        hint="Make zeros of the shape of images, and copy a part of images into a part of them. Moved down by 1, rows "
        "0 to rows - 2 come to rows 1 to rows - 1.",
        solution=_moved,
        cases=(
            case("one down and two to the right", one, 1, 2, hint=wraps),
            case("down only", one, 1, 0, hint=empty),
            case("up and to the left", one, -1, -2, hint=back),
            case("not moved at all", many, 0, 0),
            case("five digits, two down and one left", many, 2, -1, hint=each),
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


def dropout(rng: np.random.Generator) -> Exercise:
    """Return the exercise of setting outputs to zero at random."""
    A, u = rng.normal(size=(6, 5)), rng.random((6, 5))
    scale = "What is kept is divided by 1 - p, so that the mean over the draws stays."
    return Exercise(
        signature="drop(A, u, p)",
        returns="A with a zero wherever the random number u is below p, and what is kept divided by 1 - p, shape of A",
        start="u < p says where to drop.",
        hint="u < p says where to drop. np.where(condition, a, b) takes a where the condition holds, and b elsewhere.",
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


def pixel_gradient(rng: np.random.Generator) -> Exercise:
    """Return the exercise of going back from a logit to the inputs."""

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
        signature="by_pixel(x, W_1, b_1, W_2, b_2, k)",
        returns="the gradient of logit k by the inputs x of a network with one hidden layer of ReLUs, shape (d,)",
        start="Forward first: z_1 = x @ W_1 + b_1 says which neurons are on.",
        hint="Forward: z_1 = x @ W_1 + b_1. Back from logit k: W_2[:, k], times 1 where z_1 > 0 and 0 elsewhere, "
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
