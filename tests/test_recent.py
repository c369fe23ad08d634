"""Which pages a run asks everything of: those that changed last, and all in a sweep or without git."""

import subprocess

import pytest
import recent
from conftest import ROOT

PAGES = [ROOT / name for name in ("one.md", "two.md", "three.md", "four.md")]


@pytest.fixture
def places(monkeypatch):
    """A function that says in which order files changed last, outside of a sweep."""
    monkeypatch.setattr(recent, "SWEEP", False)
    return lambda *names: monkeypatch.setattr(
        recent, "_changed_last", lambda: {name: place for place, name in enumerate(names)}
    )


def test_the_pages_that_changed_last_are_taken_as_they_are_listed(places):
    places("three.md", "README.md", "one.md", "two.md")
    assert recent.recent(PAGES, 2) == [PAGES[0], PAGES[2]]
    assert recent.recent(PAGES, 1, PAGES[3:]) == PAGES[2:]
    assert recent.recent(PAGES, 9) == PAGES


def test_all_are_taken_in_a_sweep_and_where_git_says_nothing(places, monkeypatch):
    places()
    assert recent.recent(PAGES, 1) == PAGES
    places("one.md")
    monkeypatch.setattr(recent, "SWEEP", True)
    assert recent.recent(PAGES, 1) == PAGES


def test_git_is_asked_for_what_is_not_committed_first_and_then_for_the_newest(tmp_path, monkeypatch):
    def git(*arguments):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", tmp_path, *who, *arguments], check=True, capture_output=True)

    monkeypatch.setattr(recent, "ROOT", tmp_path)
    assert recent._changed_last.__wrapped__() == {}
    git("init")
    for name in ("old.md", "new.md", "code.py"):
        (tmp_path / name).write_text(name)
        git("add", "--all")
        git("commit", "-m", name)
    (tmp_path / "now.md").write_text("now")
    assert list(recent._changed_last.__wrapped__()) == ["now.md", "new.md", "old.md"]
