"""The pages are light: one style sheet of the rules in use, no script that blocks; and what page.js does."""

import re

import pytest

from book import light

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

CHAPTER = "chapters/01-linear-regression.html"
# What a page puts off until nothing else is to be done: held up, done all at once, and the blocks that wait for it.
HELD = "Object.defineProperty(window, 'scheduler', {value: {postTask: (work) => { window.held = work; }}})"
RELEASE = """() => {
    let pieces = 0;
    for (; window.held; pieces += 1) {
        const work = window.held;
        window.held = null;
        work();
    }
    return pieces;
}"""
# Where an element is, in pixels below the edge of the window, once it has not moved for a dozen frames. The end of a
# page cannot come higher.
SETTLED = """async (element) => {
    let last, still = 0;
    while (still < 12) {
        await new Promise(requestAnimationFrame);
        const { top } = element.getBoundingClientRect();
        still = top === last ? still + 1 : 0;
        last = top;
    }
    return { top: last, ended: innerHeight + scrollY > document.documentElement.scrollHeight - 2 };
}"""
SKIPPED = """[...document.querySelectorAll("article section *:not(.katex *)")]
    .filter((block) => getComputedStyle(block).contentVisibility === "auto").length"""


def settled(locator):
    return locator.evaluate(SETTLED)["top"]


def landed(page, name):
    place = page.locator(f"[id='{name}']").evaluate(SETTLED)
    return -5 < place["top"] < 150 or place["ended"]


def test_a_page_has_one_style_sheet_and_no_script_that_holds_it_up(site):
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 5
    for path in pages:
        text = path.read_text(encoding="utf-8")
        sheets = re.findall(r'<link[^>]*rel="stylesheet"[^>]*>', text)
        assert len(sheets) == 1, f"{path.name}: {sheets}"
        for tag in re.findall(r"<script[^>]*\ssrc=[^>]*>", text):
            assert "defer" in tag, f"{path.name}: {tag}"
        assert not re.search(r"<[^>]*\son(click|load|change|input)=", text), f"{path.name}: a handler within a tag"
    assert (site / "_static" / light.SHEET).stat().st_size < 200_000


@pytest.fixture
def chapter(page, site_url):
    page.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    return page


@pytest.mark.browser
def test_the_menu_opens_and_closes_by_key_and_by_a_click_elsewhere(chapter):
    menu, entries = chapter.locator(".page-menu"), chapter.locator(".page-menu ul")
    menu.locator("summary").focus()
    chapter.keyboard.press("Enter")
    assert entries.is_visible()
    chapter.keyboard.press("Escape")
    assert not entries.is_visible()
    assert chapter.evaluate("document.activeElement.matches('.page-menu > summary')")
    menu.locator("summary").click()
    chapter.locator("article h1").click()
    assert not entries.is_visible()


@pytest.mark.browser
def test_the_search_field_opens_and_closes_by_its_shortcut(chapter):
    chapter.keyboard.press("Control+k")
    assert chapter.locator("#pst-search-dialog").is_visible()
    chapter.keyboard.press("Escape")
    assert not chapter.locator("#pst-search-dialog").is_visible()
    assert chapter.problems == []


@pytest.mark.browser
@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_side_bars_open_on_a_phone_and_give_the_focus_back(phone, site_url, side):
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    dialog = phone.locator(f"#pst-{side}-sidebar-modal")
    phone.locator(f".{side}-toggle").tap()
    assert dialog.locator("a").first.is_visible()
    phone.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert phone.evaluate(f"document.activeElement.matches('.{side}-toggle')")
    assert phone.locator(f"#pst-{side}-sidebar a").count() > 0


@pytest.mark.browser
def test_an_entry_of_the_side_bar_leads_to_its_section_on_a_phone(phone, site_url):
    """Though the focus goes back to the button, which is far away by then."""
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    phone.locator(".secondary-toggle").tap()
    entry = phone.locator("#pst-secondary-sidebar-modal a[href^='#']").nth(9)
    name = entry.get_attribute("href").removeprefix("#")
    entry.tap()
    assert landed(phone, name)


@pytest.mark.browser
def test_the_table_of_contents_marks_the_section_that_is_read(chapter):
    links = chapter.locator("#pst-page-toc-nav a")
    hash_ = links.nth(4).get_attribute("href")
    chapter.evaluate("name => document.querySelector(name).scrollIntoView()", hash_)
    chapter.locator(f"#pst-page-toc-nav a[href='{hash_}'][aria-current='true']").wait_for()
    assert chapter.locator("#pst-page-toc-nav a.active").count() == 1


