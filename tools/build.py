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
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import sources

ROOT = sources.ROOT
OPTIONS = ("--quiet", "-W", "-n", "--keep-going")
# Jupyter Book's settings are checked by a schema; importing a grammar of international addresses for it, which no
# setting needs, takes as long as writing a chapter.
SPHINX = """
import sys
sys.modules["rfc3987_syntax"] = None
from jupyter_book.cli.main import main
main()
"""
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
        self.begun, self.done = self.work / "begun", self.build / ".built"


def build(root: Path = ROOT, *, whole: bool = False) -> Built:
    """Bring the site up to date."""
    folders, start = Folders(root), time.monotonic()
    now = sources.of_the_site(root)
    if not whole and (folders.site / "index.html").is_file() and read(folders.done) == now:
        return Built([], 0.0)
    common = sources.of_all_pages(root)
    whole = whole or read(folders.begun) != common or bool(os.environ.get("BOOK_SITE_URL"))
    if whole:
        shutil.rmtree(folders.work, ignore_errors=True)
    folders.work.mkdir(parents=True, exist_ok=True)
    folders.begun.write_text(common, encoding="utf-8")
    if problem := run_sphinx(folders):
        return Built([], time.monotonic() - start, problem)
    changed = bring_over(folders.work / "_build" / "html", folders.site)
    if changed or read(folders.done) != now:
        folders.done.write_text(now, encoding="utf-8")
    return Built(changed, time.monotonic() - start, whole=whole)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def run_sphinx(folders: Folders) -> str:
    """Let Jupyter Book build in its own folder; return what it complains of."""
    command = [sys.executable, "-W", "ignore", "-c", SPHINX, "build", *OPTIONS, "--path-output", folders.work, folders.root]
    with folders.log.open("w", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=folders.root, stdout=log, stderr=subprocess.STDOUT, check=False)
    return read(folders.log) if done.returncode else ""


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
