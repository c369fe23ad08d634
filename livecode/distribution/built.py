"""Pyodide as a page gets it: trimmed, compiled, packed. It is made once for a version, and kept in the cache."""

import gzip
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from . import packing, pinned, quicker, trim
from .compiling import compile_files
from .sources import Say, fetch

HERE = Path(__file__).parent
RECIPE = ("built.py", "compiling.py", "compiling.js", "packing.py", "pinned.py", "quicker.py", "trim.py")
CORE = f"pyodide-{pinned.VERSION}/"  # the folder of a site for the files that Pyodide asks for by its own names
KEPT = 3
LINKED = ("numpy", "matplotlib")  # the archives whose libraries are linked at once
BARE = "matplotlib"  # the archive whose docstrings would cost half a megabyte, and time at each import


def built(cache: Path, say: Say) -> tuple[Path, dict[str, Any]]:
    """Return a folder with the files of a site, and the part of the manifest that names them."""
    key = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in RECIPE)).hexdigest()[:12]
    folder = cache / f"built-{key}"
    record = folder / "built.json"
    if not record.is_file():
        pyodide = fetch(cache, say)
        say("compiling Python's packages for the pages; this is done once")
        with tempfile.TemporaryDirectory(dir=cache, prefix="building-") as temporary:
            part = Path(temporary) / "part"
            (part / CORE).mkdir(parents=True)
            build(pyodide, part)
            shutil.rmtree(folder, ignore_errors=True)
            part.rename(folder)
        tidy(cache)
    return folder, json.loads(record.read_text(encoding="utf-8"))


def tidy(cache: Path) -> None:
    """Throw away what a build left that was ended, and all but the newest: a branch may have another recipe."""
    made = sorted(cache.glob("built-*"), key=lambda path: path.stat().st_mtime)
    for old in [*made[:-KEPT], *cache.glob("building-*"), *cache.glob("download-*")]:
        shutil.rmtree(old, ignore_errors=True)


def build(pyodide: Path, folder: Path) -> None:
    """Write all files, and the manifest of them."""
    archives = {}
    notices = {}
    for name, wheels in pinned.WHEELS.items():
        files = {place: content for wheel in wheels for place, content in trim.wheel_files(pyodide / wheel).items()}
        notices |= {place: files.pop(place) for place in list(files) if trim.NOTICE.search(place)}
        files = quicker.changed(files)
        sources = {place: content for place, content in files.items() if place.endswith(".py")}
        compiled = compile_files(pyodide, sources, bare=sources if name == BARE else ())
        content = packing.pack(without_sources(files, compiled))
        archives[name] = {
            "file": packing.named(name, content),
            "bytes": len(content),
            "size": packing.size(content),
            "linked": trim.linked(files) if name in LINKED else [],
            "modules": sorted(modules(files)),
            "needs": pinned.NEEDS[name],
        }
        (folder / archives[name]["file"]).write_bytes(content)
    record = {"version": pinned.VERSION, "core": core(pyodide, folder), "archives": archives}
    (folder / "licenses.txt").write_bytes(
        b"".join(b"%s\n\n%s\n\n\n" % (place.encode(), notices[place]) for place in sorted(notices))
    )
    (folder / "built.json").write_text(json.dumps(record, sort_keys=True), encoding="utf-8")


def without_sources(files: dict[str, bytes], compiled: dict[str, bytes]) -> dict[str, bytes]:
    """Put what was compiled in the place of its source."""
    kept = {place: content for place, content in files.items() if place not in compiled}
    return kept | {f"{place}c": content for place, content in compiled.items()}


def modules(files: dict[str, bytes]) -> set[str]:
    """Return the names that can be imported from files below Python's folder of packages."""
    inside = {place.removeprefix(trim.SITE) for place in files if place.startswith(trim.SITE)}
    packages = {place.split("/")[0] for place in inside if place.endswith("/__init__.py")}
    return (
        packages
        | {"mpl_toolkits"} & {place.split("/")[0] for place in inside}
        | {place.removesuffix(".py") for place in inside if place.endswith(".py") and "/" not in place}
    )


def core(pyodide: Path, folder: Path) -> dict[str, Any]:
    """Write Python itself; return the files, and of each its bytes as they lie and as they are transferred."""
    library = trim.library_files(pyodide / "python_stdlib.zip")
    sources = {place: content for place, content in library.items() if place.endswith(".py")}
    root = f"/lib/python{pinned.PYTHON.replace('.', '')}.zip/"
    bare = [place for place in sources if not place.startswith(("_pyodide/", "pyodide/"))]
    compiled = compile_files(pyodide, sources, root, bare)
    library = packing.zipped(without_sources(library, compiled))
    zipped = packing.squeeze(library)
    written = {
        **{CORE + name: (pyodide / name).read_bytes() for name in pinned.CORE if not name.endswith(".zip")},
        CORE + "pyodide-lock.json": json.dumps(pinned.LOCK).encode(),
        packing.named("stdlib", zipped): zipped,
    }
    sizes = {}
    for name, content in written.items():
        (folder / name).write_bytes(content)
        packed = content if name.endswith(".bin") else gzip.compress(content, 6, mtime=0)
        sizes[name] = [len(content), len(packed)]
    return {
        "files": list(sizes),
        "bytes": sum(size[1] for size in sizes.values()),
        "sizes": sizes,
        "unpacked": len(library),
    }
