"""The checks of chapter 8 pass whatever is right, however it is written, and no answer that is wrong."""

import itertools

import numpy as np
from answers import cross_entropy_gradient, log_softmax
from many_answers import stated


def rolled(images, down, right, fill=0.0):
    out = np.roll(images, (down, right), axis=(1, 2))
    rows, columns = (np.arange(k) for k in images.shape[1:])
    inside = (rows - down >= 0) & (rows - down < len(rows))
    beside = (columns - right >= 0) & (columns - right < len(columns))
    return np.where(inside[:, None] & beside, out, fill)


def with_matrices(images, down, right):
    rows, columns = images.shape[1:]
    return np.eye(rows, k=-down) @ images @ np.eye(columns, k=right)


def pixel_by_pixel(images, down, right):
    out = [[[0.0] * images.shape[2] for _ in range(images.shape[1])] for _ in images]
    for (i, r, c), value in np.ndenumerate(images):
        if 0 <= r + down < images.shape[1] and 0 <= c + right < images.shape[2]:
            out[i][r + down][c + right] = value
    return out


def padded(images, down, right, mode="constant"):
    far = max(*images.shape, abs(down), abs(right))
    wide = np.pad(images, [(0, 0), (far, far), (far, far)], mode=mode)
    rows, columns = images.shape[1:]
    return wide[:, far - down : far - down + rows, far - right : far - right + columns]


def in_two_moves(images, down, right):
    return rolled(rolled(images, down, 0), 0, right)


def one_step_at_a_time(images, down, right):
    for _ in range(abs(down)):
        images = rolled(images, int(np.sign(down)), 0)
    for _ in range(abs(right)):
        images = rolled(images, 0, int(np.sign(right)))
    return images


def taken(images, down, right):
    rows, columns = images.shape[1:]
    r, c = np.mgrid[:rows, :columns]
    r, c = r - down, c - right
    good = (r >= 0) & (r < rows) & (c >= 0) & (c < columns)
    return images[:, r.clip(0, rows - 1), c.clip(0, columns - 1)] * good


def epoch(W, X, labels, order, size, rate, *, gradient=cross_entropy_gradient, step=lambda W, g: W - g):
    for first in range(0, len(order), size):
        rows = order[first : first + size]
        W = step(W, rate * X[rows].T @ gradient(X[rows] @ W, labels[rows]))
    return W


def by_examples(W, X, labels, order, size, rate):
    W, waiting = W.copy(), list(order)
    while waiting:
        batch, waiting = waiting[:size], waiting[size:]
        total = np.zeros_like(W)
        for i in batch:
            delta = np.exp(log_softmax((X[i] @ W)[None]))[0]
            delta[labels[i]] -= 1
            total += np.outer(X[i], delta)
        W -= rate * total / len(batch)
    return W


def sorted_first(W, X, labels, order, size, rate):
    X, labels = X[order], labels[order]
    for first in range(0, len(X), size):
        x, y = X[first : first + size], labels[first : first + size]
        W = W - rate * x.T @ cross_entropy_gradient(x @ W, y)
    return W


def split(W, X, labels, order, size, rate):
    for rows in np.split(order, range(size, len(order), size)):
        W = W - rate / len(rows) * X[rows].T @ (cross_entropy_gradient(X[rows] @ W, labels[rows]) * len(rows))
    return W


def recursive(W, X, labels, order, size, rate):
    if len(order) == 0:
        return W
    rows = order[:size]
    W = W - rate * X[rows].T @ cross_entropy_gradient(X[rows] @ W, labels[rows])
    return recursive(W, X, labels, order[size:], size, rate)


def one_hot_sum(W, X, labels, order, size, rate):
    Y = np.zeros((len(X), W.shape[1]))
    Y[np.arange(len(X)), labels] = 1
    for first in np.arange(0, len(order), size):
        rows = np.array(order)[first : first + size]
        P = np.exp(log_softmax(X[rows] @ W))
        W = W - rate * np.einsum("ij,ik->jk", X[rows], P - Y[rows]) / rows.size
    return W


def momentum_epoch(*args):
    v = 0

    def step(W, g):
        nonlocal v
        v = 0.9 * v - g
        return W + v

    return epoch(*args, step=step)


def keep(losses, patience, *, better=lambda new, old: new < old, late=0):
    best = 0
    for number, loss in enumerate(losses):
        if better(loss, losses[best]):
            best = number
        elif number - best >= patience + late:
            break
    return best


def with_a_counter(losses, patience):
    best, least, bad = 0, np.inf, 0
    for number, loss in enumerate(losses):
        if loss < least:
            best, least, bad = number, loss, 0
        else:
            bad += 1
        if bad == patience:
            return best
    return best


def with_argmin(losses, patience):
    for end in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:end]))
        if end - 1 - best >= patience:
            return best
    return int(np.argmin(losses))


def with_while(losses, patience):
    at, best = 0, 0
    while at < len(losses) and at - best <= patience:
        best = at if losses[at] < losses[best] else best
        at += 1
    return np.int64(best)


