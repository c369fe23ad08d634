"""Build the website into _build/html: what changed since the last time, or all of it where that is not certain.

    python tools/build.py [--all]

Sphinx works in a folder of its own, _build/work, where it keeps what it read (book/incremental.py says what is read and
written again). When all went well, the files that differ are moved into _build/html one by one, so whoever is served
from there never sees half a site. From nothing it begins when something changed that holds for all pages, and where
BOOK_SITE_URL is set: the map of the site needs every page.
"""

import argparse
import filecmp
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sources
from warm import Warm

ROOT = sources.ROOT
OPTIONS = ("--quiet", "-W", "-n", "--keep-going")
ADVICE = "The website was not built; mend what is named above (all of it is in _build/build.log)."


@dataclass
class Built:
    """What became of a build: the files of the site that are new or other than before, or what was wrong."""

    changed: list[str]
    seconds: float
    problem: str = ""
    whole: bool = False

    def __str__(self) -> str:
        pages = [name for name in self.changed if name.endswith(".html")]
        if not self.changed:
            return "Nothing on the website changed"
        what = "all pages" if self.whole else ", ".join(pages[:4]) + (f" and {len(pages) - 4} more" * (len(pages) > 4))
        return f"Built {what or f'no page, {len(self.changed)} other files'} in {self.seconds:.1f} s"


class Folders:
    """Where things lie below the folder of the book."""

    def __init__(self, root: Path) -> None:
        self.root, self.build = root, root / "_build"
        self.work, self.site, self.log = self.build / "work", self.build / "html", self.build / "build.log"
        self.begun, self.done = self.work / "begun", self.build / ".sources"
        self.stamp = self.build / ".built"  # its time is that of the last change of the site, for make


def build(root: Path = ROOT, *, whole: bool = False, warm: Warm | None = None) -> Built:
    """Bring the site up to date; a process that is kept warm makes it shorter."""
    folders, start = Folders(root), time.monotonic()
    now = sources.of_the_site(root)
    if not whole and (folders.site / "index.html").is_file() and folders.stamp.is_file() and read(folders.done) == now:
        return Built([], 0.0)
    common = sources.of_all_pages(root)
    whole = whole or read(folders.begun) != common or bool(os.environ.get("BOOK_SITE_URL"))
    if whole:
        shutil.rmtree(folders.work, ignore_errors=True)
    folders.work.mkdir(parents=True, exist_ok=True)
    folders.begun.write_text(common, encoding="utf-8")
    run = warm or Warm()
    try:
        problem = run_sphinx(folders, run)
    finally:
        if not warm:
            run.close()
    if problem:
        return Built([], time.monotonic() - start, problem)
    changed = bring_over(folders.work / "_build" / "html", folders.site)
    folders.done.write_text(now, encoding="utf-8")
    if changed or not folders.stamp.is_file():
        folders.stamp.touch()
    return Built(changed, time.monotonic() - start, whole=whole)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def run_sphinx(folders: Folders, run: Callable[[list[str], Path], int]) -> str:
    """Let Jupyter Book build in its own folder; return what it complains of."""
    status = run(["build", *OPTIONS, "--path-output", str(folders.work), str(folders.root)], folders.log)
    return (read(folders.log) or f"Jupyter Book ended with {status}") if status else ""


def bring_over(made: Path, site: Path) -> list[str]:
    """Make the site what was made; return the names of the files that differed, and of those that are gone."""
    wanted = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    there = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    changed = []
    for name in sorted(wanted):
        if name in there and filecmp.cmp(made / name, site / name, shallow=False):
            continue
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        part = (site / name).with_name(f".{name.name}.part")
        shutil.copyfile(made / name, part)
        part.replace(site / name)
        changed.append(name.as_posix())
    for name in sorted(there - wanted):
        (site / name).unlink()
        changed.append(name.as_posix())
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return changed


def explain(error: OSError) -> str:
    """Say what to do where the folder of the book, or the disk, takes no files."""
    return (
        f"{error.filename or ROOT}: {error.strerror}. The website is built into the folder _build of the course, which "
        "has to be writable: copy the course into a folder of your own, or ask who keeps it to build it."
    )


def main(arguments: list[str] | None = None) -> int:
    """Build, and say in one line what was built; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="begin from nothing")
    options = parser.parse_args(arguments)
    try:
        built = build(whole=options.all)
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    if built.problem:
        print(built.problem, ADVICE, sep="\n", file=sys.stderr)
        return 1
    print(built)
    return 0


if __name__ == "__main__":
    sys.exit(main())
