"""The limits of a check where threads cannot start and floating-point errors are not signalled, as in a browser."""

import sys
import time
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import numpy as np

STEP = 0.05  # seconds between two looks at whether a module is imported
TOOL = 4  # of the interpreter's six places for tools, one that no kind of tool has


class Limit:
    """Calls functions, for at most so many seconds in all; those in which a module is imported do not count.

    A loop in Python is ended, one in C is not.

    Args:
        seconds: how many there are.
        end: what is raised in a function when there are none left.

    Attributes:
        late: whether it was.

    """

    def __init__(self, seconds: float, end: type[BaseException]) -> None:
        self.late, self._end, self._left, self._seen = False, end, seconds, 0.0
        self._start, self._stop = (self._watch, self._leave) if hasattr(sys, "monitoring") else (self._trace, _untrace)

    def __call__(self, function: Callable, *arguments: Any) -> Any:
        """Call the function; what it returns, or raises."""
        self._seen = time.monotonic()
        self._start()
        try:
            return function(*arguments)
        finally:
            self._stop()

    def _look(self, frame: FrameType) -> None:
        """Raise if it is late; `frame` is what runs."""
        passed = time.monotonic() - self._seen
        if (passed > min(STEP, self._left) or self.late) and frame.f_code.co_filename != __file__:
            self._seen += passed
            if not imports(frame):
                self._left -= passed
            if self._left <= 0:
                self.late = True
                raise self._end

    def _trace(self) -> None:
        """Look before each line."""

        def trace(frame: FrameType, *_: Any) -> Callable:
            self._look(frame)
            return trace

        sys.settrace(trace)

    def _watch(self) -> None:
        """Look at each jump back and each call; once it is late at each line, so that no bare `except` survives."""
        watch, events = sys.monitoring, sys.monitoring.events
        usual = events.JUMP | events.PY_START

        def look(_code: CodeType, *_: Any) -> None:
            try:
                self._look(sys._getframe(1))  # noqa: SLF001 - what runs is not handed over
            except BaseException:
                watch.set_events(TOOL, usual | events.LINE)
                raise

        watch.use_tool_id(TOOL, __name__)
        for event in (events.JUMP, events.PY_START, events.LINE):
            watch.register_callback(TOOL, event, look)
        watch.set_events(TOOL, usual)

    def _leave(self) -> None:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)


def _untrace() -> None:
    sys.settrace(None)


def imports(frame: FrameType | None) -> bool:
    """Tell whether a frame is within an import statement, as of a large library."""
    while frame is not None:
        if "importlib._bootstrap" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


class Watched(np.ndarray):
    """An array whose operations raise what `np.errstate` asks for, where the processor does not say it.

    What is computed from it is watched too, single entries as well.
    """

    def __getitem__(self, which: Any) -> Any:
        return watched(super().__getitem__(which))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        bare = [_bare(value) for value in inputs]
        if "out" in options:
            options["out"] = tuple(_bare(value) for value in options["out"])
        given = [np.array(value) for value in bare]  # the result may be written over them
        result = getattr(ufunc, method)(*bare, **options)
        for one in result if isinstance(result, tuple) else (result,):
            if np.asarray(one).dtype.kind == "f":
                _judge(ufunc.__name__, given if method == "__call__" else [], given, np.asarray(one))
        if "out" in options and len(options["out"]) == 1:
            return watched(options["out"][0])
        return tuple(map(watched, result)) if isinstance(result, tuple) else watched(result)

    def __array_function__(self, function: Callable, types: Any, arguments: Any, options: Any) -> Any:
        return watched(super().__array_function__(function, types, arguments, options))


def watched(value: Any) -> Any:
    """Return an array or a number as it is watched; anything else as it is."""
    is_number = isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f"
    return np.asarray(value).view(Watched) if is_number else value


def _bare(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Watched) else value


def _judge(name: str, aligned: list[np.ndarray], given: list[np.ndarray], result: np.ndarray) -> None:
    """Raise for an entry that is not finite and comes from entries that are."""
    asked = np.geterr()
    numbers = [value for value in given if value.dtype.kind in "biuf"]
    if not np.isfinite(result).all():
        parts = aligned if _fits(result, aligned) else [np.array(value.max() + value.min()) for value in numbers]
        given_nan = np.any(np.broadcast_arrays(*(np.isnan(part) for part in parts)), axis=0)
        given_infinite = np.any(np.broadcast_arrays(*(~np.isfinite(part) for part in parts)), axis=0)
        nan, infinite = np.isnan(result) & ~given_nan, np.isinf(result) & ~given_infinite
        zero = "divide" in name or "log" in name or name == "reciprocal"
        for found, kind, words in (
            (infinite.any() and zero, "divide", "divide by zero"),
            (infinite.any() and not zero, "over", "overflow"),
            (nan.any(), "invalid", "invalid value"),
        ):
            if found and asked[kind] == "raise":
                raise FloatingPointError(f"{words} encountered in {name}")


def _fits(result: np.ndarray, parts: list[np.ndarray]) -> bool:
    try:
        return np.broadcast_shapes(result.shape, *(part.shape for part in parts)) == result.shape
    except ValueError:  # as of a product of matrices
        return False