def with_running_least(losses, patience):
    least = np.minimum.accumulate(losses)
    news = [0, *(1 + np.flatnonzero(np.diff(least) < 0))]
    for now, then in itertools.pairwise([*news, len(losses)]):
        if then - now > patience:
            return now
    return news[-1]


def backwards(losses, patience):
    stops = [
        n
        for n in range(len(losses))
        if n >= patience and min(losses[n - patience + 1 : n + 1]) >= min(losses[: n - patience + 1])
    ]
    end = stops[0] if stops else len(losses) - 1
    return float(np.argmin(losses[: end + 1]))


def on(x, W_1, b_1):
    return (x @ W_1 + b_1 > 0).astype(float)


def nudged(x, W_1, b_1, W_2, b_2, k):
    """The network is affine around x, so a difference is exact but for rounding."""
    mask = on(x, W_1, b_1)
    logit = lambda x: ((x @ W_1 + b_1) * mask @ W_2 + b_2)[k]  # noqa: E731
    return [logit(row) - logit(0 * x) for row in np.eye(len(x))]


def neuron_by_neuron(x, W_1, b_1, W_2, b_2, k):
    total = np.zeros(len(x))
    for j in range(len(b_1)):
        if x @ W_1[:, j] + b_1[j] > 0:
            total += W_2[j, k] * W_1[:, j]
    return total


def paths(x, W_1, b_1, W_2, b_2, k):
    mask = on(x, W_1, b_1)
    return [sum(W_1[i, j] * mask[j] * W_2[j, k] for j in range(len(b_1))) for i in range(len(x))]


UNUSUAL = {
    "mini-batch-epoch": [
        epoch,
        by_examples,
        sorted_first,
        split,
        recursive,
        one_hot_sum,
        lambda *a: epoch(*a).tolist(),
        lambda W, *a: epoch(W.astype(np.longdouble), *a),
    ],
    "early-stopping": [
        keep,
        with_a_counter,
        with_argmin,
        with_while,
        with_running_least,
        backwards,
        lambda losses, patience: np.array(keep(list(losses), patience)),
        lambda losses, patience: keep([-1 / loss for loss in losses], int(patience)),
    ],
    "push": [
        rolled,
        with_matrices,
        pixel_by_pixel,
        padded,
        in_two_moves,
        one_step_at_a_time,
        taken,
        lambda images, down, right: np.array([with_matrices(image[None], down, right)[0] for image in images]),
    ],
    "dropout": [
        lambda A, u, p: np.where(u < p, 0, A / (1 - p)),
        lambda A, u, p: A * (u >= p) / (1 - p),
        lambda A, u, p: A / (1 - p) * np.logical_not(np.less(u, p)),
        lambda A, u, p: np.select([u < p], [0], A / (1 - p)),
        lambda A, u, p: [
            [0 if r < p else a / (1 - p) for a, r in zip(*rows, strict=True)] for rows in zip(A, u, strict=True)
        ],
        lambda A, u, p: A * np.heaviside(u - p, 1) / (1 - p),
        lambda A, u, p: A * np.floor(u + 1 - p).astype(int) / (1 - p),
        lambda A, u, p: np.multiply(A, np.array(u >= p, float)) * (1 / (1 - p)),
    ],
    "pixel-gradient": [
        neuron_by_neuron,
        paths,
        nudged,
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k] * on(x, W_1, b_1)),
        lambda x, W_1, b_1, W_2, b_2, k: (W_1 * on(x, W_1, b_1) @ W_2)[:, k],
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ np.diag(on(x, W_1, b_1)) @ W_2 @ np.eye(len(b_2))[k],
        lambda x, W_1, b_1, W_2, b_2, k: W_1[:, on(x, W_1, b_1) > 0] @ W_2[on(x, W_1, b_1) > 0, k],
        lambda x, W_1, b_1, W_2, b_2, k: np.einsum("dh,h,h->d", W_1, on(x, W_1, b_1), W_2[:, k]),
    ],
}


def shuffled(W, X, labels, order, size, rate):
    return epoch(W, X, labels, np.sort(order), size, rate)


