"""A chapter stands wherever it has to; what is missing says what to write. The rules are in CONTRIBUTING.md."""

import re

import nbformat
import pytest
from conftest import ROOT
from contents import CORE, PAGES, chapter

from dlkit.exercises import CHAPTERS, exercises

WRITTEN = sorted((ROOT / "chapters").glob("*.ipynb"))
each_page = pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
each_chapter = pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)


def title(path):
    return re.match(r"# (.*)", nbformat.read(path, as_version=4).cells[0].source).group(1)


@each_page
def test_it_is_in_the_contents(path):
    name = f"chapters/{path.stem}"
    assert path in PAGES, f"add `- file: {name}` to _toc.yml: as a chapter, or under `sections:` of the one it deepens"


@each_page
def test_its_name_begins_with_the_number_of_its_chapter(path):
    number = CORE.index(chapter(path)) + 1
    wanted = f"{number:02}-slug.ipynb"
    assert re.fullmatch(rf"{number:02}(-[a-z]+)+", path.stem), f"{path.name}: a page of chapter {number} is {wanted}"


@each_chapter
def test_its_exercises_have_a_module(path):
    assert path.stem in CHAPTERS, f'add "{path.stem}" to CHAPTERS in dlkit/exercises/__init__.py'
    module = path.stem[3:].replace("-", "_")
    assert (ROOT / f"dlkit/exercises/{module}.py").is_file(), f"write dlkit/exercises/{module}.py with build(rng)"
    assert 3 <= len(exercises(path.stem)) <= 5, f"dlkit/exercises/{module}.py: three to five exercises have a check"


def test_no_exercise_is_left_of_a_chapter_that_is_gone():
    assert list(CHAPTERS) == [path.stem for path in CORE], (
        "CHAPTERS in dlkit/exercises/__init__.py, in the book's order"
    )


@each_chapter
def test_the_readme_names_it(path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"So far the book holds .*", text).group()
    assert title(path).lower() in sentence.lower(), (
        f"README.md: add {title(path).lower()!r} to the chapters of the book"
    )


@each_chapter
def test_the_plan_for_teachers_has_a_session_for_it(path):
    text = (ROOT / "teaching.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| [\d, ]+ \| \[\]\(chapters/{path.stem}\) ", text, re.MULTILINE), (
        f"teaching.md: add a row for [](chapters/{path.stem}) to the plan"
    )
