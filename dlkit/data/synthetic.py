"""Synthetic data with a known truth, for questions that real data cannot answer.

Every function takes its randomness as a keyword argument rng: the same state of it gives the same data.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._arrays import Floats, at_least, design, finite, generator, number, positive_count

Integers = NDArray[np.integer]
LARGEST_RATE = 1e15  # of a Poisson count: beyond it a float does not hold every count


def poisson_counts(X: ArrayLike, theta: ArrayLike, *, rng: np.random.Generator) -> Integers:
    r"""Draw counts whose rate is log-linear in the features.

    .. math:: P(y_i = k) = \frac{\lambda_i^k e^{-\lambda_i}}{k!}, \qquad \log \lambda_i = \mathbf x_i^\top \theta

    Args:
        X: examples in rows, finite, shape (n, d); its first column is ones if the truth has an intercept.
        theta: the true weights, shape (d,).
        rng: where the randomness comes from.

    Returns:
        Counts 0, 1, 2, ... of shape (n,).

    Raises:
        ValueError: a rate is above 1e15; or X has no two axes, is empty or not finite; theta is not
            finite or does not have shape (d,); or rng is no generator.

    """
    z = _true_scores(X, theta)
    if z.max() > np.log(LARGEST_RATE):
        raise ValueError(
            f"theta must give rates exp(X @ theta) of at most {LARGEST_RATE:g}, got X @ theta up to {z.max():g}; take "
            "smaller weights, or standardize X"
        )
    return generator(rng, "rng").poisson(np.exp(z))


def two_classes(n: int, gap: float, *, rng: np.random.Generator) -> tuple[Floats, Integers]:
    r"""Draw two classes with a strip of given width between them, about the line :math:`x_1 + x_2 = 0`.

    .. math:: \mathbf x_i = \pm \left( \tfrac{\mathrm{gap}}{2} + |s_i| \right) \tfrac{1}{\sqrt 2} \binom{1}{1}
        + t_i \tfrac{1}{\sqrt 2} \binom{1}{-1}, \qquad s_i, t_i \sim \mathcal N(0, 1),

    with plus for class 1 and minus for class 0. A change of gap moves the classes, each as a whole.

    The first point of each class has s = t = 0, so these two are gap apart, and a gap above 0 is exactly the width
    of the widest strip that separates the classes. The second point of each has t = 0 and s = max(1, -gap), so with
    a gap below 0 the convex hulls overlap and no line separates the classes, whatever is drawn.

    Args:
        n: number of points, n >= 4.
        gap: width of the strip; below 0 that of the overlap.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 2) and labels 0 and 1 of shape (n,).

    Raises:
        ValueError: n is less than 4, gap is no finite number, or rng is no generator.

    """
    n, gap = at_least(4, positive_count(n, "n"), "n"), float(finite(number(gap, "gap"), "gap"))
    s, t = np.abs(generator(rng, "rng").normal(size=n)), rng.normal(size=n)
    s[:2], s[2:4], t[:4] = 0, max(1, -gap), 0
    y = np.arange(n) % 2
    across = (2 * y - 1) * (gap / 2 + s)
    return np.column_stack([across + t, across - t]) / np.sqrt(2), y


def xor(n: int, sigma: float, *, rng: np.random.Generator) -> tuple[Floats, Integers]:
    r"""Draw the exclusive or: clouds about the corners of a square, opposite corners of one class.

    .. math:: \mathbf x_i = \mathbf c_i + \boldsymbol\varepsilon_i, \qquad \mathbf c_i \in \{-1, 1\}^2, \qquad
        \boldsymbol\varepsilon_i \sim \mathcal N(\mathbf 0, \sigma^2 \mathbf I), \qquad
        y_i = 1 \text{ where } c_{i1} \neq c_{i2}

    No line separates the classes, and the best linear model says 1/2 everywhere (Goodfellow, Bengio and Courville,
    *Deep Learning*, section 6.1). With n = 4 and sigma = 0 it is the truth table.

    Args:
        n: number of points, n >= 1; the corners take turns.
        sigma: standard deviation of each cloud along each axis, at least 0.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 2) and labels 0 and 1 of shape (n,).

    Raises:
        ValueError: n is not positive, sigma is negative or not finite, or rng is no generator.

    """
    corners = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]])
    which = np.arange(positive_count(n, "n")) % 4
    return generator(rng, "rng").normal(corners[which], at_least(0, sigma, "sigma")), which % 2


def _true_scores(X: ArrayLike, theta: ArrayLike) -> Floats:
    X, theta = design(X), finite(theta, "theta")
    d = X.shape[1]
    if theta.shape != (d,):
        raise ValueError(
            f"theta must have shape ({d},), one true weight for each column of X, got shape {theta.shape}; "
            "add_intercept(X) adds the column of ones"
        )
    return X @ theta
