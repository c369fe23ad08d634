"""Answers to the exercises as a reader may write them, in NumPy alone: right ones, and ones with a numerical flaw."""

import math

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def newton_step(theta, X, y):
    y_hat = sigmoid(X @ theta)
    H = (X.T * (y_hat * (1 - y_hat))) @ X / len(y)
    return theta - np.linalg.solve(H, X.T @ (y_hat - y) / len(y))


def huber(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.where(r <= delta, r**2 / 2, delta * (r - delta / 2))


def p_norm(v, p):
    largest = np.abs(v).max()
    if largest == 0 or p == np.inf:
        return largest
    return largest * np.sum((np.abs(v) / largest) ** p) ** (1 / p)


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def cross_entropy_gradient(z, labels):
    gradient = np.exp(log_softmax(z))
    gradient[np.arange(len(z)), labels] -= 1
    return gradient / len(z)


def kl_divergence(p, q):
    return sum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a > 0)


def differences(f, x, step=lambda x_j: 1e-5 * max(1, abs(x_j)), sides=(1, -1)):
    gradient = np.zeros(len(x))
    for j in range(len(x)):
        h = step(x[j])
        above, below = x.copy(), x.copy()
        above[j] += sides[0] * h
        below[j] += sides[1] * h
        gradient[j] = (f(above) - f(below)) / ((sides[0] - sides[1]) * h)
    return gradient


def network_gradient(theta, X, labels, sigmoid=sigmoid):
    b_1, W_1, b_2, W_2 = theta[:2], theta[2:6].reshape(2, 2), theta[6:8], theta[8:].reshape(2, 2)
    A = sigmoid(X @ W_1 + b_1)
    delta_2 = cross_entropy_gradient(A @ W_2 + b_2, labels)
    delta_1 = delta_2 @ W_2.T * A * (1 - A)
    parts = delta_1.sum(axis=0), X.T @ delta_1, delta_2.sum(axis=0), A.T @ delta_2
    return np.concatenate([part.ravel() for part in parts])


def descend(A, b, theta_0, learning_rate, steps):
    theta = theta_0
    for _ in range(steps):
        theta = theta - learning_rate * (A @ theta - b)
    return theta


def momentum(A, b, theta_0, learning_rate, beta, steps):
    theta, v = theta_0.copy(), np.zeros(len(b))
    for _ in range(steps):
        v = beta * v - learning_rate * (A @ theta - b)
        theta += v
    return theta


def adam(A, b, theta_0, learning_rate, steps, epsilon=1e-8):
    theta, m, s = theta_0, 0.0, 0.0
    for t in range(1, steps + 1):
        g = A @ theta - b
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g**2
        theta = theta - learning_rate * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + epsilon)
    return theta


def standardize(X):
    deviation = X.std(axis=0)
    deviation[X.max(axis=0) == X.min(axis=0)] = 1
    return (X - X.mean(axis=0)) / deviation


def push(images, down, right):
    rows, columns = images.shape[1:]
    out = np.zeros(images.shape)
    for i in range(rows):
        for j in range(columns):
            if 0 <= i - down < rows and 0 <= j - right < columns:
                out[:, i, j] = images[:, i - down, j - right]
    return out


def push_by_padding(images, down, right):
    rows, columns = images.shape[1:]
    return np.pad(images, ((0, 0), (down, 0), (right, 0)))[:, :rows, :columns]


def push_with_a_negative_end(images, down, right):
    out = np.zeros(images.shape)
    out[:, down:, right:] = images[:, :-down, :-right]
    return out


def push_by_indices(images, down, right):
    rows, columns = images.shape[1:]
    out = np.zeros(images.shape)
    for i in range(rows):
        for j in range(columns):
            if i + down < rows and j + right < columns:  # below 0, an index counts from the end
                out[:, i + down, j + right] = images[:, i, j]
    return out


def push_one_way(images, down, right):
    if down < 0 or right < 0:
        return push(images[:, ::-1, ::-1], abs(down), abs(right))[:, ::-1, ::-1]
    return push(images, down, right)


def push_by_slices(images, down, right):
    rows, columns = images.shape[1:]
    out = np.zeros(images.shape)
    to_rows = slice(max(down, 0), rows + min(down, 0))
    to_columns = slice(max(right, 0), columns + min(right, 0))
    from_rows = slice(max(-down, 0), rows - max(down, 0))
    from_columns = slice(max(-right, 0), columns - max(right, 0))
    out[:, to_rows, to_columns] = images[:, from_rows, from_columns]
    return out


