"""What a cell needs of the cells above it, and what it makes and changes."""

import ast
import re
from dataclasses import dataclass, field

MAGIC = re.compile(r"^%(?!%).*$", re.MULTILINE)
ASSIGNED = re.compile(r"^(?:(?:async +)?(?:def|class) +([^\W\d]\w*)|([^\W\d]\w*)(?=\s*(?:[:,]|=(?!=))))", re.MULTILINE)


@dataclass
class Facts:
    """What is known of a cell.

    Attributes:
        needs: names that it reads before it has bound them.
        binds: names that are bound when it is done, those of `imports` left out.
        maybe: names that it may bind.
        changes: names whose value it changes.
        late: for each function, the names that it looks up whenever it is called.
        imports: for each name that an import at the top level binds, that import alone, as code.
        own: names of `imports` that the rest of the cell reads.
        modules: for each of these names, what it was imported from.
        settings: whether it sets something that no name stands for, such as a style.
        everything: whether it imports all names of a module.

    """

    needs: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    late: dict[str, set[str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    modules: dict[str, str] = field(default_factory=dict)
    settings: bool = False
    everything: bool = False


def parse(code: str, name: str = "<cell>") -> ast.Module:
    """Return the tree of a cell; lines for the shell of a notebook, as `%matplotlib inline`, are passed over.

    Raises:
        SyntaxError: the cell is no Python.

    """
    try:
        return ast.parse(code, name)
    except SyntaxError:
        bare = MAGIC.sub("", code)
        if bare == code:
            raise
        return ast.parse(bare, name)


def is_import(statement: ast.stmt) -> bool:
    """Tell whether a statement of the top level is an import of names that it names."""
    return isinstance(statement, ast.Import | ast.ImportFrom) and statement.names[0].name != "*"


def guessed(code: str) -> Facts:
    """Return what is known of a cell that is no Python: the names at the start of its lines."""
    return Facts(binds={found[1] or found[2] for found in ASSIGNED.finditer(code)})


def split_import(statement: ast.Import | ast.ImportFrom) -> list[tuple[str, str, str]]:
    """Return name, code and origin of each name that an import binds."""
    parts = []
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            name, single, origin = alias.asname or alias.name.partition(".")[0], ast.Import([alias]), alias.name
        else:
            name, single = alias.asname or alias.name, ast.ImportFrom(statement.module, [alias], statement.level)
            origin = f"{statement.module}.{alias.name}"
        parts.append((name, ast.unparse(single), origin))
    return parts
