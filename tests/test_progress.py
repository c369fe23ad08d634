"""What a reader did is remembered, in the browser alone, and shown; without storage it lasts as long as the page."""

import json
import re

import pytest
from conftest import WIDE, open_tab

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHAPTER = "chapters/01-linear-regression"
BLOCKED = """Object.defineProperty(window, "localStorage", {get() { throw new Error("blocked"); }});"""
KEPT = "() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('reader /'))))"


@pytest.fixture(scope="module")
def tab(browser, site_url):
    """One window, in whose storage the tests below find what those above left; its clock is theirs."""
    one = open_tab(browser, **WIDE)
    one.clock.install()
    one.goto(f"{site_url}/{CHAPTER}.html", wait_until="load")
    yield one
    assert one.problems == []
    one.context.close()


def read(tab, section):
    """Stay in a section, and go on to its end."""
    box = tab.locator(f"section#{section}")
    box.evaluate("box => box.scrollIntoView()")
    tab.locator(f"#pst-page-toc-nav a[href='#{section}'][aria-current]").wait_for()
    tab.clock.run_for(12_000)
    box.evaluate("box => scrollBy(0, box.getBoundingClientRect().bottom - innerHeight / 2)")
    tab.clock.run_for(12_000)


def test_a_chapter_says_how_much_there_is_before_any_script(site):
    text = (site / f"{CHAPTER}.html").read_text(encoding="utf-8")
    said = text.partition('<p class="reader-way">')[2].partition("</p>")[0]
    assert [part.split(" ", 1)[1] for part in said.split(" · ")] == ["sections", "checked exercises", "quiz questions"]


def test_who_jumps_over_a_section_has_not_read_it(tab):
    for place in ("#quiz", "#why-squares-gaussian-noise", "#loss"):
        tab.evaluate("place => document.querySelector(place).scrollIntoView()", place)
        tab.clock.run_for(100)
    tab.evaluate("scrollTo(0, 0)")
    tab.clock.run_for(1000)
    assert tab.locator(".reader-way").text_content().startswith("0 of ")
    assert tab.locator(".reader-tick, .reader-ring").count() == 0


def test_who_stays_and_goes_on_has_read_it(tab):
    read(tab, "the-column-of-ones")
    tick = tab.locator("#pst-page-toc-nav a[href='#the-column-of-ones'] .reader-tick")
    assert tick.text_content() == "✓ (read)"
    assert not tab.locator(".reader-way").text_content().startswith("0 of ")
    ring = tab.locator("#pst-primary-sidebar .current > a .reader-ring")
    assert ring.get_attribute("aria-label").endswith("sections read")
    kept = tab.evaluate(KEPT)
    assert kept["v"] == 1
    assert "the-column-of-ones" in kept["pages"][CHAPTER]["read"]


def test_the_front_page_continues_where_the_reader_stopped(tab, site_url):
    tab.goto(f"{site_url}/index.html", wait_until="load")
    start = tab.locator("p.start > a")
    said = r"Continue where you stopped 1\.2\.\d\. The column of ones, 1\. Linear regression"
    assert re.fullmatch(said, start.text_content())
    assert tab.locator("#pst-primary-sidebar .reader-ring").count() == 1
    start.click()
    tab.wait_for_url(f"**/{CHAPTER}.html#the-column-of-ones")
    tab.locator(".reader-tick").first.wait_for()


def test_an_exercise_that_was_passed_counts(tab):
    """As the cells of the page say it: livecode/README.md."""
    name = tab.evaluate("livecode.exercises()[0].name")
    tab.evaluate(
        "(name) => { livecode.exercises = () => [{name, passed: true}];"
        "document.dispatchEvent(new CustomEvent('livecode-exercises', {detail: {everywhere: false}})); }",
        name,
    )
    assert "1 of 1 check passed" in tab.locator(".reader-way").text_content()
    assert tab.evaluate(KEPT)["pages"][CHAPTER]["passed"] == [name]


