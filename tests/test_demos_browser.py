"""Every demo of the book, on the built site, in a browser, with no kernel: each control moved, each answer compared.

What must appear is computed here, by running the notebook's own cells, and drawn afresh for the state in question.
"""

import json
import re

import matplotlib.pyplot as plt
import pytest
from conftest import open_tab
from demos import NOTEBOOKS, ROOT, demos_of, some_states
from playwright.sync_api import expect

from livefig import explore
from livefig.record import group_markup
from livefig.sphinx_ext import bundle

# Lines are not counted where whole chapters are run, which would take more than half as long again.
pytestmark = [pytest.mark.browser, pytest.mark.no_cover]
MINUS = "\N{MINUS SIGN}"

# What is seen of a group: its elements, without groups that only hold others, or the place of what is not there now.
SAME = """([name, groups]) => Object.entries(groups).filter(([key, markup]) => {
  const holder = document.createElementNS("http://www.w3.org/2000/svg", "g");
  holder.innerHTML = markup;
  const seen = (group) =>
    [...group.children].flatMap((e) => (e.tagName === "g" && !e.attributes.length ? seen(e) : [e]));
  const drawn = seen(holder.firstElementChild), shown = seen(document.querySelector(`#${name} [data-key="${key}"]`));
  return drawn.length === 0 || drawn.length !== shown.length || drawn.some((e, i) => !e.isEqualNode(shown[i]));
}).map(([key]) => key)"""
SHIFT = """() => {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.shifted += e.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""

ALL = [
    pytest.param((notebook, number), id=f"{notebook.stem}-{number}")
    for notebook in NOTEBOOKS
    for number in range(notebook.read_text(encoding="utf-8").count('"explore('))
]
each_demo = pytest.mark.parametrize("shown", ALL, indirect=True)


def address(site_url, notebook):
    return f"{site_url}/{notebook.relative_to(ROOT).with_suffix('.html').as_posix()}"


def visit(page, url, name):
    page.goto(url.partition("#")[0])
    demo = page.locator(f"#{name}")
    demo.scroll_into_view_if_needed()  # that is when what was recorded is fetched
    page.wait_for_selector(f"#{name}[data-ready]")
    return demo


@pytest.fixture(scope="module")
def shown(request, browser, site_url):
    """A demo, the tab that shows it, which all tests of the demo use one after the other, and its place there."""
    notebook, number = request.param
    demo = demos_of(notebook)[number]
    tab = open_tab(browser, viewport={"width": 1280, "height": 900})
    yield demo, tab, visit(tab, address(site_url, notebook), demo.state["name"])
    tab.context.close()


def reset(root, demo):
    """Bring the demo to its first state, and return that state's index."""
    root.locator(".livefig-reset").click()
    return [d["start"] for d in demo.state["dims"]]


def fragment(demo, index):
    dims = demo.state["dims"]
    pairs = (f"{d['name']}={d['texts'][i].replace(MINUS, '-')}" for d, i in zip(dims, index, strict=True))
    return f"#{demo.state['name']}?" + "&".join(pairs).replace(" ", "%20")


def assert_shows(page, root, demo, index):
    """The page shows what `update` draws and says for the controls at this index, and so do the controls."""
    readout = demo._call(index)
    state = demo._picture.state()
    expect(root.locator(".livefig-readout")).to_have_text(readout)
    assert root.locator(".livefig-readout").text_content() == readout
    groups = {key: group_markup(key, fragments) for key, fragments in state.items()}
    assert page.evaluate(SAME, [demo.state["name"], groups]) == []
    for k, i in enumerate(index):
        control = root.locator(f'[data-dim="{k}"]').first
        kind, shown = control.get_attribute("type"), None
        if kind == "checkbox":
            shown = int(control.is_checked())
        elif kind == "radio":
            shown = int(root.locator(f'[data-dim="{k}"]:checked').get_attribute("value"))
        else:
            shown = int(control.input_value())
        assert shown == i


@each_demo
def test_each_state_that_the_address_names_is_drawn_and_said_as_on_a_kernel(shown):
    demo, page, root = shown
    for index in some_states(demo):
        page.evaluate("(hash) => { location.hash = hash }", fragment(demo, index))
        assert_shows(page, root, demo, index)
    assert page.problems == []


