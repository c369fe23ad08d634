"""What on a page answers to the hand, beside its demos: copying, folding, skipping; all under the page's policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHAPTER = "chapters/01-linear-regression.html"


@pytest.fixture
def chapter(page, site_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    yield page
    assert page.problems == []


def test_a_button_copies_the_code_of_its_cell(chapter):
    cell = chapter.locator(".cell_input").nth(1)
    cell.hover()
    cell.locator("button.copybtn").click()
    chapter.locator("button.copybtn.success").wait_for()
    copied = chapter.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("pre").text_content().strip()
    assert "penguins()" in copied


def test_what_a_cell_printed_has_no_button_to_copy(chapter):
    assert chapter.locator(".output.stream").count() > 5
    assert chapter.locator(".output.stream button.copybtn").count() == 0


def test_hidden_code_is_shown_and_hidden_again_by_mouse_and_by_key(chapter):
    fold = chapter.locator(".cell details.hide").first
    code, title = fold.locator("pre").first, fold.locator("summary")
    assert not code.is_visible()
    title.click()
    assert code.is_visible()
    title.focus()
    chapter.keyboard.press("Enter")
    assert not code.is_visible()


def test_a_hint_opens(chapter):
    hint = chapter.locator(".exercise details.sd-dropdown").first
    text = hint.locator(".sd-summary-content")
    assert not text.is_visible()
    hint.locator("summary").click()
    assert text.is_visible()


def test_a_solution_opens_and_closes(chapter):
    solution = chapter.locator(".solution.dropdown").first
    content = solution.locator(".solution-content, section").first
    button = solution.locator("button.toggle-button")
    button.wait_for()
    assert not content.is_visible()
    button.click()
    assert content.is_visible()
    button.click()
    assert not content.is_visible()
    words, address = solution.locator(".admonition-title a").first, chapter.url
    words.click()
    assert content.is_visible()
    words.press("Enter")
    assert not content.is_visible()
    assert chapter.url == address, "the exercise stands right above"
    assert chapter.problems == []


def test_the_first_stop_of_the_tab_key_skips_to_the_text(chapter):
    chapter.keyboard.press("Tab")
    assert chapter.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    assert chapter.locator("#pst-skip-link").is_visible()
    chapter.keyboard.press("Enter")
    assert chapter.evaluate("location.hash") == "#main-content"


def test_the_side_bar_folds_away_on_a_wide_window_and_comes_back(chapter):
    bar = chapter.locator("#pst-primary-sidebar")
    button = chapter.locator(".primary-toggle")
    assert bar.is_visible()
    button.click()
    bar.wait_for(state="hidden")
    button.click()
    bar.wait_for(state="visible")
