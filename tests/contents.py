"""The chapters as _toc.yml has them: a core page for each section of the notes, and the deeper pages below it."""

from pathlib import Path

from toc import read_toc

ROOT = Path(__file__).parents[1]


def _notebooks(pages):
    return [ROOT / f"{page}.ipynb" for page in pages if page.startswith("chapters/")]


_LISTED = [_notebooks(pages) for part in read_toc() for pages in part.chapters]
DEEPER = {pages[0]: pages[1:] for pages in _LISTED if pages}  # the deeper pages of each core page
CORE = list(DEEPER)
PAGES = [page for core, deeper in DEEPER.items() for page in (core, *deeper)]


def chapter(path):
    """Return the core page to which a page belongs."""
    return next(core for core, deeper in DEEPER.items() if path == core or path in deeper)
