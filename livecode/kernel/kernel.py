"""The kernel of a page: one namespace, and for each name in it what gave it its value."""

import ast
import builtins
import json
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, NoReturn

from . import cell as one_cell
from . import current
from .facts import is_import, parse
from .outputs import Outputs, Post
from .page import Names, Page, Unit
from .standins import ipython

ASKED = "input() cannot ask in this page: write the answer into the code"


def _no_input(prompt: object = "") -> NoReturn:  # noqa: ARG001 - as Python's
    raise RuntimeError(ASKED)


class Kernel:
    """Runs cells of one page, each with what it needs of the cells above it."""

    def __init__(self) -> None:
        self.module = ModuleType("__main__", "The cells of the page.")
        self.names: dict[str, Any] = vars(self.module)
        self.names["__builtins__"] = {**vars(builtins), "display": ipython.display, "input": _no_input}
        self._histories: Names = {}  # of each name, as `Page` writes them
        self._straight: list[tuple[int, str]] = []  # cells that were run in order, and nothing else

    def imports(self, cell: int, sources: Mapping[int, str], skip: Iterable[int], everything: bool) -> list[str]:
        """Return top-level modules that are imported before a cell and in it, and are not there yet.

        What is there is imported, so that what it imports in turn is found too.
        """
        page, missing = Page(sources, skip), {}
        codes = [page.facts[n].imports.values() for n in page.sources if n < cell and everything]
        units = page.plan(cell, self._histories)
        codes += [[page.facts[u.cell].imports[u.name]] for u in units if not u.body]
        codes += [_inner_imports(page.sources[u.cell]) for u in units if u.body]
        codes.append(_inner_imports(page.sources.get(cell, ""), top=True))
        for code in dict.fromkeys(code for some in codes for code in some):
            name = _missing(code)
            if name:
                missing[name] = None
        return list(missing)

    def run(
        self,
        cell: int,
        sources: Mapping[int, str],
        skip: Iterable[int],
        everything: bool,
        post: Post,
        shown: Mapping[int, str] | None = None,
        seen: Mapping[int, Mapping[str, str]] | None = None,
    ) -> bool:
        """Run a cell, before it those that it needs; tell whether all went well.

        With that goes what the cell's output hangs on, as a digest, and the cells whose output is stale then.

        Args:
            cell: its number.
            sources: the code of the page's cells, as they are now.
            skip: cells that are never run.
            everything: run all cells above.
            post: takes the JSON text of each message.
            shown: the published code of cells that are edited.
            seen: for cells whose output is the reader's, their `source` then, and the `upstream` that came with it.

        """
        sources, skip = {**sources, cell: sources.get(cell, "")}, [n for n in skip if n != cell]
        page = Page(sources, skip)
        units = self._all_above(page, cell) if everything else page.plan(cell, self._histories)
        before = sorted({unit.cell for unit in units if unit.cell != cell})
        if before:
            post(json.dumps({"type": "before", "cells": before}))
        ran, ok = [], True
        for unit in units:
            ok = self._step(page, unit, Outputs(post, silent=True), post)
            if unit.cell not in ran and unit.cell != cell:
                ran.append(unit.cell)
            if not ok:
                break
        if ok:
            ok = self._step(page, Unit(cell, body=True), Outputs(post), post)
            ran += [cell] if ok else []
        others = [n for n in stale(sources, skip, shown or {}, seen or {}) if n != cell]
        post(json.dumps({"type": "done", "ok": ok, "ran": ran, "upstream": page.upstream(cell), "stale": others}))
        return ok

    def _all_above(self, page: Page, cell: int) -> list[Unit]:
        """Return what has to run so that all cells above have been run in order, and nothing between."""
        wanted = [(n, code) for n, code in page.sources.items() if n < cell]
        known = self._straight[: len(wanted)]
        if self._straight[len(wanted) :] or wanted[: len(known)] != known:
            known = []
            self._straight = []
        return [unit for n, _ in wanted[len(known) :] for unit in _whole(page, n)]

    def _step(self, page: Page, unit: Unit, outputs: Outputs, post: Post) -> bool:
        """Run one unit, and note what it has written."""
        silent, code = outputs.silent, page.sources.get(unit.cell, "")
        if not unit.body:
            code = page.facts[unit.cell].imports[unit.name]
        if not silent:
            current.forget(unit.cell)
        with current.running(unit.cell, outputs, post):
            problem = one_cell.run(unit.cell, code, self.names, outputs, imports=not (silent and unit.body))
        self._histories = page.written(unit, self._histories, whole=not silent, failed=problem is not None)
        if unit.body:
            self._straight.append((unit.cell, code))
        return problem is None


def stale(
    sources: Mapping[int, str], skip: Iterable[int], shown: Mapping[int, str], seen: Mapping[int, Mapping[str, str]]
) -> list[int]:
    """Return the cells whose output hangs on code that is another by now; the arguments are those of `Kernel.run`.

    What a cell needs is read from the code that gave its output, whatever stands in the cell now.
    """
    skip = list(skip)
    page, first = Page(sources, skip), Page({**sources, **shown}, skip)
    found = []
    for n in page.sources:
        was = seen.get(n) or {"source": first.sources[n], "upstream": first.upstream(n)}
        now = page if was["source"] == page.sources[n] else Page({**sources, n: was["source"]}, skip)
        found += [n] if now.upstream(n) != was["upstream"] else []
    return found


def _whole(page: Page, cell: int) -> list[Unit]:
    return [*(Unit(cell, name=name) for name in page.facts[cell].imports), Unit(cell, body=True)]


def _inner_imports(code: str, *, top: bool = False) -> list[str]:
    """Return the imports within a cell, those in functions as well; and those at its top level, if asked for."""
    try:
        tree = parse(code)
    except SyntaxError:
        return []
    above = [] if top else [statement for statement in tree.body if is_import(statement)]
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) and node not in above]
    return [ast.unparse(node) for node in nodes]


def _missing(code: str) -> str:
    """Import, and return the top-level module that was not found; other errors come again when the cell runs."""
    try:
        exec(code, {"__name__": "__main__"})
    except ModuleNotFoundError as problem:
        return (problem.name or "").partition(".")[0]
    except Exception:  # noqa: BLE001
        return ""
    return ""
