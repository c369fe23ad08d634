"""What pages do to pictures: narrow columns, old browsers, pages from right to left, axes that point down."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from made import one_slider, picture_with_colorbar, setting, two_rings, visit, write_page

from livefig import explore
from livefig.panels import NARROWEST

OLD = "delete globalThis.DecompressionStream; delete Array.prototype.with; delete String.prototype.replaceAll;"
TEXTS = """() => {
  const svg = document.querySelector(".livefig-panel"), from = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].map((text) => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.x - from.x, box.y - from.y, box.width].map((v) => v.toFixed?.(1) ?? v);
  });
}"""


def panels(demo):
    """The numbers of the axes in each panel, as the figure counts them."""
    axes, groups = demo._picture.figure.axes, {}
    for number, ax in enumerate(axes):
        groups.setdefault(demo._picture.panel_of(ax), []).append(f"a{number}")
    return [groups[key] for _, _, keys in demo._picture.panels for key in keys]


def figure_of(*ratios, colorbar=()):
    """A demo with axes beside one another, some with a colorbar, and a slider that changes nothing."""
    fig, axes = plt.subplots(1, len(ratios), width_ratios=ratios, figsize=(9, 3.4), layout="constrained", squeeze=False)
    for k, ax in enumerate(axes[0]):
        image = ax.imshow(np.arange(6.0).reshape(2, 3), aspect="auto")
        ax.set_title(f"Picture {k}")
        if k in colorbar:
            fig.colorbar(image, ax=ax)
    return explore(fig, lambda k=0: "", k=(0, 3))


def test_a_colorbar_and_a_narrow_column_stay_with_a_neighbor():
    assert panels(figure_of(1, colorbar=[0])) == [["a0", "a1"]]
    assert panels(figure_of(1, 1, colorbar=[0])) == [["a0", "a2"], ["a1"]]
    assert panels(figure_of(1, 1, colorbar=[0, 1])) == [["a0", "a2"], ["a1", "a3"]]
    assert panels(figure_of(1, 1)) == [["a0"], ["a1"]]
    assert panels(figure_of(1, 1, 1)) == [["a0"], ["a1"], ["a2"]]
    assert panels(figure_of(6, 1)) == [["a0", "a1"]]
    assert panels(figure_of(6, 1, 6)) in ([["a0", "a1"], ["a2"]], [["a0"], ["a1", "a2"]])
    assert all(width >= NARROWEST for _, width, _ in figure_of(4, 1, 2, 1)._picture.panels)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 700, 390, 320])
def test_what_stands_side_by_side_has_one_scale_and_nothing_towers(page, tmp_path, width):
    page.set_viewport_size({"width": width, "height": 844})
    for demo in (figure_of(1, 1, colorbar=[0]), figure_of(5, 2), picture_with_colorbar()):
        visit(page, write_page(tmp_path / "page.html", demo), demo)
        boxes = page.locator(".livefig-panel").evaluate_all(
            "all => all.map((e) => ({ ...e.getBoundingClientRect().toJSON(), points: e.viewBox.baseVal.height }))"
        )
        scales = {}
        for box in boxes:
            assert box["height"] <= 1.7 * box["points"]
            assert box["right"] <= width
            scales.setdefault(round(box["top"]), []).append(box["height"] / box["points"])
        for row in scales.values():
            assert max(row) / min(row) < 1.02


@pytest.mark.browser
def test_an_old_browser_says_in_a_sentence_that_it_cannot_and_its_controls_stay_off(page, tmp_path):
    page.add_init_script(OLD)
    demo = two_rings()
    address = write_page(tmp_path / "page.html", demo)
    visit(page, address + "#through?lift=2", demo)
    said = page.locator(".livefig-readout").text_content()
    assert said.startswith(demo._call([d["start"] for d in demo.state["dims"]]))
    assert "this browser is too old" in said
    assert all(page.locator(".livefig input").nth(k).is_disabled() for k in range(5))
    assert page.locator(".livefig-handle").first.get_attribute("tabindex") == "-1"
    assert page.problems == []


@pytest.mark.browser
def test_a_browser_without_the_newest_methods_of_arrays_moves_everything(page, tmp_path):
    page.add_init_script(OLD.partition(";")[2])
    demo = two_rings()
    visit(page, write_page(tmp_path / "page.html", demo), demo)
    page.locator(".livefig-handle").first.press("ArrowRight")
    page.locator('[data-dim="4"]').press("ArrowRight")
    assert setting(page, demo.state) == [2, 0, 1, 1, 1]
    assert page.locator(".livefig-readout").text_content() == demo._call([2, 0, 1, 1, 1])
    assert page.problems == []


@pytest.mark.browser
def test_a_picture_is_the_same_on_a_page_from_right_to_left(page, tmp_path):
    demo, seen = figure_of(1, 1), {}
    for way in ("ltr", "rtl"):
        visit(page, write_page(tmp_path / f"{way}.html", demo, attributes=f'dir="{way}"'), demo)
        seen[way] = page.evaluate(TEXTS)
        left = [box["x"] for box in page.locator(".livefig-panel").evaluate_all(
            "all => all.map((e) => e.getBoundingClientRect().toJSON())")]  # fmt: skip
        assert left == sorted(left)
    assert len(seen["ltr"]) > 5
    assert seen["rtl"] == seen["ltr"]


@pytest.mark.browser
def test_arrow_keys_move_a_ring_as_the_screen_has_it_on_an_image_too(page, tmp_path):
    demo = picture_with_colorbar()
    visit(page, write_page(tmp_path / "page.html", demo), demo)
    ring = page.locator(".livefig-handle")
    for key, axis, sign in (
        ("ArrowUp", "y", -1),
        ("ArrowDown", "y", 1),
        ("ArrowRight", "x", 1),
        ("ArrowLeft", "x", -1),
    ):
        before = ring.bounding_box()[axis]
        ring.press(key)
        assert (ring.bounding_box()[axis] - before) * sign > 5, key
    assert page.locator(".livefig-readout").text_content() == "Row 1, column 1: 5."


@pytest.mark.browser
def test_a_ring_that_is_taken_at_its_edge_does_not_jump(page, tmp_path):
    demo = two_rings()
    visit(page, write_page(tmp_path / "page.html", demo), demo)
    before, box = setting(page, demo.state), page.locator(".livefig-handle circle").first.bounding_box()
    x, y = box["x"] + box["width"] - 3, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 1, y)
    page.mouse.up()
    assert setting(page, demo.state) == before


@pytest.mark.browser
def test_forced_colors_win_over_the_choice_that_a_page_stored(page, tmp_path):
    demo = one_slider()
    page.emulate_media(color_scheme="dark", forced_colors="active")
    visit(page, write_page(tmp_path / "page.html", demo, attributes='data-theme="light"'), demo)
    text = page.locator(".livefig-panel text").first.evaluate("(e) => getComputedStyle(e).fill")
    behind = page.locator(".livefig").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert (text, behind) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


@pytest.mark.browser
def test_a_ring_in_focus_has_one_sign_of_it_and_that_is_round(page, tmp_path):
    demo = two_rings()
    theme = "<style>:is(a, input, [tabindex]):focus-visible { outline: 3px solid red; }</style>"
    visit(page, write_page(tmp_path / "page.html", demo, head=theme), demo)
    page.keyboard.press("Tab")
    ring = page.locator(".livefig-handle:focus-visible")
    assert ring.evaluate("(e) => getComputedStyle(e).outlineStyle") == "none"
    circle = ring.locator("circle").first.evaluate("(e) => [getComputedStyle(e).stroke, getComputedStyle(e).r]")
    assert circle == ["rgb(0, 114, 178)", "11px"]
