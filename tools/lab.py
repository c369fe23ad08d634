"""Open a learner's copies of the notebooks in JupyterLab, or bring one of them up to date.

    python tools/lab.py                  make the copies that are missing, open them
    python tools/lab.py --fresh          make the copies that are missing, say what has changed in the book since
    python tools/lab.py --fresh 02       take chapter 2 from the book again; the old copy gets a name with the day

The website is built from the book's own notebooks, so whatever a learner saves changes nothing there.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from copies import FOLDER, Copies

IN_CONTAINER = ("/.dockerenv", "/run/.containerenv")
AS_ROOT = (
    "You are root, and JupyterLab lets whoever reaches it run anything as you. Work as another user, or say that you "
    "mean it: make lab ALLOW_ROOT=yes"
)


def explain(error: OSError) -> str:
    """Say what to do where the copies cannot be written."""
    return (
        f"{error.filename}: {error.strerror}. Your copies of the notebooks belong into the folder {FOLDER} of the "
        "course, which has to be writable: copy the course into a folder of your own and run the command there."
    )


def root_options() -> list[str] | None:
    """Return what JupyterLab needs to run as root; None where nobody has chosen that."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    in_container = any(map(os.path.exists, IN_CONTAINER)) or "container" in os.environ
    return ["--allow-root"] if in_container or os.environ.get("ALLOW_ROOT") == "yes" else None


def tell(copies: Copies, *, all_of_it: bool) -> None:
    """Say which copies are of an older book, in one line, or with each place that changed."""
    changed = copies.changed()
    if not changed:
        if all_of_it:
            print(f"All in {FOLDER} was copied from the book as it is now.")
        return
    if not all_of_it:
        print(f"The book has changed since you copied {', '.join(Path(name).stem for name in changed)}: see make fresh")
        return
    for name in changed:
        mine = ", and you have changed your copy" if copies.is_edited(name) else ""
        print(
            f"{Path(name).stem}: changed in the book since you copied it{mine}", *copies.difference(name), sep="\n    "
        )
    first = Path(changed[0]).stem
    print(
        f"To take one from the book again: make fresh CHAPTER={first}. Your old copy stays, with the day in its name."
    )


def refresh(copies: Copies, chapter: str) -> int:
    """Take one chapter from the book again; return the exit status."""
    try:
        name = copies.named(chapter)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    kept = copies.renew(name)
    print(f"{FOLDER}/{name} is the book's again" + (f"; your old copy is {kept.name}" if kept else ""))
    return 0


def start(copies: Copies) -> int:
    """Open JupyterLab over the copies; return the exit status."""
    options = root_options()
    if options is None:
        print(AS_ROOT, file=sys.stderr)
        return 1
    if options:
        print("You are root: JupyterLab runs with --allow-root, and answers on this machine only", flush=True)
    lab = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={copies.folder}", *options]
    return subprocess.run([*lab, copies.folder / "index.ipynb"], cwd=copies.folder, check=False).returncode


def main(arguments: list[str] | None = None) -> int:
    """Make the missing copies, then do what was asked; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fresh", nargs="?", const="", metavar="CHAPTER", help="open nothing")
    asked = parser.parse_args(arguments).fresh
    try:
        copies = Copies()
        if made := copies.make_missing():
            print(f"Copied {len(made)} pages into {FOLDER}, which is yours: write into them what you like", flush=True)
        if asked:
            return refresh(copies, asked)
        tell(copies, all_of_it=asked is not None)
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    if asked is not None:
        return 0
    try:
        return start(copies)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
