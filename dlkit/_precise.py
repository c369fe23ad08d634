"""Sums of products in about twice the precision of float64, for what is left when nearly equal numbers cancel."""

import numpy as np

from ._arrays import Floats

SPLIT = 2.0**27 + 1  # cuts the 53 bits of a float into two halves, whose products are floats again
BLOCK = 2**14  # entries of a matrix whose products are held at once: they stay in the processor's cache


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the rounded sum s and the error e, another float: s + e is the sum itself (Knuth)."""
    s = a + b
    of_b = s - a
    return s, (a - (s - of_b)) + (b - of_b)


def two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the rounded product p and the error e, another float: p + e is the product itself (Dekker, Veltkamp)."""
    p = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    return p, a_low * b_low - (((p - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _halves(a: Floats) -> tuple[Floats, Floats]:
    t = SPLIT * a
    high = t - (t - a)
    return high, a - high


def precise_sum(s: Floats, e: Floats) -> tuple[Floats, Floats]:
    """Return the sum over the first axis of s + e, as a rounded sum and its error. Both arrays are overwritten.

    By halves, the error of each addition kept: as accurate as in twice the precision (Ogita, Rump and Oishi,
    Accurate sum and dot product, *SIAM Journal on Scientific Computing* 26, 2005).
    """
    while len(s) > 1:
        half = (len(s) + 1) // 2
        pairs = len(s) - half
        s[:pairs], lost = two_sum(s[:pairs], s[half:])
        e[:pairs] += e[half:] + lost
        s, e = s[:half], e[:half]
    return s[0], e[0]


def residuals(A: Floats, b: Floats, r: Floats, x: Floats) -> tuple[Floats, Floats]:
    r"""Return :math:`\mathbf b - \mathbf r - \mathbf A \mathbf x` and :math:`-\mathbf A^\top \mathbf r`, rounded once.

    Both are 0 where x is a solution of least squares and r its residual. Some rows of A at a time.
    """
    f, sums = np.empty_like(b), []
    rows = max(1, BLOCK // A.shape[1])
    for part in (slice(i, i + rows) for i in range(0, len(A), rows)):
        columns = np.ascontiguousarray(A[part].T)
        s, e = precise_sum(*two_product(columns, -x[:, None]))
        left, e_left = two_sum(b[part], -r[part])
        s, e_s = two_sum(left, s)
        f[part] = s + (e + e_left + e_s)
        s, e = two_product(columns, -r[part])
        sums.append(precise_sum(s.T, e.T))
    s, e = np.swapaxes(sums, 0, 1)
    return f, np.add(*precise_sum(s, e))
