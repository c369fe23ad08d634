"""The checks of chapter 9 pass whatever is right, however it is written, and no answer that is wrong."""

import numpy as np
import pytest
from answers import filter_gradient, read, rms_back, unbroadcast
from many_answers import said, stated


def padded(b, G):
    return (1,) * (G.ndim - b.ndim) + b.shape


def from_the_end(G, b):
    for k in range(1, G.ndim + 1):
        if k > b.ndim or b.shape[-k] == 1:
            G = G.sum(axis=-k, keepdims=True)
    return G.reshape(b.shape)


def entry_by_entry(G, b):
    total = np.zeros(padded(b, G))
    for place, value in np.ndenumerate(G):
        total[tuple(0 if length == 1 else k for k, length in zip(place, total.shape, strict=True))] += value
    return total.reshape(b.shape)


def with_labels(G, b):
    """Count for each entry of G which entry of b was used there."""
    used = np.broadcast_to(np.arange(b.size).reshape(b.shape), G.shape)
    return np.bincount(used.ravel(), weights=G.ravel(), minlength=b.size).reshape(b.shape)


def with_a_matrix(G, b):
    one_each = [np.broadcast_to(e.reshape(b.shape), G.shape).ravel() for e in np.eye(b.size)]
    return (np.array(one_each) @ G.ravel()).reshape(b.shape)


def with_einsum(G, b):
    kept = [k for k, length in enumerate(padded(b, G)) if length > 1]
    return np.einsum(G, list(range(G.ndim)), kept).reshape(b.shape)


def added_up(G, b):
    out = np.zeros(padded(b, G))
    places = (np.indices(G.shape) % np.reshape(out.shape, (-1, *[1] * G.ndim))).reshape(G.ndim, -1)
    np.add.at(out, tuple(places), G.ravel())
    return out.reshape(b.shape)


def recursive(G, b):
    if G.ndim > b.ndim:
        return recursive(sum(G), b)
    axes = [k for k in range(b.ndim) if b.shape[k] < G.shape[k]]
    return recursive(G.sum(axis=axes[0], keepdims=True), b) if axes else G


def toeplitz(x, delta):
    places, k = delta.shape[1], x.shape[1] - delta.shape[1] + 1
    total = np.zeros(k)
    for signal, back in zip(x, delta, strict=True):
        rows = np.array([signal[t : t + k] for t in range(places)])
        total += rows.T @ back
    return total


def three_loops(x, delta):
    k = x.shape[1] - delta.shape[1] + 1
    out = [0.0] * k
    for i in range(len(x)):
        for t in range(delta.shape[1]):
            for j in range(k):
                out[j] += delta[i, t] * x[i, t + j]
    return out


def fourier(x, delta):
    n = x.shape[1]
    product = np.fft.fft(x, n) * np.conj(np.fft.fft(delta, n))
    return np.fft.ifft(product).real[:, : n - delta.shape[1] + 1].sum(axis=0)


def by_linearity(x, delta):
    k = x.shape[1] - delta.shape[1] + 1
    loss = lambda w: sum(delta[i] @ np.correlate(x[i], w) for i in range(len(x)))  # noqa: E731
    return [loss(e) for e in np.eye(k)]


def with_ones(w_0, b_0, w_2, b_2, X):
    """The bias as a weight of an input that is 1."""
    for weight, bias, cut in ((w_0, b_0, True), (w_2, b_2, False)):
        X = np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([weight.T, bias])
        X = np.where(X < 0, 0, X) if cut else X
    return X


def neuron_by_neuron(w_0, b_0, w_2, b_2, X):

    def layer(weight, bias, values):
        rows = zip(weight, bias, strict=True)
        return [sum(w * v for w, v in zip(row, values, strict=True)) + b for row, b in rows]

    return [layer(w_2, b_2, [max(0.0, z) for z in layer(w_0, b_0, x)]) for x in X]


def columns(w_0, b_0, w_2, b_2, X):
    hidden = w_0 @ X.T + b_0[:, None]
    return (w_2 @ ((hidden + np.abs(hidden)) / 2) + b_2[:, None]).T


