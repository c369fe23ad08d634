"""A self-check says of every right answer that it is right, and of every wrong one why, whatever it does."""

import importlib
import inspect
import sys
import threading
import time

import numpy as np
import pytest

from dlkit import add_intercept, check, empirical_risk, least_squares, normal_equations, squared_error
from dlkit import predict as predict_with_ones
from dlkit.exercises import exercises

checker = importlib.import_module("dlkit.check")
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


def test_these_are_the_exercises():
    assert list(exercises()) == NAMES == list(RIGHT)


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


def _mutates(X, theta):
    X *= theta[1]
    return X[:, 0] + theta[0]


def _exits(X, theta):
    sys.exit(3)


def _recurses(X, theta):
    return _recurses(X, theta)


class _Hostile:
    def __array__(self, *_, **__):
        raise RuntimeError("no array")

    def __repr__(self):
        raise RuntimeError("no repr")


IN_WORDS = {
    "an exception": (lambda X, theta: 1 / 0, "ZeroDivisionError: division by zero"),
    "a wrong number of arguments": (lambda X: X, "It is called as predict(X, theta)"),
    "an exit": (_exits, "SystemExit: 3"),
    "endless recursion": (_recurses, "RecursionError"),
    "nothing returned": (lambda X, theta: None, "Does the function end with return?"),
    "a column": (lambda X, theta: (theta[0] + X @ theta[1:])[:, None], "of shape (3, 1)"),
    "a number": (lambda X, theta: 3.0, "of shape ()"),
    "text": (lambda X, theta: "12 14 16", "'12 14 16', of type str"),
    "numbers as text": (lambda X, theta: ["12", "14", "16"], "Return real numbers"),
    "complex numbers": (lambda X, theta: (theta[0] + X @ theta[1:]) * 1j, "Return real numbers"),
    "objects": (lambda X, theta: [None, None, None], "Return real numbers"),
    "rows of different lengths": (lambda X, theta: [[1, 2], [3]], "takes one item of a tuple"),
    "NaN": (lambda X, theta: X[:, 0] * np.nan, "[nan, nan, nan]"),
    "infinity": (lambda X, theta: X[:, 0] * np.inf, "[inf, inf, inf]"),
    "a change of its input": (_mutates, "X changed to [[2], [4], [6]]"),
    "the function's result": (np.ones(3), "Pass the function itself, without calling it."),
    "no function": (None, "expected a function, got None"),
    "a generator": (lambda X, theta: (row[0] for row in X), "Return real numbers"),
    "a hostile object": (lambda X, theta: _Hostile(), "takes one item of a tuple"),
    "float16": (lambda X, theta: (theta[0] + X @ theta[1:]).astype(np.float16) * 1.01, "expected  [12, 14, 16]"),
}


@pytest.mark.parametrize(("function", "words"), IN_WORDS.values(), ids=IN_WORDS)
def test_whatever_the_function_does_is_answered_in_words(verdict, function, words):
    said = verdict("predict", function)
    assert said.startswith("predict: ")
    assert words in " ".join(said.split()).replace("expected [", "expected  [")
    assert "passed" not in said


def _never_ends(X, theta):
    while True:
        pass


def _catches_everything(X, theta):
    end = time.perf_counter() + 3
    while time.perf_counter() < end:
        try:
            time.sleep(0.001)
        except:  # noqa: E722 - as a reader may write it
            continue


def _catches_exceptions(X, theta):
    while True:
        try:
            time.sleep(0.001)
        except Exception:  # noqa: BLE001
            continue


@pytest.mark.parametrize("function", [_never_ends, _catches_exceptions])
def test_a_loop_that_never_ends_is_ended(verdict, monkeypatch, function):
    monkeypatch.setattr(checker, "TIME_LIMIT", 0.2)
    before = threading.active_count()
    said = verdict("predict", function)
    assert "nothing within 0.2 seconds" in said
    assert "Is there a loop that never ends? It was stopped." in said
    assert threading.active_count() == before


def test_a_verdict_comes_even_if_the_function_cannot_be_stopped(verdict, monkeypatch):
    monkeypatch.setattr(checker, "TIME_LIMIT", 0.1)
    for function in (lambda X, theta: time.sleep(2), _catches_everything):
        started = time.perf_counter()
        said = verdict("predict", function)
        assert time.perf_counter() - started < 1.8
        assert "nothing within 0.1 seconds" in said
        assert "It is still running: restart the kernel." in " ".join(said.split())


def test_the_cases_are_not_changed_by_a_function_that_changes_its_input(verdict):
    verdict("predict", _mutates)
    assert "passed" in verdict("predict", RIGHT["predict"][0])


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


def test_the_warnings_of_the_function_do_not_reach_the_reader(verdict, recwarn):
    verdict("predict", lambda X, theta: np.log(-X[:, 0]) / 0)
    assert not recwarn.list
