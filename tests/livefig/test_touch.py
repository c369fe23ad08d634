"""On a phone: every ring follows a finger wherever it goes, and a page scrolls when a swipe begins on a slider."""

import json
import re

import pytest
from conftest import ROOT
from made import setting, two_rings, visit, write_page
from recent import recent
from touch import LISTEN, Finger, in_view, place, scrolled

pytestmark = pytest.mark.browser
TOP = "(ring) => ring.ownerSVGElement.getBoundingClientRect().top"  # content far above may change its height
SPACE = '<div style="height: 1500px"></div>'  # so that there is somewhere to scroll to


def drag_everywhere(tab, state, point):
    """Drag a ring sideways, up or down, and slanted, each time from where it was left, and look where it came to."""
    ring = tab.locator(f'#{state["name"]} [data-point="{point["name"]}"]')
    finger, (x, y) = Finger(tab), point["dims"]
    right, top = len(point["px"]) - 1, len(point["py"]) - 1
    tab.evaluate(LISTEN)
    index = setting(tab, state)
    for i, j in ((0, index[y]), (right, index[y]), (right, top), (0, 0)):
        in_view(tab, ring)
        before = ring.evaluate(TOP)
        finger.swipe(place(ring, point, index[x], index[y]), place(ring, point, i, j))
        index[x], index[y] = i, j
        assert setting(tab, state) == index
        assert abs(ring.evaluate(TOP) - before) < 2, "the page scrolled under the ring"
    in_view(tab, ring)
    at, far = place(ring, point, index[x], index[y]), place(ring, point, 0, top)
    finger.swipe(at, (2 * far[0] - at[0], far[1] - 60), steps=4)  # faster than the ring, and beyond the grid
    index[x], index[y] = 0, top
    assert setting(tab, state) == index
    assert "pointercancel" not in tab.evaluate("heard")


def pages_with_rings():
    all_of_them = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]
    having = [path for path in all_of_them if re.search(r"\bPoint\(\(", path.read_text(encoding="utf-8"))]
    for notebook in recent(having, 3, having[:1]):
        yield pytest.param(notebook.relative_to(ROOT).with_suffix(".html").as_posix(), id=notebook.stem)


@pytest.mark.parametrize("name", list(pages_with_rings()))
def test_every_ring_of_a_page_is_dragged_sideways_up_and_slanted(phone, site_url, name):
    phone.goto(f"{site_url}/{name}")
    blocks = phone.locator("script.livefig-state").all_text_contents()
    rings = [(state, point) for state in map(json.loads, blocks) for point in state["points"]]
    assert rings
    for state, point in rings:
        root = phone.locator(f"#{state['name']}")
        root.scroll_into_view_if_needed()
        phone.wait_for_selector(f"#{state['name']}[data-ready]")
        drag_everywhere(phone, state, point)
        before = setting(phone, state)
        root.locator(".livefig-reset").click()
        assert setting(phone, state) == [d["start"] for d in state["dims"]] != before
    assert phone.problems == []


def test_two_rings_of_one_picture_are_dragged_apart_from_one_another(phone, tmp_path):
    demo = two_rings()
    visit(phone, write_page(tmp_path / "page.html", demo, after=SPACE), demo)
    for point in demo.state["points"]:
        drag_everywhere(phone, demo.state, point)
    assert phone.locator(".livefig-readout").text_content() == "From (1, 9) to (6, 9), lifted by 0."
    assert phone.problems == []


def test_the_places_of_the_grid_are_seen_while_a_ring_is_held(phone, tmp_path):
    demo = two_rings()
    visit(phone, write_page(tmp_path / "page.html", demo, after=SPACE), demo)
    ring, (point, _) = phone.locator(".livefig-handle").first, demo.state["points"]
    start, end = place(ring, point, 1, 0), place(ring, point, 2, 2)
    finger = Finger(phone)
    finger.swipe(start, end, lift=False)
    dots = phone.locator(".livefig-grid")
    assert dots.get_attribute("d").count("M") == len(point["px"]) * len(point["py"])
    finger._send("touchEnd")
    dots.wait_for(state="detached")


@pytest.mark.parametrize("way", [-250, 250], ids=["up", "down"])
def test_a_swipe_up_or_down_that_begins_on_a_slider_scrolls_the_page_and_moves_nothing(phone, tmp_path, way):
    demo = two_rings()
    visit(phone, write_page(tmp_path / "page.html", demo, after=SPACE, head=f"<body>{SPACE}"), demo)
    slider = phone.locator(f'[data-dim="{len(demo.state["dims"]) - 1}"]')
    in_view(phone, slider)
    before, shown = scrolled(phone), setting(phone, demo.state)
    readout = phone.locator(".livefig-readout").text_content()
    phone.evaluate(
        """() => {
          const readout = document.querySelector(".livefig-readout"), all = { childList: true, subtree: true };
          globalThis.said = [];
          new MutationObserver(() => said.push(readout.textContent)).observe(readout, all);
        }"""
    )
    box = slider.bounding_box()
    start = (box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)  # far from the thumb
    Finger(phone).swipe(start, (start[0] + 2, start[1] + way))
    assert (scrolled(phone)[1] - before[1]) * way < -100 * 250
    assert setting(phone, demo.state) == shown
    assert phone.evaluate("said") == [], "not for a moment"
    assert phone.locator(".livefig-readout").text_content() == readout
    assert phone.locator("output").last.text_content() == "0"


def test_a_swipe_along_a_slider_moves_it_and_so_does_a_tap(phone, tmp_path):
    demo = two_rings()
    visit(phone, write_page(tmp_path / "page.html", demo, after=SPACE, head=f"<body>{SPACE}"), demo)
    number = len(demo.state["dims"]) - 1
    slider = phone.locator(f'[data-dim="{number}"]')
    in_view(phone, slider)
    before, box = scrolled(phone), slider.bounding_box()
    left, right, y = box["x"] + 10, box["x"] + box["width"] - 10, box["y"] + box["height"] / 2
    Finger(phone).swipe((left, y), (right, y + 4))
    assert setting(phone, demo.state)[number] == 3
    assert phone.locator(".livefig-readout").text_content().endswith("lifted by 3.")
    phone.touchscreen.tap(left, y)
    assert setting(phone, demo.state)[number] == 0
    assert phone.locator(".livefig-readout").text_content().endswith("lifted by 0.")
    assert scrolled(phone) == before