def through(w_0, b_0, w_2, b_2, X, f=lambda z: np.maximum(z, 0), g=lambda z: z):
    """The network, with another function within it or behind it."""
    return g(f(X @ w_0.T + b_0) @ w_2.T + b_2)


def sure(function, square):
    """Let a wrong product fit where the matrix is not square, as one who reshapes does."""
    return lambda a, b, c, d, X: function(a.reshape(a.shape[::-1]), b, c.reshape(c.shape[::-1]) if square else c, d, X)


def long_way(Z, gamma, G, eps, *, axis=1, mean=0.0, along=1.0, inside=True, divide=True):
    """The formula, with parts that can be left out, or should be."""
    v = np.mean(Z * Z, axis=axis, keepdims=True)
    s = np.sqrt(v + eps) if inside else np.sqrt(v) + eps
    A, g = Z / s, gamma * G
    found = g - mean * g.mean(axis=axis, keepdims=True) - along * A * (g * A).mean(axis=axis, keepdims=True)
    return found / s if divide else found


def one_mean(Z, gamma, G, eps, **mean):
    """Without an axis, or without keepdims."""
    s = np.sqrt((Z**2).mean(axis=1, keepdims=True) + eps)
    A, g = Z / s, gamma * G
    return (g - A * (g * A).mean(**mean)) / s


def one_root(Z, gamma, G, eps, **mean):
    """The same slip on the way forward."""
    s = np.sqrt((Z**2).mean(**mean) + eps)
    A, g = Z / s, gamma * G
    return (g - A * (g * A).mean(axis=1, keepdims=True)) / s


def as_layer_normalization(Z, gamma, G, eps):
    c = Z - Z.mean(1, keepdims=True)
    s = np.sqrt((c**2).mean(1, keepdims=True) + eps)
    A, g = c / s, gamma * G
    return (g - g.mean(1, keepdims=True) - A * (g * A).mean(1, keepdims=True)) / s


def by_nudges(Z, gamma, G, eps):
    """Complex steps: exact but for rounding."""
    out = np.empty(Z.shape)
    for i, k in np.ndindex(*Z.shape):
        row = Z[i].astype(complex)
        row[k] += 1e-30j
        out[i, k] = (G[i] @ (gamma * row / np.sqrt(np.mean(row**2) + eps))).imag / 1e-30
    return out


def through_the_steps(Z, gamma, G, eps):
    v = (Z**2).mean(1, keepdims=True) + eps
    g = G * gamma
    dv = np.sum(g * Z, 1, keepdims=True) * -0.5 * v**-1.5
    return g * v**-0.5 + dv * 2 * Z / Z.shape[1]


def one_formula(Z, gamma, G, eps):
    m, r = Z.shape[1], (np.square(Z).mean(1, keepdims=True) + eps) ** -0.5
    return r * (G * gamma) - r**3 / m * Z * (G @ np.diag(gamma) * Z).sum(1, keepdims=True)


def transposed(Z, gamma, G, eps):
    return long_way(Z.T, gamma[:, None], G.T, eps, axis=0).T


def projected(Z, gamma, G, eps):
    """One matrix for each row, all at once."""
    m = Z.shape[1]
    s = np.sqrt(np.einsum("ij,ij->i", Z, Z) / m + eps)
    P = np.eye(m) / s[:, None, None] - Z[:, :, None] * Z[:, None, :] / (m * s**3)[:, None, None]
    return np.einsum("nij,j,nj->ni", P, gamma, G)


def norm_and_direction(Z, gamma, G, eps):
    """In polar coordinates: the part along Z, and what is left."""
    m, square = Z.shape[1], np.sum(Z**2, axis=1, keepdims=True)
    s, g = np.sqrt(square / m + eps), gamma * G
    radial = np.divide(np.sum(g * Z, axis=1, keepdims=True), square, out=np.zeros_like(square), where=square > 0) * Z
    return (g - radial) / s + radial * eps / s**3


