"""One cell, run as IPython does it: the value of a last expression is shown, and so are the figures left open."""

import ast
import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from . import errors, figures, formats
from .facts import is_import, parse
from .names import file_of
from .outputs import Outputs


def run(cell: int, code: str, names: dict[str, Any], outputs: Outputs, *, imports: bool = True) -> BaseException | None:
    """Run a cell, and send what it shows; return what was raised.

    Args:
        cell: its number.
        code: its code.
        names: the page's names.
        outputs: where it goes.
        imports: whether imports at the top level are run too.

    """
    with redirected(outputs):
        try:
            _execute(cell, code, names, outputs, imports=imports)
        except BaseException as problem:  # noqa: BLE001 - the cell may raise anything, or exit
            close_figures(outputs, shown=not isinstance(problem, KeyboardInterrupt))
            outputs.fail(errors.describe(problem, cell))
            return problem
        try:
            close_figures(outputs)
        except BaseException as problem:  # noqa: BLE001 - drawing may call what the cell has made
            outputs.fail(errors.describe(problem, cell))
            return problem
    return None


def _execute(cell: int, code: str, names: dict[str, Any], outputs: Outputs, *, imports: bool) -> None:
    file = file_of(cell, code)
    tree = parse(code, file)
    if not imports:
        tree.body = [statement for statement in tree.body if not is_import(statement)]
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, file, "exec", dont_inherit=True), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), file, "eval", dont_inherit=True), names)
        if value is not None and not outputs.silent and not _suppressed(code, last):
            outputs.show("execute_result", *formats.bundle(value))


def _suppressed(code: str, last: ast.Expr) -> bool:
    """Tell whether a semicolon follows the last expression."""
    line = code.encode().splitlines()[last.end_lineno - 1]
    return line[last.end_col_offset :].strip().startswith(b";")


def close_figures(outputs: Outputs, *, shown: bool = True) -> None:
    """Show the figures that are open, and close them."""
    for figure in figures.take_open():
        if shown and not outputs.silent:
            data, metadata = formats.bundle(figure)
            outputs.show("display_data", data, metadata)


@contextlib.contextmanager
def redirected(outputs: Outputs) -> Iterator[None]:
    """Send what is printed to the page."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = outputs.stdout, outputs.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        outputs.flush()
