"""The chapters as _toc.yml has them: a core page for each section of the notes, and the deeper pages below it."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def _notebook(entry):
    path = ROOT / f"{entry['file']}.ipynb"
    return path if path.parent.name == "chapters" else None


def _listed():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    entries = [entry for part in toc["parts"] for entry in part["chapters"] if _notebook(entry)]
    return {_notebook(entry): [_notebook(below) for below in entry.get("sections", [])] for entry in entries}


DEEPER = _listed()  # the deeper pages of each core page
CORE = list(DEEPER)
PAGES = [page for core, deeper in DEEPER.items() for page in (core, *deeper)]


def chapter(path):
    """Return the core page to which a page belongs."""
    return next(core for core, deeper in DEEPER.items() if path == core or path in deeper)