UNUSUAL = {
    "unbroadcast": [
        unbroadcast,
        from_the_end,
        entry_by_entry,
        with_labels,
        with_a_matrix,
        with_einsum,
        added_up,
        recursive,
        lambda G, b: unbroadcast(G, b).tolist(),
    ],
    "filter-gradient": [
        filter_gradient,
        toeplitz,
        three_loops,
        fourier,
        by_linearity,
        lambda x, d: [np.vdot(d, x[:, j : j + d.shape[1]]) for j in range(x.shape[1] - d.shape[1] + 1)],
        lambda x, d: sum(np.correlate(row, back) for row, back in zip(x, d, strict=True)),
        lambda x, d: sum(np.convolve(row, back[::-1], "valid") for row, back in zip(x, d, strict=True)),
    ],
    "read-weights": [
        read,
        through,
        with_ones,
        neuron_by_neuron,
        columns,
        lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0).dot(c.T) + d,
        lambda a, b, c, d, X: np.tensordot(np.clip(np.tensordot(X, a, (1, 1)) + b, 0, None), c, (1, 1)) + d,
        lambda a, b, c, d, X: [c @ np.fmax(a @ x + b, 0) + d for x in X],
        lambda *args: read(*args).tolist(),
    ],
    "rms-back": [
        rms_back,
        long_way,
        by_nudges,
        through_the_steps,
        one_formula,
        transposed,
        projected,
        norm_and_direction,
        lambda Z, gamma, G, eps: [long_way(z[None], gamma, g[None], eps)[0] for z, g in zip(Z, G, strict=True)],
    ],
}
WRONG = {
    "unbroadcast": [
        lambda G, b: G,
        lambda G, b: b,
        lambda G, b: np.ones_like(b, dtype=float),
        lambda G, b: G.sum(),
        lambda G, b: G.sum(axis=0),
        lambda G, b: G.sum(axis=0, keepdims=True),
        lambda G, b: G.sum(axis=-1),
        lambda G, b: -unbroadcast(G, b),
        lambda G, b: unbroadcast(G, b).T,
        lambda G, b: np.squeeze(unbroadcast(G, b)),
        lambda G, b: np.atleast_1d(unbroadcast(G, b)),
        lambda G, b: unbroadcast(G, b) * b.size / G.size,
        lambda G, b: unbroadcast(np.abs(G), b),
        lambda G, b: G.sum(axis=tuple(range(G.ndim - b.ndim))),
        lambda G, b: G.max(axis=tuple(range(G.ndim - b.ndim))),
    ],
    "filter-gradient": [
        lambda x, d: filter_gradient(x, d)[::-1],
        lambda x, d: -filter_gradient(x, d),
        lambda x, d: filter_gradient(x, d) / len(x),
        lambda x, d: filter_gradient(x, d) / d.shape[1],
        lambda x, d: filter_gradient(x, d[:, ::-1]),
        lambda x, d: filter_gradient(x[:, ::-1], d),
        lambda x, d: filter_gradient(x[:1], d[:1]),
        lambda x, d: filter_gradient(x[-1:], d[-1:]),
        lambda x, d: filter_gradient(x, d).sum(),
        lambda x, d: filter_gradient(x, d)[None],
        lambda x, d: filter_gradient(x, np.sign(d)),
        lambda x, d: filter_gradient(x, np.ones_like(d)),
        lambda x, d: np.array([filter_gradient(x[i : i + 1], d[i : i + 1]) for i in range(len(x))]),
        lambda x, d: np.convolve(x[0], d[0]),
    ],
    "read-weights": [
        lambda a, b, c, d, X: np.maximum(X @ a + b, 0) @ c + d,
        lambda a, b, c, d, X: np.maximum(X @ a + b, 0) @ c.T + d,
        lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0) @ c + d,
        sure(read, square=False),
        sure(read, square=True),
        lambda *args: through(*args, f=lambda z: z),
        lambda *args: through(*args, f=np.abs),
        lambda *args: through(*args, f=np.tanh),
        lambda *args: through(*args, f=lambda z: 1 / (1 + np.exp(-z))),
        lambda *args: through(*args, f=lambda z: np.minimum(z, 0)),
        lambda *args: through(*args, g=lambda z: np.maximum(z, 0)),
        lambda *args: through(*args, g=lambda z: z.argmax(axis=1)),
        lambda *args: through(*args, g=lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)),
        lambda a, b, c, d, X: read(a, 0, c, d, X),
        lambda a, b, c, d, X: read(a, b, c, 0, X),
        lambda a, b, c, d, X: np.maximum(X @ a.T, 0) @ c.T,
        lambda a, b, c, d, X: (np.maximum(X @ a.T, 0) + b) @ c.T + d,
        lambda a, b, c, d, X: read(a, b, c, d, np.maximum(X, 0)),
        lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0),
        lambda a, b, c, d, X: X @ a.T + b,
        lambda *args: read(*args).T,
        lambda *args: read(*args)[0],
    ],
    "rms-back": [
        as_layer_normalization,
        lambda Z, gamma, G, eps: G,
        lambda Z, gamma, G, eps: gamma * G,
        lambda Z, gamma, G, eps: gamma * Z / np.sqrt((Z**2).mean(1, keepdims=True) + eps),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, mean=1),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, along=0),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, along=-1),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, along=Z.shape[1]),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, axis=0),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, axis=None),
        one_mean,
        one_root,
        lambda *args: one_mean(*args, axis=1),
        lambda *args: one_root(*args, axis=1),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, inside=False),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps, divide=False),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps**2),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, 0.0),
        lambda Z, gamma, G, eps: long_way(Z, 1.0, G, eps),
        lambda Z, gamma, G, eps: gamma * long_way(Z, 1.0, G, eps),
        lambda Z, gamma, G, eps: long_way(Z, 1 / gamma, G, eps),
        lambda Z, gamma, G, eps: long_way(Z, gamma**2, G, eps),
        lambda Z, gamma, G, eps: -long_way(Z, gamma, G, eps),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps) * len(Z),
        lambda Z, gamma, G, eps: long_way(G, gamma, Z, eps),
        lambda Z, gamma, G, eps: long_way(Z, gamma, G, eps).mean(axis=0),
    ],
}
test_each_has_enough, test_a_right_answer_passes, test_a_wrong_answer_fails = stated(
    "09-pytorch-and-depth", UNUSUAL, WRONG
)

