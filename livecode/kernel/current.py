"""What runs now: the cell whose outputs are sent, and the widgets that the page shows."""

from collections.abc import Callable
from contextlib import contextmanager
from itertools import count
from typing import Any

from .outputs import Outputs

outputs: Outputs = Outputs(lambda _: None, silent=True)
post: Callable[[str], None] = lambda _: None  # noqa: E731 - until a cell runs
cell: int = 0
widgets: dict[str, Any] = {}
_of_cell: dict[int, list[str]] = {}
_numbers = count(1)


@contextmanager
def running(number: int, to: Outputs, send: Callable[[str], None]) -> Any:
    """Let a cell, or a widget's answer, be what runs now."""
    global outputs, post, cell
    before = outputs, post, cell
    outputs, post, cell = to, send, number
    try:
        yield
    finally:
        outputs, cell, post = before[0], before[2], send


def forget(number: int) -> None:
    """Let go of the widgets that a cell has shown: it is run anew."""
    for name in _of_cell.pop(number, []):
        widgets.pop(name, None)


def shown(widget: Any) -> str:
    """Return the name by which the page speaks to a widget."""
    for name, known in widgets.items():
        if known is widget:
            return name
    name = f"w{next(_numbers)}"
    widgets[name] = widget
    _of_cell.setdefault(cell, []).append(name)
    return name
