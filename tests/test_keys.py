"""Keys, and what a link leads to, shown beside it."""

import pytest
from conftest import PHONE, WIDE, open_tab, opened
from contents import CORE
from test_accessibility import ALL_ELSE, AXE, CHECK, COLORS

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHAPTER = f"chapters/{CORE[2].stem}.html"
FOCUSED = "document.activeElement.textContent"
TERM, EQUATION = ".bd-article a:has(> .std-term)", ".bd-article p a.reference[href^='#equation-']"


@pytest.fixture(scope="module")
def tab(browser, site_url):
    with opened(browser, f"{site_url}/{CHAPTER}", **WIDE) as tab:
        yield tab


def test_keys_go_from_section_to_section(tab):
    headings = tab.locator("section section > :is(h2, h3)").all_text_contents()
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.evaluate(FOCUSED) == headings[1]
    tab.keyboard.press("k")
    assert tab.evaluate(FOCUSED) == headings[0]
    tab.keyboard.press("k")
    assert tab.evaluate("scrollY") == 0


def test_who_types_or_moves_a_control_does_not_leave(tab):
    field = tab.locator(".predict-field input").first
    field.press_sequentially("jk?")
    assert field.input_value() == "jk?"
    handle = tab.locator(".livefig input[type=range]").first
    handle.scroll_into_view_if_needed()
    tab.locator(".livefig[data-ready]").first.wait_for()
    handle.focus()
    tab.keyboard.press("j")
    assert handle.evaluate("handle => handle === document.activeElement")
    assert tab.locator("dialog[open]").count() == 0


def test_a_dialog_names_the_keys_and_switches_the_single_letters_off(tab):
    tab.locator("article h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
    tab.keyboard.press("?")
    dialog = tab.get_by_role("dialog", name="Keys")
    for word in ("next section", "previous section", "Search", "Demos", "Code cells"):
        assert word in dialog.text_content()
    dialog.get_by_role("checkbox").uncheck()
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    tab.keyboard.press("?")
    assert tab.locator("dialog[open]").count() == 0
    tab.locator(".reader-bar [data-keys]").click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Close").click()
    tab.locator("details.page-menu > summary").click()
    tab.locator(".page-menu [data-keys]").click()
    assert dialog.is_visible()
    tab.keyboard.press("Escape")


def test_a_term_shows_its_meaning_from_the_glossary_when_asked(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    card = tab.locator(".reader-card")
    link = tab.locator(TERM).first
    link.hover()
    card.wait_for()
    assert [url for url in asked if url.endswith("glossary.html")]
    assert link.get_attribute("aria-describedby") == "reader-card"
    assert len(card.text_content().split()) > 4
    tab.keyboard.press("Escape")
    assert not card.is_visible()


def test_an_equation_shows_itself_to_the_keyboard(tab):
    link, card = tab.locator(EQUATION).first, tab.locator(".reader-card")
    tab.keyboard.press("Tab")  # so that the focus is one that shows
    link.focus()
    card.locator(".katex-html").first.wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDE["viewport"]["width"]
    assert tab.locator("[id^=equation-]").evaluate_all("all => new Set(all.map((one) => one.id)).size === all.length")
    link.blur()
    card.wait_for(state="hidden")


def test_a_finger_follows_the_link(browser, site_url):
    phone = open_tab(browser, **PHONE)
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    phone.locator(TERM).first.tap()
    phone.wait_for_url("**/glossary.html#**")
    assert phone.problems == []
    phone.context.close()


def test_axe_finds_nothing_in_what_opens(tab):
    """Last, since it takes letters of formulas away."""
    tab.locator(".reader-bar [data-keys]").click()
    tab.evaluate(AXE)
    assert tab.evaluate(CHECK, [ALL_ELSE, ".reader-keys"]) == []
    tab.keyboard.press("Escape")
    for option in tab.locator(".quiz-option summary").all()[:2]:
        option.click()
    tab.locator(".what-to-notice .predict-ask button").first.click()
    tab.locator(TERM).first.hover()
    tab.locator(".reader-card").wait_for()
    assert tab.evaluate(CHECK, [ALL_ELSE, "#quiz"]) == []
    assert tab.evaluate(CHECK, [ALL_ELSE, ".reader-card"]) == []
    assert tab.evaluate(CHECK, [COLORS, "#quiz"]) == []
