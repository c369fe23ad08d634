"""The pages of which a run of the tests asks all there is to ask: those that changed last.

Axe in two color schemes, each control by key, mouse and finger, each cell in the page's Python: of every page of the
book that takes most of an hour. So `make test` asks it of the pages that changed last, in the order of git; `make
sweep`, which the weekly workflow runs, asks it of all. What takes a second of a page (that nothing sticks out, that it
can be read without a script, its measures, its links) is asked of all of them always, and so is whatever is asked of a
page's parts where there is no browser.
"""

import os
import subprocess
from functools import cache

from contents import ROOT

SWEEP = os.environ.get("SWEEP", "0") != "0"


def _git(*arguments):
    done = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


@cache
def _changed_last():
    """Return the files of the project with their places in the order of their last change, the newest first.

    What is not committed yet is the newest. Without git there are none.
    """
    now = (line[3:] for line in _git("status", "--porcelain", "--no-renames"))
    before = _git("log", "--format=", "--name-only", "--no-renames", "--", "*.ipynb", "*.md")
    names = dict.fromkeys([*now, *(name for name in before if name)])
    return {name: place for place, name in enumerate(names)}


def recent(pages, most, always=()):
    """Return the `most` pages that changed last, and those that are wanted always, in the order of the list.

    All pages in a sweep, and where git does not say what changed.
    """
    places = _changed_last()
    if SWEEP or not places:
        return list(pages)
    known = sorted(pages, key=lambda path: places.get(path.relative_to(ROOT).as_posix(), len(places)))
    chosen = {*known[:most], *always}
    return [page for page in pages if page in chosen]
