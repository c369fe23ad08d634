"""Self-checks: try the reader's function on the cases of an exercise, and say in words what is right or wrong."""

import io
import textwrap
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from itertools import permutations
from types import EllipsisType

import numpy as np

from .._arrays import Floats, quiet, shown
from ..function import Differentiable
from . import Case, Exercise, exercises
from .compare import close, in_words
from .exercise import Argument
from .run import Outcome, TimeUpError, run

TIME_LIMIT = 5.0  # seconds for one case; a right answer takes microseconds
ORDERED = 3  # of so many arguments every order is tried
ORDER_LIMIT = 0.5  # seconds for each
MESSAGE = 300  # characters of an exception's message that are printed

WIDTH = 68  # characters in a line of a verdict


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
        expected = _expected(exercise, case)
        problem = _problem(exercise, case, function, expected)
        if problem:
            came, hint = problem
            named = zip(_names(exercise), case.arguments, strict=True)
            sent = ", ".join(f"{name} = {in_words(argument)}" for name, argument in named)
            head = f"case {number} of {total} fails: {case.about}."
            return _lines(head, input=sent, expected=in_words(expected), got=came, hint=hint)
    return f"passed, all {total} cases."


def _expected(exercise: Exercise, case: Case) -> Floats:
    with np.errstate(all="ignore"):  # whatever the reader has set it to
        return np.asarray(exercise.solution(*case.arguments), dtype=float)


def _problem(exercise: Exercise, case: Case, function: Callable, expected: Floats) -> tuple[str, str] | None:
    """Return what came and a hint, or None if the function is right in this case."""
    arguments = _copies(case)
    outcome = run(function, arguments, TIME_LIMIT, strict=case.strict)
    raised = outcome.raised
    if isinstance(raised, TimeUpError):
        return f"nothing within {TIME_LIMIT:g} seconds", f"Is there a loop that never ends? {raised}"
    if raised is not None:
        called = f"It is called as {exercise.signature}." if isinstance(raised, TypeError) else ""
        known = _known_mistake(exercise, case, raised) or _other_order(exercise, case, function)
        return _message(raised), known or case.hint or called or _hint(exercise)
    for name, before, after in zip(_names(exercise), case.arguments, arguments, strict=True):
        if before is not after and not np.array_equal(before, after):
            return _changed(name, before, after)
    return _wrong_result(exercise, case, function, outcome, expected)


def _hint(exercise: Exercise) -> str:
    return exercise.hint or exercise.start


def _copies(case: Case) -> tuple[Argument, ...]:
    return tuple(a if isinstance(a, Differentiable) else a.copy() for a in case.arguments)


def _changed(name: str, before: Argument, after: Argument) -> tuple[str, str]:
    """Return what became of an argument that was changed, and a hint."""
    came = in_words(after, beside=before)
    if came == in_words(before, beside=before):  # as by adding h and subtracting it again
        restore = "Rounding keeps a number from coming back exactly: restore the saved value, or work on a copy."
        return f"{name} changed in its last digits", restore
    return f"{name} changed to {came}", f"Work on a copy: assign to a new name, not to {name} itself."


def _message(raised: BaseException) -> str:
    """Return the kind of exception and what it says, where it can say it."""
    text = ""
    with suppress(Exception):
        text = str(raised)
    text = text if len(text) <= MESSAGE else text[:MESSAGE] + " ..."
    return f"{type(raised).__name__}: {text}" if text else type(raised).__name__


def _wrong_result(
    exercise: Exercise, case: Case, function: Callable, outcome: Outcome, expected: Floats
) -> tuple[str, str] | None:
    result, got = outcome.result, outcome.array
    if result is None:
        return "None", "Does the function end with return?"
    if got is None:
        return shown(result), f"Return {exercise.returns}; an index such as [0] takes one item of a tuple."
    if got.dtype.kind not in "biuf":
        kind = f"{type(result).__name__} of {got.dtype}" if isinstance(result, np.ndarray) else type(result).__name__
        return f"{shown(result)}, of type {kind}", f"Return real numbers: {exercise.returns}."
    got = quiet(got.astype)(float)
    if got.shape != expected.shape:
        wanted = "one number" if expected.ndim == 0 else f"shape {expected.shape}"
        came, otherwise = f"{in_words(got)}, of shape {got.shape}", f"Expected {wanted}: return {exercise.returns}."
    elif not close(got, expected, relative=case.relative):
        came, otherwise = in_words(got, beside=expected, relative=case.relative), case.hint or _hint(exercise)
        if came == in_words(expected):
            came += ", which differs after the sixth digit"
    else:
        return None
    return came, _known_mistake(exercise, case, got) or _other_order(exercise, case, function) or otherwise


def _other_order(exercise: Exercise, case: Case, function: Callable) -> str:
    """Return the order of the arguments, if the function is right with another, here and in the cases before."""
    names = _names(exercise)
    if len(names) > ORDERED:
        return ""
    cases = exercise.cases[: exercise.cases.index(case) + 1]
    _, *others = permutations(range(len(names)))
    with redirect_stdout(io.StringIO()):  # what it prints was printed once
        swapped = any(all(_right(exercise, c, function, order) for c in reversed(cases)) for order in others)
    return f"The arguments come in the order {', '.join(names)}." if swapped else ""


def _right(exercise: Exercise, case: Case, function: Callable, order: Sequence[int]) -> bool:
    """Tell whether the function is right in a case if its arguments are handed to it in this order."""
    arguments = _copies(case)
    got = run(function, [arguments[k] for k in order], ORDER_LIMIT, strict=case.strict).array
    expected = _expected(exercise, case)
    if got is None or got.dtype.kind not in "biuf" or got.shape != expected.shape:
        return False
    return close(quiet(got.astype)(float), expected, relative=case.relative)


def _known_mistake(exercise: Exercise, case: Case, got: Floats | BaseException) -> str:
    """Return the hint of the mistake that gives or raises the same here, and no wrong result in the cases before."""
    before = exercise.cases[: exercise.cases.index(case)]
    for wrong, hint in exercise.mistakes:
        if _gives(wrong, case, got) and all(_gives(wrong, c, _expected(exercise, c)) for c in before):
            return hint
    return ""


def _gives(wrong: Callable, case: Case, expected: Floats | BaseException) -> bool:
    try:
        with np.errstate(all="ignore"):
            result = np.asarray(wrong(*case.arguments), dtype=float)
    except ValueError as problem:  # it need not be defined in every case: shapes may not fit
        return isinstance(expected, BaseException) and _message(problem) == _message(expected)
    if isinstance(expected, BaseException):
        return False
    return result.shape == expected.shape and close(result, expected, relative=case.relative)


def _lines(head: str, **parts: str) -> str:
    """Put each part on lines of its own below the head, its name in front, short enough for a page."""
    filled = (
        textwrap.fill(text, WIDTH, initial_indent=f"  {name:<10}", subsequent_indent=" " * 12, break_on_hyphens=False)
        for name, text in parts.items()
    )
    return "\n".join((head, *filled))


def _names(exercise: Exercise) -> list[str]:
    return exercise.signature.partition("(")[2].rstrip(")").split(", ")
