"""The pages of the book as _toc.yml lists them, each chapter with the deeper pages below it."""

from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[1]


class Part(NamedTuple):
    """A part of the contents: its caption, and its pages, each followed by those below it."""

    caption: str | None
    chapters: list[list[str]]

    @property
    def pages(self) -> list[str]:
        """All of its pages, in the order in which they are read."""
        return [page for chapter in self.chapters for page in chapter]


def read_toc(root: Path = ROOT) -> list[Part]:
    """Return the parts in order; the first holds the front page alone."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    parts = [Part(None, [[contents["root"]]])]
    for part in contents["parts"]:
        chapters = [[entry["file"] for entry in (core, *core.get("sections", []))] for core in part["chapters"]]
        parts.append(Part(part.get("caption"), chapters))
    return parts
