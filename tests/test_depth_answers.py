"""The checks of chapter 9 pass whatever is right, however it is written, and no answer that is wrong."""

import numpy as np
from answers import filter_gradient, normalize_back, unbroadcast
from many_answers import stated


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


def long_way(Z, G, eps, *, axis=1, mean=1.0, along=1.0, inside=True, divide=True):
    """The formula, with parts that can be left out."""
    c = Z - Z.mean(axis=axis, keepdims=True)
    v = np.mean(c * c, axis=axis, keepdims=True)
    s = np.sqrt(v + eps) if inside else np.sqrt(v) + eps
    A = c / s
    found = G - mean * G.mean(axis=axis, keepdims=True) - along * A * (G * A).mean(axis=axis, keepdims=True)
    return found / s if divide else found


def by_nudges(Z, G, eps):
    """Complex steps: exact but for rounding."""
    out = np.empty(Z.shape)
    for i, k in np.ndindex(*Z.shape):
        row = Z[i].astype(complex)
        row[k] += 1e-30j
        c = row - row.mean()
        out[i, k] = (G[i] @ (c / np.sqrt(np.mean(c**2) + eps))).imag / 1e-30
    return out


def through_the_steps(Z, G, eps):
    m = Z.shape[1]
    c = Z - Z.mean(1, keepdims=True)
    v = (c**2).mean(1, keepdims=True) + eps
    dv = np.sum(G * c, 1, keepdims=True) * -0.5 * v**-1.5
    dc = G * v**-0.5 + dv * 2 * c / m
    return dc - dc.sum(1, keepdims=True) / m


def one_formula(Z, G, eps):
    m, s = Z.shape[1], np.sqrt(Z.var(axis=1, keepdims=True) + eps)
    A = (Z - Z.mean(axis=1, keepdims=True)) / s
    return (m * G - G.sum(1, keepdims=True) - A * (G * A).sum(1, keepdims=True)) / (m * s)


def transposed(Z, G, eps):
    return long_way(Z.T, G.T, eps, axis=0).T


def projected(Z, G, eps):
    m = Z.shape[1]
    C = np.eye(m) - np.ones((m, m)) / m
    A = Z @ C / np.sqrt(Z.var(axis=1) + eps)[:, None]
    return (G - A * np.einsum("ij,ij->i", G, A)[:, None] / m) @ C / np.sqrt(Z.var(axis=1) + eps)[:, None]


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
    "normalize-back": [
        normalize_back,
        long_way,
        by_nudges,
        through_the_steps,
        one_formula,
        transposed,
        projected,
        lambda Z, G, eps: [long_way(z[None], g[None], eps)[0] for z, g in zip(Z, G, strict=True)],
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
    "normalize-back": [
        lambda Z, G, eps: G,
        lambda Z, G, eps: (Z - Z.mean(1, keepdims=True)) / np.sqrt(Z.var(1, keepdims=True) + eps),
        lambda Z, G, eps: long_way(Z, G, eps, mean=0),
        lambda Z, G, eps: long_way(Z, G, eps, along=0),
        lambda Z, G, eps: long_way(Z, G, eps, along=-1),
        lambda Z, G, eps: long_way(Z, G, eps, mean=-1),
        lambda Z, G, eps: long_way(Z, G, eps, along=Z.shape[1]),
        lambda Z, G, eps: long_way(Z, G, eps, axis=0),
        lambda Z, G, eps: long_way(Z, G, eps, inside=False),
        lambda Z, G, eps: long_way(Z, G, eps, divide=False),
        lambda Z, G, eps: long_way(Z, G, eps**2),
        lambda Z, G, eps: long_way(Z, G, 0.0),
        lambda Z, G, eps: -long_way(Z, G, eps),
        lambda Z, G, eps: long_way(Z, G, eps) * len(Z),
        lambda Z, G, eps: long_way(G, Z, eps),
    ],
}
test_each_has_enough, test_a_right_answer_passes, test_a_wrong_answer_fails = stated(
    "09-pytorch-and-depth", UNUSUAL, WRONG
)
