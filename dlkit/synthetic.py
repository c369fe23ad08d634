"""Synthetic data with a known truth, for questions that real data cannot answer.

Every function takes its randomness as a keyword argument rng: the same state of it gives the same data.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arrays import (
    Floats,
    at_least,
    count,
    design,
    finite,
    generator,
    interval,
    line_weights,
    number,
    positive_count,
    shown,
)

Integers = NDArray[np.integer]
LARGEST_RATE = 1e15  # of a Poisson count: beyond it a float does not hold every count


def noisy_targets(
    X: ArrayLike, theta: ArrayLike, sigma: float, *, noise: str = "gaussian", rng: np.random.Generator
) -> Floats:
    r"""Draw targets of a linear model: the truth theta plus noise of mean 0 and standard deviation sigma.

    .. math:: y_i = \mathbf x_i^\top \theta + \varepsilon_i, \qquad
        p(\varepsilon) = \frac{e^{-\varepsilon^2 / 2 \sigma^2}}{\sqrt{2 \pi} \, \sigma}
        \quad \text{or} \quad p(\varepsilon) = \frac{e^{-|\varepsilon| / b}}{2 b}, \; b = \frac{\sigma}{\sqrt 2}

    Args:
        X: examples in rows, finite, shape (n, d); its first column is ones if the truth has an intercept.
        theta: the true weights, shape (d,).
        sigma: standard deviation of the noise, at least 0, in the unit of y.
        noise: "gaussian" or "laplace".
        rng: where the randomness comes from.

    Returns:
        Targets y of shape (n,).

    Raises:
        ValueError: X has no two axes, is empty or not finite; theta is not finite or does not have shape (d,); sigma
            is negative; noise is neither of the two; or rng is no generator.

    """
    mean = _true_scores(X, theta)
    sigma, rng = at_least(0, sigma, "sigma"), generator(rng, "rng")
    if noise == "gaussian":
        return rng.normal(mean, sigma)
    if noise == "laplace":
        return rng.laplace(mean, sigma / np.sqrt(2))
    raise ValueError(f'noise must be "gaussian" or "laplace", got {shown(noise)}; for outliers, change some of y')


def noisy_line(
    n: int,
    theta: ArrayLike,
    sigma: float,
    *,
    noise: str = "gaussian",
    xlim: ArrayLike = (0, 1),
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    r"""Draw points about a line.

    .. math:: x_i \sim \mathrm{Uniform}(\mathrm{low}, \mathrm{high}), \qquad
        y_i = \theta_0 + \theta_1 x_i + \varepsilon_i

    An outlier in y is made by ``y[0] += 10``, a point of high leverage by ``X[0] += 10``.

    Args:
        n: number of points, n >= 1.
        theta: the true line (intercept, slope).
        sigma: standard deviation of the noise, at least 0.
        noise: "gaussian" or "laplace", as in `noisy_targets`.
        xlim: (low, high).
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 1), without the column of ones, and y of shape (n,).

    Raises:
        ValueError: n is not positive, theta is not (intercept, slope), xlim is no interval; or as in `noisy_targets`.

    """
    x = generator(rng, "rng").uniform(*interval(xlim, "xlim"), positive_count(n, "n"))
    y = noisy_targets(np.column_stack([np.ones_like(x), x]), line_weights(theta), sigma, noise=noise, rng=rng)
    return x[:, None], y


def bernoulli_labels(X: ArrayLike, theta: ArrayLike, *, rng: np.random.Generator) -> Integers:
    r"""Draw labels of a logistic model.

    .. math:: P(y_i = 1) = \sigma(\mathbf x_i^\top \theta) = \frac{1}{1 + e^{-\mathbf x_i^\top \theta}}

    Args:
        X: examples in rows, finite, shape (n, d); its first column is ones if the truth has an intercept.
        theta: the true weights, shape (d,).
        rng: where the randomness comes from.

    Returns:
        Labels 0 and 1, shape (n,).

    Raises:
        ValueError: X, theta or rng is not as in `noisy_targets`.

    """
    z = _true_scores(X, theta)
    return (generator(rng, "rng").logistic(size=z.shape) <= z).astype(
        int
    )  # sigma is the logistic's distribution function


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
        ValueError: a rate is above 1e15; or X, theta or rng is not as in `noisy_targets`.

    """
    z = _true_scores(X, theta)
    if z.max() > np.log(LARGEST_RATE):
        raise ValueError(
            f"theta must give rates exp(X @ theta) of at most {LARGEST_RATE:g}, got X @ theta up to {z.max():g}; take "
            "smaller weights, or standardize X"
        )
    return generator(rng, "rng").poisson(np.exp(z))


