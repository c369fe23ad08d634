"""The menu of a page, built with the book's settings and templates: every link, to the letter, for each host."""

import re
from html import unescape

import nbformat
import pytest
import yaml
from builds import SPHINX, run
from conftest import ROOT

from book import menu

PAGE = "chapters/01-linear-regression"
CONF = """
import sys
sys.path.insert(0, {root!r})
extensions = ["myst_nb", "sphinx_book_theme", "book.place", "book.menu", "book.publish"]
suppress_warnings = ["git.subprocess_error"]
git_untracked_show_sourcelink = True
html_theme = "sphinx_book_theme"
html_theme_options = {{"launch_buttons": {launch!r}}}
templates_path = [{root!r} + "/book/templates"]
nb_execution_mode = "off"
"""
BODY = "Page: Linear regression\nFile: chapters/01-linear-regression.ipynb\n"
ASK = "\nWhat is wrong, and what should stand there:\n\n"


def menu_of(folder, address, **environ):
    """Build a book of two pages, and return the text and address of each entry of the chapter's menu."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    conf = CONF.format(root=str(ROOT), launch=settings["launch_buttons"])
    (folder / "chapters").mkdir()
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    (folder / "index.md").write_text(f"# The course\n\n```{{toctree}}\n{PAGE}\n```\n", encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell("# Linear regression")]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": ""}})
    nbformat.write(notebook, folder / f"{PAGE}.ipynb")
    names = ("BOOK_REPOSITORY_URL", "GITHUB_REPOSITORY", "BOOK_SITE_URL")
    clean = dict.fromkeys(names) | ({"BOOK_REPOSITORY_URL": address} if address else {}) | environ
    status, said = run(SPHINX, "-q", "-W", "-b", "html", folder, folder / "html", folder=folder, **clean)
    assert status == 0, said
    page = (folder / "html" / f"{PAGE}.html").read_text(encoding="utf-8")
    entries = page.partition('<details class="page-menu">')[2].partition("</details>")[0]
    return {text: unescape(link) for link, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', entries)}


def quoted(text):
    """Percent-encode what these tests put into an address."""
    table = {"\n": "%0A", " ": "%20", "/": "%2F", ",": "%2C", ":": "%3A", "“": "%E2%80%9C", "”": "%E2%80%9D"}
    return "".join(table.get(letter, letter) for letter in text)


TITLE = quoted("Error on the page “Linear regression”")
HERE = {
    "Download the notebook": f"../_sources/{PAGE}.ipynb",
    "Run it on your computer": "../index.html#three-ways-to-use-this-book",
}


def test_the_menu_of_a_repository_on_github(tmp_path):
    github = "https://github.com/someone/course"
    assert menu_of(tmp_path, github) == HERE | {
        "Run it on Binder": f"https://mybinder.org/v2/gh/someone/course/main?urlpath=lab/tree/{PAGE}.ipynb",
        "Run it on Colab": f"https://colab.research.google.com/github/someone/course/blob/main/{PAGE}.ipynb",
        "See the repository": github,
        "Suggest a change to this page": f"{github}/edit/main/{PAGE}.ipynb",
        "Report an error on this page": f"{github}/issues/new?title={TITLE}&body={quoted(BODY + ASK)}",
    }


@pytest.mark.parametrize("path", ["someone/course", "group/sub/course"])
def test_the_menu_of_a_repository_on_gitlab(tmp_path, path):
    gitlab, binder = f"https://gitlab.com/{path}", path.replace("/", "%2F")
    assert menu_of(tmp_path, gitlab) == HERE | {
        "Run it on Binder": f"https://mybinder.org/v2/gl/{binder}/main?urlpath=lab/tree/{PAGE}.ipynb",
        "See the repository": gitlab,
        "Suggest a change to this page": f"{gitlab}/-/edit/main/{PAGE}.ipynb",
        "Report an error on this page": f"{gitlab}/-/issues/new?issue%5Btitle%5D={TITLE}"
        f"&issue%5Bdescription%5D={quoted(BODY + ASK)}",
    }


def test_the_menu_without_an_address_names_no_other_place(tmp_path):
    assert menu_of(tmp_path, None) == HERE


def test_a_report_also_names_the_address_of_the_page_where_that_is_known(tmp_path):
    found = menu_of(tmp_path, "https://github.com/someone/course", BOOK_SITE_URL="https://someone.github.io/course")
    named = f"Address: https://someone.github.io/course/{PAGE}.html\n"
    assert found["Report an error on this page"].endswith(f"&body={quoted(BODY + named + ASK)}")


def test_binder_takes_a_branch_with_a_slash_for_one_name():
    address = menu.binder_address("https://b.org", "https://github.com/someone/course", "next/term", "index.ipynb")
    assert address == "https://b.org/v2/gh/someone/course/next%2Fterm?urlpath=lab/tree/index.ipynb"
