"""Self-checks: try the reader's function on the cases of an exercise, and say in words what is right or wrong."""

import ctypes
import textwrap
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import EllipsisType
from typing import Any

import numpy as np

from ._arrays import Floats, shown
from .exercises import Case, Exercise, exercises

TIME_LIMIT = 5.0  # seconds for one case; a right answer takes microseconds
TOLERANCE = 1e-8  # relative: far above the rounding error of a good method, far below that of a bad one
PRINTED = 12  # arrays with more entries than this are not printed whole

WIDTH = 68  # characters in a line of a verdict


class _TimeUpError(BaseException):
    """Ends a function that does not return; not an Exception, so that `except Exception` in it does not stop it."""


def check(name: str, function: Callable | EllipsisType = ...) -> None:
    """Try your function on the cases of an exercise, and print a verdict.

    The verdict says that all cases passed; or, for the first that fails, the input, what was expected, what came,
    and a hint. Whatever the function does, it is answered in words: an exception, a wrong shape, an array changed
    in place, or no end within five seconds.

    Args:
        name: the exercise, such as "predict".
        function: your function; ``...`` says how to start.

    Raises:
        ValueError: there is no exercise of this name.

    """
    known = exercises()
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"name must be one of {', '.join(known)}; got {shown(name)}")
    exercise = known[name]
    if function is ...:
        call = exercise.signature.partition("(")[0]
        write = f"{exercise.signature}, which returns {exercise.returns}"
        print(_lines(f"{name}: not started yet.", write=write, start=exercise.start, then=f'check("{name}", {call})'))
    elif not callable(function):
        print(f"{name}: expected a function, got {shown(function)}. Pass the function itself, without calling it.")
    else:
        print(f"{name}: {_verdict(exercise, function)}")


def _verdict(exercise: Exercise, function: Callable) -> str:
    total = len(exercise.cases)
    for number, case in enumerate(exercise.cases, 1):
        expected = np.asarray(exercise.solution(*case.arguments))
        problem = _problem(exercise, case, function, expected)
        if problem:
            came, hint = problem
            named = zip(_names(exercise), case.arguments, strict=True)
            sent = ", ".join(f"{name} = {_in_words(argument)}" for name, argument in named)
            head = f"case {number} of {total} fails: {case.about}."
            return _lines(head, input=sent, expected=_in_words(expected), got=came, hint=hint)
    return f"passed, all {total} cases."


def _problem(exercise: Exercise, case: Case, function: Callable, expected: Floats) -> tuple[str, str] | None:
    """Return what came and a hint, or None if the function is right in this case."""
    arguments = tuple(argument.copy() for argument in case.arguments)
    result, raised = _call(function, arguments, TIME_LIMIT)
    if isinstance(raised, _TimeUpError):
        return f"nothing within {TIME_LIMIT:g} seconds", f"Is there a loop that never ends? {raised}"
    if raised is not None:
        called = f"It is called as {exercise.signature}." if isinstance(raised, TypeError) else ""
        return f"{type(raised).__name__}: {raised}", case.hint or called or exercise.start
    for name, before, after in zip(_names(exercise), case.arguments, arguments, strict=True):
        if not np.array_equal(before, after):
            return (
                f"{name} changed to {_in_words(after)}",
                f"Work on a copy: assign to a new name, not to {name} itself.",
            )
    return _wrong_result(exercise, case, result, expected)


def _wrong_result(exercise: Exercise, case: Case, result: Any, expected: Floats) -> tuple[str, str] | None:
    if result is None:
        return "None", "Does the function end with return?"
    try:
        got = np.asarray(result)
    except Exception:  # noqa: BLE001 - what the reader's function returns may do anything
        return shown(result), f"Return {exercise.returns}; an index such as [0] takes one item of a tuple."
    if got.dtype.kind not in "biuf":
        return f"{shown(result)}, of type {type(result).__name__}", f"Return real numbers: {exercise.returns}."
    if got.shape != expected.shape:
        wanted = "one number" if expected.ndim == 0 else f"shape {expected.shape}"
        returns = f"Expected {wanted}: return {exercise.returns}."
        return f"{_in_words(got)}, of shape {got.shape}", _known_mistake(exercise, case, got) or returns
    if not _close(got, expected):
        came = _in_words(got, beside=expected)
        same = ", which differs after the sixth digit" if came == _in_words(expected) else ""
        return came + same, _known_mistake(exercise, case, got) or case.hint or exercise.start
    return None


def _known_mistake(exercise: Exercise, case: Case, got: Floats) -> str:
    """Return the hint of the mistake that gives the same wrong result, or nothing."""
    for wrong, hint in exercise.mistakes:
        with np.errstate(all="ignore"):
            result = np.asarray(wrong(*case.arguments))
        if result.shape == got.shape and _close(got, result):
            return hint
    return ""


def _close(got: Floats, expected: Floats) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.linalg.norm(got - expected) <= TOLERANCE * max(1.0, float(np.linalg.norm(expected))))


def _call(function: Callable, arguments: Sequence[Floats], seconds: float) -> tuple[Any, BaseException | None]:
    """Return the result and what was raised, a _TimeUpError if the function took longer than `seconds`.

    It runs in a thread of its own, since signals can interrupt the main thread only and do not exist on Windows.
    """
    outcome: dict[str, Any] = {}

    def run() -> None:
        with suppress(_TimeUpError):
            try:
                outcome["result"] = function(*arguments)
            except BaseException as problem:  # noqa: BLE001 - the reader's function may raise anything, or exit
                outcome["raised"] = problem

    thread = threading.Thread(target=run, daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        thread.start()
        try:
            thread.join(seconds)
        finally:  # also when the reader interrupts the check
            late = thread.is_alive()
            _stop(thread)
    if late:
        end = "It is still running: restart the kernel." if thread.is_alive() else "It was stopped."
        return None, _TimeUpError(end)
    return outcome.get("result"), outcome.get("raised")


def _stop(thread: threading.Thread) -> None:
    """End the thread; a loop with a bare `except` survives the first attempts, a call into C all of them."""
    for _ in range(10):
        if not thread.is_alive():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_TimeUpError))
        thread.join(0.05)


def _lines(head: str, **parts: str) -> str:
    """Put each part on lines of its own below the head, its name in front, short enough for a page."""
    filled = (
        textwrap.fill(text, WIDTH, initial_indent=f"  {name:<10}", subsequent_indent=" " * 12)
        for name, text in parts.items()
    )
    return "\n".join((head, *filled))


def _names(exercise: Exercise) -> list[str]:
    return exercise.signature.partition("(")[2].rstrip(")").split(", ")


def _in_words(value: Floats, beside: Floats | None = None) -> str:
    """Write a small array whole, and of a large one the shape, and the first entry that differs from `beside`."""
    if value.size <= PRINTED:
        return " ".join(np.array2string(value, separator=", ", formatter={"all": lambda v: f"{v:.6g}"}).split())
    text = f"an array of shape {value.shape}"
    if beside is None:
        return text
    at = tuple(int(i) for i in np.argwhere(~np.isclose(value, beside, rtol=TOLERANCE, atol=0))[0])
    return f"{text}, whose entry {list(at)} is {value[at]:.6g} and not {beside[at]:.6g}"
