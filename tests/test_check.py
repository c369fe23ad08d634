"""A self-check says of every right answer that it is right, and of every wrong one why.

The answers here are to the exercises of the first chapter; those to the others are in answers.py.
"""

import inspect

import numpy as np
import pytest

from dlkit import add_intercept, check, empirical_risk, least_squares, normal_equations, squared_error
from dlkit import predict as predict_with_ones
from dlkit.exercises import exercises

NAMES = ["predict", "mean-squared-error", "gradient", "normal-equations", "without-intercept"]


@pytest.fixture
def verdict(capsys):
    def run(name, *function):
        assert check(name, *function) is None
        return capsys.readouterr().out

    return run


RIGHT = {
    "predict": [
        lambda X, theta: theta[0] + X @ theta[1:],
        lambda X, theta: [theta[0] + sum(a * b for a, b in zip(row, theta[1:], strict=True)) for row in X],
        lambda X, theta: predict_with_ones(add_intercept(X), theta),
    ],
    "mean-squared-error": [
        lambda theta, X, y: np.mean((X @ theta - y) ** 2),
        lambda theta, X, y: float((X @ theta - y) @ (X @ theta - y)) / len(y),
        lambda theta, X, y: empirical_risk(squared_error, X, y)(theta),
    ],
    "gradient": [
        lambda theta, X, y: 2 / len(y) * X.T @ (X @ theta - y),
        lambda theta, X, y: 2 * np.mean((X @ theta - y)[:, None] * X, axis=0),
    ],
    "normal-equations": [
        lambda X, y: np.linalg.lstsq(X, y)[0],
        lambda X, y: np.linalg.pinv(X) @ y,
        least_squares,
    ],
    "without-intercept": [
        lambda x, y: x @ y / (x @ x),
        lambda x, y: np.linalg.lstsq(x[:, None], y)[0][0],
    ],
}


def test_these_are_the_exercises_of_the_first_chapter():
    assert list(exercises("01-linear-regression")) == NAMES == list(RIGHT)


@pytest.mark.parametrize(("name", "function"), [(name, f) for name in NAMES for f in RIGHT[name]])
def test_every_right_answer_passes(verdict, name, function):
    assert verdict(name, function) == f"{name}: passed, all {len(exercises()[name].cases)} cases.\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_known_mistake_fails_with_its_own_hint(verdict, name):
    exercise = exercises()[name]
    for wrong, hint in exercise.mistakes:
        said = verdict(name, wrong)
        assert said.startswith(f"{name}: case ")
        assert hint in " ".join(said.split())


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        (
            "predict",
            lambda X, theta: np.column_stack([X, np.ones(len(X))]) @ theta,
            "first entry of theta, not the last",
        ),
        ("mean-squared-error", lambda theta, X, y: np.sum(np.square(y - X @ theta)), "This is the sum"),
        ("mean-squared-error", lambda theta, X, y: np.sum(np.square(y - X @ theta)) / (2 * len(y)), "the factor 1/2"),
        ("mean-squared-error", lambda theta, X, y: np.linalg.norm(y - X @ theta) / len(y) ** 0.5, "leave out the root"),
        ("gradient", lambda theta, X, y: -2 * np.mean((X @ theta - y) * X.T, axis=1), "The sign is wrong"),
        ("gradient", lambda theta, X, y: np.mean((X @ theta - y) * X.T, axis=1), "The factor 2"),
        (
            "without-intercept",
            lambda x, y: np.cov(x, y)[0, 1] / np.var(x, ddof=1),
            "slope of the line with an intercept",
        ),
    ],
)
def test_a_mistake_is_recognized_however_it_is_written(verdict, name, wrong, words):
    assert words in " ".join(verdict(name, wrong).split())


@pytest.mark.parametrize(
    ("name", "swapped", "order"),
    [
        ("predict", lambda theta, X: theta[0] + X @ theta[1:], "X, theta"),
        ("mean-squared-error", lambda X, theta, y: np.mean((X @ theta - y) ** 2), "theta, X, y"),
        ("mean-squared-error", lambda X, y, theta: np.mean((X @ theta - y) ** 2), "theta, X, y"),
        ("gradient", lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta - y), "theta, X, y"),
        ("normal-equations", lambda y, X: np.linalg.lstsq(X, y)[0], "X, y"),
        ("without-intercept", lambda y, x: x @ y / (x @ x), "x, y"),
    ],
)
def test_who_takes_the_arguments_in_another_order_is_told_so(verdict, name, swapped, order):
    said = " ".join(verdict(name, swapped).split())
    assert f"{name}: case 1 of " in said
    assert said.endswith(f"hint The arguments come in the order {order}.")


