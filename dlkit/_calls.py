"""What a call of a `Differentiable` shares with every other: its arguments counted and named, its result looked at."""

import inspect
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from ._arrays import Floats

HINTS = {
    "value": "reduce the last axis of x and no other, with axis=-1",
    "gradient": "a gradient has the shape of x",
    "Hessian": "it has a row for each entry of the gradient",
}


def parameters_of(function: Callable[..., Any]) -> tuple[tuple[str, ...], range]:
    """Return the names of a function's arguments, and how many it takes after the first."""
    if type(function) is FunctionType and not vars(function):  # most are, and a signature takes twenty times as long
        code, defaults = function.__code__, function.__defaults__ or ()
        several = bool(code.co_flags & inspect.CO_VARARGS)
        names = code.co_varnames[: code.co_argcount + several]
        if not code.co_kwonlyargcount and not code.co_flags & inspect.CO_VARKEYWORDS:
            least, most = code.co_argcount - len(defaults), sys.maxsize if several else code.co_argcount
            return names or ("x",), range(max(least - 1, 0), most)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # some functions written in C do not say
        return ("x",), range(sys.maxsize)
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    most = sys.maxsize if any(p.kind is p.VAR_POSITIONAL for p in parameters) else len(positional)
    least = sum(p.default is p.empty for p in positional)
    return tuple(p.name for p in parameters) or ("x",), range(max(least - 1, 0), most)


def named(f: Any, k: int) -> str:
    """Return what a message calls argument number k of f."""
    return f"{f.__name__}: {f.parameters[min(k, len(f.parameters) - 1)]}"


def wrong_number(f: Any, got: int) -> ValueError:
    """Return what to raise for so many arguments after the first."""
    least, most = f.further.start, f.further.stop - 1
    takes = f"{least}" if least == most else f"{least} to {most}"
    call = f"{f.__name__}({', '.join(f.parameters)})"
    return ValueError(f"{call} takes {takes} arguments after the first, got {got}; leave out or add some")


def within_domain(f: Any, x: Floats) -> None:
    """Refuse numbers that are not in the domain of f; NaN may be, as a descent can have diverged."""
    low, high = f.domain
    if ((x < low) | (x > high)).any():
        raise ValueError(
            f"{named(f, 0)} must hold numbers from {low:g} to {high:g}, got values from {np.nanmin(x):.6g} to "
            f"{np.nanmax(x):.6g}; of scores, take the loss of the same name without _on_probabilities"
        )


def own(result: Floats, x: Floats) -> Floats:
    """Return a result that may be written to: not x itself or a part of it, and no view of one number repeated."""
    shared = result is x or (result.base is not None and np.may_share_memory(result, x))
    return result.copy() if shared or not result.flags.writeable else result


def of_shape(f: Any, result: Any, shape: tuple[int, ...], what: str) -> Floats:
    """Return a result as an array of this shape, a number if it is (), or say that it has another."""
    got = np.shape(result)
    if result is None or got != shape:
        came = "None; does the function end with return?" if result is None else f"shape {got}; {HINTS[what]}"
        raise ValueError(f"{f.__name__}: its {what} must have shape {shape}, got {came}")
    return np.asarray(result)[()]
