"""Python for the pages, made when the book is built: Pyodide, trimmed and compiled, and the book's own packages.

`write` puts into a folder of the site all that the worker asks for, and returns what it wrote as `manifest.json`.
Pyodide is fetched once and kept in a cache; every file is verified. A build that changes nothing costs nothing.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .built import built
from .own import own_archive, package_files
from .pinned import VERSION
from .sources import Say, Unavailable

__all__ = ["VERSION", "Unavailable", "write"]

LIVECODE = Path(__file__).parents[1]
WORKER = ("closed.js", "archives.js", "worker.js")  # one file of the site: what it closes is closed before all else
KERNEL = LIVECODE / "kernel"  # what of livecode runs in the page; there it is a package without an `__init__`
OURS = re.compile(r"[a-z-]+-[0-9a-f]{12}\.bin")


def write(folder: Path, cache: Path, packages: Iterable[Path] = (), say: Say = print) -> dict[str, Any]:
    """Bring a folder of the site up to date, and return its manifest.

    Args:
        folder: where the pages look for Python.
        cache: a folder below the project, ignored by git.
        packages: the folders of the packages that the cells import, besides those that Pyodide brings.
        say: is told what takes a while.

    Raises:
        Unavailable: Pyodide cannot be had; the text says what was tried.

    """
    folder.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "lock"):
        made, manifest = built(cache, say)
        files = {name: made / name for name in manifest["core"]["files"]}
        files |= {entry["file"]: made / entry["file"] for entry in manifest["archives"].values()}
        files |= {"licenses.txt": made / "licenses.txt"}
        book = {place: content for package in packages for place, content in package_files(package).items()}
        for name, own in (("kernel", package_files(KERNEL, "livecode/kernel")), ("book", book)):
            path, entry = own_archive(name, own, cache, say)
            files[entry["file"]] = path
            manifest["archives"][name] = entry
        for name, path in files.items():
            copy(path, folder / name)
        put(folder / "worker.js", b"\n".join((LIVECODE / name).read_bytes() for name in WORKER))
        put(folder / "manifest.json", json.dumps(manifest, sort_keys=True).encode())
    for path in folder.iterdir():
        if OURS.fullmatch(path.name) and path.name not in files:
            path.unlink()
    return manifest


def copy(source: Path, target: Path) -> None:
    """Copy a file that is not there yet; its name bears a digest or a version, and so stands for its content."""
    if not target.is_file() or target.stat().st_size != source.stat().st_size:
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, source.read_bytes())


def put(target: Path, content: bytes) -> None:
    """Write a file in one step, if it is another than before."""
    if not target.is_file() or target.read_bytes() != content:
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(target)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Have one build at a time work in the cache; who comes second waits."""
    with path.open("a+b") as file:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - each system has one of the two

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
