"""A learner's notebooks are copies: the book's own stay as they are, and nothing of a learner's is written over."""

import json
import os
import re
import subprocess
import sys

import copies
import lab
import nbformat
import pytest
from conftest import ROOT
from copies import Copies


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of a front page and two chapters, and no notary's files in the home of whoever runs the tests."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    folder = tmp_path / "book"
    (folder / "chapters").mkdir(parents=True)
    for name in ("index", "chapters/01-lines", "chapters/02-curves"):
        write(folder / f"{name}.ipynb", f"# {name}", "## The first part", "1 + 1", "## The second part", "2 + 2")
    (folder / "notation.md").write_text("# Notation\n", encoding="utf-8")
    (folder / "README.md").write_text("# Not a page\n", encoding="utf-8")
    return folder


def write(path, *sources):
    kinds = [nbformat.v4.new_markdown_cell if text.startswith("#") else nbformat.v4.new_code_cell for text in sources]
    cells = [kind(text) for kind, text in zip(kinds, sources, strict=True)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def run(monkeypatch, capsys, book, *arguments):
    monkeypatch.setattr(lab, "Copies", lambda: Copies(book))
    monkeypatch.setattr(lab, "start", lambda _: 0)
    status = lab.main(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_copies_are_made_when_missing_and_links_between_them_lead_somewhere(book):
    made = Copies(book).make_missing()
    assert made == ["chapters/01-lines.ipynb", "chapters/02-curves.ipynb", "index.ipynb", "notation.md"]
    assert (book / "my-notebooks/chapters/01-lines.ipynb").read_bytes() == (
        book / "chapters/01-lines.ipynb"
    ).read_bytes()
    assert Copies(book).make_missing() == []


def test_every_link_of_the_front_page_leads_to_a_copy():
    pages = Copies(ROOT).pages()
    text = (ROOT / "index.ipynb").read_text(encoding="utf-8")
    links = set(re.findall(r"\]\(([\w/-]+\.(?:md|ipynb))", text))
    assert len(links) > 7
    assert links <= set(pages)


def test_what_a_learner_wrote_stays(book):
    Copies(book).make_missing()
    mine = book / "my-notebooks/chapters/01-lines.ipynb"
    write(mine, "# mine", "3 + 3")
    before = mine.read_bytes()
    write(book / "chapters/01-lines.ipynb", "# chapters/01-lines", "## New", "4 + 4")
    later = Copies(book)
    assert later.make_missing() == []
    assert mine.read_bytes() == before
    kept = later.renew("chapters/01-lines.ipynb")
    assert kept.read_bytes() == before
    assert re.fullmatch(r"01-lines-until-\d{4}-\d\d-\d\d\.ipynb", kept.name)
    assert mine.read_bytes() == (book / "chapters/01-lines.ipynb").read_bytes()
    assert later.renew("chapters/01-lines.ipynb").name == kept.name.replace(".ipynb", "-2.ipynb")


def test_a_chapter_that_changed_is_named_by_content_and_not_by_time(book, monkeypatch, capsys):
    Copies(book).make_missing()
    os.utime(book / "chapters/01-lines.ipynb", (4e9, 4e9))
    assert run(monkeypatch, capsys, book)[1] == ""
    assert "as it is now" in run(monkeypatch, capsys, book, "--fresh")[1]
    old = (book / "chapters/02-curves.ipynb").stat()
    write(
        book / "chapters/02-curves.ipynb",
        "# chapters/02-curves",
        "## The first part",
        "1 + 1",
        "## The second part",
        "5",
    )
    os.utime(book / "chapters/02-curves.ipynb", (old.st_atime, old.st_mtime))
    status, said, _ = run(monkeypatch, capsys, book)
    assert (status, said) == (0, "The book has changed since you copied 02-curves: see make fresh\n")
    said = run(monkeypatch, capsys, book, "--fresh")[1]
    assert "02-curves: changed in the book since you copied it\n    The second part: cells 1 changed" in said
    assert "make fresh CHAPTER=02-curves" in said
    write(book / "my-notebooks/chapters/02-curves.ipynb", "# mine")
    assert "you have changed your copy" in run(monkeypatch, capsys, book, "--fresh")[1]
    assert "your old copy is 02-curves-until-" in run(monkeypatch, capsys, book, "--fresh", "02")[1]
    assert "as it is now" in run(monkeypatch, capsys, book, "--fresh")[1]


def test_without_its_notes_a_copy_is_compared_with_the_book(book):
    Copies(book).make_missing()
    (book / "my-notebooks" / copies.NOTES).unlink()
    assert Copies(book).changed() == []
    write(book / "my-notebooks/chapters/01-lines.ipynb", "# mine")
    assert Copies(book).changed() == ["chapters/01-lines.ipynb"]


@pytest.mark.parametrize("chapter", ["2", "02", "02-curves", "chapters/02-curves.ipynb"])
def test_a_chapter_is_named_as_one_likes(book, chapter):
    assert Copies(book).named(chapter) == "chapters/02-curves.ipynb"


def test_the_number_of_a_chapter_names_the_chapter_and_not_the_pages_below_it(book):
    write(book / "chapters/02-bends.ipynb", "# Bends")
    curves = {"file": "chapters/02-curves", "sections": [{"file": "chapters/02-bends"}]}
    toc = {"root": "index", "parts": [{"chapters": [{"file": "chapters/01-lines"}, curves]}]}
    (book / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")
    assert Copies(book).named("2") == "chapters/02-curves.ipynb"
    assert Copies(book).named("02-bends") == "chapters/02-bends.ipynb"


def test_a_chapter_that_is_not_there_is_answered_with_those_that_are(book, monkeypatch, capsys):
    status, _, said = run(monkeypatch, capsys, book, "--fresh", "99")
    assert status == 2
    assert "CHAPTER must name one of 01-lines, 02-curves, index; got '99'; write its number" in said


def test_a_folder_that_cannot_be_written_is_said(book, monkeypatch, capsys):
    (book / "my-notebooks").write_text("a file where the folder belongs", encoding="utf-8")
    status, _, said = run(monkeypatch, capsys, book)
    assert status == 1
    assert "copy the course into a folder of your own" in said


@pytest.mark.parametrize(
    ("root", "container", "allowed", "options"),
    [
        (False, False, "", []),
        (True, True, "", ["--allow-root"]),
        (True, False, "yes", ["--allow-root"]),
        (True, False, "", None),
    ],
)
def test_root_is_let_in_where_it_is_usual_or_meant(monkeypatch, root, container, allowed, options):
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(lab, "IN_CONTAINER", ("/",) if container else ("/no-such-file",))
    monkeypatch.delenv("container", raising=False)
    monkeypatch.setenv("ALLOW_ROOT", allowed)
    assert lab.root_options() == options
    if options is None:
        assert lab.start(None) == 1


def test_the_copies_are_not_in_git_and_import_dlkit(tmp_path):
    ignored = subprocess.run(["git", "check-ignore", "-q", "my-notebooks/x"], cwd=ROOT, check=False)
    assert ignored.returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", "import dlkit, livefig"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