def test_a_quiz_is_read_when_it_is_answered(tab):
    tick = tab.locator("#pst-page-toc-nav a[href='#quiz'] .reader-tick")
    read(tab, "quiz")
    assert tick.count() == 0
    for right in tab.locator(".quiz-option.quiz-right > summary").all():
        right.click()
    read(tab, "quiz")
    assert tick.text_content() == "✓ (read)"


def test_two_books_on_one_host_do_not_share_it(tab):
    key = tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('reader '))")
    assert key == ["reader /"], "the path of the book is a part of its name"


def test_what_another_version_kept_is_not_read(tab):
    before = tab.evaluate("localStorage.getItem('reader /')")
    tab.evaluate("held => localStorage.setItem('reader /', held)", json.dumps({"v": 2, "pages": [1, "x"], "last": 3}))
    tab.reload(wait_until="load")
    assert tab.locator(".reader-way").text_content().startswith("0 of ")
    tab.evaluate("held => localStorage.setItem('reader /', held)", before)
    tab.reload(wait_until="load")


def test_one_button_forgets_it_and_says_what(tab):
    bar = tab.locator(".reader-bar")
    assert "nothing is sent" in bar.text_content()
    button = bar.locator("button").first
    button.click()
    for what in ("sections", "exercises", "quiz answers", "predictions", "the place where you stopped"):
        assert what in bar.locator(".sure-question").text_content()
    assert button.text_content() == "Forget it"
    bar.get_by_role("button", name="Keep it").click()
    assert tab.evaluate("localStorage.getItem('reader /')")
    assert tab.evaluate("document.activeElement.textContent") == "Forget my progress"
    button.press("Enter")
    button.press("Escape")
    button.dblclick()
    assert tab.evaluate("localStorage.getItem('reader /')"), "who clicks twice at once has read no question"
    button.press("Enter")
    assert bar.get_by_text("Your progress is forgotten.").is_visible()
    assert tab.evaluate("localStorage.getItem('reader /')") is None
    assert tab.locator(".reader-tick, .reader-ring").count() == 0
    assert not button.is_visible()


def test_who_only_looked_into_a_later_chapter_can_still_start_the_course(tab, site_url):
    place = {
        "path": "chapters/08-training-a-network.html",
        "id": "the-answer",
        "title": "The answer",
        "chapter": "8. Training",
    }
    tab.evaluate("held => localStorage.setItem('reader /', held)", json.dumps({"v": 1, "pages": {}, "last": place}))
    tab.goto(f"{site_url}/index.html", wait_until="load")
    start, on = tab.locator("p.start > a").all()
    assert start.text_content().startswith("Start the course")
    assert start.get_attribute("href").endswith(f"{CHAPTER}.html")
    assert on.text_content() == "Continue where you stopped The answer, 8. Training"
    assert on.get_attribute("href").endswith("chapters/08-training-a-network.html#the-answer")
    tab.evaluate("localStorage.removeItem('reader /')")


def test_where_storage_is_blocked_the_page_remembers_until_it_is_left(page, site_url):
    page.add_init_script(BLOCKED)
    where = []
    page.on("pageerror", lambda error: where.append(error.stack or ""))
    page.goto(f"{site_url}/{CHAPTER}.html", wait_until="load")
    page.locator(".quiz-option summary").first.click()
    page.locator(".quiz-option.chosen").wait_for()
    all_of_them = page.locator(".quiz-question").count()
    assert f"1 of {all_of_them} quiz questions answered" in page.locator(".reader-way").text_content()
    page.reload(wait_until="load")
    assert f"0 of {all_of_them} quiz questions answered" in page.locator(".reader-way").text_content()
    assert "is forgotten when you leave it" in page.locator(".reader-bar").text_content()
    assert [stack for stack in where if "sphinx_highlight.js" not in stack] == [], "Sphinx's own does not catch it"