def epoch(W, X, labels, order, batch_size, learning_rate, gradient=cross_entropy_gradient):
    for first in range(0, len(order), batch_size):
        rows = order[first : first + batch_size]
        W = W - learning_rate * X[rows].T @ gradient(X[rows] @ W, labels[rows])
    return W


def keep(losses, patience):
    best, waited = 0, 0
    for number in range(1, len(losses)):
        if losses[number] < losses[best]:
            best, waited = number, 0
        else:
            waited += 1
            if waited == patience:
                return best
    return best


def unbroadcast(G, b):
    while G.ndim > b.ndim:
        G = G.sum(axis=0)
    for axis, length in enumerate(b.shape):
        G = G.sum(axis=axis, keepdims=True) if length == 1 else G
    return G


def filter_gradient(x, delta):
    patches = np.lib.stride_tricks.sliding_window_view(x, x.shape[1] - delta.shape[1] + 1, axis=1)
    return np.einsum("ns,nsk->k", delta, patches)


def read(w_0, b_0, w_2, b_2, X):
    hidden = np.einsum("oi,ni->no", w_0, X) + b_0
    return np.einsum("oi,ni->no", w_2, hidden * (hidden > 0)) + b_2


def rms_back(Z, gamma, G, eps):
    m = Z.shape[1]
    found = np.empty(Z.shape)
    for i in range(len(Z)):  # with the Jacobian of each row
        s = np.sqrt(np.mean(Z[i] ** 2) + eps)
        jacobian = np.eye(m) / s - np.outer(Z[i], Z[i]) / (m * s**3)
        found[i] = jacobian @ (gamma * G[i])
    return found


RIGHT = {
    "sigmoid": sigmoid,
    "log-likelihood": lambda y_hat, y: np.sum(np.log(np.where(y == 1, y_hat, 1 - y_hat))),
    "logistic-gradient": lambda theta, X, y: X.T @ (sigmoid(X @ theta) - y) / len(y),
    "newton-step": newton_step,
    "classify": lambda X, theta: (X @ theta >= 0).astype(int),
    "gaussian-nll": lambda y_hat, y, sigma: np.sum(
        (y - y_hat) ** 2 / (2 * sigma**2) + np.log(sigma) + np.log(2 * np.pi) / 2
    ),
    "laplace-nll": lambda y_hat, y, b: np.sum(np.abs(y - y_hat) / b + np.log(2 * b)),
    "poisson-loss": lambda z, y: np.exp(z) - y * z,
    "constant-model": lambda y: math.log(sum(y) / len(y)),
    "r-squared": lambda y_hat, y: 1 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2),
    "huber": huber,
    "huber-gradient": lambda y_hat, y, delta: np.clip(y_hat - y, -delta, delta),
    "p-norm": p_norm,
    "soft-threshold": lambda z, penalty: np.sign(z) * np.maximum(np.abs(z) - penalty, 0),
    "best-constant": lambda y: sorted(y)[len(y) // 2],
    "binary-cross-entropy": lambda z, y: np.logaddexp(0, z) - y * z,
    "softmax": lambda z: np.exp(log_softmax(z)),
    "cross-entropy": lambda z, labels: -log_softmax(z)[np.arange(len(z)), labels],
    "cross-entropy-gradient": cross_entropy_gradient,
    "kl-divergence": kl_divergence,
    "chain-rule": lambda x: 2 * x * (math.exp(x) + 1) + x**2 * math.exp(x),
    "layer-gradient": lambda X, delta: np.vstack([delta.sum(axis=0), X.T @ delta]),
    "hidden-delta": lambda delta, W, z: delta @ W.T * sigmoid(z) * (1 - sigmoid(z)),
    "numerical-gradient": differences,
    "network-gradient": network_gradient,
    "gradient-descent": descend,
    "momentum": momentum,
    "adam": adam,
    "largest-learning-rate": lambda X: len(X) / np.linalg.norm(X, 2) ** 2,
    "standardize": standardize,
    "mini-batch-epoch": epoch,
    "early-stopping": keep,
    "push": push,
    "dropout": lambda A, u, p: A * (u >= p) / (1 - p),
    "pixel-gradient": lambda x, W_1, b_1, W_2, b_2, k: (W_1 * (x @ W_1 + b_1 > 0)) @ W_2[:, k],
    "unbroadcast": unbroadcast,
    "filter-gradient": filter_gradient,
    "read-weights": read,
    "rms-back": rms_back,
}


def naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def odds_sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def naive_softmax(z, shift=0):
    e = np.exp(z - shift)
    return e / e.sum(axis=1, keepdims=True)


def picked(p, labels):
    return p[np.arange(len(p)), labels]


