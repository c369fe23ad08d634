"""A learner's copies of the pages: made when missing, compared with the book by content, never written over."""

import datetime
import hashlib
import json
import shutil
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import nbformat
import sources
from nbformat.sign import NotebookNotary
from toc import read_toc

FOLDER = "my-notebooks"
NOTES = ".copied.json"  # what each page was when it was copied


class Cell(NamedTuple):
    """What a learner reads or runs of a cell; outputs are made again by whoever runs it."""

    kind: str
    source: str


def cells_of(path: Path) -> list[Cell]:
    """Return the cells of a notebook, or a Markdown page as one."""
    if path.suffix != ".ipynb":
        return [Cell("markdown", path.read_text(encoding="utf-8"))]
    return [Cell(cell.cell_type, cell.source) for cell in nbformat.read(path, as_version=4).cells]


def digest(cells: list[Cell]) -> str:
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


class Copies:
    """The folder of copies beside the book."""

    def __init__(self, root: Path = sources.ROOT) -> None:
        self.root, self.folder = root, root / FOLDER
        path = self.folder / NOTES
        self.copied: dict[str, list[Cell]] = {}
        if path.is_file():
            read = json.loads(path.read_text(encoding="utf-8"))
            self.copied = {name: [Cell(*cell) for cell in cells] for name, cells in read.items()}

    def pages(self) -> list[str]:
        """Return the pages of the book: the notebooks, and what they link to."""
        paths = sources.files(self.root, ("index.ipynb", "chapters/*.ipynb", "*.md"))
        names = [path.relative_to(self.root).as_posix() for path in paths]
        return [name for name in names if name not in ("README.md", "CONTRIBUTING.md")]

    def make_missing(self) -> list[str]:
        """Copy the pages that are not there yet, and return their names."""
        missing = [name for name in self.pages() if not (self.folder / name).exists()]
        for name in missing:
            self._copy(name)
        return missing

    def changed(self) -> list[str]:
        """Return the notebooks that are not in the book what they were when they were copied."""
        found = []
        for name in self.pages():
            now = cells_of(self.root / name)
            before = self.copied.get(name) or cells_of(self.folder / name)  # copied by hand, or the notes are lost
            if name.endswith(".ipynb") and digest(before) != digest(now):
                found.append(name)
        return found

    def difference(self, name: str) -> list[str]:
        """Return a line for each place at which a page has changed in the book since it was copied."""
        before, now = self.copied.get(name) or cells_of(self.folder / name), cells_of(self.root / name)
        lines = []
        for kind, i, j, k, m in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
            if kind != "equal":
                counted = {
                    "replace": f"{max(j - i, m - k)} changed",
                    "delete": f"{j - i} gone",
                    "insert": f"{m - k} new",
                }
                lines.append(f"{section(now, k) or section(before, i)}: cells {counted[kind]}")
        return lines

    def is_edited(self, name: str) -> bool:
        """Tell whether the learner has changed a copy, as far as the notes know what it was."""
        return name in self.copied and cells_of(self.folder / name) != self.copied[name]

    def renew(self, name: str) -> Path | None:
        """Take a page from the book again, and return where the old copy is now."""
        old, kept = self.folder / name, None
        if old.exists():
            kept = dated(old)
            old.rename(kept)
        self._copy(name)
        return kept

    def named(self, chapter: str) -> str:
        """Return the page that a learner means: 2 or 02 for the chapter itself, 02-newtons-method, index.

        Raises:
            ValueError: there is no such page, or more than one.

        """
        wanted = Path(chapter).stem
        names = [name for name in self.pages() if name.endswith(".ipynb")]
        exact = [name for name in names if Path(name).stem == wanted]
        number = wanted.zfill(2) if wanted.isdigit() else wanted
        found = exact or [name for name in names if Path(name).stem.split("-")[0] == number]
        if len(found) > 1:  # the chapter, and the deeper pages below it
            chapters = {f"{pages[0]}.ipynb" for part in read_toc(self.root) for pages in part.chapters}
            found = [name for name in found if name in chapters]
        if len(found) != 1:
            known = ", ".join(Path(name).stem for name in names)
            raise ValueError(f"CHAPTER must name one of {known}; got {chapter!r}; write its number, such as CHAPTER=02")
        return found[0]

    def _copy(self, name: str) -> None:
        copy = self.folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / name, copy)
        if copy.suffix == ".ipynb":
            NotebookNotary().sign(nbformat.read(copy, as_version=4))  # shows the demos before anything is run
        self.copied[name] = cells_of(copy)
        (self.folder / NOTES).write_text(json.dumps(self.copied, ensure_ascii=False), encoding="utf-8")


def section(cells: list[Cell], place: int) -> str:
    """Return the last heading up to a cell."""
    headings = [line.lstrip("# ") for cell in cells[: place + 1] if cell.kind == "markdown"
                for line in cell.source.splitlines() if line.startswith("#")]  # fmt: skip
    return headings[-1] if headings else ""


def dated(path: Path) -> Path:
    """Return a name for an old copy, with the day on which it was replaced; none that is taken."""
    name = f"{path.stem}-until-{datetime.date.today():%Y-%m-%d}"
    paths = (path.with_name(f"{name}{number}{path.suffix}") for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(new for new in paths if not new.exists())
