"""Sphinx and Jupyter Book, run as commands in copies of one process that has both loaded.

Loading them takes longer than building a small book. What the book's own code is, a copy reads from the files.
"""

import atexit
import os
import tempfile
from pathlib import Path

from conftest import ROOT
from warm import BOOK, Warm

SPHINX = "sphinx.cmd.build"
_warm = Warm()
atexit.register(_warm.close)


def run(program, *arguments, folder, **environ):
    """Run one of the two with this project's packages; return the exit status and all that was said.

    What the environment is to be without is None.
    """
    given = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "LIVEFIG_RECORD": None, **environ}
    given = {name: value for name, value in given.items() if value is not None}
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        status = _warm(list(map(str, arguments)), log, program, str(folder), given)
        return status, log.read_text(encoding="utf-8")


def build_book(folder, *options, **environ):
    """Build a folder that has `_config.yml` and `_toc.yml` with Jupyter Book."""
    return run(BOOK, "build", *options, ".", folder=folder, **environ)