# (exercise, a slip as a reader makes it, words of the hint)
SLIPS = [
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a + b, 0) @ c + d, "have a row for each output"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a + b, 0) @ c.T + d, "w_0 has a row for each output"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0) @ c + d, "w_2 has a row for each output"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a.T, 0) @ c.T + d, "add b_0 before the ReLU"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0) @ c.T, "add b_2 at the end"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a.T, 0) @ c.T, "Add the biases"),
    ("read-weights", lambda a, b, c, d, X: np.maximum(X @ a.T + b, 0), "The second layer is missing"),
    ("read-weights", lambda a, b, c, d, X: X @ a.T + b, "The second layer is missing"),
    ("read-weights", lambda *args: through(*args, f=np.tanh), "between the two layers is ReLU"),
    ("read-weights", lambda *args: through(*args, f=lambda z: 1 / (1 + np.exp(-z))), "between the two layers is ReLU"),
    ("read-weights", lambda *args: through(*args, g=lambda z: np.exp(z) / np.exp(z).sum(1)[:, None]), "no softmax"),
    ("read-weights", lambda *args: through(*args, g=lambda z: z.argmax(axis=1)), "Expected shape (1, 2)"),
    ("rms-back", one_mean, "Each row has its own mean"),
    ("rms-back", one_root, "Each row has its own mean"),
    ("rms-back", lambda *args: long_way(*args, axis=None), "Each row has its own mean"),
    ("rms-back", lambda *args: one_mean(*args, axis=1), "Each row has its own mean"),
    ("rms-back", lambda *args: one_root(*args, axis=1), "Each row has its own mean"),
    ("rms-back", lambda *args: long_way(*args, inside=False), "epsilon stands inside the root"),
    ("rms-back", lambda Z, gamma, G, eps: long_way(Z, gamma, G, 0.0), "epsilon stands inside the root"),
]


@pytest.mark.parametrize(("name", "function", "words"), SLIPS)
def test_a_slip_is_told_its_own_hint(capsys, name, function, words):
    assert words in said(capsys, name, function).partition(" hint ")[2]
