"""What an update function tells about its demo: its name, its description, and the names that it uses."""

import inspect
import re
from collections.abc import Callable
from functools import partial, wraps
from types import CellType, FunctionType, MethodType
from typing import Any

from matplotlib.figure import Figure

Update = Callable[..., str | None]


def with_its_names(update: Update) -> Update:
    """Return `update` with the global names as they are now, and so the functions of the same notebook that it calls.

    A notebook uses names such as `fig` and `line` again for its next figure; this demo must go on drawing in its own.
    Functions are found among the global names, in lists, tuples and dicts of theirs, in closures, and in
    `functools.partial`; what an object of another kind holds stays as it is.
    """
    inner = function_of(update)
    return _Binding(inner.__globals__).bound(update) if inner else update


def function_of(update: Update) -> FunctionType | None:
    """Return the function within a partial, a method, a decorated function or a callable object; None if built in."""
    while not isinstance(update, FunctionType):
        if isinstance(update, partial):
            update = update.func
        elif isinstance(update, MethodType):
            update = update.__func__
        elif isinstance(type(update).__call__, FunctionType):
            update = type(update).__call__
        else:
            return None
    inner = inspect.unwrap(update)
    return inner if isinstance(inner, FunctionType) else update


class _Binding:
    """Copies of functions that look their global names up in a copy of the names of the module they came from."""

    def __init__(self, home: dict[str, Any]) -> None:
        self._home, self._names = home, dict(home)
        self._functions: dict[FunctionType, FunctionType] = {}
        self._names.update({key: self._held(value) for key, value in home.items()})

    def bound(self, value: Any) -> Any:
        """Return the value with all functions within it bound; the update itself may be a callable object."""
        held = self._held(value)
        if held is not value or isinstance(value, FunctionType):
            return held
        called = vars(type(value)).get("__call__")
        return MethodType(self._held(called), value) if isinstance(called, FunctionType) else value

    def _held(self, value: Any) -> Any:
        if isinstance(value, FunctionType):
            return self._function(value)
        if isinstance(value, MethodType):
            return MethodType(self._held(value.__func__), value.__self__)
        if type(value) is partial:
            keywords = {key: self._held(held) for key, held in value.keywords.items()}
            return partial(self._held(value.func), *map(self._held, value.args), **keywords)
        if type(value) in (list, tuple) and any(isinstance(held, FunctionType) for held in value):
            return type(value)(map(self._held, value))
        if type(value) is dict and any(isinstance(held, FunctionType) for held in value.values()):
            return {key: self._held(held) for key, held in value.items()}
        return value

    def _function(self, function: FunctionType) -> FunctionType:
        if function in self._functions:
            return self._functions[function]
        at_home = function.__globals__ is self._home
        old = function.__closure__ or ()
        # A cell that holds anything else is shared, since functions may assign to it.
        new = tuple(CellType() if isinstance(_content(cell), FunctionType) else cell for cell in old)
        if not at_home and new == old:
            return function
        names = self._names if at_home else function.__globals__
        copied = FunctionType(function.__code__, names, function.__name__, function.__defaults__, new or None)
        copied.__kwdefaults__ = function.__kwdefaults__
        self._functions[function] = wraps(function)(copied)
        for cell, was in zip(new, old, strict=True):
            if cell is not was:
                cell.cell_contents = self._function(_content(was))
        return copied


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # a name that has no value yet
        return None


def function_name(update: Update) -> str:
    """Return the name of the function, or that of the class of a callable object."""
    while isinstance(update, partial):
        update = update.func
    return getattr(update, "__name__", type(update).__name__)


def slug(update: Update) -> str:
    """Return the demo's name in the page and in links: the function's name, in lower case with hyphens."""
    return re.sub(r"\W+", "-", function_name(update).replace("_", "-")).strip("-").lower() or "demo"


def description(update: Update, figure: Figure) -> str:
    """Return what is read to those who cannot see the picture: the docstring, or else the labels of the axes."""
    inner = function_of(update)
    told = inner.__doc__ if inner else None
    if told is None and not isinstance(update, FunctionType | MethodType | partial):
        told = type(update).__doc__
    if told:
        return " ".join(told.split())
    described = [" against ".join(filter(None, (ax.get_ylabel(), ax.get_xlabel()))) for ax in figure.axes]
    return "Figure of " + "; ".join(filter(None, described)) if any(described) else "Interactive figure"


def name_of(figure: Figure) -> str:
    """Return the figure's own title, or else that of its axes, or nothing."""
    titles = [figure.get_suptitle(), *(ax.get_title() or ax.get_title(loc="left") for ax in figure.axes)]
    return next((" ".join(title.replace("$", "").split()) for title in titles if title), "")