def naive_binary_cross_entropy(z, y, limit=0.0):
    y_hat = np.clip(naive_sigmoid(z), limit, 1 - limit)
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def log_sum_exp(z):
    m = z.max(axis=1)
    return m + np.log(np.exp(z - m[:, None]).sum(axis=1))


def subtracted_in_every_row(z, labels):
    p = np.exp(log_softmax(z))
    p[:, labels] -= 1
    return p / len(z)


def slope_first(delta, W, z):
    a = sigmoid(z)
    return (delta * a * (1 - a)) @ W.T


def in_place(f, x, back=1):
    """Return central differences; x is shifted itself, and shifted back."""
    gradient = np.zeros(len(x))
    for j in range(len(x)):
        h = 1e-5 * max(1, abs(x[j]))
        x[j] += h
        above = f(x)
        x[j] -= 2 * h
        gradient[j] = (above - f(x)) / (2 * h)
        x[j] += back * h
    return gradient


def on_a_grid(y):
    grid = np.linspace(y.min(), y.max(), 10001)
    return grid[np.abs(grid - y[:, None]).sum(axis=0).argmin()]


# (exercise, the formula as it is printed, the case it fails in, words of the hint)
NAIVE = [
    ("sigmoid", naive_sigmoid, "large scores", "negative powers only"),
    ("sigmoid", odds_sigmoid, "large scores", "negative powers only"),
    ("sigmoid", lambda z: np.where(z >= 0, naive_sigmoid(z), odds_sigmoid(z)), "large scores", "negative powers only"),
    ("sigmoid", lambda z: naive_sigmoid(np.clip(z, -30, 30)), "probabilities of almost 0", "A bound on z changes it"),
    ("sigmoid", lambda z: (1 + np.tanh(z / 2)) / 2, "probabilities of almost 0", "two numbers near 1 has no digits"),
    ("sigmoid", lambda z: 1 - sigmoid(-z), "probabilities of almost 0", "two numbers near 1 has no digits"),
    (
        "log-likelihood",
        lambda y_hat, y: np.log(np.prod(y_hat**y * (1 - y_hat) ** (1 - y))),
        "2000 labels",
        "Take the logarithm of each factor first",
    ),
    (
        "log-likelihood",
        lambda y_hat, y: np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)),
        "certain",
        "0 times log 0",
    ),
    (
        "logistic-gradient",
        lambda theta, X, y: X.T @ (odds_sigmoid(X @ theta) - y) / len(y),
        "scores of 1000",
        "exp(1000) overflows",
    ),
    (
        "logistic-gradient",
        lambda theta, X, y: X.T @ (naive_sigmoid(X @ theta) - y) / len(y),
        "scores of 1000",
        "An overflow counts as an error in this case",
    ),
    ("classify", lambda X, theta: sigmoid(X @ theta) >= 0.5, "very close to 0", "No sigmoid is needed"),
    (
        "gaussian-nll",
        lambda p, y, s: -np.sum(np.log(np.exp(-((y - p) ** 2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi)))),
        "60 standard deviations",
        "the exponential goes away",
    ),
    (
        "laplace-nll",
        lambda p, y, b: -np.sum(np.log(np.exp(-np.abs(y - p) / b) / (2 * b))),
        "1000 scales",
        "the exponential goes away",
    ),
    ("poisson-loss", lambda z, y: np.exp(z) - y * np.log(np.exp(z)), "almost 0", "no logarithm is needed"),
    (
        "r-squared",
        lambda p, y: 1 - np.mean((y - p) ** 2) / (np.mean(y**2) - y.mean() ** 2),
        "far from 0",
        "loses most digits",
    ),
    ("p-norm", lambda v, p: np.sum(np.abs(v) ** p) ** (1 / p), "p infinite", "the largest |v_j|"),
    (
        "p-norm",
        lambda v, p: abs(v).max() if p == np.inf else np.sum(np.abs(v) ** p) ** (1 / p),
        "p = 1000",
        "Divide by the largest",
    ),
    (
        "p-norm",
        lambda v, p: abs(v).max() * (1 if p == np.inf else np.sum((abs(v) / abs(v).max()) ** p) ** (1 / p)),
        "zero vector",
        "0 / 0 is NaN",
    ),
    ("best-constant", on_a_grid, "not in order", "a grid meets it only by chance"),
    ("binary-cross-entropy", naive_binary_cross_entropy, "logits of 40", "np.logaddexp(0, z)"),
    (
        "binary-cross-entropy",
        lambda z, y: naive_binary_cross_entropy(z, y, 1e-15),
        "logits of 40",
        "Clipping only hides that",
    ),
    ("binary-cross-entropy", lambda z, y: np.log(1 + np.exp(z)) - y * z, "logits of 1000", "exp(1000) overflows"),
    ("softmax", naive_softmax, "logits of 1000", "Subtract the largest logit of the row"),
    ("softmax", lambda z: naive_softmax(z, z.max()), "logits of 1000 and of -1000", "Take each row's own"),
    (
        "cross-entropy",
        lambda z, labels: -np.log(picked(naive_softmax(z, z.max(axis=1, keepdims=True)), labels)),
        "right and wrong",
        "subtract the largest logit of each row",
    ),
    (
        "cross-entropy",
        lambda z, labels: -np.log(np.clip(np.exp(log_softmax(z)), 1e-12, 1))[np.arange(len(z)), labels],
        "right and wrong",
        "which clipping only hides",
    ),
    (
        "cross-entropy",
        lambda z, labels: np.log(np.exp(z - z.max()).sum(axis=1)) + z.max() - picked(z, labels),
        "logits of 1000 and of -1000",
        "Take each row's own",
    ),
    (
        "cross-entropy-gradient",
        lambda z, labels: (naive_softmax(z) - np.eye(z.shape[1])[labels]) / len(z),
        "logits of 1000",
        "Subtract the largest logit of the row",
    ),
    ("kl-divergence", lambda p, q: np.sum(p * np.log(p / q)), "certain", "0 times log 0"),
    (
        "hidden-delta",
        lambda delta, W, z: delta @ W.T * odds_sigmoid(z) * (1 - odds_sigmoid(z)),
        "saturated",
        "exp(1000) overflows",
    ),
    (
        "numerical-gradient",
        lambda f, x: differences(f, x, sides=(1, 0)),
        "one variable",
        "of one side: take (f(x_up) - f(x_down)) / (2 h)",
    ),
    ("numerical-gradient", lambda f, x: differences(f, x, lambda _: 4e-8, (1, 0)), "minimum", "about h f''(x) / 2"),
    ("numerical-gradient", lambda f, x: differences(f, x, lambda _: 1e-12), "one variable", "Try h = 1e-5"),
    ("numerical-gradient", lambda f, x: differences(f, x, lambda _: 1e-5), "a large x", "fits all sizes"),
    ("numerical-gradient", in_place, "one variable", "x changed in its last digits hint Rounding keeps a number"),
    (
        "network-gradient",
        lambda *args: network_gradient(*args, sigmoid=odds_sigmoid),
        "saturated",
        "exp(1000) overflows",
    ),
    ("adam", lambda *args: adam(*args, epsilon=0), "from the minimum", "epsilon keeps the quotient finite"),
    ("standardize", lambda X: (X - X.mean(axis=0)) / X.std(axis=0), "a constant column", "divide it by 1"),
    (
        "standardize",
        lambda X: (X - X.mean(axis=0)) / np.where(X.std(axis=0) == 0, 1, X.std(axis=0)),
        "a constant column of 0.1",
        "By rounding",
    ),
    ("push", push_with_a_negative_end, "down only", "is empty for right = 0"),
    ("push", push_by_padding, "up and to the left", "Negative numbers move up"),
    ("push", push_by_indices, "up and to the left", "Negative numbers move up"),
    ("push", push_one_way, "two down and one left", "look at each by itself"),
    ("push", push_by_slices, "out of the frame", "return zeros"),
    (
        "mini-batch-epoch",
        lambda *args: epoch(*args, gradient=lambda z, y: (naive_softmax(z) - np.eye(z.shape[1])[y]) / len(z)),
        "logits of 1000",
        "exp(1000) overflows",
    ),
]

# (exercise, a slip as a reader makes it, words of the hint)
SLIPS = [
    ("cross-entropy", lambda z, k: log_sum_exp(z) - z.max(axis=1) - picked(z, k), "or add m at the end"),
    ("cross-entropy", lambda z, k: log_sum_exp(z) - z[:, k], "[np.arange(n), labels] takes one entry of each"),
    ("cross-entropy", lambda z, k: -log_softmax(z)[:, k], "[np.arange(n), labels] takes one entry of each"),
    ("cross-entropy-gradient", subtracted_in_every_row, "[np.arange(n), labels] takes one entry of each"),
    ("hidden-delta", slope_first, "it comes after W"),
    ("hidden-delta", lambda delta, W, z: delta @ W.T * sigmoid(z) * sigmoid(-z) / len(z), "do not divide again"),
    ("numerical-gradient", lambda f, x: differences(f, x, lambda _: 1e-4, (0, -1)), "of one side"),
    ("numerical-gradient", lambda f, x: in_place(f, x, back=0), "Work on a copy: assign to a new name"),
]
