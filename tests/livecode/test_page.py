"""Cells in the page: edited, run, stopped and undone; a double of the worker stands for Python."""

import re

import pytest
from live_book import button, edit, open_page, problems, write
from playwright.sync_api import expect

pytest_plugins = "live_fixtures"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
OWN, MINE = ".cell_output:not(.livecode-mine)", ".livecode-mine"


def cell(tab, number):
    return tab.locator(f"#cell-{number}")


def run(tab, number):
    cell(tab, number).locator(".cell_input").hover()
    button(tab, f"Run cell {number}").click()


def ended(tab, number, text):
    expect(cell(tab, number).locator(".livecode-status")).to_contain_text(text)


def test_nothing_is_loaded_and_nothing_moves_before_somebody_asks(browser, live_url):
    asked = []
    watch = """globalThis.moved = 0; new PerformanceObserver((list) => { for (const shift of list.getEntries())
        if (shift.sources.some(({node}) => node?.closest?.(".bd-article"))) moved += shift.value;
    }).observe({type: 'layout-shift', buffered: true});"""
    tab = open_page(
        browser, live_url, lambda tab: (tab.add_init_script(watch), tab.on("request", lambda r: asked.append(r.url)))
    )
    button(tab, "Check cell 5").wait_for()
    assert [url for url in asked if "/_static/livecode/" in url] == []
    assert tab.evaluate("moved") == 0
    assert problems(tab) == []
    tab.context.close()


def test_buttons_cover_no_code_and_a_click_into_the_code_is_no_edit(live):
    code, ours = cell(live, 3).locator("pre").first.bounding_box(), button(live, "Run cell 3").bounding_box()
    assert ours["y"] >= code["y"] + code["height"] - 18  # its lower padding
    assert min(ours["width"], ours["height"]) >= 24
    cell(live, 3).locator("pre").first.click()
    expect(cell(live, 3).locator("textarea, .cm-editor")).to_have_count(0)
    live.keyboard.press("Shift+Enter")
    ended(live, 3, "Your output. 1 cell above was run first.")
    live.keyboard.press("Enter")
    expect(cell(live, 3).locator(".cm-content")).to_be_focused()


def test_an_output_stands_in_the_place_of_the_pages_own_and_goes_again(live):
    run(live, 3)
    expect(cell(live, 3).locator(MINE)).to_contain_text("ran: print(x)")
    expect(cell(live, 3).locator(OWN)).to_be_hidden()
    expect(button(live, "Run cell 3")).to_be_focused()
    live.emulate_media(media="print")
    expect(cell(live, 3).locator(OWN)).to_be_visible()
    expect(cell(live, 3).locator(MINE)).to_be_hidden()
    live.emulate_media(media="screen")
    button(live, "Show the page’s output, cell 3").click()
    expect(cell(live, 3).locator(OWN)).to_be_visible()
    expect(cell(live, 3).locator(MINE)).to_have_count(0)


def test_an_edit_is_run_and_undone_and_can_be_had_again(live):
    edit(live, 3, "print('/ 1')")
    live.keyboard.press("Control+Enter")
    expect(cell(live, 3).locator(MINE)).to_contain_text("ran: print('/ 1')")
    expect(cell(live, 3).locator(".cm-content")).to_be_focused()
    button(live, "Undo changes, cell 3").click()
    expect(cell(live, 3).locator("pre").first).to_be_visible()
    expect(cell(live, 3).locator(OWN)).to_contain_text("7")
    button(live, "Bring them back, cell 3").click()
    expect(cell(live, 3).locator("textarea")).to_have_value("print('/ 1')")
    ended(live, 3, "The output below is that of the page’s code. Run the cell to see yours.")


def test_a_click_puts_the_caret_where_it_is_when_the_editor_is_there_already(live):
    edit(live, 3, "print(1)")
    field = cell(live, 5).locator("textarea")
    size = field.bounding_box()
    field.click(position={"x": size["width"] - 20, "y": size["height"] - 20})
    cell(live, 5).locator(".cm-content").wait_for()
    live.keyboard.type("  # 3")
    expect(cell(live, 5).locator(".cm-line").last).to_have_text(re.compile(r"\.\.\.  # 3$"))


def test_tab_indents_and_after_escape_it_leaves(live):
    edit(live, 3, "")
    for key in ("Tab", "/", "Escape", "Tab"):  # a slash is a key of Sphinx's for the search
        live.keyboard.press(key)
    expect(cell(live, 3).locator(".cm-line")).to_have_text("    /")
    expect(button(live, "Run cell 3")).to_be_focused()


def test_completions_come_on_request_from_the_python_that_runs(live):
    run(live, 3)
    edit(live, 3, "pr")
    live.keyboard.press("Control+Space")
    expect(live.locator(".cm-completionInfo")).to_have_text("print(*args)\n\nPrints the values.")
    live.get_by_role("option", name="print").click()
    expect(cell(live, 3).locator(".cm-line")).to_have_text("print")


def test_a_name_is_explained_on_request_until_something_is_typed(live):
    run(live, 3)
    edit(live, 3, "print")
    live.keyboard.press("Control+i")
    said = live.locator(".livecode-help")
    expect(said).to_have_text("print(*args)\n\nPrints the values.")
    expect(live.locator(".livecode-unseen")).to_contain_text("Prints the values.")
    live.keyboard.press("Escape")
    expect(said).to_have_count(0)
    live.keyboard.press("F1")
    expect(said).to_be_visible()
    live.keyboard.type("er")
    expect(said).to_have_count(0)


