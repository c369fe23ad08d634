"""Demos under a thumb: on a phone, whatever moves stays in sight while a finger is on the control that moves it.

One visit to a page of the book, at the size of a small phone. Type is measured on the way.
"""

from itertools import pairwise

import pytest
from conftest import PHONE, WIDE, open_tab
from contents import CORE
from demo_page import address
from demos import NOTEBOOKS, demos_of
from recent import recent
from touch import Finger, place

pytestmark = pytest.mark.browser
WITH_DEMOS = [notebook for notebook in NOTEBOOKS if demos_of(notebook)]
SMALL = PHONE | {"viewport": {"width": 390, "height": 664}}
LEAST = 9  # pixels, of type
STEP = 20  # pixels between two places of a ring

# Tell from now on which pictures changed, and how much of them is in sight; the other functions ask and forget.
WATCH = """(name) => {
  const root = document.getElementById(name);
  globalThis.panels = [...root.querySelectorAll(".livefig-panel")];
  globalThis.changed = new Set();
  for (const panel of panels)
    for (const group of panel.querySelectorAll("[data-key]"))
      new MutationObserver(() => changed.add(panel))
        .observe(group, { attributes: true, childList: true, subtree: true, characterData: true });
}"""
IN_SIGHT = """() => {
  const at = (x, y) => document.elementFromPoint(x, y)?.closest(".livefig-panel");
  const points = (panel) => {
    const box = panel.getBoundingClientRect(), found = [];
    for (let k = 0.5; k < 40; k++) found.push([box.x + box.width / 2, box.y + box.height * k / 40]);
    return found;
  };
  const all = [...changed].flatMap((panel) => points(panel).map(([x, y]) => at(x, y) === panel));
  return { share: all.filter(Boolean).length / all.length, pictures: changed.size };
}"""
TYPE = """() => [...document.querySelectorAll(".livefig-panel text")].filter((text) => text.textContent.trim())
  .map((text) => {
    const { a, b } = text.getScreenCTM(), parts = text.children.length ? [...text.children] : [text];
    const sizes = parts.map((part) => parseFloat(getComputedStyle(part).fontSize)); // an index is smaller
    return [Math.max(...sizes) * Math.hypot(a, b), text.textContent, text.closest(".livefig").id];
  })"""
