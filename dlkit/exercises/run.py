"""Run a function that may do anything: raise, exit, print without end, never return, return what is no array."""

import ctypes
import io
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from .alone import Limit, imports, watched

THREADS = sys.platform != "emscripten"  # in a browser none can start
IMPORTS_AT_MOST = 120.0  # seconds
STEP = 0.05  # seconds between two looks at what the thread does
PRINTED_AT_MOST = 4000  # characters; a loop that prints without end would fill the page


class TimeUpError(BaseException):
    """Ends a function that does not return; not an Exception, so that `except Exception` in it does not stop it."""


@dataclass
class Outcome:
    """What came of a call: the result, and as an array if it can be one; or what was raised, a TimeUpError if late."""

    result: Any = None
    array: np.ndarray | None = None
    raised: BaseException | None = None


class _Printed(io.TextIOBase):
    """Passes on the first characters that are printed, and drops the rest."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.left = stream, PRINTED_AT_MOST

    def write(self, text: str) -> int:
        if self.left >= 0:
            end = "\n... more was printed, which is left out\n" if len(text) > self.left else ""
            self.stream.write(text[: self.left] + end)
            self.left -= len(text)
        return len(text)


def run(function: Callable, arguments: Sequence[Any], seconds: float, *, strict: bool = False) -> Outcome:
    """Call the function, for at most so many seconds; if strict, an overflow or a division by zero is an exception.

    It runs in a thread of its own, since signals can interrupt the main thread only and do not exist on Windows; where
    threads cannot start, the interpreter looks at the clock on the way.
    """
    outcome = Outcome()
    if strict and not THREADS:
        arguments = [watched(argument) for argument in arguments]
    limit = Limit(seconds, TimeUpError)
    invoke = _directly if THREADS else limit

    def call() -> None:
        warn = "raise" if strict else "ignore"
        with suppress(TimeUpError):
            try:
                with np.errstate(over=warn, divide=warn, invalid=warn):
                    outcome.result = invoke(function, *arguments)
            except BaseException as problem:  # noqa: BLE001 - the reader's function may raise anything, or exit
                outcome.raised = problem
            else:
                with suppress(BaseException):  # and so may what it returns
                    outcome.array = invoke(np.asarray, outcome.result)

    if not THREADS:
        with warnings.catch_warnings(), redirect_stdout(_Printed(sys.stdout)):
            warnings.simplefilter("ignore")
            call()
        return Outcome(raised=TimeUpError("It was stopped.")) if limit.late else outcome
    thread = threading.Thread(target=call, daemon=True)
    with warnings.catch_warnings(), redirect_stdout(_Printed(sys.stdout)):
        warnings.simplefilter("ignore")
        thread.start()
        try:
            _join(thread, seconds)
        finally:  # also when the reader interrupts the check
            late = thread.is_alive()
            _stop(thread)
    if late:
        end = "It is still running: restart the kernel." if thread.is_alive() else "It was stopped."
        return Outcome(raised=TimeUpError(end))
    return outcome


def _directly(function: Callable, *arguments: Any) -> Any:
    return function(*arguments)


def _join(thread: threading.Thread, seconds: float) -> None:
    """Wait for the end of the thread, for at most so many seconds; those in which it imports a module do not count."""
    limit = time.monotonic() + IMPORTS_AT_MOST
    while thread.is_alive() and seconds > 0 and time.monotonic() < limit:
        start = time.monotonic()
        thread.join(min(seconds, STEP))
        if not _imports(thread):
            seconds -= time.monotonic() - start


def _imports(thread: threading.Thread) -> bool:
    """Tell whether the thread is within an import statement, as of a large library."""
    return imports(sys._current_frames().get(thread.ident))  # noqa: SLF001 - the one way to look at another thread


def _stop(thread: threading.Thread) -> None:
    """End the thread; a loop with a bare `except` survives the first attempts, a call into C all of them."""
    for _ in range(10):
        if not thread.is_alive():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeUpError))
        thread.join(0.05)
