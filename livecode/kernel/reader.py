"""Reads from the code of a cell what it needs, makes and changes: in the order in which it runs, scope by scope."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .facts import Facts, guessed, is_import, parse
from .statements import Statements


def read(code: str, modules: Mapping[str, str]) -> Facts:
    """Return what is known of a cell; kept, as most cells of a page are the same at each run.

    Args:
        code: the cell.
        modules: names that cells above it have imported, and what from.

    """
    return _read(code, tuple(sorted(modules.items())))


@lru_cache(maxsize=1024)
def _read(code: str, modules: tuple[tuple[str, str], ...]) -> Facts:
    try:
        tree = parse(code)
    except SyntaxError:
        return guessed(code)
    reader = _Reader(dict(modules))
    for statement in tree.body:
        if is_import(statement):
            reader.imported(statement)
        else:
            reader.visit(statement)
    reader.end()
    return reader.facts


class _Reader(Statements):
    """Goes through code in the order in which it runs; one for a cell, and one for each function within."""

    def function(self, name: str, node: Any) -> None:
        inner = self.inside(node, own_names(node)).facts
        self.waiting[name] = inner
        self.facts.late[name] = set(inner.needs)

    def inside(self, node: Any, own: set[str]) -> "_Reader":
        """Read what is within a scope of its own."""
        inner = _Reader(self.modules, own)
        for one in ast.walk(node):
            if isinstance(one, ast.Global):
                inner.shared.update(one.names)
        inner.bound -= inner.shared
        for statement in node.body if isinstance(node.body, list) else [node.body]:
            inner.visit(statement)
        inner.end()
        hidden = (own | inner.facts.binds) - inner.shared
        inner.facts.changes -= hidden
        inner.facts.maybe -= hidden
        return inner

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        before, ends = set(self.bound), []
        for branch in (node.body, node.orelse):
            self.bound = set(before)
            for statement in branch:
                self.visit(statement)
            ends.append(self.bound)
        self.bound = ends[0] & ends[1]
        self.facts.maybe |= (ends[0] | ends[1]) - self.bound
        self.facts.binds &= self.bound

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.store(node.target)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_Try(self, node: ast.Try) -> None:
        before, self.trying = self.trying, True
        self.generic_visit(node)
        self.trying = before

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.visit(node.type) if node.type else None
        known = node.name in self.bound
        self.bound.add(node.name or "")
        for statement in node.body:
            self.visit(statement)
        if not known:
            self.bound.discard(node.name or "")

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        if node.name:
            self.bind(node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        defaults = (*node.args.defaults, *filter(None, node.args.kw_defaults))
        for part in (*node.decorator_list, *defaults):
            self.visit(part)
        self.bind(node.name)
        self.function(node.name, node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        self.happens(self.inside(node, own_names(node)).facts)  # who takes it may call it at once

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(part)
        inner = self.inside(node, set()).facts  # methods do what they do when the class is called, or later
        self.happens(inner)
        self.bind(node.name)
        self.facts.late[node.name] = inner.needs

    def visit_ListComp(self, node: Any) -> None:
        own = {one.id for g in node.generators for one in ast.walk(g.target) if isinstance(one, ast.Name)}
        self.visit(node.generators[0].iter)
        inner = _Reader(self.modules, own)
        for generator in node.generators:
            for part in (generator.iter, *generator.ifs):
                inner.visit(part)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            inner.visit(part)
        inner.end()
        inner.facts.changes -= own
        self.happens(inner.facts)

    visit_AsyncFor, visit_MatchStar, visit_TryStar = visit_For, visit_MatchAs, visit_Try
    visit_AsyncFunctionDef = visit_FunctionDef
    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp


def own_names(node: Any) -> set[str]:
    """Return the names that are a function's own: its arguments, and what is bound in it."""
    arguments = node.args
    own = {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}
    inside = list(node.body) if isinstance(node.body, list) else [node.body]
    for one in inside:  # grows on the way
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(one.name)
            continue
        if isinstance(one, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            own.add(one.id)
        elif isinstance(one, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and one.name:
            own.add(one.name)
        elif isinstance(one, ast.Import | ast.ImportFrom):
            own |= {(alias.asname or alias.name).partition(".")[0] for alias in one.names}
        inside += ast.iter_child_nodes(one)
    return own
