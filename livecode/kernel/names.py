"""The files that cells stand for, in tracebacks and for whoever asks for the source of a function."""

import linecache
import re
from itertools import count

FILE = re.compile(r"<cell (\d+)(?:\.\d+)?>")
_known: dict[tuple[int, str], str] = {}
_again = count(2)


def file_of(cell: int, code: str) -> str:
    """Return the name of a cell's file; other code gets another name, since functions of the old one may live on."""
    name = _known.get((cell, code))
    if name is None:
        name = f"<cell {cell}>"
        if any(number == cell for number, _ in _known):
            name = f"<cell {cell}.{next(_again)}>"
        _known[cell, code] = name
    linecache.cache[name] = len(code), None, code.splitlines(keepends=True), name
    return name


def cell_of(file: str) -> int | None:
    """Return the number of the cell that a file stands for."""
    found = FILE.fullmatch(file)
    return int(found[1]) if found else None
