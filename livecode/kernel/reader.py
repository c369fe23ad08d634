"""Reads from the code of a cell, by names, what it needs, makes and changes. It is a heuristic, on the safe side.

Taken for a change of what a name holds: a call of one of its methods, an assignment to an item or an attribute, an
augmented assignment, `next(name)`, and the name as an argument of a call whose result nobody takes.
"""

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from .facts import Facts, guessed, is_import, parse, split_import

# Methods that only read, in Python and in NumPy: cells that call no others are not run for the name's sake.
READING = frozenset(
    "all any argmax argmin argsort astype conj copy count cumsum decode diagonal dot encode endswith flatten format "
    "get index isdigit item items join keys lower lstrip max mean min nonzero ravel repeat reshape round rstrip "
    "split splitlines squeeze startswith std strip sum swapaxes title tobytes tolist trace transpose upper values "
    "var".split()
)
PURE = frozenset("display help len print repr str".split())  # as statements of their own they change nothing
# Calls in the module of figures are about the figure in hand; those of these set something for all.
PLOTTING, STYLING = "matplotlib.pyplot", frozenset("ioff ion rc rcParams rcdefaults set_cmap style".split())


def read(code: str, modules: Mapping[str, str]) -> Facts:
    """Return what is known of a cell.

    Args:
        code: the cell.
        modules: names that cells above it have imported, and what from.

    """
    try:
        tree = parse(code)
    except SyntaxError:
        return guessed(code)
    reader = _Reader(modules)
    for statement in tree.body:
        if is_import(statement):
            reader.imported(statement)
        else:
            reader.visit(statement)
    reader.end()
    return reader.facts


def _root(node: ast.AST) -> str | None:
    """Return the name at the beginning of an expression such as a.b[0].c."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class _Reader(ast.NodeVisitor):
    """Goes through code in the order in which it runs; one for a cell, and one for each function within."""

    def __init__(self, modules: Mapping[str, str], own: Iterable[str] = ()) -> None:
        self.facts, self.bound = Facts(), set(own)
        self.modules = {name: origin for name, origin in modules.items() if name not in self.bound}
        self.shared: set[str] = set()  # in a function: names that it declares to be the page's
        self.trying = False  # what is tried is there to be seen
        self.waiting: dict[str, Facts] = {}  # what functions do when they are called

    def imported(self, statement: ast.Import | ast.ImportFrom) -> None:
        facts = self.facts
        for name, code, origin in split_import(statement):
            known = facts.imports.get(name, "")  # as of `import a.b` and `import a.c`
            facts.imports[name] = f"{known}\n{code}".strip() if code not in known else known
            facts.modules[name] = self.modules[name] = origin
            self.bound.add(name)

    def end(self) -> None:
        for name in list(self.waiting):
            self.called(name)
        self.facts.maybe -= self.facts.binds

    def called(self, name: str) -> None:
        inner = self.waiting.pop(name, None)
        if inner is not None:
            self.happens(inner)

    def happens(self, inner: Facts) -> None:
        for used in sorted(inner.needs):
            self.load(used)
        self.facts.changes |= inner.changes
        self.facts.maybe |= inner.maybe
        self.facts.settings |= inner.settings

    def load(self, name: str) -> None:
        if name not in self.bound:
            self.facts.needs.add(name)
        elif name in self.facts.imports:
            self.facts.own.add(name)
        self.called(name)

    def bind(self, name: str) -> None:
        if name in self.shared:
            self.facts.maybe.add(name)
            return
        self.bound.add(name)
        self.facts.binds.add(name)
        for known in (self.waiting, self.facts.late, self.modules):
            known.pop(name, None)

    def change(self, name: str | None) -> None:
        if name is not None:
            self.load(name)
            if name not in self.modules:
                self.facts.changes.add(name)

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

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.load(node.id)
        else:
            self.bind(node.id)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        if node.names[0].name == "*":
            self.facts.everything = True
            return
        for name, _, origin in split_import(node):
            self.bind(name)
            self.modules[name] = origin

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.store(target)
            if isinstance(node.value, ast.Lambda) and isinstance(target, ast.Name):
                self.function(target.id, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)
            self.store(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        self.change(_root(node.target))
        if not isinstance(node.target, ast.Name):
            self.store(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.bind(node.target.id)

    def store(self, target: ast.AST) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self.store(part)
            return
        if isinstance(target, ast.Attribute | ast.Subscript):
            root = _root(target)
            self.facts.settings |= root in self.modules
            self.change(root)
        self.visit(target)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr not in READING:
            self.change(_root(node.func))
        elif isinstance(node.func, ast.Name) and node.func.id == "next" and node.args:
            self.change(_root(node.args[0]))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.statement(node.value)
        self.visit(node.value)

    def statement(self, call: ast.Call) -> None:
        """Read a call whose result nobody takes: it is there for what it changes."""
        root = _root(call.func)
        if isinstance(call.func, ast.Name) and root in PURE and root not in self.bound:
            return
        for given in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "out")):
            if isinstance(given, ast.Name | ast.Starred):
                self.change(_root(given))
        others = {one.id for one in ast.walk(call) if isinstance(one, ast.Name)} - {root}
        if root in self.modules and not others and not self.trying and self._sets(call.func, self.modules[root]):
            self.facts.settings = True

    def _sets(self, function: ast.AST, origin: str) -> bool:
        """Tell whether a call without names, of what was imported, sets something for all cells."""
        first = function
        while isinstance(first, ast.Attribute) and isinstance(first.value, ast.Attribute):
            first = first.value
        return origin != PLOTTING or (isinstance(first, ast.Attribute) and first.attr in STYLING)

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

    visit_ImportFrom, visit_AsyncFor, visit_MatchStar = visit_Import, visit_For, visit_MatchAs
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
