"""The map at the head of a chapter: its sections, how long they take, and the pages that go deeper."""

import re

from bs4 import BeautifulSoup
from conftest import ROOT
from contents import DEEPER
from docutils import nodes

from book import minutes


def paragraph(words):
    return nodes.paragraph("", nodes.Text("word " * words))


def section(name, *children):
    return nodes.section("", nodes.title("", name), *children, ids=[name], names=[name])


def test_what_is_folded_takes_no_time_and_a_demo_takes_its_own():
    fold = nodes.container("", paragraph(900), opened=False)
    code = nodes.container("", nodes.literal_block("", "x = 1"), classes=["cell", "tag_hide-input"])
    demo = nodes.container("", nodes.container(mime_type="widget-view+json"), nb_element="cell_code_output")
    assert minutes.minutes(section("One", fold, code)) < 0.1
    assert minutes.minutes(nodes.container("", paragraph(180))) == 1
    assert minutes.minutes(nodes.container("", fold, paragraph(360), demo)) == 2 + minutes.DEMO
    assert minutes.minutes(nodes.container("", nodes.math_block("", "a = b"))) == minutes.EQUATION


def test_a_page_takes_five_minutes_at_least_and_its_exercises_are_not_counted():
    pages = [nodes.document(None, None) for _ in range(2)]
    pages[0] += section("Page", section("one", paragraph(18)))
    pages[1] += section("Page", section("one", paragraph(1800)), section("exercises", paragraph(9000)))
    assert [minutes.whole(page) for page in pages] == [5, 10]


def test_the_map_of_each_split_chapter_lists_its_sections_and_the_pages_that_go_deeper(site):
    for core, deeper in DEEPER.items():
        page = BeautifulSoup((site / f"chapters/{core.stem}.html").read_bytes(), "html.parser").find("article")
        assert bool(page.select(".chapter-map")) or not deeper, core.name
        if not page.select(".chapter-map"):
            continue
        links = [link["href"].removeprefix("#") for link in page.select(".chapter-map a")]
        top = page.find("h1").parent
        assert links == [found["id"] for found in top.find_all("section", recursive=False)]
        for entry in page.select(".chapter-map .map-core"):
            assert re.search(r" \d+ min$", entry.get_text()), entry
        below = [link["href"] for link in page.select(".chapter-deeper a")]
        assert [address.partition("#")[0] for address in below] == [f"{path.stem}.html" for path in deeper]
        assert all((ROOT / "chapters" / path.name).is_file() for path in deeper)
