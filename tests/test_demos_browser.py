"""The demos of the book, on the built site, in a browser, with no kernel: each control moved, each answer compared.

What must appear is what the notebook's recording says, decoded by other code than the page's (`demos.py`).
"""

import json
import re

import matplotlib.pyplot as plt
import pytest
from conftest import PHONE, WIDE, open_tab
from demo_page import ADDRESS, address, assert_shows, come_near, fragment, reset, settings
from demos import NOTEBOOKS, ROOT, demos_of, some_states
from recent import recent

from livefig import explore
from livefig.sphinx_ext import bundle

pytestmark = pytest.mark.browser

NEXT_FRAME = "() => new Promise(requestAnimationFrame)"
SHIFT = """() => {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.shifted += e.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""

# Pairs of controls that lie over one another, and controls that stick out.
CRAMPED = """(name) => {
  const root = document.getElementById(name), around = root.getBoundingClientRect(), found = [];
  const all = root.querySelectorAll(".livefig-controls :is(input, select, button, output)");
  const parts = [...all].filter((part) => part.offsetWidth);
  const boxes = parts.map((part) => part.getBoundingClientRect()), say = (k) => parts[k].outerHTML.slice(0, 60);
  boxes.forEach((a, i) => {
    if (a.left < around.left || a.right > around.right) found.push(`${say(i)} sticks out`);
    boxes.slice(0, i).forEach((b, k) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) found.push(`${say(i)} over ${say(k)}`);
    });
  });
  return found;
}"""

NUMBERS = {notebook: notebook.read_text(encoding="utf-8").count('"explore(') for notebook in NOTEBOOKS}
WITH_DEMOS = [notebook for notebook, number in NUMBERS.items() if number]
CHOSEN = recent(WITH_DEMOS, 7, [ROOT / "index.ipynb"])
each_demo = pytest.mark.parametrize(
    "shown",
    [pytest.param((path, k), id=f"{path.stem}-{k}") for path in CHOSEN for k in range(NUMBERS[path])],
    indirect=True,
)


@pytest.fixture(scope="module")
def opened(browser, site_url):
    """A function that opens the page of a notebook, wide or on a phone, once for all that is asked of its demos."""
    tabs = {}

    def opened(notebook, kind):
        if kind in tabs and tabs[kind][0] != notebook:
            tabs.pop(kind)[1].context.close()
        if kind not in tabs:
            tabs[kind] = notebook, open_tab(browser, **{"wide": WIDE, "phone": PHONE}[kind])
            tabs[kind][1].goto(address(site_url, notebook))
        return tabs[kind][1]

    yield opened
    for _, tab in tabs.values():
        tab.context.close()


@pytest.fixture(scope="module")
def shown(request, opened):
    """A demo, the tab that shows it, its place there, and a function that opens the same page on a phone."""
    notebook, number = request.param
    demo, tab = demos_of(notebook)[number], opened(notebook, "wide")
    return demo, tab, come_near(tab, demo), lambda: opened(notebook, "phone")


@each_demo
def test_no_control_lies_over_another(shown):
    demo, tab, _, phone = shown
    assert tab.evaluate(CRAMPED, demo.state["name"]) == []
    assert phone().evaluate(CRAMPED, demo.state["name"]) == []


@each_demo
def test_each_state_that_the_address_names_is_drawn_and_said_as_on_a_kernel(shown):
    demo, page, *_ = shown
    for index in some_states(demo):
        page.evaluate("(hash) => { location.hash = hash }", fragment(demo, index))
        assert_shows(page, demo, index)
    assert page.problems == []


@each_demo
def test_each_control_moves_with_the_keyboard_alone(shown):
    demo, page, root, _ = shown
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
        assert_shows(page, demo, index)
    for point in demo.state["points"]:
        root.locator(f'[data-point="{point["name"]}"]').focus()
        x, y = point["dims"]
        size = [len(demo.state["dims"][d]["texts"]) for d in point["dims"]]
        right, up = index[x] + 1 < size[0], index[y] + 1 < size[1]
        page.keyboard.press("ArrowRight" if right else "ArrowLeft")
        page.keyboard.press("ArrowUp" if up else "ArrowDown")
        index[x] += 1 if right else -1
        index[y] += 1 if up else -1
        assert_shows(page, demo, index)
    page.wait_for_function(ADDRESS, arg=[demo.state["name"], settings(demo, index)])
    assert page.url.endswith(page.evaluate("location.hash"))
    assert_shows(page, demo, reset(root, demo))
    assert page.problems == []


@each_demo
def test_a_point_is_dragged_with_the_mouse_and_tapped_on_a_phone(shown):
    demo, page, root, open_on_a_phone = shown
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
    assert_shows(page, demo, index)
    assert page.problems == []

    phone = open_on_a_phone()
    root = come_near(phone, demo)
    root.locator(".livefig-handle").first.evaluate("e => e.scrollIntoView({block: 'center'})")
    index[x], index[y] = len(point["px"]) - 2, len(point["py"]) - 2
    phone.touchscreen.tap(*place(phone, index[x], index[y]))
    assert_shows(phone, demo, index)
    box = root.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= phone.viewport_size["width"]
    assert phone.problems == []


@pytest.mark.parametrize("notebook", CHOSEN, ids=lambda notebook: notebook.stem)
def test_the_first_states_stand_before_any_script_and_nothing_shifts(page, no_script, site_url, notebook):
    no_script.goto(address(site_url, notebook))
    for demo in demos_of(notebook):
        root = no_script.locator(f"#{demo.state['name']}")
        assert root.locator(".livefig-readout").inner_text() == demo.readout(demo.start)
        assert root.locator("svg").first.bounding_box()["height"] > 150
        assert not root.locator(".livefig-controls").is_visible()
        assert root.locator(".livefig-settings").is_visible()
    page.goto(address(site_url, notebook), wait_until="load")
    page.evaluate(SHIFT)
    page.mouse.move(600, 400)
    for _ in range(10):  # as readers do, who see what comes before they have gone far
        page.mouse.wheel(0, 500)
        page.evaluate(NEXT_FRAME)
    assert page.evaluate("globalThis.shifted") < 0.02


def test_the_book_has_the_demos_that_these_tests_are_about(site):
    """Otherwise a demo that is made in another way would escape."""
    for notebook in NOTEBOOKS:
        written = (site / notebook.relative_to(ROOT).with_suffix(".html")).read_text(encoding="utf-8")
        shown = re.findall(r'<figure[^>]*class="livefig"[^>]*id="([^"]+)"', written)
        assert shown == [demo.state["name"] for demo in demos_of(notebook)]
        assert len(shown) == NUMBERS[notebook]


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