@pytest.mark.browser
def test_what_scrolls_within_itself_is_a_stop_for_the_tab_key(phone, site_url):
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    phone.locator("html[data-measured=yes]").wait_for()
    phone.locator("article h2").nth(2).scroll_into_view_if_needed()
    settled(phone.locator("article h2").nth(2))
    stops = phone.evaluate("""() => [...document.querySelectorAll("pre, .katex-display")]
        .filter((box) => box.getBoundingClientRect().bottom > 0 && box.getBoundingClientRect().top < innerHeight)
        .map((box) => [box.tabIndex === 0,
            box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight])""")
    assert len(stops) > 1
    assert [stop for stop, scrolls in stops] == [scrolls for stop, scrolls in stops]


@pytest.mark.browser
@pytest.mark.parametrize("name", [CHAPTER, "reference.html", "notation.html", "the-notes.html", "departures.html"])
def test_who_follows_a_link_to_a_place_on_the_page_lands_there(page, site_url, name):
    """Though what is off the screen is not laid out: from elsewhere, by a click, and by the address."""
    page.goto(f"{site_url}/{name}", wait_until="load")
    ids = page.evaluate("[...document.querySelectorAll('#pst-page-toc-nav a')].map((a) => a.hash.slice(1))")
    ids = [id_ for id_ in ids if id_]
    id_ = ids[2 * len(ids) // 3]
    page.goto("about:blank")
    page.goto(f"{site_url}/{name}#{id_}", wait_until="load")
    assert landed(page, id_)
    page.goto("about:blank")
    page.goto(f"{site_url}/{name}", wait_until="load")
    page.evaluate("id => document.querySelector(`#pst-page-toc-nav a[href='#${id}']`).click()", id_)
    assert landed(page, id_)
    page.goto("about:blank")
    page.goto(f"{site_url}/{name}", wait_until="load")
    page.evaluate("id => { location.hash = id; }", id_)
    assert landed(page, id_)


@pytest.mark.browser
def test_a_demo_that_is_touched_stays_where_it_is(page, site_url):
    """Though from then on, what is off the screen is not laid out any more: the browser knows how high it was."""
    page.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    demo = page.locator(".livefig").last
    demo.scroll_into_view_if_needed()
    page.locator(f"#{demo.get_attribute('id')}[data-ready]").wait_for()
    page.locator("html[data-whole]").wait_for()
    before = settled(demo)
    demo.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator("html:not([data-whole])").wait_for()
    assert abs(settled(demo) - before) < 3


@pytest.mark.browser
@pytest.mark.parametrize("name", [CHAPTER, "reference.html", "notation.html"])
def test_on_a_phone_what_is_far_away_is_laid_out_later(phone, site_url, name):
    phone.add_init_script(HELD)
    phone.goto(f"{site_url}/{name}", wait_until="load")
    assert phone.evaluate(SKIPPED) > 5
    height = phone.evaluate("document.documentElement.scrollHeight")
    assert phone.evaluate(RELEASE) > 2  # in pieces
    assert phone.evaluate(SKIPPED) == 0
    assert phone.locator("img[loading=lazy]").count() == 0
    assert abs(phone.evaluate("document.documentElement.scrollHeight") - height) > 500
    assert phone.problems == []


@pytest.mark.browser
def test_who_reads_while_the_rest_is_laid_out_notices_nothing(phone, site_url):
    phone.add_init_script(HELD)
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    place = phone.locator("article h2").nth(6)
    place.scroll_into_view_if_needed()
    before = settled(place)
    phone.evaluate(RELEASE)
    assert abs(settled(place) - before) < 3
    assert phone.evaluate(SKIPPED) == 0


@pytest.mark.browser
@pytest.mark.parametrize("first", ["touch", "lay out"])
def test_who_touches_a_demo_has_the_rest_left_alone(phone, site_url, first):
    phone.add_init_script(HELD)
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    demo = phone.locator(".livefig").last
    demo.scroll_into_view_if_needed()
    phone.locator(f"#{demo.get_attribute('id')}[data-ready]").wait_for()
    if first == "lay out":
        phone.evaluate(RELEASE)
    before = settled(demo)
    demo.locator("input").first.focus()
    assert abs(settled(demo) - before) < 3
    phone.evaluate(RELEASE)
    assert phone.evaluate(SKIPPED) > 50
    assert phone.locator("img[loading=lazy]").count() == 0
