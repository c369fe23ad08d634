"""What single statements do to names: they read, bind and change them. It is a heuristic, on the safe side.

Taken for a change of what a name holds: a call of one of its methods, an assignment to an item or an attribute, an
augmented assignment, `next(name)`, and the name as an argument of a call whose result nobody takes.
"""

import ast
from collections.abc import Iterable, Mapping

from .facts import Facts, split_import

# Methods that only read, in Python and in NumPy: cells that call no others are not run for the name's sake.
WORDS = (
    "all any argmax argmin argsort astype conj copy count cumsum decode diagonal dot encode endswith flatten format "
    "get index isdigit item items join keys lower lstrip max mean min nonzero ravel repeat reshape round rstrip split "
    "splitlines squeeze startswith std strip sum swapaxes title tobytes tolist trace transpose upper values "
    "var"
)
READING = frozenset(WORDS.split())
PURE = frozenset(("display", "help", "len", "print", "repr", "str"))  # as statements they change nothing
# Calls in the module of figures are about the figure in hand; those of these set something for all.
PLOTTING, STYLING = "matplotlib.pyplot", frozenset(("ioff", "ion", "rc", "rcParams", "rcdefaults", "set_cmap", "style"))


def _root(node: ast.AST) -> str | None:
    """Return the name at the beginning of an expression such as a.b[0].c."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class Statements(ast.NodeVisitor):
    """What statements do to names, one after the other."""

    def __init__(self, modules: Mapping[str, str], own: Iterable[str] = ()) -> None:
        self.facts, self.bound = Facts(), set(own)
        self.modules = {name: origin for name, origin in modules.items() if name not in self.bound}
        self.shared: set[str] = set()  # in a function: names that it declares to be the page's
        self.trying = False  # what is tried is there to be seen
        self.waiting: dict[str, Facts] = {}  # what functions do when they are called

    def imported(self, statement: ast.Import | ast.ImportFrom) -> None:
        """An import at the top level binds its names."""
        facts = self.facts
        for name, code, origin in split_import(statement):
            known = facts.imports.get(name, "")  # as of `import a.b` and `import a.c`
            facts.imports[name] = f"{known}\n{code}".strip() if code not in known else known
            facts.modules[name] = self.modules[name] = origin
            self.bound.add(name)

    def end(self) -> None:
        """What functions do may happen from here on."""
        for name in list(self.waiting):
            self.called(name)
        self.facts.maybe -= self.facts.binds

    def called(self, name: str) -> None:
        """What a function does may happen now."""
        inner = self.waiting.pop(name, None)
        if inner is not None:
            self.happens(inner)

    def happens(self, inner: Facts) -> None:
        """What has been read within happens here."""
        for used in sorted(inner.needs):
            self.load(used)
        self.facts.changes |= inner.changes
        self.facts.maybe |= inner.maybe
        self.facts.settings |= inner.settings

    def load(self, name: str) -> None:
        """A name is read."""
        if name not in self.bound:
            self.facts.needs.add(name)
        elif name in self.facts.imports:
            self.facts.own.add(name)
        self.called(name)

    def bind(self, name: str) -> None:
        """A name gets a value."""
        if name in self.shared:
            self.facts.maybe.add(name)
            return
        self.bound.add(name)
        self.facts.binds.add(name)
        for known in (self.waiting, self.facts.late, self.modules):
            known.pop(name, None)

    def change(self, name: str | None) -> None:
        """The value of a name changes."""
        if name is not None:
            self.load(name)
            if name not in self.modules:
                self.facts.changes.add(name)

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

    visit_ImportFrom = visit_Import

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
        """Something is assigned to."""
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
