"""Whatever the function of a reader does, a self-check ends with a verdict in words."""

import importlib
import sys
import threading
import time

import numpy as np
import pytest

from dlkit import check
from dlkit.exercises.run import TimeUpError, run

checker = importlib.import_module("dlkit.exercises.check")


@pytest.fixture
def verdict(capsys):
    def ask(name, function):
        assert check(name, function) is None
        return capsys.readouterr().out

    return ask


def _mutates(X, theta):
    X *= theta[1]
    return X[:, 0] + theta[0]


def _exits(X, theta):
    sys.exit(3)


def _recurses(X, theta):
    return _recurses(X, theta)


def _raises(problem):
    def function(X, theta):
        raise problem

    return function


class _SpeechlessError(Exception):
    def __str__(self):
        raise RuntimeError("no message")


class _Hostile:
    def __init__(self, problem=RuntimeError):
        self.problem = problem

    def __array__(self, *_, **__):
        raise self.problem("no array")

    def __repr__(self):
        raise RuntimeError("no repr")


def _yields(X, theta):
    for row in X:
        yield theta[0] + row @ theta[1:]


def _right(X, theta):
    return theta[0] + X @ theta[1:]


IN_WORDS = {
    "an exception": (lambda X, theta: 1 / 0, "ZeroDivisionError: division by zero"),
    "a wrong number of arguments": (lambda X: X, "It is called as my_predict(X, theta)"),
    "an exit": (_exits, "SystemExit: 3"),
    "an interrupt": (_raises(KeyboardInterrupt), "got KeyboardInterrupt hint"),
    "an exception without a message": (_raises(_SpeechlessError()), "got _SpeechlessError hint"),
    "an exception of many words": (_raises(ValueError("word " * 10_000)), "word ... hint"),
    "an exception in many lines": (_raises(ValueError("one\n\ntwo")), "got ValueError: one two hint"),
    "endless recursion": (_recurses, "RecursionError"),
    "nothing returned": (lambda X, theta: None, "Does the function end with return?"),
    "a column": (lambda X, theta: (theta[0] + X @ theta[1:])[:, None], "of shape (3, 1)"),
    "a number": (lambda X, theta: 3.0, "of shape ()"),
    "text": (lambda X, theta: "12 14 16", "'12 14 16', of type str"),
    "numbers as text": (lambda X, theta: ["12", "14", "16"], "Return real numbers"),
    "complex numbers": (lambda X, theta: (theta[0] + X @ theta[1:]) * 1j, "Return real numbers"),
    "objects": (lambda X, theta: [None, None, None], "Return real numbers"),
    "numbers as objects": (lambda X, theta: _right(X, theta).astype(object), "of type ndarray of object"),
    "numbers beyond all types": (lambda X, theta: [10**400] * 3, "of type list"),
    "dates": (lambda X, theta: _right(X, theta).astype("datetime64[s]"), "of type ndarray of datetime64[s]"),
    "records": (lambda X, theta: np.zeros(3, "f8,f8"), "Return real numbers"),
    "truth values": (lambda X, theta: _right(X, theta) > 12, "got [0, 1, 1]"),
    "small integers": (lambda X, theta: np.array([12, 14, 200], np.uint8), "got [12, 14, 200]"),
    "large numbers": (lambda X, theta: np.array([1, 2, 1e4000], np.longdouble), "got [1, 2, inf]"),
    "no entries": (lambda X, theta: [], "got [], of shape (0,)"),
    "a list that holds itself": (lambda X, theta: (rows := [], rows.append(rows))[0], "takes one item of a tuple"),
    "rows of different lengths": (lambda X, theta: [[1, 2], [3]], "takes one item of a tuple"),
    "NaN": (lambda X, theta: X[:, 0] * np.nan, "[nan, nan, nan]"),
    "infinity": (lambda X, theta: X[:, 0] * np.inf, "[inf, inf, inf]"),
    "a change of its input": (_mutates, "X changed to [[2], [4], [6]]"),
    "the function's result": (np.ones(3), "Pass the function itself, without calling it."),
    "no function": (None, "expected a function, got None"),
    "a generator": (lambda X, theta: (row[0] for row in X), "Return real numbers"),
    "yield": (_yields, "of type generator"),
    "a class": (type("Model", (), {"__init__": lambda self, X, theta: None}), "of type Model"),
    "a hostile object": (lambda X, theta: _Hostile(), "takes one item of a tuple"),
    "an object that exits": (lambda X, theta: _Hostile(SystemExit), "takes one item of a tuple"),
    "an object that interrupts": (lambda X, theta: _Hostile(KeyboardInterrupt), "takes one item of a tuple"),
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


class _EndlessArray:
    def __array__(self, *_, **__):
        return _never_ends(None, None)


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


@pytest.mark.parametrize("function", [_never_ends, _catches_exceptions, lambda X, theta: _EndlessArray()])
def test_a_loop_that_never_ends_is_ended(verdict, monkeypatch, function):
    monkeypatch.setattr(checker, "TIME_LIMIT", 0.2)
    before = threading.active_count()
    said = verdict("predict", function)
    assert "nothing within 0.2 seconds" in said
    assert "Is there a loop that never ends? It was stopped." in said
    assert threading.active_count() == before


def test_a_verdict_comes_even_if_the_function_cannot_be_stopped(verdict, monkeypatch):
    monkeypatch.setattr(checker, "TIME_LIMIT", 0.1)
    for function in (lambda X, theta: time.sleep(3), _catches_everything):
        before = set(threading.enumerate())
        said = verdict("predict", function)
        (running,) = set(threading.enumerate()) - before  # the verdict came before the function was done
        assert "nothing within 0.1 seconds" in said
        assert "It is still running: restart the kernel." in " ".join(said.split())
        running.join()


def test_the_cases_are_not_changed_by_a_function_that_changes_its_input(verdict):
    verdict("predict", _mutates)
    assert "passed" in verdict("predict", _right)


def test_the_warnings_of_the_function_do_not_reach_the_reader(verdict, recwarn):
    verdict("predict", lambda X, theta: np.log(-X[:, 0]) / 0)
    assert not recwarn.list


def test_what_the_function_prints_is_seen_up_to_a_limit(verdict, monkeypatch):
    def prints(X, theta):
        print("X =", X.tolist())
        return _right(X, theta)

    said = verdict("predict", prints)
    assert said.startswith("X = [[1.0], [2.0], [3.0]]\n")
    assert said.endswith("predict: passed, all 5 cases.\n")

    def prints_without_end(X, theta):
        while True:
            print("here")

    monkeypatch.setattr(checker, "TIME_LIMIT", 0.1)
    said = verdict("predict", prints_without_end)
    assert said.startswith("here\nhere\n")
    assert "... more was printed, which is left out\npredict: case 1 of 5 fails" in said
    assert len(said) < 5000
    print("after")
    assert verdict("predict", _right) == "after\npredict: passed, all 5 cases.\n"


def test_the_check_does_not_depend_on_how_the_reader_has_set_floating_point_errors(verdict):
    with np.errstate(all="raise"):
        assert "passed" in verdict("sigmoid", lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-abs(z))))
        assert "This is the mean of the logarithms" in verdict("constant-model", lambda y: np.log(y).mean())


def test_the_time_that_an_import_takes_does_not_count(tmp_path, monkeypatch):
    (tmp_path / "a_large_library.py").write_text("import time\ntime.sleep(1.5)\nVALUE = 3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    def answer():
        import a_large_library  # noqa: PLC0415 - within the answer, which is what is tested

        return a_large_library.VALUE

    assert run(answer, (), 0.5).result == 3


def test_a_loop_after_an_import_is_still_ended():
    def answer():
        importlib.import_module("json")

        while True:
            pass

    assert isinstance(run(answer, (), 0.3).raised, TimeUpError)