HIT = """(e) => {
  const { x, y, width, height } = e.getBoundingClientRect();
  return e.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def phone(browser):
    tab = open_tab(browser, **SMALL)
    yield tab
    tab.context.close()


def bring(tab, locator):
    locator.evaluate("(e) => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    tab.evaluate(FRAMES)
    assert locator.evaluate(HIT), "it lies under something"


def use(tab, finger, control):
    """Move a control by touch to its other end, or to its neighbor."""
    kind = control.evaluate("(e) => e.type || e.tagName")
    box = control.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    if kind == "range":
        left, right = box["x"] + 10, box["x"] + box["width"] - 10
        value, last = int(control.input_value()), int(control.get_attribute("max"))
        ends = (left, right) if value < last / 2 else (right, left)
        finger.swipe((left + (right - left) * value / last, middle[1]), (ends[1], middle[1]), steps=3)
    elif kind == "select-one":
        control.select_option(index=0 if control.input_value() != "0" else 1)
    else:
        tab.touchscreen.tap(*middle)


@pytest.mark.parametrize("notebook", recent(WITH_DEMOS, 7, NOTEBOOKS[:1]), ids=lambda notebook: notebook.stem)
def test_what_a_control_moves_is_in_sight_while_it_moves(phone, site_url, notebook):
    phone.goto(address(site_url, notebook))
    finger, far = Finger(phone), {}

    def look(demo, what):
        phone.evaluate(FRAMES)
        seen = phone.evaluate(IN_SIGHT)
        if seen["pictures"] and seen["share"] < 0.5:
            far[demo.state["name"], what] = seen["share"]
        return bool(seen["pictures"])

    for demo in demos_of(notebook):
        name, moved = demo.state["name"], 0
        root = phone.locator(f"#{name}")
        root.scroll_into_view_if_needed()
        phone.wait_for_selector(f"#{name}[data-ready]")
        phone.evaluate(WATCH, name)
        for k, dim in enumerate(demo.state["dims"]):
            controls = root.locator(f'[data-dim="{k}"]').all()
            other = [c for c in controls if not (c.get_attribute("type") == "radio" and c.is_checked())][-1]
            bring(phone, other)
            phone.evaluate("changed.clear()")
            use(phone, finger, other)
            moved += look(demo, dim["label"])
        assert moved, name
        for point in demo.state["points"]:
            ring = root.locator(f'[data-point="{point["name"]}"]')
            root.evaluate("(e) => e.scrollIntoView({ block: 'start', behavior: 'instant' })")
            phone.evaluate(FRAMES)
            assert ring.evaluate(HIT), "it lies under something"
            index = [int(root.locator(f'[data-dim="{d}"]').input_value()) for d in point["dims"]]
            to = [n - 1 - i for n, i in zip(map(len, (point["px"], point["py"])), index, strict=True)]
            phone.evaluate("changed.clear()")
            finger.swipe(place(ring, point, *index), place(ring, point, *to))
            assert look(demo, point["name"])
    assert not far
    assert not [found for found in phone.evaluate(TYPE) if found[0] < LEAST]
    assert phone.problems == []


def test_the_panel_in_which_a_control_moves_most_is_in_front(phone, site_url):
    """A line and squares beside a map, a path beside its losses; but the ring that is held, and what is tapped, too."""
    front = "(root) => [...root.querySelectorAll('.livefig-panel')].findIndex((one) => one.matches('.livefig-front'))"
    for notebook, most in ((CORE[0], 0), (NOTEBOOKS[0], 0)):
        phone.goto(address(site_url, notebook))
        demo = next(demo for demo in demos_of(notebook) if demo.state["points"])
        root = phone.locator(f"#{demo.state['name']}")
        root.scroll_into_view_if_needed()
        phone.wait_for_selector(f"#{demo.state['name']}[data-ready]")
        finger, slider, panels = Finger(phone), root.locator("input[type=range]").first, root.locator(".livefig-panel")
        bring(phone, slider)
        use(phone, finger, slider)
        assert root.evaluate(front) == most
        panels.nth(1 - most).evaluate("(e) => e.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))")
        assert root.evaluate(front) == most, "who only scrolls asks for nothing"
        panels.nth(1 - most).evaluate("(e) => e.dispatchEvent(new MouseEvent('click', { bubbles: true }))")
        assert root.evaluate(front) == 1 - most
        bring(phone, slider)
        use(phone, finger, slider)
        assert root.evaluate(front) == most
        ring = root.locator(".livefig-handle")
        ring.focus()
        assert root.evaluate(front) == panels.evaluate_all(
            "(all) => all.findIndex((one) => one.querySelector('.livefig-handle'))"
        )


def test_the_picture_leaves_with_its_demo_and_nothing_jumps(phone, site_url):
    """The first panel stands still below the bar of the page, and the text below the demo covers nothing."""
    phone.goto(address(site_url, NOTEBOOKS[0]))
    root = phone.locator(".livefig").first
    tops = root.evaluate(
        """(root) => {
          const panel = root.querySelector(".livefig-panel"), found = [];
          scrollTo({ top: root.getBoundingClientRect().top + scrollY - 200, behavior: "instant" });
          for (let k = 0; k < 60; k++) {
            scrollBy({ top: 20, behavior: "instant" });
            const { top, bottom } = panel.getBoundingClientRect(), end = root.getBoundingClientRect().bottom;
            if (bottom > 0) found.push([top, end - bottom]);
          }
          return found;
        }"""
    )
    moves = [before[0] - after[0] for before, after in pairwise(tops)]
    assert all(-0.5 <= move <= 20.5 for move in moves), "it only ever goes up with the page, or stands"
    assert sum(abs(move) < 0.5 for move in moves) > 10, "it stands still for a while"
    assert min(top for top, _ in tops) < 0, "and goes"
    assert all(room >= 0 for _, room in tops), "it stays within its demo"


def test_a_ring_of_the_front_page_and_of_chapter_7_moves_by_small_steps(browser, site_url):
    tab = open_tab(browser, **WIDE)
    for notebook in (NOTEBOOKS[0], NOTEBOOKS[-1]):
        tab.goto(address(site_url, notebook))
        for demo in demos_of(notebook):
            for point in demo.state["points"]:
                ring = tab.locator(f'#{demo.state["name"]} [data-point="{point["name"]}"]')
                (x0, y0), (x1, y1) = (place(ring, point, i, i) for i in (0, 1))
                assert max(abs(x1 - x0), abs(y1 - y0)) <= STEP, demo.state["name"]
    tab.context.close()
