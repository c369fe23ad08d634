"""A check keeps its limits where no thread can start: what a browser does, done here."""

import importlib
import sys
import time

import numpy as np
import pytest

from dlkit import check
from dlkit.exercises.alone import watched

runner, checker = importlib.import_module("dlkit.exercises.run"), importlib.import_module("dlkit.exercises.check")


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch):
    monkeypatch.setattr(runner, "THREADS", False)
    monkeypatch.setattr(checker, "TIME_LIMIT", 0.2)
    before = sys.gettrace()  # of a measurement of coverage
    yield
    sys.settrace(before)


def _endless(*_):
    while True:
        pass


def _catches_exceptions(*_):
    while True:
        try:
            time.sleep(0.001)
        except Exception:  # noqa: BLE001
            continue


class _EndlessArray:
    def __array__(self, *_, **__):
        return _endless()


@pytest.mark.parametrize("function", [_endless, _catches_exceptions, lambda z: _EndlessArray()])
def test_a_loop_that_never_ends_is_ended(capsys, function):
    check("sigmoid", function)
    said = capsys.readouterr().out
    assert "nothing within 0.2 seconds" in said
    assert "It was stopped." in said


def test_what_is_right_passes_and_what_overflows_is_told(capsys):
    check("sigmoid", lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-abs(z))))
    assert "passed" in capsys.readouterr().out
    check("sigmoid", lambda z: 1 / (1 + np.exp(-z)))
    assert "FloatingPointError: overflow encountered in exp" in capsys.readouterr().out


def test_the_time_of_an_import_does_not_count(tmp_path, monkeypatch):
    (tmp_path / "another_large_library.py").write_text("import time\ntime.sleep(0.8)\nVALUE = 3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    def answer():
        import another_large_library  # noqa: PLC0415

        return another_large_library.VALUE

    assert runner.run(answer, (), 0.5).result == 3


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (np.exp, "overflow encountered in exp"),
        (lambda z: np.exp(z[0]), "overflow encountered in exp"),
        (lambda z: [np.exp(one) for one in z], "overflow encountered in exp"),
        (lambda z: 1 / (z - 1000), "divide by zero encountered in divide"),
        (lambda z: np.log(0 * z), "divide by zero encountered in log"),
        (lambda z: np.sqrt(-z), "invalid value encountered in sqrt"),
        (lambda z: np.exp(np.where(z > 0, z, 0)), "overflow encountered in exp"),
    ],
)
def test_a_watched_array_raises_what_the_processor_would(operation, words):
    with np.errstate(all="ignore"):
        operation(watched(np.array([1000.0, 2.0])))
    with np.errstate(all="raise"), pytest.raises(FloatingPointError, match=words):
        operation(np.array([1000.0, 2.0]))
    with np.errstate(over="raise", divide="raise", invalid="raise"), pytest.raises(FloatingPointError, match=words):
        operation(watched(np.array([1000.0, 2.0])))


def test_a_watched_array_is_an_array_else():
    z = watched(np.array([-1.0, np.inf, np.nan]))
    with np.errstate(all="raise"):
        assert np.isnan(np.exp(z)[2])
        assert float(z[0]) == -1.0
        assert (z[:1] @ np.zeros(1)).shape == ()
    assert watched("text") == "text"
    assert watched(np.arange(3)).dtype.kind == "i"