def test_a_wrong_answer_that_nobody_knows_is_told_the_hint_and_more_than_the_start(verdict):
    said = " ".join(verdict("gradient", lambda theta, X, y: theta + 1).split())
    assert said.endswith(f"hint {exercises()['gradient'].hint}")
    assert exercises()["gradient"].hint not in " ".join(verdict("gradient").split())


def test_the_verdict_says_input_expected_got_and_hint(verdict):
    assert verdict("predict", lambda X, theta: X @ theta[1:]) == (
        "predict: case 1 of 5 fails: one feature.\n"
        "  input     X = [[1], [2], [3]], theta = [10, 2]\n"
        "  expected  [12, 14, 16]\n"
        "  got       [2, 4, 6]\n"
        "  hint      The intercept theta_0 is missing: add theta[0] to every\n"
        "            prediction.\n"
    )


def test_the_first_entry_that_differs_is_told_of_a_large_result(verdict):
    def wrong_once(X, theta):
        return theta[0] + X @ theta[1:] + np.where(np.arange(len(X)) == 7, 1.0, 0.0)

    assert "an array of shape (50,), whose entry [7] is " in verdict("predict", wrong_once)


def test_the_textbook_formula_fails_where_rank_or_digits_are_lost(verdict):
    said = verdict("normal-equations", lambda X, y: np.linalg.inv(X.T @ X) @ X.T @ y)
    assert "case 4 of 6 fails: two equal columns" in said
    assert "Singular matrix" in said
    assert "no inverse" in said
    said = verdict("normal-equations", lambda X, y: np.linalg.pinv(X.T @ X) @ X.T @ y)
    assert "case 6 of 6 fails: a polynomial of degree 9" in said
    assert "the square of that of X" in " ".join(said.split())
    assert "case 4 of 6 fails" in verdict("normal-equations", normal_equations)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_not_yet_written_is_told_how_to_start(verdict, name):
    said = verdict(name, ...)
    assert said == verdict(name)
    assert said.startswith(f"{name}: not started yet.")
    assert exercises()[name].signature in said
    assert f'check("{name}", ' in said


@pytest.mark.parametrize("name", NAMES)
def test_the_signature_fits_the_cases(name):
    exercise = exercises()[name]
    arguments = exercise.signature.partition("(")[2].rstrip(")").split(", ")
    for case in exercise.cases:
        assert len(case.arguments) == len(arguments)
    for wrong, _ in exercise.mistakes:
        assert len(inspect.signature(wrong).parameters) == len(arguments)


def test_lines_are_short_enough_for_a_page(verdict):
    for name in NAMES:
        for said in (verdict(name), verdict(name, lambda *_: None), verdict(name, lambda *_: 1 / 0)):
            assert max(map(len, said.splitlines())) <= 100


def test_a_mistake_that_would_have_failed_before_is_not_named(verdict):
    """With p infinite, the naive norm is 1, as are several mistakes that are wrong for p = 2 already."""
    said = verdict("p-norm", lambda v, p: np.sum(np.abs(v) ** p) ** (1 / p))
    assert "case 5 of 8 fails: p infinite." in said
    assert "the norm is its limit as p grows" in " ".join(said.split())


def test_a_mistake_is_told_by_its_error_too(verdict):
    """The page's ten classes, where a case has two: the shapes do not fit, before there is a result."""

    def ten_classes(W, X, labels, order, size, rate):
        rows = order[:size]
        return W - rate * X[rows].T @ (X[rows] @ W - np.eye(10)[labels[rows]])

    said = " ".join(verdict("mini-batch-epoch", ten_classes).split())
    assert "got ValueError: operands could not be broadcast together with shapes (3,2) (3,10)" in said
    assert said.endswith("hint One-hot rows have K entries, as many as W has columns: np.eye(W.shape[1]).")
    said = " ".join(verdict("mini-batch-epoch", lambda W, X, labels, *_: W @ X.T @ W).split())
    assert said.endswith(exercises()["mini-batch-epoch"].hint)


def test_the_entry_that_is_told_is_one_that_matters(verdict):
    """An entry that should be 0 and is rounded differently is no error."""

    def wrong_later(z):
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        if len(z) == 50:
            p[0, 0] += 1e-12
            p[49, 3] += 0.5
        return p

    said = " ".join(verdict("softmax", wrong_later).split())
    assert "got an array of shape (50, 4), whose entry [49, 3] is " in said