@each_demo
def test_each_control_moves_with_the_keyboard_alone(shown):
    demo, page, root = shown
    index = reset(root, demo)
    for k, d in enumerate(demo.state["dims"]):
        control = root.locator(f'[data-dim="{k}"]')
        n = len(d["texts"])
        if control.first.get_attribute("type") == "radio":
            control.nth(index[k]).focus()
            page.keyboard.press("ArrowRight")
            index[k] = (index[k] + 1) % n
        elif control.first.get_attribute("type") == "checkbox":
            control.first.focus()
            page.keyboard.press("Space")
            index[k] = 1 - index[k]
        else:
            control.first.focus()
            forward = index[k] + 1 < n
            page.keyboard.press("ArrowDown" if control.first.evaluate("e => e.tagName") == "SELECT" else
                                "ArrowRight" if forward else "ArrowLeft")  # fmt: skip
            index[k] += 1 if forward else -1
        assert_shows(page, root, demo, index)
    for point in demo.state["points"]:
        root.locator(f'[data-point="{point["name"]}"]').focus()
        x, y = point["dims"]
        size = [len(demo.state["dims"][d]["texts"]) for d in point["dims"]]
        right, up = index[x] + 1 < size[0], index[y] + 1 < size[1]
        page.keyboard.press("ArrowRight" if right else "ArrowLeft")
        page.keyboard.press("ArrowUp" if up else "ArrowDown")
        index[x] += 1 if right else -1
        index[y] += 1 if up else -1
        assert_shows(page, root, demo, index)
    page.wait_for_timeout(400)
    assert page.url.endswith(page.evaluate("location.hash"))
    assert page.url.partition("?")[2], "the address holds the setting"
    assert_shows(page, root, demo, reset(root, demo))
    assert page.problems == []


@each_demo
def test_a_point_is_dragged_with_the_mouse_and_tapped_on_a_phone(shown, phone):
    demo, page, root = shown
    if not demo.state["points"]:
        pytest.skip("this demo has no point")
    (point,) = demo.state["points"]
    index = reset(root, demo)
    x, y = point["dims"]

    def place(tab, i, j):
        """The pixel at which a place of the grid is shown, after the picture was scrolled into view."""
        handle = tab.locator(f'#{demo.state["name"]} [data-point="{point["name"]}"]')
        handle.scroll_into_view_if_needed()
        return handle.evaluate(
            """(h, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(h.ownerSVGElement.getScreenCTM());
               return [p.x, p.y] }""",
            [point["px"][i], point["py"][j]],
        )

    root.locator(".livefig-handle").first.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.mouse.move(*place(page, index[x], index[y]))
    page.mouse.down()
    page.mouse.move(*place(page, 1, 1), steps=5)
    page.mouse.up()
    index[x], index[y] = 1, 1
    assert_shows(page, root, demo, index)
    assert page.problems == []

    root = visit(phone, page.url, demo.state["name"])
    root.locator(".livefig-handle").first.evaluate("e => e.scrollIntoView({block: 'center'})")
    index[x], index[y] = len(point["px"]) - 2, len(point["py"]) - 2
    phone.touchscreen.tap(*place(phone, index[x], index[y]))
    assert_shows(phone, root, demo, index)
    box = root.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= phone.viewport_size["width"]
    assert phone.problems == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_the_first_states_stand_before_any_script_and_nothing_shifts(page, no_script, site_url, notebook):
    no_script.goto(address(site_url, notebook))
    for demo in demos_of(notebook):
        root = no_script.locator(f"#{demo.state['name']}")
        assert root.locator(".livefig-readout").inner_text() == demo._call([d["start"] for d in demo.state["dims"]])
        assert root.locator("svg").first.bounding_box()["height"] > 150
        assert not root.locator(".livefig-controls").is_visible()
        assert root.locator(".livefig-settings").is_visible()
    page.goto(address(site_url, notebook), wait_until="load")
    page.evaluate(SHIFT)
    page.mouse.move(600, 400)
    for _ in range(20):  # as readers do, who see what comes before they have gone far
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(20)
    assert page.evaluate("globalThis.shifted") < 0.02


def test_the_book_has_the_demos_that_these_tests_are_about(site):
    """Otherwise a demo that is made in another way would escape."""
    for notebook in NOTEBOOKS:
        written = (site / notebook.relative_to(ROOT).with_suffix(".html")).read_text(encoding="utf-8")
        shown = re.findall(r'<figure[^>]*class="livefig[^>]*id="([^"]+)"', written)
        assert shown == [demo.state["name"] for demo in demos_of(notebook)]
        assert len(shown) == len([p for p in ALL if p.values[0][0] == notebook])


def test_a_state_that_failed_is_told_and_the_reader_goes_on(page, tmp_path):
    """On a page made here, since no demo of the book fails."""
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])

    def inverse(k=1):
        """A line."""
        line.set_ydata([0, 1 / k])
        return f"one over {k}"

    demo = explore(fig, inverse, k=(-1, 1))
    demo.record()
    state = json.dumps(demo.state).replace("</", "<\\/")
    file = tmp_path / "page.html"
    data = f'<script type="application/json" class="livefig-state">{state}</script>'
    file.write_text(f"<!doctype html>{demo.markup}{data}<script>{bundle()}</script>", encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("#inverse[data-ready]")
    page.locator("input").focus()
    page.keyboard.press("ArrowLeft")
    assert "division by zero" in page.locator(".livefig-readout").inner_text()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".livefig-readout").inner_text() == "one over -1"
