"""What a file depends on, read from its imports: the modules of the project, and the files that a test names.

The chapters and tests import names from dlkit, which imports everything. So a name is followed to the module that
defines it, and from there on. That is less than what runs when the package is imported, and more than what a line of
code calls; what cannot be read from names, such as a name that is put together while running, is left to `make test`.
"""

import ast
import functools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import sources

PACKAGES = ("dlkit", "livefig", "drawpad", "book")
SITE = {"site", "site_url", "published"}  # fixtures of the tests that ask for the built website
BEHIND_ALL = {"conftest.py", "nbval_once.py"}  # what they need, they need for tests that need it too
# Whose files import each other by their bare names.
FOLDERS = ("tools", "tests", "benchmarks", "tests/livefig", "tests/drawpad")


def code_of(path: Path) -> str:
    """Return the Python of a file; of a notebook, of its cells of code without the lines for IPython."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).split("\n")]
    return "\n".join("pass" if line.lstrip().startswith(("%", "!")) else line for line in lines)


class Code:
    """What is looked at of a file, in one walk."""

    def __init__(self, path: Path) -> None:
        text = code_of(path)
        self.makes_names = "import_module(" in text
        self.top = ast.parse(text).body
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.attributes: dict[str, list[str]] = {}  # of a name, such as those of dlkit in dlkit.l1
        self.names: Counter[str] = Counter()
        self.texts: set[str] = set()
        self.arguments: set[str] = set()
        for node in (inner for one in self.top for inner in ast.walk(one)):
            match node:
                case ast.Import() | ast.ImportFrom():
                    self.imports.append(node)
                case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                    self.attributes.setdefault(name, []).append(attribute)
                case ast.Name(id=name):
                    self.names[name] += 1
                case ast.Constant(value=str(value)):
                    self.texts.add(value)
                case ast.arg(arg=name):
                    self.arguments.add(name)


class Graph:
    """The files of the project, and which of them each needs."""

    def __init__(self, root: Path = sources.ROOT) -> None:
        self.root = root
        self.code = functools.cache(Code)
        self.direct = functools.cache(self._direct)
        self.defined = functools.cache(self._defined)
        self.within = functools.cache(lambda folder, pattern: tuple(sources.files(folder, (pattern,))))

    def closure(self, path: Path) -> dict[Path, int]:
        """Return all files that a file needs, itself too, and by how many steps each is away."""
        found, edge = {path: 0}, [path]
        while edge:
            near = {needed for one in edge for needed in self.direct(one)}
            edge = sorted(near - found.keys())
            found.update(dict.fromkeys(edge, max(found.values()) + 1))
        return found

    def _direct(self, path: Path) -> frozenset[Path]:
        if path.suffix not in (".py", ".ipynb") or path.name in BEHIND_ALL:
            return frozenset()
        found = {*self._imports(path), *self._named(path), *self._beside(path)}
        return frozenset(found - {path})

    def _beside(self, path: Path) -> Iterator[Path]:
        """Yield what is needed though no import and no text says so."""
        code = self.code(path)
        if code.makes_names and path.parent.name != "tests":  # modules whose names are put together
            yield from self.within(path.parent, "*.py")
        if path.parent.name == "chapters":  # the self-checks of its exercises
            yield from self.within(self.root / "dlkit/exercises", f"{path.stem[3:].replace('-', '_')}.py")
        if path.name.startswith("test_"):
            yield self.root / "tests/conftest.py"
        if path.name.startswith("test_") and SITE & code.arguments:
            yield from sources.files(self.root, (*sources.PAGES, *sources.OF_SOME_PAGES, *sources.OF_ALL_PAGES))

    def _imports(self, path: Path) -> Iterator[Path]:
        for node in self.code(path).imports:
            if isinstance(node, ast.ImportFrom):
                yield from self._from(path, node)
            else:
                for module in node.names:
                    yield from self._module(path, module.name, self._attributes(path, module))

    def _from(self, path: Path, node: ast.ImportFrom) -> Iterator[Path]:
        names = [one.name for one in node.names]
        if node.level:
            folder = path.parents[node.level - 1]
            base = folder.joinpath(*(node.module or "").split(".")) if node.module else folder
            yield from self._names(base, names)
        else:
            yield from self._module(path, node.module, names)

    def _module(self, path: Path, module: str, names: Iterable[str]) -> Iterator[Path]:
        """Yield the files of a module of the project, of which these names are wanted."""
        first = module.partition(".")[0]
        if first in PACKAGES:
            yield from self._names(self.root.joinpath(*module.split(".")), names)
        else:
            for folder in (path.parent, *(self.root / name for name in FOLDERS)):
                if (folder / f"{first}.py").is_file():
                    yield folder / f"{first}.py"
                    return

    def _names(self, base: Path, names: Iterable[str]) -> Iterator[Path]:
        """Yield the files that define names of a module or package; without names, all of it."""
        if base.with_suffix(".py").is_file():
            yield base.with_suffix(".py")
            return
        wanted = list(names)
        within = self.within(base, "**/*.py")
        for name in wanted:
            if (base / name).is_dir() or (base / f"{name}.py").is_file():
                yield from self._names(base / name, ())
            else:
                yield from (path for path in within if name in self.defined(path))
        if not wanted or "*" in wanted or base.name in ("livefig", "drawpad"):  # its parts are one tool
            yield from self.within(base, "**/*.*")

    def _attributes(self, path: Path, module: ast.alias) -> list[str]:
        """Return the names of an imported module that a file uses, or none where it uses the module itself."""
        bound, code = module.asname or module.name.partition(".")[0], self.code(path)
        used = code.attributes.get(bound, [])
        return used if code.names[bound] == len(used) else []

    def _defined(self, path: Path) -> set[str]:
        """Return the names that a module defines or assigns at its top."""
        found = set()
        for node in self.code(path).top:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
            found |= {node.name} if hasattr(node, "name") else set()
        return found

    def _named(self, path: Path) -> Iterator[Path]:
        """Yield the files of the project that a test names in a text, such as "README.md" or "chapters"."""
        if "tests" not in path.relative_to(self.root).parts:
            return
        for text in self.code(path).texts:
            if 2 < len(text) < 80 and not set("\n *") & set(text) and not text.startswith(("/", ".", "_build")):
                named = self.root / text
                if named.is_file():
                    yield named
                elif named.is_dir() and text not in ("tests", "tools"):
                    yield from self.within(named, "**/*.*")
