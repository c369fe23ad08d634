"""Install the packages of a file into this environment, and say meanwhile how far it is: it is about 1 GB.

    python tools/install.py requirements.txt

It runs before there is any package, so it needs the standard library alone.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

PIP = ("-m", "pip", "install", "--no-compile", "--disable-pip-version-check", "--progress-bar", "off", "-r")
NAMED = re.compile(r"(Collecting|Processing|Obtaining|Requirement already satisfied)\b")
CAME = re.compile(r" +(Downloading|Using cached) \S+ \(([\d.]+) (k|M|G)?B\)")
BYTES = {None: 1, "k": 1e3, "M": 1e6, "G": 1e9}
EVERY = 5  # seconds between two lines, where lines cannot be written over
ADVICE = "The packages could not be installed; is there a network? Run the same command again."


class Progress:
    """What pip has done so far, in a line."""

    def __init__(self, packages: int) -> None:
        self.packages, self.named = packages, 0
        self.sizes = {"Downloading": 0.0, "Using cached": 0.0}
        self.installing = False

    def hear(self, line: str) -> None:
        self.named += bool(NAMED.match(line))
        self.installing |= line.startswith("Installing collected packages")
        if came := CAME.match(line):
            self.sizes[came[1]] += float(came[2]) * BYTES[came[3]]

    def __str__(self) -> str:
        fetched, cached = (f"{size / 1e6:.0f} MB" for size in self.sizes.values())
        kept = f", {cached} from pip's cache" if self.sizes["Using cached"] else ""
        if self.installing:
            return f"{fetched} fetched{kept}; writing the files, which takes a minute"
        return f"package {min(self.named, self.packages)} of {self.packages}: {fetched} fetched{kept}"


def follow(lines: Iterable[str], progress: Progress) -> list[str]:
    """Print how far pip is, over the line before on a terminal; return what it said that is no step."""
    over, last, said = sys.stdout.isatty(), 0.0, []
    for line in lines:
        before = progress.installing
        progress.hear(line)
        if line.startswith(("ERROR", "error")):
            said.append(line.rstrip())
        if over or progress.installing != before or time.monotonic() - last > EVERY:
            last = time.monotonic()
            print(f"\r  {progress}\x1b[K" if over else f"  {progress}", end="" if over else "\n", flush=True)
    if over:
        print()
    return said


def main(file: str) -> int:
    """Install, and return pip's exit status."""
    text = Path(file).read_text(encoding="utf-8")
    progress = Progress(len(re.findall(r"^[\w.-]+ *==|^-e ", text, re.MULTILINE)))
    pip = subprocess.Popen(
        [sys.executable, *PIP, file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    assert pip.stdout is not None
    said = follow(pip.stdout, progress)
    if status := pip.wait():
        print(*said, ADVICE, sep="\n", file=sys.stderr)
        return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
