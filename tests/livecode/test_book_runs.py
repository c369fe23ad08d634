"""The book's own pages with Python in them: cells far apart, every kind of answer, an edited demo, what is kept."""

import json
import re

import nbformat
import pytest
from conftest import ROOT, WIDE, open_tab
from contents import CORE
from live_book import button, write
from playwright.sync_api import expect
from recent import recent
from torch_cells import needs_torch

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SECONDS = 60_000  # in milliseconds: Python comes on a busy machine
OLD = "delete WebAssembly"


def cells_of(notebook):
    """Return the committed code cells by their numbers, without those that only install."""
    cells = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    return {n: cell for n, cell in enumerate(cells, 1) if "install" not in cell.metadata.get("tags", [])}


def printed(cell):
    return "".join(out.text for out in cell.outputs if out.output_type == "stream")


def visit(browser, site_url, page):
    tab = open_tab(browser, **WIDE)
    tab.goto(f"{site_url}/{page}", wait_until="load")
    return tab


@pytest.mark.parametrize("notebook", recent(CORE, 2, CORE[:1]), ids=lambda path: path.stem)
def test_cells_far_apart_print_in_a_fresh_page_what_is_committed(browser, site_url, notebook):
    cells = cells_of(notebook)
    shown = {n: cell for n, cell in cells.items() if not cell.metadata.get("tags") and not needs_torch(cell.source)}
    plain = [n for n, cell in shown.items() if printed(cell) and "check(" not in cell.source]
    tab = visit(browser, site_url, f"chapters/{notebook.stem}.html")
    # That a cell needs no more than its slice is tested without a browser, for every page.
    for number in (plain[0], plain[len(plain) // 2], plain[-1]) if notebook == CORE[0] else plain[-1:]:
        button(tab, f"Run cell {number}").click()
        mine = tab.locator(f"#cell-{number} .livecode-mine")
        expect(mine.locator(".livecode-status")).to_contain_text("Your output", timeout=SECONDS)
        said = "".join(mine.locator(".livecode-place pre").all_text_contents())
        assert said.strip() == printed(cells[number]).strip(), number
    assert tab.problems == []
    tab.context.close()


@pytest.fixture(scope="module")
def first(browser, site_url):
    """Chapter 1 in one tab, for all that is asked of it."""
    tab = visit(browser, site_url, f"chapters/{CORE[0].stem}.html")
    yield tab
    tab.context.close()


def exercise(tab, name):
    data = json.loads(tab.locator("#livecode").text_content())
    return next(int(number) for number, one in data["exercises"].items() if one["name"] == name)


# No room, or no end in time while room is looked for; and what the flood printed is gone.
TOO_MUCH = re.compile(r"^✗Case 1 of 5 fails.*(MemoryError|nothing within 5 seconds)", re.DOTALL)
ANSWERS = {
    "right": ("def my_predict(X, theta):\n    return theta[0] + X @ theta[1:]", "Passed, all"),
    "wrong": ("def my_predict(X, theta):\n    return X @ theta[1:]", "fails"),
    "an error": ("def my_predict(X, theta):\n    return no_such_name", "NameError"),
    "an endless loop": ("def my_predict(X, theta):\n    while True:\n        pass", "nothing within 5 seconds"),
    "a flood": ("def my_predict(X, theta):\n    while True:\n        print(X)", "nothing within 5 seconds"),
    "two gigabytes": ("def my_predict(X, theta):\n    return np.zeros(2**28 - 1) + 1", TOO_MUCH),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_gets_a_verdict(first, kind):
    code, verdict = ANSWERS[kind]
    number = exercise(first, "predict")
    write(first, number, code)
    button(first, f"Check cell {number}").click()
    expect(first.locator(f"#cell-{number} .livecode-place")).to_contain_text(verdict, timeout=SECONDS)
    expect(button(first, f"Check cell {number}")).to_be_visible(timeout=SECONDS)


def test_the_solution_is_tried_passes_and_is_remembered_until_it_is_forgotten(first):
    number = exercise(first, "mean-squared-error")
    solution = first.locator("#solution-objective")
    if not solution.locator("pre").first.is_visible():
        solution.locator("button.toggle-button, .toggle-button").first.click()
    solution.get_by_role("button", name=re.compile("Try the solution")).click()
    button(first, f"Check cell {number}").click()
    expect(first.locator(f"#cell-{number} .livecode-verdict.passed")).to_be_visible(timeout=SECONDS)
    first.reload(wait_until="load")
    expect(first.locator(f"#cell-{number} .livecode-badge")).to_have_text("✓ passed")
    forget = first.get_by_role("button", name="Forget my changes on this page")
    forget.click()
    first.get_by_role("button", name="Forget them").press("Enter")
    expect(first.locator(f"#cell-{number} .livecode-badge")).to_have_count(0)


def test_a_demo_whose_code_was_edited_asks_python_and_the_recording_comes_back(browser, site_url):
    tab = visit(browser, site_url, "index.html")
    number = int(tab.locator(".cell:has(.livefig)").get_attribute("id").removeprefix("cell-"))
    box = tab.locator(f"#cell-{number}")
    if not box.locator("pre").first.is_visible():
        box.locator("summary").first.click()
    recorded = box.locator(".livefig-readout").inner_text()
    editing = button(tab, f"Edit cell {number}")
    editing.scroll_into_view_if_needed()
    before = tab.evaluate("scrollY")
    editing.click()
    expect(box.locator(".cm-content")).to_be_focused()
    assert abs(tab.evaluate("scrollY") - before) < 5, "the button is at the end of a long cell"
    source = cells_of(ROOT / "index.ipynb")[number].source
    changed = source.replace('f"Learning rate', 'f"Mine: learning rate')
    assert changed != source
    write(tab, number, changed)
    button(tab, f"Run cell {number}").click()
    live = box.locator(".livecode-place .livefig-readout")
    expect(live).to_contain_text("Mine: ", timeout=SECONDS)
    before = live.inner_text()
    box.locator(".livecode-place input[type=range]").first.press("End")
    expect(live).not_to_have_text(before, timeout=SECONDS)
    expect(live).to_contain_text("Mine: ")
    box.get_by_role("button", name=re.compile("Undo (the )?changes")).first.click()
    expect(box.locator(".livefig-readout")).to_have_text(recorded)
    assert tab.problems == []
    tab.context.close()


def test_without_webassembly_or_from_a_disk_one_sentence_says_why_nothing_runs(browser, site, site_url):
    tab = open_tab(browser, **WIDE)
    tab.add_init_script(OLD)
    page = f"chapters/{CORE[0].stem}.html"
    for address in (f"{site_url}/{page}", (site / page).as_uri()):
        tab.goto(address, wait_until="load")
        expect(tab.locator(".livecode-bar")).to_contain_text("cannot be run")
        expect(tab.get_by_role("button", name=re.compile("^Run cell"))).to_have_count(0)
        expect(tab.locator(".livecode-exercise .cell_output").first).to_be_visible()
    tab.context.close()
