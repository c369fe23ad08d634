"""A pad on a page of a small book, with its policy and its one style sheet: drawn on by mouse, finger and keys."""

import re
import threading

import build
import pytest
from conftest import PHONE, WIDE, open_tab, opened
from hands import RESTLESS, SEEN, at, drag, ink, live, readout
from pads import bar, column_pad, pad_book
from playwright.sync_api import expect
from serve import make_server
from test_accessibility import AXE, CHECK
from touch import Finger, in_view, scrolled

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = pad_book(tmp_path_factory.mktemp("pads") / "book", column_pad())
    assert build.build(folder).problem == ""
    server = make_server(folder / "_build" / "html", port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/demo.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def wide(browser, address):
    with opened(browser, address, **WIDE) as tab:
        live(tab)
        yield tab


@pytest.fixture(scope="module")
def handy(browser, address):
    with opened(browser, address, **PHONE | {"viewport": {"width": 390, "height": 664}}) as tab:
        live(tab)
        yield tab


@pytest.fixture
def pad(wide):
    pad = wide.locator("#draw-a-digit")
    pad.locator(".livefig-reset").click()
    expect(readout(pad)).to_have_text("Read as 3, 100.0 %; then 0, 0.0 %.")
    in_view(wide, pad)
    return pad


def test_it_is_a_demo_with_a_number_of_its_own_and_answers_as_it_stood(wide):
    numbers = wide.locator(".livefig-number").all_inner_texts()
    assert [re.sub(r"\d+\.", "", number) for number in numbers] == ["Demo 1", "Demo 2"]
    assert ink(wide) == bar(3).tolist()
    expect(wide.locator(".drawpad-by")).to_contain_text("Computed in this page")


def test_a_mouse_draws_and_erases_and_undo_takes_back_a_whole_stroke(wide, pad):
    pad.get_by_role("button", name="Clear").click()
    expect(readout(pad)).to_contain_text("Nothing is drawn yet.")
    drag(wide, (6, 1), (6, 8))
    expect(readout(pad)).to_contain_text("Read as 6, ")
    drawn = ink(wide)
    assert [drawn[row][6] for row in range(1, 9)] == [1] * 8
    assert 0 < drawn[4][5] == drawn[4][7] < 0.2
    drag(wide, (1, 1), (1, 8))
    pad.get_by_role("button", name="Undo").click()
    assert ink(wide) == drawn
    pad.get_by_role("button", name="Erase").click()
    drag(wide, (6, 0), (6, 9))
    assert [row[6] for row in ink(wide)] == [0] * 10
    for _ in range(2):
        pad.get_by_role("button", name="Undo").click()
    assert ink(wide) == [[0] * 10] * 10
    pad.get_by_role("button", name="Undo").click()
    assert ink(wide) == bar(3).tolist()


def test_a_line_is_whole_however_fast_the_hand_is(wide, pad):
    pad.get_by_role("button", name="Clear").click()
    wide.mouse.move(*at(wide, 0, 5))
    wide.mouse.down()
    wide.mouse.move(*at(wide, 9, 5))
    wide.mouse.up()
    assert ink(wide)[5] == [1] * 10


def test_samples_are_loaded_and_pushed_cell_by_cell(wide, pad):
    pad.get_by_role("button", name="load a drawing: a bar at 7").click()
    expect(readout(pad)).to_contain_text("Read as 7, ")
    pad.get_by_role("button", name="push it one cell right").click()
    expect(readout(pad)).to_contain_text("Read as 8, ")
    pad.get_by_role("button", name="push it one cell up").click()
    shown = ink(wide)
    assert [row[8] for row in shown] == [1] * 8 + [0, 0]
    assert sum(map(sum, shown)) == 8


def test_keys_move_a_cursor_draw_and_erase(wide, pad):
    pad.get_by_role("button", name="Clear").click()
    board, where = pad.locator(".drawpad-board"), pad.locator(".drawpad-where")
    board.focus()
    wide.keyboard.press("ArrowRight")
    assert pad.locator(".drawpad-cursor").is_visible()
    expect(where).to_have_text("row 6, column 7, ink 0 %")
    for _ in range(3):
        wide.keyboard.press("Shift+ArrowDown")
    expect(where).to_have_text("row 9, column 7, ink 100 %")
    expect(readout(pad)).to_contain_text("Read as 6, ")
    assert [round(row[6]) for row in ink(wide)] == [0] * 5 + [1] * 4 + [0]
    wide.keyboard.press("Delete")
    expect(where).to_have_text("row 9, column 7, ink 0 %")
    wide.keyboard.press("ArrowUp")
    wide.keyboard.press("Space")
    expect(where).to_have_text("row 8, column 7, ink 100 %")
    wide.keyboard.press("Control+z")
    wide.keyboard.press("Control+z")
    assert ink(wide)[8][6] == 1
    wide.keyboard.press("j")  # elsewhere it goes to the next section
    assert board.evaluate("(e) => e === document.activeElement")
    wide.keyboard.press("Tab")
    assert not board.evaluate("(e) => e === document.activeElement")


def test_the_slider_goes_back_to_the_start_of_the_training_and_a_link_leads_there(wide, pad, address):
    slider = pad.locator("input[type=range]")
    slider.press("Home")
    expect(pad.locator("output")).to_have_text("0")
    expect(readout(pad)).to_contain_text("Read as 0, 10.0 %")
    assert pad.locator(".drawpad-classes").inner_text().count("10.0 %") == 10
    wide.wait_for_function("() => location.hash === '#draw-a-digit?step=0'")
    slider.press("ArrowRight")
    expect(readout(pad)).to_contain_text("Read as 3, 45.1 %")
    wide.evaluate("() => { location.hash = '#draw-a-digit?step=100'; }")
    expect(pad.locator("output")).to_have_text("100")
    expect(slider).to_have_attribute("aria-valuetext", "100")


def test_play_ends_at_the_last_step(wide, pad):
    run = pad.locator("[data-play]")
    run.evaluate("(e) => { e.dataset.play = 20; }")
    run.click()
    expect(pad.locator("output")).to_have_text("1000")
    expect(run).to_have_text("Play")
    expect(pad.locator(".drawpad-said")).to_have_attribute("aria-live", "polite")


def test_what_was_read_is_told_when_the_hand_rests(wide, pad):
    said = pad.locator(".drawpad-said")
    pad.get_by_role("button", name="load a drawing: a bar at 7").click()
    expect(said).to_have_text("Read as 7, 100.0 %; then 0, 0.0 %.")
    seen = wide.evaluate(RESTLESS)
    assert len(set(seen)) == 4, "what is seen follows at once"
    expect(said).to_have_text(seen[-1])
    assert wide.evaluate("globalThis.told") == [seen[-1]]


def test_marks_say_what_to_add_and_what_to_erase(wide, pad):
    pad.locator("input[type=range]").press("ArrowLeft")
    pad.locator(".drawpad-hints").check()
    pad.locator(".drawpad-aim").select_option("7")
    expect(readout(pad)).to_contain_text(
        "For 7: add ink at +, erase it at −. The slope of −log p at the largest mark is 1.0 a cell."
    )
    seen = pad.locator(".drawpad-board").evaluate(SEEN)
    columns = {"true": set(), "false": set()}
    for add, transform in seen:
        columns[add].add(int(re.search(r"translate\((\d+)", transform).group(1)) // 10)
    assert columns == {"true": {7}, "false": {3}}
    pad.locator(".drawpad-hints").uncheck()
    expect(pad.locator(".drawpad-marks")).to_be_hidden()
    expect(readout(pad)).not_to_contain_text("add ink")


def test_it_follows_the_page_into_the_dark(wide, pad):
    color = "(e) => getComputedStyle(e).fill"
    cell = pad.locator(".drawpad-board rect").first
    light = cell.evaluate(color)
    wide.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    assert cell.evaluate(color) != light
    wide.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")


def test_axe_finds_nothing(wide, pad):
    pad.locator(".drawpad-hints").check()
    wide.evaluate(AXE)
    for theme in ("dark", "light"):
        wide.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert wide.evaluate(CHECK, [{}, "#draw-a-digit"]) == [], theme


def test_a_finger_draws_and_the_page_stays_where_it_is(handy):
    pad = handy.locator("#draw-a-digit")
    pad.get_by_role("button", name="Clear").click()
    in_view(handy, pad.locator(".drawpad-board"))
    before = scrolled(handy)
    Finger(handy).swipe(at(handy, 8, 1), at(handy, 8, 8))
    expect(readout(pad)).to_contain_text("Read as 8, ")
    assert [ink(handy)[row][8] for row in range(1, 9)] == [1] * 8
    assert scrolled(handy) == before


def test_beside_the_pad_a_finger_scrolls_the_page(handy):
    board = handy.locator(".drawpad-board")
    in_view(handy, board)
    box, drawn, before = board.bounding_box(), ink(handy), scrolled(handy)
    x = box["x"] / 2
    assert x > 20
    Finger(handy).swipe((x, box["y"] + 200), (x, box["y"] + 60))
    assert scrolled(handy)[1] > before[1] + 50
    assert ink(handy) == drawn


def test_on_a_phone_pad_and_probabilities_are_seen_together_and_nothing_sticks_out(handy):
    pad = handy.locator("#draw-a-digit")
    pad.evaluate("(e) => e.scrollIntoView({ block: 'start', behavior: 'instant' })")
    top, end = pad.bounding_box()["y"], readout(pad).bounding_box()
    assert end["y"] + end["height"] - top < 664 - 56
    assert handy.evaluate("document.documentElement.scrollWidth") <= 390
    for button in pad.locator("button:visible").all():
        assert button.bounding_box()["height"] >= 40


def test_without_a_script_and_on_paper_stands_the_first_state(browser, address):
    tab = open_tab(browser, **WIDE, java_script_enabled=False)
    tab.goto(address)
    pad = tab.locator("#draw-a-digit")
    for _ in range(2):
        assert pad.locator(".drawpad-board").is_visible()
        assert readout(pad).inner_text() == "Read as 3, 100.0 %; then 0, 0.0 %."
        assert pad.locator("li").nth(3).inner_text().split() == ["3", "100.0", "%"]
        assert pad.locator(".livefig-settings").inner_text() == "Shown at: training step 1000."
        assert not pad.locator(".livefig-controls").is_visible()
        tab.emulate_media(media="print")
    assert tab.problems == []
    tab.context.close()
