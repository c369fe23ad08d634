"""Python's side of a page whose cells run in the browser: what its worker calls.

Cells are run as IPython runs them, in one namespace, each after the cells above that it needs. What a page lacks has
light stand-ins: `IPython`, `ipywidgets`, `anywidget`, `traitlets`, `matplotlib_inline`. Nothing here knows of the book.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from . import assist, cell, current, errors, guards, standins
from .kernel import Kernel
from .kernel import stale as _stale
from .outputs import Outputs, Post

__all__ = ["complete", "imports", "inspect", "message", "on_missing", "rest", "run", "stale", "start"]

_kernel = Kernel()
_loaded = 0  # modules that the collector need not look through


def start() -> None:
    """Begin anew: a page whose cells have not been run."""
    global _kernel  # noqa: PLW0603 - one page
    _kernel = Kernel()
    current.widgets.clear()
    if sys.platform == "emscripten":
        sys.modules["__main__"] = _kernel.module


if sys.platform == "emscripten":
    os.environ.setdefault("MPLBACKEND", "agg")  # the canvas of the page needs a thread that a worker has not
    standins.install()
    guards.install()
    start()


def _sources(sources: Any) -> dict[int, str]:
    return {int(n): str(code) for n, code in _read(sources).items()}


def _seen(seen: Any) -> dict[int, dict[str, str]]:
    return {int(n): output for n, output in _read(seen).items()}


def _skip(skip: Any) -> list[int]:
    return [int(n) for n in _read(skip)]


def _read(value: Any) -> Any:
    """Return what came as JSON, as an object of JavaScript, or as it is."""
    if isinstance(value, str):
        return json.loads(value)
    return value.to_py() if hasattr(value, "to_py") else value


def run(cell: int, sources: Any, skip: Any, everything: bool, post: Post, shown: Any = None, seen: Any = None) -> None:
    """Run a cell of the page, and before it, silently, the cells above that it needs.

    Args:
        cell: its number.
        sources: the code of all cells by their numbers, as they are now.
        skip: cells that are never run.
        everything: run all cells above.
        post: takes the JSON text of each message to the page: before, output, done.
        shown: the published code of cells that are edited.
        seen: for cells whose output is the reader's, their `source` then, and the `upstream` that came with it.

    """
    told = _sources(shown or {}), _seen(seen or {})
    _kernel.run(int(cell), _sources(sources), _skip(skip), bool(everything), post, *told)


def stale(sources: Any, skip: Any, shown: Any, seen: Any) -> str:
    """Return a JSON list of the cells whose output is stale; the arguments are those of `run`."""
    return json.dumps(_stale(_sources(sources), _skip(skip), _sources(shown), _seen(seen)))


def imports(cell: int, sources: Any, skip: Any, everything: bool) -> str:
    """Return a JSON list of the top-level modules that this run needs and does not find.

    What is found is imported. So it is asked again when archives have been loaded, until nothing is missing that an
    archive holds.
    """
    finders = [finder for finder in sys.meta_path if isinstance(finder, guards.Missing)]
    for finder in finders:
        finder.waits = False
    try:
        with _uncollected():
            return json.dumps(_kernel.imports(int(cell), _sources(sources), _skip(skip), bool(everything)))
    finally:
        for finder in finders:
            finder.waits = True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Import without the collector of garbage, which would look through all modules again and again, and for good."""
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > _loaded:
            gc.freeze()
        gc.enable()


def rest() -> None:
    """Let go of what imports have left behind. It is not urgent, so a worker calls it when the page has its answer."""
    global _loaded  # noqa: PLW0603 - one process
    if len(sys.modules) > _loaded:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _loaded = len(sys.modules)


def message(widget: str, content: Any, post: Post) -> None:
    """Pass a view's message on to its widget, which may answer."""
    known = current.widgets.get(widget)
    if known is None:
        return
    outputs = Outputs(post, silent=True)
    with current.running(current.cell, outputs, post), cell.redirected(outputs):
        try:
            known.answer(_read(content))
        except BaseException as problem:  # noqa: BLE001 - the widget is anybody's
            failed = errors.describe(problem, current.cell)
            post(json.dumps({"type": "message", "widget": widget, "content": {"error": failed["traceback"]}}))
        finally:
            cell.close_figures(outputs, shown=False)


def complete(code: str, at: int) -> str:
    """Return as JSON how the name before a place of a cell may go on."""
    return json.dumps(assist.complete(code, int(at), _kernel.names))


def inspect(code: str, at: int) -> str:
    """Return what the name at a place of a cell is: signature and docstring."""
    return assist.look_up(code, int(at), _kernel.names)


def on_missing(load: Callable[[str], bool]) -> None:
    """Call `load(name)` for a module that an import does not find; it returns whether it is there then."""
    sys.meta_path.append(guards.Missing(load))
