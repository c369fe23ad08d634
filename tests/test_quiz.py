"""Quizzes and predictions: chosen by hand and by key, kept, taken again; folds and questions where no script runs."""

import pytest
from conftest import WIDE, opened
from contents import CORE, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHAPTER = f"chapters/{CORE[2].stem}.html"


@pytest.fixture(scope="module")
def tab(browser, site_url):
    with opened(browser, f"{site_url}/{CHAPTER}", **WIDE) as tab:
        yield tab


def test_every_quiz_of_the_book_has_one_right_answer_to_each_question(site):
    for path in PAGES:
        page = site / "chapters" / f"{path.stem}.html"
        _, *asked = page.read_text(encoding="utf-8").split('<p class="quiz-question">')
        assert len(asked) >= 4, path.name
        assert [question.count("quiz-option quiz-right") for question in asked] == [1] * len(asked), path.name
        assert all(question.count("quiz-option quiz-wrong") >= 2 for question in asked), path.name


def test_a_choice_is_marked_by_a_word_and_explained(tab):
    wrong = tab.locator(".quiz-option.quiz-wrong").first
    wrong.locator("summary").focus()
    tab.keyboard.press("Enter")
    wrong.and_(tab.locator(".chosen")).wait_for()
    assert wrong.locator(".quiz-mark").text_content() == "✗ Wrong, your first answer"
    assert wrong.locator(".sd-summary-content").is_visible()


def test_the_first_try_counts(tab):
    right = tab.locator(".quiz-option.quiz-right")
    for k in (0, 1):
        right.nth(k).locator("summary").click()
        right.nth(k).and_(tab.locator(".chosen")).wait_for()
    assert right.first.locator(".quiz-mark").text_content() == "✓ Right"
    score = tab.locator(".quiz-score")
    questions = tab.locator(".quiz-question").count()
    assert score.locator("span").text_content() == f"1 of 2 right at the first try so far, of {questions} questions."
    tab.reload(wait_until="load")
    assert score.locator("span").text_content().startswith("1 of 2 right")
    assert tab.locator(".quiz-option.chosen").count() == 3


def test_a_quiz_can_be_taken_again(tab):
    tab.get_by_role("button", name="Take the quiz again").click()
    assert tab.locator(".quiz-option.chosen, .quiz-option[open]").count() == 0
    assert tab.locator(".quiz-score span").text_content() == ""
    assert tab.evaluate("document.activeElement.parentElement.matches('.quiz-option')")


def test_what_to_notice_opens_with_a_prediction_which_stands_beside_it(tab):
    box, notice = tab.locator(".predict-first").first, tab.locator(".what-to-notice").first
    item, choice = notice.locator("ul li").first, box.get_by_role("radio").first
    assert not item.is_visible()
    box.get_by_role("button").click()
    assert not item.is_visible()
    assert "Choose or write something" in box.locator(".predict-told").text_content()
    choice.check()
    box.get_by_role("button").click()
    own = notice.locator(".predict-own").text_content()
    assert own.startswith("Your prediction")
    assert choice.get_attribute("value") in own
    assert item.is_visible()
    tab.reload(wait_until="load")
    assert choice.is_checked()
    assert notice.locator(".predict-own").is_visible()


def test_what_to_notice_can_be_shown_without_a_prediction_and_words_are_an_answer_too(tab):
    box, notice = tab.locator(".predict-first").nth(1), tab.locator(".what-to-notice").nth(1)
    notice.get_by_role("button", name="Show what to notice").click()
    assert notice.locator("ul li").first.is_visible()
    assert notice.locator(".predict-own").count() == 0
    box.get_by_role("textbox").first.fill("<b>nothing</b>")
    box.get_by_role("textbox").first.press("Enter")
    assert "<b>nothing</b>" in notice.locator(".predict-own").inner_text()


def test_without_a_script_all_is_open_and_is_what_was_written(no_script, site_url):
    no_script.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    assert no_script.locator(".what-to-notice li").first.is_visible()
    assert no_script.locator(".predict-choices li").first.is_visible()
    assert not no_script.locator(".predict-field, .predict-done").first.is_visible()
    option = no_script.locator(".quiz-option").first
    assert option.locator(".sd-summary-state-marker").is_visible()
    option.locator("summary").click()
    assert option.locator(".sd-summary-content").is_visible()


def test_on_paper_what_there_is_to_notice_is_open(tab):
    tab.evaluate("localStorage.clear()")
    tab.reload(wait_until="load")
    tab.emulate_media(media="print")
    assert tab.locator(".what-to-notice li").first.is_visible()
    assert not tab.locator(".predict-done").first.is_visible()
    tab.emulate_media(media="screen")
