"""Logistic regression with a penalty, to a gradient norm of 1e-6: Newton's method against scikit-learn and PyTorch.

All minimize scikit-learn's default objective, the mean cross-entropy plus ||w||^2 / (2 n C) with C = 1, where the
intercept is not penalized.
"""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.compare import Comparison
from dlkit import add_intercept, binary_cross_entropy, empirical_risk, newton, record, squared_l2, without_intercept

GRADIENT_NORM = 1e-6


def comparisons():
    X, y = load_breast_cancer(return_X_y=True)
    data = "breast_cancer", StandardScaler().fit_transform(X), y.astype(float)
    yield against_scikit_learn(*data, "lbfgs", goal=3)
    yield against_scikit_learn(*data, "newton-cholesky", goal=2)
    yield against_torch(*data, goal=10)
    yield against_scikit_learn("correlated 100,000 x 50", *correlated(100_000, 50), "lbfgs", goal=3, repeats=11)


def correlated(n, d, rho=0.9):
    """Draw features each of which has correlation rho with the one before, and labels with a logistic model."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    for j in range(1, d):
        X[:, j] = rho * X[:, j - 1] + np.sqrt(1 - rho**2) * X[:, j]
    z = X @ rng.normal(size=d) / np.sqrt(d)
    return X, (rng.random(n) < 1 / (1 + np.exp(-z))).astype(float)


def objective(X, y):
    risk = empirical_risk(binary_cross_entropy, add_intercept(X), y)
    return risk + 1 / (2 * len(X)) * without_intercept(squared_l2)


def by_newton(X, y):
    J = objective(X, y)
    return record(newton(J, np.zeros(X.shape[1] + 1)), J, gradient_norm=GRADIENT_NORM).theta[-1]


def in_bare_numpy(X, y):
    """Return Newton's method with arrays of its own, which does what `by_newton` does and is the floor of it."""
    n, d = len(X), X.shape[1] + 1
    A, B, H, g = np.ones((n, d)), np.empty((n, d)), np.empty((d, d)), np.empty(d)
    z, e, s = np.empty((3, n))
    penalty = np.append(0, np.full(d - 1, 1 / n))
    diagonal, limit = H.reshape(-1)[:: d + 1], GRADIENT_NORM**2

    def floor():
        A[:, 1:] = X
        theta = np.zeros(d)
        while True:
            np.dot(A, theta, out=z)
            np.exp(np.negative(np.abs(z, out=e), out=e), out=e)
            np.divide(np.where(z >= 0, 1, e), np.add(e, 1, out=s), out=z)
            np.divide(np.divide(e, np.multiply(s, s, out=s), out=s), n, out=s)
            np.dot(np.divide(np.subtract(z, y, out=z), n, out=z), A, out=g)
            np.add(g, penalty * theta, out=g)
            if g @ g <= limit:
                return theta
            np.matmul(A.T, np.multiply(A, s[:, None], out=B), out=H)
            np.add(diagonal, penalty, out=diagonal)
            theta -= np.linalg.solve(H, g)

    return floor


def against_scikit_learn(name, X, y, solver, goal, repeats=101):
    def fit(tolerance):
        model = LogisticRegression(solver=solver, tol=tolerance, max_iter=10_000).fit(X, y)
        return np.append(model.intercept_, model.coef_)

    return at_equal_tolerance(name, X, y, f"scikit-learn {solver}", goal, fit, repeats)


def against_torch(name, X, y, goal):
    import torch  # noqa: PLC0415 - the tests of the other comparisons do without
    from torch.nn.functional import binary_cross_entropy_with_logits  # noqa: PLC0415

    A, labels = torch.from_numpy(add_intercept(X)), torch.from_numpy(y)

    def fit(tolerance):
        theta = torch.zeros(A.shape[1], dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS(
            [theta], max_iter=10_000, tolerance_grad=tolerance, tolerance_change=0, line_search_fn="strong_wolfe"
        )

        def closure():
            optimizer.zero_grad()
            J = binary_cross_entropy_with_logits(A @ theta, labels) + theta[1:].square().sum() / (2 * len(A))
            J.backward()
            return J

        optimizer.step(closure)
        return theta.detach().numpy()

    return at_equal_tolerance(name, X, y, "torch LBFGS", goal, fit, repeats=101)


def at_equal_tolerance(name, X, y, peer, goal, fit, repeats):
    J = objective(X, y)

    def norm(theta):
        return np.linalg.norm(J.gradient(theta))

    # The peers bound the largest entry of the gradient; this is the loosest such bound that gives the norm wanted.
    tolerances = GRADIENT_NORM * 0.5 ** np.arange(10)
    tolerance = next(t for t in tolerances if norm(fit(t)) <= GRADIENT_NORM)

    def agree(theta, other):
        assert max(norm(theta), norm(other)) <= GRADIENT_NORM, f"gradient norms {norm(theta)}, {norm(other)}"
        assert abs(J(theta) - J(other)) < 1e-9, f"objectives {J(theta)}, {J(other)}"
        return f"gradient norms {norm(theta):.0e} and {norm(other):.0e}"

    work = f"logistic regression, {name}"
    ours, theirs, floor = lambda: by_newton(X, y), lambda: fit(tolerance), in_bare_numpy(X, y)
    return Comparison(work, peer, goal, ours, theirs, agree, repeats, floor)