def test_a_plain_field_does_where_the_editor_cannot_be_had(browser, live_url):
    tab = open_page(browser, live_url, lambda tab: tab.route("**/editor-*.js", lambda route: route.abort()))
    cell(tab, 3).locator(".cell_input").hover()
    button(tab, "Edit cell 3").click()
    field = cell(tab, 3).locator("textarea")
    field.fill("if x:")
    for key in ("End", "Enter", "a", "Enter", "Tab", "b"):
        field.press(key)
    expect(field).to_have_value("if x:\n    a\n        b")
    field.press("Shift+Enter")
    ended(tab, 3, "Your output")
    field.press("Escape")
    field.press("Tab")
    expect(button(tab, "Run cell 3")).to_be_focused()
    tab.context.close()


def test_stop_ends_a_loop_and_the_next_run_begins_python_anew(live):
    edit(live, 3, "while True: pass")
    live.keyboard.press("Shift+Enter")
    run(live, 8)
    ended(live, 8, "Waits")
    button(live, "Stop cell 8").click()
    ended(live, 8, "Stopped")
    expect(live.locator("#cell-3 .livecode-status")).to_have_text(re.compile(r"Running for \d+ s \.\.\."))
    button(live, "Stop cell 3").click()
    ended(live, 3, "Stopped.")
    write(live, 3, "die")
    live.keyboard.press("Shift+Enter")
    ended(live, 3, "Python ended. It ran out of memory. Run the cell again to start it anew.")
    run(live, 8)
    ended(live, 8, "Your output")


def test_an_error_is_told_with_its_line_and_without_colors_of_terminals(live):
    edit(live, 3, "1 / 0")
    live.keyboard.press("Shift+Enter")
    expect(cell(live, 3).locator(".livecode-error-head")).to_have_text("ZeroDivisionError: division by zero")
    expect(cell(live, 3).locator(".livecode-error pre")).to_contain_text("Cell, line 1\n    1 / 0")
    ended(live, 3, "It ended with an error.")
    expect(live.locator(".livecode-unseen")).to_contain_text("Cell 3: ")


def test_html_has_a_frame_without_scripts_and_a_figure_is_a_picture_with_its_description(live):
    edit(live, 3, "DataFrame()")
    live.keyboard.press("Shift+Enter")
    frame = cell(live, 3).locator("iframe")
    expect(frame.content_frame.locator("td")).to_have_text("7")
    expect(frame).to_have_attribute("sandbox", "allow-same-origin")
    live.wait_for_function("document.querySelector('iframe').style.height")
    assert live.evaluate("globalThis.hacked") is None
    run(live, 6)
    image = cell(live, 6).locator(f"{MINE} img")
    expect(image).to_have_attribute("alt", "A line")
    expect(image).to_have_attribute("src", re.compile("^data:image/svg"))
    edit(live, 6, "flood")
    live.keyboard.press("Shift+Enter")
    ended(live, 6, "Your output")
    shown = cell(live, 6).locator(f"{MINE} pre").inner_text()
    assert 100_000 < len(shown) < 101_000
    assert shown.endswith("(more was printed than the page shows)"), "also where a piece ends at the limit"


def test_what_rests_on_a_change_says_so_until_the_change_is_undone(live):
    edit(live, 3, "x = 8  # stale: 6 8")
    live.keyboard.press("Shift+Enter")
    ended(live, 6, "What this rests on was changed: run it again.")
    expect(cell(live, 6).locator(OWN)).to_be_visible()
    cell(live, 8).locator(f"{MINE} button").first.click()
    ended(live, 8, "Your output")
    button(live, "Undo changes, cell 3").click()
    expect(cell(live, 6).locator(MINE)).to_have_count(0)
    ended(live, 8, "What this rests on was changed: run it again.")  # it was run with the change
    cell(live, 8).locator(f"{MINE} button").first.click()
    ended(live, 8, "Your output")


def test_a_cell_in_a_fold_runs_and_its_output_stands_outside(live):
    live.get_by_text("Show code cell source").click()
    run(live, 2)
    ended(live, 2, "Your output")
    live.get_by_text("Hide code cell source").click()
    expect(cell(live, 2).locator(MINE)).to_be_visible()


# What a book writes over an output of its own.
NUMBER = "(own) => own.prepend(Object.assign(document.createElement('p'), {textContent: 'Demo 1'}))"


def test_a_demo_answers_to_python_and_the_recorded_one_comes_back(live):
    cell(live, 7).locator(OWN).evaluate(NUMBER)
    run(live, 7)
    counter = live.locator("#counter")
    for _ in range(2):
        expect(counter).to_have_text("5")
        counter.click()
        expect(counter).to_have_text("6")
        expect(cell(live, 7).get_by_text("Demo 1", exact=True)).to_have_count(1)
        run(live, 7)
    expect(counter).to_have_text("5")
    counter.click()
    expect(counter).to_have_text("6")
    expect(cell(live, 7).locator(OWN)).to_have_count(0)  # two of them would have the same ids
    edit(live, 3, "while True: pass")
    live.keyboard.press("Shift+Enter")
    button(live, "Stop cell 3").click()
    ended(live, 7, "Python was ended")
    button(live, "Show the page’s output, cell 7").click()
    expect(cell(live, 7).locator(OWN)).to_contain_text("recorded")
    expect(counter).to_have_count(0)
    assert problems(live) == []
