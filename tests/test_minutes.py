"""The map at the head of a chapter: its sections, how long they take, and the pages that go deeper."""

from bs4 import BeautifulSoup, SoupStrainer
from contents import DEEPER
from docutils import nodes
from small_book import edit, small_book
from test_publish import build

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


def test_the_map_lists_the_sections_of_a_page_and_the_pages_that_go_deeper(tmp_path):
    folder = small_book(tmp_path / "book")
    edit(folder, "one.md", "## A place", "## Before\n\nWords.\n\n## Exercises\n\nDo it.\n\n## A place")
    edit(folder, "deep.md", "It is deep", f"{'word ' * 1800}\n\nIt is deep")
    page = BeautifulSoup((build(folder) / "one.html").read_bytes(), "html.parser").find("article")
    listed = [(entry["class"], entry.a["href"], entry.get_text()) for entry in page.select(".chapter-map > li")]
    assert listed == [
        (["map-core"], "#before", "Before 1 min"),
        (["map-exercises"], "#exercises", "Exercises"),
        (["map-core"], "#a-place", "A place 1 min"),
    ]
    assert [(link["href"], link.parent.get_text()) for link in page.select(".chapter-deeper a")] == [
        ("deep.html", "Deep 10 min")
    ]


def test_a_chapter_with_deeper_pages_has_a_map_and_a_name_for_its_fold_in_the_side_bar(site):
    split = [core for core, deeper in DEEPER.items() if deeper]
    for core in split:
        text = (site / f"chapters/{core.stem}.html").read_text(encoding="utf-8")
        assert 'class="chapter-map"' in text, core.name
        menu = SoupStrainer("nav", attrs={"aria-label": "Main"})  # the rest of a page takes seconds to parse
        folds = BeautifulSoup(text, "html.parser", parse_only=menu).select("details > summary")
        assert len({fold["aria-label"] for fold in folds}) == len(folds) == len(split)
