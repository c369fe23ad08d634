"""What the reader keeps, takes along and is told; phones, dark pages, screen readers; pages where nothing can run."""

import json
import re
from pathlib import Path

import axe_playwright_python
import pytest
from conftest import PHONE
from live_book import button, edit, open_page, write
from playwright.sync_api import expect

pytest_plugins = "live_fixtures"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
CHECK = """async () => {
    const found = await axe.run(".livecode-input, .livecode-mine, .livecode-bar, .livecode-try, .livecode-offer",
        {resultTypes: ["violations"]});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.map(({failureSummary: why, html}) => why + html)}`);
}"""


def bar(tab):
    return tab.locator(".livecode-bar")


def test_an_edit_survives_a_reload_and_another_version_of_the_page(live):
    edit(live, 3, "print(8)")
    expect(bar(live)).to_contain_text("You have changed 1 cell.")
    live.reload()
    expect(live.locator("#cell-3 textarea")).to_have_value("print(8)")
    assert live.evaluate("document.activeElement === document.body")
    # The page is a new one, on which a cell was put in front.
    live.route(
        "**/page.html",
        lambda route: route.fulfill(
            response=(got := route.fetch()), body=got.text().replace("cell-3", "cell-9").replace("cell-8", "cell-3")
        ),
    )
    live.reload()
    expect(live.locator("#cell-9 textarea")).to_have_value("print(8)")
    expect(live.locator("#cell-3 textarea")).to_have_count(0)


def test_the_notebook_comes_with_the_changes_and_without_outputs_that_are_not_theirs(live):
    edit(live, 3, "print(8)\nprint(9)")
    write(live, 5, "def slope(x, y):\n    return 1")
    with live.expect_download() as coming:
        live.get_by_role("button", name="Download this page as a notebook with my changes").click()
    assert coming.value.suggested_filename == "page.ipynb"
    cells = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code[2]["source"] == ["print(8)\n", "print(9)"]
    assert (code[2]["outputs"], code[2]["execution_count"]) == ([], None)
    assert "".join(code[4]["source"]) == 'def slope(x, y):\n    return 1\n\ncheck("through-the-origin", slope)'
    assert code[5]["outputs"]


def test_where_storage_is_blocked_the_page_just_forgets(browser, live_url):
    blocked = "Object.defineProperty(globalThis, 'localStorage', {get() { throw new DOMException('blocked'); }});"
    tab = open_page(browser, live_url, lambda tab: tab.add_init_script(blocked))
    expect(tab.locator(".livecode-bar")).to_contain_text("what you write is forgotten when you leave")
    edit(tab, 3, "print(8)")
    tab.keyboard.press("Shift+Enter")
    expect(tab.locator("#cell-3 .livecode-mine")).to_contain_text("ran: print(8)")
    tab.context.close()


def test_the_first_run_says_what_is_fetched_and_the_second_page_does_not(live):
    live.route("**/worker.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    live.locator("#cell-3 .cell_input").hover()
    button(live, "Run cell 3").click()
    status = live.locator("#cell-3 .livecode-status")
    expect(status).to_have_text("Python and NumPy, 10.3 MB, are fetched now, once.")
    expect(live.locator(".livecode-unseen")).to_have_text("Cell 3: Python and NumPy, 10.3 MB, are fetched now, once.")
    button(live, "Stop cell 3").click()
    live.unroute("**/worker.js*")
    button(live, "Run cell 3").click()
    expect(status).to_contain_text("Your output")
    live.reload()
    live.route("**/worker.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    button(live, "Check cell 5").click()
    expect(live.locator("#cell-5 .livecode-status")).to_have_text("Python is starting ...")


def test_on_a_phone_the_buttons_are_there_large_enough_and_nothing_is_wider_than_the_page(browser, live_url):
    tab = open_page(browser, live_url, **PHONE)
    box = button(tab, "Edit cell 3").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    code = tab.locator("#cell-3 pre").first.bounding_box()
    assert box["y"] >= code["y"] + code["height"] - 14  # its padding
    button(tab, "Edit cell 3").tap()
    write(tab, 3, f"print({'1 + ' * 100}1)")
    tab.keyboard.press("Shift+Enter")
    expect(tab.locator("#cell-3 .livecode-status")).to_contain_text("Your output")
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    for field in ("#cell-3 .cm-content", "#cell-5 textarea"):
        assert float(tab.locator(field).evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 16
    tab.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_editors_open_and_verdicts_shown(live, theme):
    live.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    edit(live, 3, "1 / 0")
    live.keyboard.press("Shift+Enter")
    live.locator(".livecode-error").wait_for()
    write(live, 5, "def slope(x, y):\n    return wrong")
    button(live, "Check cell 5").click()
    live.locator(".livecode-verdict.failed").wait_for()
    edit(live, 6, "DataFrame()")
    live.keyboard.press("Shift+Enter")
    live.locator("iframe").wait_for()
    live.evaluate(AXE)
    assert live.evaluate(CHECK) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [("delete globalThis.WebAssembly;", "which has no WebAssembly"), ("delete globalThis.Worker;", "no workers")],
)
def test_an_old_browser_shows_the_page_as_it_is_and_one_sentence(browser, live_url, script, said):
    tab = open_page(browser, live_url, lambda tab: tab.add_init_script(script))
    expect(bar(tab)).to_contain_text(said)
    expect(tab.locator(".livecode-button, textarea")).to_have_count(0)
    expect(tab.locator("#cell-5 pre").first).to_be_visible()
    tab.context.close()


def test_from_a_disk_and_without_python_there_is_one_sentence_too(page, live_url, live_site):
    page.goto((live_site / "page.html").as_uri())
    expect(bar(page)).to_contain_text("cannot be run from a disk")
    page.route(
        "**/page.html",
        lambda route: route.fulfill(response=(got := route.fetch()), body=re.sub('"worker":"[^"]+",', "", got.text())),
    )
    page.goto(live_url)
    expect(bar(page)).to_contain_text("the site was built without Python")
    expect(page.locator(".livecode-button")).to_have_count(0)


def test_without_javascript_nothing_of_it_is_there(no_script, live_url):
    no_script.goto(live_url)
    expect(no_script.locator(".livecode-button, .livecode-bar")).to_have_count(0)
    expect(no_script.locator("#cell-3 .cell_output")).to_contain_text("7")
