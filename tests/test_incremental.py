"""What a build of a change leaves is, byte for byte, what a build from nothing gives; nothing else is built again."""

import os
import shutil

import build
import pytest
from small_book import PAGES, edit, small_book
from warm import Warm


@pytest.fixture(scope="module")
def warm():
    started = Warm()
    yield started
    started.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory, warm):
    """The small book, built once; each test gets a copy, at the same place, as it was then."""
    folder = small_book(tmp_path_factory.mktemp("small") / "book")
    assert build.build(folder, warm=warm).problem == ""
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    return folder, kept


@pytest.fixture
def book(made):
    folder, kept = made
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    return folder


def files(folder):
    site = folder / "_build" / "html"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def from_nothing(book, warm):
    """The site that the same sources give in a folder without any earlier build."""
    shutil.rmtree(book / "_build")
    assert build.build(book, warm=warm).problem == ""
    return files(book)


def assert_equal(ours, theirs):
    assert ours.keys() == theirs.keys()
    assert [name for name in sorted(ours) if ours[name] != theirs[name]] == []


CHANGES = {
    "a sentence": [("one.md", "A formula", "One zebra and a formula")],
    "characters and a class that no page had": [
        ("two.md", "{tip}", "{warning}"),
        ("two.md", "theta", "Xi \\mathcal{Q}"),
    ],
    "a title": [("two.md", "# Two", "# Number two")],
    "a heading and an equation before those that others show": [
        ("one.md", "(place)=", "## Before\n\n$$ c = d $$ (eq-before)\n\n(place)="),
        ("one.md", "## A place", "## Another place"),
    ],
    "a term of the glossary": [
        ("glossary.md", "the root", "also called length. It is the root"),
        ("one.md", "A formula", "The {term}`norm`, and a formula"),
    ],
    "a work that is cited": [("two.md", "So ", "So {cite:t}`cox1958` ")],
    "a style sheet": [("assets/book.css", ".glued {", ".glued { outline: 0;")],
    "a template": [("book/templates/layout.html", "<noscript>", "<noscript><!-- -->")],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gives_the_site_that_a_build_from_nothing_gives(book, warm, name):
    before = files(book)
    for change in CHANGES[name]:
        edit(book, *change)
    built = build.build(book, warm=warm)
    assert built.problem == ""
    assert built.whole is (name == "a template")
    after = files(book)
    changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
    assert changed == set(built.changed) != set()
    assert_equal(after, from_nothing(book, warm))


def test_a_chain_of_changes_and_failures_ends_where_it_began(book, warm):
    before = files(book)
    edit(book, "two.md", "{eq}`eq-one`", "{eq}`eq-nowhere`")
    edit(book, "one.md", "## A place", "## Elsewhere")
    for _ in range(2):  # what was wrong is said again, though nothing was saved since
        built = build.build(book, warm=warm)
        assert "eq-nowhere" in built.problem
        assert built.changed == []
        assert_equal(files(book), before)
    edit(book, "two.md", "eq-nowhere", "eq-one")
    assert build.build(book, warm=warm).problem == ""
    assert b"Elsewhere" in files(book)["index.html"]
    edit(book, "one.md", "## Elsewhere", "## A place")
    assert build.build(book, warm=warm).problem == ""
    assert_equal(files(book), before)


def test_pictures_and_recorded_states_that_no_page_shows_are_gone(book, warm):
    assert any(name.startswith("_static/demos/") for name in files(book))
    (book / "demo.ipynb").unlink()
    (book / "demo.md").write_text("# A demo\n", encoding="utf-8")
    assert build.build(book, warm=warm).problem == ""
    assert not any(name.startswith("_static/demos/") for name in files(book))
    assert_equal(files(book), from_nothing(book, warm))


def test_only_what_changed_is_read_and_written(book, warm):
    work = book / "_build" / "work" / "_build" / "html"
    times = {name: (work / name).stat().st_mtime_ns for name in ("one.html", "two.html", "references.html")}
    edit(book, "two.md", "So ", "So also ")
    assert set(build.build(book, warm=warm).changed) == {"two.html", "_sources/two.md", "_static/search/places.js"}
    assert {name for name in times if (work / name).stat().st_mtime_ns != times[name]} == {"two.html"}
    edit(book, "one.md", "## A place", "## The place")
    build.build(book, warm=warm)
    assert (work / "references.html").stat().st_mtime_ns == times["references.html"]


def test_times_of_files_do_not_count(book, monkeypatch):
    def never(*_):
        raise AssertionError("Sphinx was started")

    for name in PAGES:
        os.utime(book / name, (4e9, 4e9))
    monkeypatch.setattr(build, "run_sphinx", never)
    assert build.build(book).changed == []
    old = (book / "two.md").stat()
    edit(book, "two.md", "So ", "So? ")
    os.utime(book / "two.md", (old.st_atime, old.st_mtime))
    with pytest.raises(AssertionError, match="was started"):
        build.build(book)


@pytest.mark.parametrize("name", build.sources.ADDRESSES)
def test_another_address_is_another_site(book, monkeypatch, name):
    before = build.sources.of_all_pages(book)
    monkeypatch.setenv(name, "https://example.org/a")
    assert build.sources.of_all_pages(book) != before
