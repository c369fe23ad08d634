"""The contents of a page follow its reader, however the reader moves; and a link shows what it names."""

import pytest
from conftest import PHONE, WIDE, open_tab, opened

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHAPTER = "chapters/07-gradient-descent.html"
# The marked entry is in sight of the bar, unless the theme folded that for a note in the margin.
IN_SIGHT = """() => {
    const entry = document.querySelector("#pst-page-toc-nav [aria-current]");
    if (!entry) return true;
    const bar = entry.closest("#pst-secondary-sidebar, dialog");
    const [inner, outer] = [entry, bar].map((one) => one.getBoundingClientRect());
    return bar.matches(".hide") || (inner.top >= outer.top && inner.bottom <= Math.min(outer.bottom, innerHeight));
}"""
IS_MARKED = """(id) => {
    const entry = document.querySelector("#pst-page-toc-nav [aria-current]");
    return (entry ? entry.hash.slice(1) : null) === id;
}"""
# Of the sections of the page, the last whose beginning is in the upper part of the window or above it.
READING = """() => [...document.querySelectorAll("#pst-page-toc-nav a[href^='#']")]
    .map((link) => link.hash.slice(1)).filter(Boolean)
    .filter((id) => document.getElementById(id).getBoundingClientRect().top <= innerHeight * 0.3).at(-1) ?? null"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def chapter(browser, site_url):
    with opened(browser, f"{site_url}/{CHAPTER}", **WIDE) as tab:
        yield tab


def marks(tab, section):
    tab.wait_for_function(IS_MARKED, arg=section)
    tab.wait_for_function(IN_SIGHT)


def test_before_the_first_section_none_is_marked_and_the_page_itself_is_in_the_left_bar(chapter):
    marks(chapter, None)
    assert chapter.locator("#pst-primary-sidebar .current > a").is_visible()


def test_every_link_of_the_contents_marks_its_section(chapter):
    """Far jumps, and sections so short that their heading cannot come to the top."""
    links = chapter.locator("#pst-page-toc-nav a")
    names = [href[1:] for href in links.evaluate_all("links => links.map((link) => link.getAttribute('href'))")]
    for name in [*names[::-5], names[-2], names[-1]]:
        chapter.locator(f"#pst-page-toc-nav a[href='#{name}']").evaluate("link => link.click()")
        marks(chapter, name)


def test_end_and_home(chapter):
    chapter.locator("article h1").click()
    chapter.keyboard.press("Home")
    marks(chapter, None)
    chapter.keyboard.press("End")
    marks(chapter, chapter.locator("#pst-page-toc-nav a").last.get_attribute("href")[1:])


def test_the_wheel(chapter):
    chapter.keyboard.press("Home")
    marks(chapter, None)
    chapter.mouse.move(600, 500)
    for _ in range(4):
        before = chapter.evaluate("scrollY")
        chapter.mouse.wheel(0, 5200)
        chapter.wait_for_function("(before) => scrollY > before + 4000", arg=before)
        chapter.evaluate(SETTLED)
        marks(chapter, chapter.evaluate(READING))


def test_back_and_a_changed_address(chapter):
    chapter.evaluate("location.hash = 'momentum'")
    marks(chapter, "momentum")
    chapter.evaluate("location.hash = 'the-update'")
    marks(chapter, "the-update")
    chapter.go_back()
    marks(chapter, "momentum")


def test_on_a_phone_the_contents_open_at_the_marked_entry(browser, site_url):
    tab = open_tab(browser, **PHONE | {"viewport": {"width": 390, "height": 664}})
    tab.goto(f"{site_url}/{CHAPTER}#a-guide-what-to-try", wait_until="load")
    tab.wait_for_function(IS_MARKED, arg="a-guide-what-to-try")
    tab.locator(".secondary-toggle").evaluate("button => button.click()")
    marks(tab, "a-guide-what-to-try")
    assert tab.problems == []
    tab.context.close()


@pytest.mark.parametrize("size", [(1440, 900), (390, 664)])
def test_a_link_to_a_demo_shows_its_number_below_the_bar(page, site_url, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{site_url}/{CHAPTER}#valley", wait_until="load")
    page.evaluate(SETTLED)
    bar = page.locator(".bd-header-article").bounding_box()
    number = page.locator("#demo-valley").bounding_box()
    assert number["y"] >= bar["y"] + bar["height"]
    page.goto("about:blank")
    page.goto(f"{site_url}/{CHAPTER}#demo-valley", wait_until="load")
    page.evaluate(SETTLED)
    assert page.locator("#demo-valley").bounding_box()["y"] >= bar["y"] + bar["height"]
