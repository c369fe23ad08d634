"""What the worker asks of Python: between its messages, which are JSON, and the kernel.

An archive that no cell announced, such as what a function imports when it is called, is fetched when it is looked for.
"""

import importlib.machinery
import json
import sys
import zlib
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

from pyodide.ffi import to_js

from livecode import kernel

Post = Callable[[str], None]
GZIP = 31  # what zlib calls its own format with gzip's head


class Archives(MetaPathFinder):
    """Finds a module of an archive that is not there yet, by having it fetched."""

    def __init__(self, load: Callable[[str], bool]) -> None:
        self.load = load

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Look again, if there was something to fetch."""
        if path is None and self.load(fullname):
            importlib.invalidate_caches()
            return importlib.machinery.PathFinder.find_spec(fullname, path, target)
        return None


def begin(load: Callable[[str], bool]) -> None:
    """Have archives fetched by `load`, which takes a module's name and tells whether it fetched something."""
    sys.meta_path.append(Archives(load))


def unpack(archive: Any) -> Any:
    """Return the bytes of an archive, unless the host had them unpacked already."""
    packed = archive.to_bytes()
    return to_js(zlib.decompress(packed, GZIP) if packed[:2] == b"\x1f\x8b" else packed)


def read(page: str) -> tuple[int, dict[int, str], list[int], bool]:
    """Return what the kernel is asked to run."""
    asked = json.loads(page)
    sources = {int(number): source for number, source in asked["sources"].items()}
    return asked["cell"], sources, asked.get("skip", []), asked.get("all", False)


def imports(page: str) -> str:
    """Return the names of the modules that a run needs."""
    return json.dumps(sorted(kernel.imports(*read(page))))


def run(page: str, post: Post) -> None:
    """Run a cell, and what it needs before."""
    importlib.invalidate_caches()  # an archive may have come since
    kernel.run(*read(page), post)


def message(widget: str, content: str, post: Post) -> None:
    """Bring a message from a view to its widget."""
    kernel.message(widget, content, post)


def complete(code: str, at: int) -> str:
    """Return what the code could go on with."""
    return kernel.complete(code, at)


def inspect(code: str, at: int) -> str:
    """Return what there is to know of a name."""
    return kernel.inspect(code, at)
