"""Another book takes livecode up: made from nothing, with the settings that the README names."""

import json
import re

import pytest
from conftest import ROOT
from live_book import CELLS, build, make_book

README = (ROOT / "livecode" / "README.md").read_text(encoding="utf-8")
HELD = re.compile(r'<script type="application/json" id="livecode">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = make_book(tmp_path_factory.mktemp("adopted") / "book")
    status, said = build(folder)
    assert status == 0, said
    return folder


def site(book, name=""):
    return book / "_build" / "html" / name


def test_every_setting_of_the_readme_is_one_that_the_extension_knows():
    source = (ROOT / "livecode" / "sphinx_ext.py").read_text(encoding="utf-8")
    known = set(re.findall(r'"(livecode_\w+)"', source)) | {"livecode_passed", "livecode_failed", "livecode_open"}
    assert set(re.findall(r"`(livecode_[a-z_]+)`", README)) == known - {"livecode_pages", "livecode_files"}


def test_the_page_says_to_its_script_what_it_has_to_know(book):
    page = site(book, "page.html").read_text(encoding="utf-8")
    (held,) = HELD.findall(page)
    known = json.loads(held)
    assert (known["page"], known["base"], known["source"]) == ("page", "_static/livecode/", "_sources/page.ipynb")
    assert known["hidden"] == {"4": CELLS[3]["source"]}
    assert known["skip"] == [1]
    assert known["exercises"]["5"]["call"] == 'check("through-the-origin", slope)'
    assert known["widgets"] == {"double.Counter": "_static/counter.js"}
    assert re.findall(r'id="(cell-\d+)"', page) == [f"cell-{n}" for n in range(2, 9)]
    for name in ("editor", "worker"):
        assert site(book, f"_static/livecode/{known[name].partition('?')[0]}").is_file()
    assert site(book, known["source"]).is_file()


def test_a_page_without_cells_gets_nothing(book):
    assert "livecode" not in site(book, "plain.html").read_text(encoding="utf-8")


def test_licenses_of_the_editor_come_along(book):
    said = site(book, "_static/livecode/editor-licenses.txt").read_text(encoding="utf-8")
    packages = json.loads((ROOT / "livecode/editor/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert [f"{name} {version}" for name, version in packages.items() if f"{name} {version}" not in said] == []
    assert "Permission is hereby granted" in said


def test_without_pythons_files_the_book_is_built_and_its_pages_know(tmp_path):
    book = make_book(tmp_path / "book", package="nowhere")
    status, said = build(book, CI="")
    assert status == 0, said
    (held,) = HELD.findall(site(book, "page.html").read_text(encoding="utf-8"))
    assert "worker" not in json.loads(held)
    assert not site(book, "_static/livecode").exists()
    status, said = build(book, CI="true")
    assert status != 0
    assert "no files" in said
    # When the files can be had, the pages are written again, though none of them changed.
    (book / "_config.yml").write_text(
        (book / "_config.yml").read_text(encoding="utf-8").replace("nowhere", "."), encoding="utf-8"
    )
    status, said = build(book)
    assert status == 0, said
    assert "worker" in json.loads(HELD.findall(site(book, "page.html").read_text(encoding="utf-8"))[0])
