"""Synthetic classes of points in the plane: with a given gap, and of shapes that no line separates.

Every function takes its randomness as a keyword argument rng: the same state of it gives the same data. The labels
take turns, 0, 1, ..., K - 1, 0, 1, ..., so any run of examples has about as many of each class.
"""

import numpy as np
from numpy.typing import NDArray

from ._arrays import Floats, at_least, finite, generator, number, positive_count

Integers = NDArray[np.integer]


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
    return _blurred(corners[which], sigma, rng), which % 2


def two_moons(n: int, sigma: float, *, rng: np.random.Generator) -> tuple[Floats, Integers]:
    r"""Draw two interleaved half circles.

    .. math:: \mathbf x_i = \binom{\cos t_i}{\sin t_i} \text{ of class 0}, \qquad
        \mathbf x_i = \binom{1 - \cos t_i}{\tfrac12 - \sin t_i} \text{ of class 1}, \qquad
        t_i \sim \mathrm{Uniform}(0, \pi)

    plus Gaussian noise of standard deviation sigma in each coordinate.

    Args:
        n: number of points, n >= 1.
        sigma: standard deviation of the noise, at least 0.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 2) and labels 0 and 1 of shape (n,).

    Raises:
        ValueError: as in `xor`.

    """
    y = np.arange(positive_count(n, "n")) % 2
    t = generator(rng, "rng").uniform(0, np.pi, n)
    upper, lower = np.array([np.cos(t), np.sin(t)]), np.array([1 - np.cos(t), 0.5 - np.sin(t)])
    return _blurred(np.where(y == 0, upper, lower).T, sigma, rng), y


def spirals(
    n: int, classes: int, sigma: float, *, turns: float = 0.75, rng: np.random.Generator
) -> tuple[Floats, Integers]:
    r"""Draw the arms of a spiral, one for each class.

    .. math:: \mathbf x_i = r_i \binom{\cos \varphi_i}{\sin \varphi_i}, \qquad
        \varphi_i = 2 \pi \left( \frac{y_i}{K} + \mathrm{turns} \cdot r_i \right), \qquad
        r_i \sim \mathrm{Uniform}(0, 1)

    plus Gaussian noise of standard deviation sigma in each coordinate.

    Args:
        n: number of points, n >= 1.
        classes: number K of arms, K >= 1.
        sigma: standard deviation of the noise, at least 0.
        turns: how often each arm goes around; 0 gives straight rays.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 2) and labels 0 to K - 1 of shape (n,).

    Raises:
        ValueError: classes is not positive, turns is negative or not finite; or as in `xor`.

    """
    y = np.arange(positive_count(n, "n")) % positive_count(classes, "classes")
    r = generator(rng, "rng").uniform(size=n)
    angle = 2 * np.pi * (y / classes + at_least(0, turns, "turns") * r)
    return _blurred(np.column_stack([r * np.cos(angle), r * np.sin(angle)]), sigma, rng), y


def _blurred(X: Floats, sigma: float, rng: np.random.Generator) -> Floats:
    return generator(rng, "rng").normal(X, at_least(0, sigma, "sigma"))
