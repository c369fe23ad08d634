"""Exercises in the page: the field that is open from the start, the verdict, the solution, a pass that stays."""

import pytest
from live_book import button, problems, write
from playwright.sync_api import expect

pytest_plugins = "live_fixtures"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
STARTER = "def slope(x, y):\n    ..."


def verdict(tab):
    return tab.locator("#cell-5 .livecode-verdict")


def test_the_field_holds_the_signature_and_the_check_stands_beside_it(live):
    expect(live.locator("#cell-5 textarea")).to_have_value(STARTER)
    expect(live.locator("#cell-5 .livecode-call")).to_have_text('runs check("through-the-origin", slope)')
    expect(live.locator("#cell-5 pre").first).to_be_hidden()
    expect(live.locator("#cell-5")).to_contain_text("not started yet")
    button(live, "Check cell 5").click()
    expect(verdict(live)).to_contain_text("Not started yet.")
    assert "open" in verdict(live).get_attribute("class")


def test_a_wrong_answer_has_a_card_with_its_parts_below_what_it_prints(live):
    write(live, 5, "def slope(x, y):\n    return wrong  # say: what I print")
    live.keyboard.press("Control+Enter")
    expect(verdict(live).locator("p")).to_have_text("✗Case 1 of 6 fails: two points.")
    terms, told = (verdict(live).locator(tag).all_text_contents() for tag in ("dt", "dd"))
    assert terms == ["input", "expected", "got", "hint"]
    assert told[-1] == "Divide the sum of the products by the sum of the squares."
    place = live.locator("#cell-5 .livecode-place")
    assert place.inner_text().startswith("what I print")
    expect(live.locator(".livecode-unseen")).to_have_text("Exercise through-the-origin: case 1 of 6 fails: two points.")
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(0)


def test_a_right_answer_is_remembered_until_it_is_forgotten(live):
    write(live, 5, "def slope(x, y):\n    return x @ y / (x @ x)")
    button(live, "Check cell 5").click()
    expect(verdict(live)).to_have_text("✓Passed, all 6 cases.")
    live.reload()
    expect(live.locator("#cell-5 .livecode-badge")).to_have_text("✓ passed")
    expect(live.locator("#cell-5 textarea")).to_have_value("def slope(x, y):\n    return x @ y / (x @ x)")
    passes = "() => livecode.exercises().map(({name, box, passed}) => `${name} ${box.id} ${passed}`)"
    assert live.evaluate(passes) == ["through-the-origin cell-5 true"]
    forget = live.get_by_role("button", name="Forget my changes on this page")
    forget.click()
    live.get_by_role("button", name="Keep them").click()
    expect(forget).to_be_focused()
    expect(live.locator("#cell-5 .livecode-badge")).to_have_text("✓ passed")
    forget.press("Enter")
    live.get_by_role("button", name="Forget them").press("Escape")
    expect(forget).to_be_focused()
    forget.dblclick()
    live.get_by_role("button", name="Forget them").press("Enter")
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(0)
    live.reload()
    expect(live.locator("#cell-5 textarea")).to_have_value(STARTER)
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(0)


def test_other_scripts_hear_of_a_pass_and_forget_it(live):
    """As README.md says, "Other scripts of a page"; what was written stays."""
    live.evaluate(
        "() => { window.heard = []; document.addEventListener('livecode-exercises', "
        "({detail}) => heard.push([livecode.exercises()[0].passed, detail.everywhere])); }"
    )
    right = "def slope(x, y):\n    return x @ y / (x @ x)"
    write(live, 5, right)
    button(live, "Check cell 5").click()
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(1)
    live.evaluate("livecode.forgetPassed()")
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(0)
    assert live.evaluate("heard") == [[True, False], [False, True]]
    live.reload()
    expect(live.locator("#cell-5 .livecode-badge")).to_have_count(0)
    expect(live.locator("#cell-5 textarea")).to_have_value(right)


def test_what_passed_is_told_from_what_stands_there_now(live):
    write(live, 5, "def slope(x, y):\n    return x @ y / (x @ x)")
    button(live, "Check cell 5").click()
    badge = live.locator("#cell-5 .livecode-badge")
    expect(badge).to_have_text("✓ passed")
    live.reload()
    expect(badge).to_have_text("✓ passed")
    write(live, 5, "def slope(x, y):\n    return 7")
    expect(badge).to_have_text("✓ passed before")


def test_a_way_back_takes_nothing_that_was_written_since(live):
    first, later = ("def slope(x, y):\n    return " + number for number in "12")
    write(live, 5, first)
    button(live, "Undo the changes of cell 5").click()
    write(live, 5, later)
    expect(live.locator("#cell-5 .livecode-offer")).to_contain_text("What you had before is kept.")
    button(live, "Bring them back, cell 5").click()
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("return 1")
    button(live, "Bring it back, cell 5").click()
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("return 2")


def test_the_solution_goes_into_the_field_and_the_readers_code_comes_back(live):
    mine = "def slope(x, y):\n    return 3"
    write(live, 5, mine)
    button(live, "Check cell 5").click()
    verdict(live).wait_for()
    live.locator(".solution .toggle-button").click()
    tries = live.get_by_role("button", name="Try the solution of through-the-origin in its field")
    expect(tries).to_have_count(1)
    tries.click()
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("(x @ y) / (x @ x)")
    expect(verdict(live)).to_have_count(0)  # it was on another code
    button(live, "Put mine back, cell 5").click()
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("return 3")
    live.locator("#cell-5 .cm-content").focus()
    live.keyboard.press("ControlOrMeta+z")
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("(x @ y) / (x @ x)")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def incline(x, y):\n    return x @ y / (x @ x)", "Not started yet."),
        ("print(slope == 3)", "Not started yet."),
        ("from mine import incline as slope", "Passed"),
        ("pace, slope = f, g", "Passed"),
        ("slope: object = lambda x, y: 1", "Passed"),
    ],
)
def test_an_answer_of_another_name_is_not_mistaken_for_what_the_page_calls_so(live, code, said):
    write(live, 5, code)
    button(live, "Check cell 5").click()
    expect(verdict(live)).to_contain_text(said)


@pytest.mark.parametrize(
    ("code", "said"),
    [("1 / 0", "It ended with an error."), ("while True: pass  # say: so far", "Stopped."), ("die", "Python ended.")],
)
def test_an_answer_that_does_not_come_to_a_verdict_says_why(live, code, said):
    write(live, 5, code)
    button(live, "Check cell 5").click()
    if "while" in code:
        button(live, "Stop cell 5").click()
        expect(live.locator("#cell-5 .livecode-status")).to_contain_text(said)
        return
    expect(live.locator("#cell-5 .livecode-status")).to_contain_text(said)
    expect(verdict(live)).to_have_count(0)


def test_undo_brings_the_signature_back(live):
    write(live, 5, "def slope(x, y):\n    return wrong")
    button(live, "Check cell 5").click()
    verdict(live).wait_for()
    button(live, "Undo changes, cell 5").click()
    expect(live.locator("#cell-5 .cm-content")).to_contain_text("...")
    expect(verdict(live)).to_have_count(0)
    expect(live.locator("#cell-5 .cell_output")).to_contain_text("through-the-origin: not started yet.")
    assert problems(live) == []
