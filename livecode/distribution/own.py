"""Archives of the book's own packages and of the kernel: made anew when a file of theirs changed."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import packing
from .compiling import SCRIPT, compile_files
from .pinned import PYTHON, VERSION
from .sources import Say, fetch
from .trim import SITE

TAG = f"cpython-{PYTHON.replace('.', '')}"


def package_files(package: Path, name: str = "") -> dict[str, bytes]:
    """Return the files of a package, by their place below Python's folder of packages; its tests are left out."""
    found = {}
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        hidden = any(part in ("tests", "__pycache__") or part[0] == "." for part in inside.parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            found[f"{SITE}{name or package.name}/{inside.as_posix()}"] = path.read_bytes()
    return found


def own_archive(name: str, files: Mapping[str, bytes], cache: Path, say: Say) -> tuple[Path, dict[str, Any]]:
    """Return the archive of some files, and what the manifest says of it.

    Sources go along, since a page shows them, and the compiled form beside each, which Python takes unasked.
    """
    listed = json.dumps([VERSION, *((place, hashlib.sha256(files[place]).hexdigest()) for place in sorted(files))])
    recipe = SCRIPT.read_bytes() + Path(__file__).read_bytes() + Path(packing.__file__).read_bytes()
    key = hashlib.sha256(listed.encode() + recipe).hexdigest()[:12]
    kept = cache / "own" / f"{name}-{key}"
    if not kept.is_file():
        say(f"compiling the archive `{name}` for the pages")
        sources = {place: content for place, content in files.items() if place.endswith(".py")}
        compiled = compile_files(fetch(cache, say), sources) if sources else {}
        content = packing.pack({**files, **{beside(place): code for place, code in compiled.items()}})
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{name}-*"):
            old.unlink()
        part = kept.with_suffix(".part")
        part.write_bytes(content)
        part.replace(kept)
    content = kept.read_bytes()
    packages = sorted({place.removeprefix(SITE).split("/")[0] for place in files})
    sizes = {"bytes": len(content), "size": packing.size(content)}
    return kept, {"file": packing.named(name, content), **sizes, "modules": packages, "needs": []}


def beside(place: str) -> str:
    """Return where Python looks for the compiled form of a source."""
    folder, _, file = place.rpartition("/")
    return f"{folder}/__pycache__/{file.removesuffix('.py')}.{TAG}.pyc"