WRONG = {
    "mini-batch-epoch": [
        shuffled,
        momentum_epoch,
        lambda W, X, y, order, size, rate: W,
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, len(order), rate),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, 1, rate),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, size, -rate),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, size, rate / size),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order[::-1], size, rate),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order[: len(order) // size * size], size, rate),
        lambda W, X, y, order, size, rate: epoch(epoch(W, X, y, order, size, rate), X, y, order, size, rate),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, size, rate).T,
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, size, rate) - W,
        lambda W, X, y, order, size, rate: epoch(
            W, X, y, order, size, rate, gradient=lambda z, y: cross_entropy_gradient(z, y) * len(y)
        ),
        lambda W, X, y, order, size, rate: epoch(
            W, X, y, order, size, rate, gradient=lambda z, y: np.exp(log_softmax(z)) / len(y)
        ),
        lambda W, X, y, order, size, rate: epoch(W, X, y, order, size, rate, step=lambda W, g: W.__isub__(g)),
        lambda W, X, y, order, size, rate: epoch(
            W, X, y, order, size, rate, gradient=lambda z, y: (np.exp(log_softmax(z)) - np.eye(10)[y]) / len(y)
        ),
    ],
    "early-stopping": [
        lambda losses, patience: int(np.argmin(losses)),
        lambda losses, patience: min(losses),
        lambda losses, patience: losses[keep(losses, patience)],
        lambda losses, patience: len(losses) - 1,
        lambda losses, patience: 0,
        lambda losses, patience: keep(losses, patience) + 1,
        lambda losses, patience: keep(losses, patience, late=1),
        lambda losses, patience: keep(losses, patience, late=-1),
        lambda losses, patience: keep(losses, patience, better=lambda new, old: new <= old),
        lambda losses, patience: keep(losses, patience, better=lambda new, old: new > old),
        lambda losses, patience: keep(losses, 1),
        lambda losses, patience: keep(losses[::-1], patience),
        lambda losses, patience: int(np.argmin(losses[:patience])),
        lambda losses, patience: [keep(losses, patience)],
    ],
    "push": [
        lambda images, down, right: images,
        lambda images, down, right: np.roll(images, (down, right), (1, 2)),
        lambda images, down, right: np.roll(images, (down, right), (0, 1)),
        lambda images, down, right: rolled(images, right, down),
        lambda images, down, right: rolled(images, -down, -right),
        lambda images, down, right: rolled(images, down, -right),
        lambda images, down, right: rolled(images, down, 0),
        lambda images, down, right: rolled(images, 0, right),
        lambda images, down, right: rolled(images, down, right, fill=np.nan),
        lambda images, down, right: rolled(images, down, right, fill=images.min()),
        lambda images, down, right: padded(images, down, right, mode="edge"),
        lambda images, down, right: padded(images, down, right)[0],
        lambda images, down, right: np.pad(images, ((0, 0), (max(down, 0), 0), (max(right, 0), 0))),
        lambda images, down, right: rolled(images, down, right).reshape(len(images), -1),
    ],
    "dropout": [
        lambda A, u, p: A,
        lambda A, u, p: np.where(u < p, 0, A),
        lambda A, u, p: np.where(u < p, 0, A * (1 - p)),
        lambda A, u, p: np.where(u > p, 0, A / (1 - p)),
        lambda A, u, p: np.where(u <= p, 0, A / (1 - p)),
        lambda A, u, p: np.where(u < 1 - p, 0, A / (1 - p)),
        lambda A, u, p: np.where(u < p, np.nan, A / (1 - p)),
        lambda A, u, p: np.where(u < p, 1, A / (1 - p)),
        lambda A, u, p: np.where(np.less(A, p), 0, A / (1 - p)),
        lambda A, u, p: A / (1 - p) * (u[:, :1] >= p),
        lambda A, u, p: (A / (1 - p))[u >= p],
        lambda A, u, p: A * (u >= p) / np.mean(u >= p),
        lambda A, u, p: A * (1 - p),
        lambda A, u, p: (u >= p) / (1 - p),
    ],
    "pixel-gradient": [
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ W_2[:, k],
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k] * (x @ W_1 > 0)),
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k] * np.maximum(x @ W_1 + b_1, 0)),
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k] * (x @ W_1 + b_1 < 0)),
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k] * (W_2[:, k] > 0)),
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, 0] * on(x, W_1, b_1)),
        lambda x, W_1, b_1, W_2, b_2, k: W_1 @ (W_2[:, k - 1] * on(x, W_1, b_1)),
        lambda x, W_1, b_1, W_2, b_2, k: -neuron_by_neuron(x, W_1, b_1, W_2, b_2, k),
        lambda x, W_1, b_1, W_2, b_2, k: abs(neuron_by_neuron(x, W_1, b_1, W_2, b_2, k)),
        lambda x, W_1, b_1, W_2, b_2, k: x * neuron_by_neuron(x, W_1, b_1, W_2, b_2, k),
        lambda x, W_1, b_1, W_2, b_2, k: neuron_by_neuron(x, W_1, b_1, W_2, b_2, k) + b_2[k],
        lambda x, W_1, b_1, W_2, b_2, k: W_1 * on(x, W_1, b_1) @ W_2,
        lambda x, W_1, b_1, W_2, b_2, k: (np.maximum(x @ W_1 + b_1, 0) @ W_2 + b_2)[k],
        lambda x, W_1, b_1, W_2, b_2, k: np.sign(neuron_by_neuron(x, W_1, b_1, W_2, b_2, k)),
    ],
}

test_each_has_enough, test_a_right_answer_passes, test_a_wrong_answer_fails = stated(
    "08-training-a-network", UNUSUAL, WRONG
)
