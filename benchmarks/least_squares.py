"""Linear regression in closed form, against scikit-learn; and what is left of the weights when X is nearly singular."""

import numpy as np
from sklearn.linear_model import LinearRegression

from benchmarks.compare import Comparison, equal
from dlkit import add_intercept, least_squares
from dlkit.closed_form import backward, forward


def comparisons():
    yield against_scikit_learn(100_000, 50, goal=5)
    yield against_scikit_learn(2_000, 500, goal=3.5)


def against_scikit_learn(n, d, goal):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    y = 1 + X @ rng.normal(size=d) + rng.normal(size=n)

    def ours():
        return least_squares(add_intercept(X), y)

    def theirs():
        model = LinearRegression().fit(X, y)
        return np.append(model.intercept_, model.coef_)

    A = np.ones((n, d + 1))

    def floor():
        A[:, 1:] = X
        L = np.linalg.cholesky(A.T @ A)
        theta = backward(L.T, forward(L, A.T @ y))
        return theta + backward(L.T, forward(L, A.T @ (y - A @ theta)))

    def agree(theta, other):
        return equal(theta, other, "weights", within=1e-11)

    work = f"least squares, {n:,} x {d}"
    return Comparison(work, "scikit-learn LinearRegression", goal, ours, theirs, agree, floor=floor)


def cholesky(X, y):
    """Solve the normal equations by plain Cholesky factorization."""
    L = np.linalg.cholesky(X.T @ X)
    return np.linalg.solve(L.T, np.linalg.solve(L, X.T @ y))


def errors(draws=20, n=1_000, d=20, condition=1e8):
    """Return the relative errors of the weights, by dlkit and by plain Cholesky, infinite where it breaks down."""
    found = np.empty((draws, 2))
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        U, V = (np.linalg.qr(rng.normal(size=(rows, d)))[0] for rows in (n, d))
        X = U * np.geomspace(1, 1 / condition, d) @ V.T
        theta = rng.normal(size=d)
        for k, solve in enumerate((least_squares, cholesky)):
            try:
                found[seed, k] = np.linalg.norm(solve(X, X @ theta) - theta) / np.linalg.norm(theta)
            except np.linalg.LinAlgError:  # X.T @ X, rounded, is not positive definite
                found[seed, k] = np.inf
    return found.T