def correlated_features(n: int, rho: float, *, rng: np.random.Generator) -> Floats:
    r"""Draw two features with an exact sample correlation.

    .. math:: \mathbf x_{\cdot 1} = \mathbf u, \qquad
        \mathbf x_{\cdot 2} = \rho \, \mathbf u + \sqrt{1 - \rho^2} \, \mathbf v, \qquad
        \tfrac1n \mathbf X^\top \mathbf X = \begin{pmatrix} 1 & \rho \\ \rho & 1 \end{pmatrix}

    u and v are Gaussian columns brought to mean 0, variance 1 and correlation 0 in this very sample, which is so of
    the result up to rounding. They do not depend on rho: the same rng moves the points smoothly with it. The
    eigenvalues are :math:`1 \pm \rho`, so the condition number of X is :math:`\sqrt{(1 + |\rho|) / (1 - |\rho|)}`.

    Args:
        n: number of examples, n >= 3.
        rho: correlation, from -1 to 1.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, 2).

    Raises:
        ValueError: n is less than 3, rho is not in [-1, 1], or rng is no generator.

    """
    n, rho = at_least(3, positive_count(n, "n"), "n"), number(rho, "rho")
    if not -1 <= rho <= 1:
        raise ValueError(f"rho must be a correlation, from -1 to 1, got {rho:g}; for example rho=0.9")
    Z = generator(rng, "rng").normal(size=(n, 2))
    Q = np.linalg.qr(Z - Z.mean(axis=0))[0] * np.sqrt(n)
    return Q @ np.array([[1, rho], [0, np.sqrt(1 - rho**2)]])


def sparse_regression(
    n: int, d: int, nonzero: int, sigma: float, *, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    r"""Draw a linear regression in which few features matter.

    .. math:: x_{ij} \sim \mathcal N(0, 1), \qquad y_i = \mathbf x_i^\top \theta + \varepsilon_i, \qquad
        \varepsilon_i \sim \mathcal N(0, \sigma^2)

    Of the d true weights `nonzero` are not 0: at random places, of random sign, uniform from 1 to 2 in size.

    Args:
        n: number of examples, n >= 1.
        d: number of features, d >= 1.
        nonzero: how many of the features matter, 0 to d.
        sigma: standard deviation of the noise, at least 0.
        rng: where the randomness comes from.

    Returns:
        X of shape (n, d), y of shape (n,), and the truth theta of shape (d,).

    Raises:
        ValueError: n, d, nonzero or sigma is out of its range, or rng is no generator.

    """
    n, d, rng = positive_count(n, "n"), positive_count(d, "d"), generator(rng, "rng")
    if count(nonzero, "nonzero") > d:
        raise ValueError(f"nonzero must be at most d = {d}, got {nonzero}; no more weights than features")
    theta = np.zeros(d)
    theta[rng.permutation(d)[:nonzero]] = rng.choice([-1, 1], nonzero) * rng.uniform(1, 2, nonzero)
    X = rng.normal(size=(n, d))
    return X, noisy_targets(X, theta, sigma, rng=rng), theta


def _true_scores(X: ArrayLike, theta: ArrayLike) -> Floats:
    X, theta = design(X), finite(theta, "theta")
    d = X.shape[1]
    if theta.shape != (d,):
        raise ValueError(
            f"theta must have shape ({d},), one true weight for each column of X, got shape {theta.shape}; "
            "add_intercept(X) adds the column of ones"
        )
    return X @ theta
