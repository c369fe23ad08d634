"""The page for teachers: links that open the notebooks on a hub, as Python writes them and as the page does."""

import re
from html import unescape

import pytest
from contents import PAGES

from book import hub

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

COURSE = "https://github.com/someone/course"
SECOND = "1.15. Computing least squares"
FILE = "chapters/01-linear-regression.ipynb"
LINK = (
    "https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fcourse"
    "&branch=main&urlpath=lab%2Ftree%2Fcourse%2Fchapters%2F01-linear-regression.ipynb"
)


@pytest.mark.parametrize("end", ["", "/"])
def test_a_link_brings_the_repository_and_opens_the_file(end):
    assert hub.hub_link(f"https://hub.example.edu{end}", f"{COURSE}{end}", "main", FILE) == LINK


def test_the_page_has_a_link_for_every_notebook(site):
    text = (site / "teaching.html").read_text(encoding="utf-8")
    files = re.findall(r'<li data-file="([^"]+)">', text)
    assert files == ["index.ipynb", *(f"chapters/{path.name}" for path in PAGES)]
    titles = re.findall(r'<li data-file="[^"]+">([^<]*)<', text)
    assert titles[:3] == ["Introduction to Deep Learning", "1. Linear regression", SECOND]
    links = [unescape(link) for link in re.findall(r"<code>(https://HUB[^<]+)</code>", text)]
    assert len(links) == len(files)
    for file, link in zip(files, links, strict=True):
        assert link.endswith(file.replace("/", "%2F"))


@pytest.mark.browser
def test_who_types_the_address_of_a_hub_gets_links_to_copy(page, site_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}/teaching.html")
    page.get_by_label("Address of the hub").fill("https://hub.example.edu/")
    page.get_by_label("Address of the repository").fill(f"{COURSE}.git/")
    entry = page.locator(f'.hub-links li[data-file="{FILE}"]')
    assert entry.locator("code").text_content() == LINK.replace("course&", "course.git&")
    page.get_by_label("Address of the repository").fill(COURSE)
    assert entry.locator("code").text_content() == LINK
    entry.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == LINK
    assert page.problems == []


@pytest.mark.browser
def test_without_a_script_the_form_of_the_links_is_there(no_script, site_url):
    no_script.goto(f"{site_url}/teaching.html")
    assert not no_script.locator(".hub-form").is_visible()
    assert no_script.locator(".hub-links li code").first.is_visible()
