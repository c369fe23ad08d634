"""Pictures wait for what a reader needs first, and nothing moves when they come."""

import pytest

from book import pictures

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

CHAPTER = "chapters/03-judging-a-model.html"
PICTURES = """[...document.querySelectorAll("div.cell_output img")].map((picture) =>
    [picture.naturalWidth > 0, Math.round(picture.getBoundingClientRect().height)])"""
FAR = """[...document.querySelectorAll("div.cell_output img")]
    .filter((picture) => picture.getBoundingClientRect().top > 4 * innerHeight)
    .map((picture) => picture.naturalWidth)"""

# What the page puts off until nothing else is to be done, it never comes to.
HELD = "Object.defineProperty(window, 'scheduler', {value: {postTask: () => {}}})"


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<?xml version="1.0"?>\n<svg xmlns:x="y" width="360pt" height="259.2pt" viewBox="0 0 1 1">', (480, 346)),
        ('<svg viewBox="0 0 1 1">', None),
        ('<svg width="100%" height="100%">', None),
        ("", None),
    ],
)
def test_the_size_of_a_drawing(svg, size):
    assert pictures.picture_size(svg) == size


@pytest.mark.browser
def test_pictures_come_when_the_page_is_there_and_move_nothing(page, site_url):
    asked = []
    page.route("**/_images/**", lambda route: asked.append(route))  # noqa: PLW0108 - a method of a list bears no mark
    page.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    before = page.evaluate(PICTURES)
    assert len(before) > 5
    assert not any(loaded for loaded, height in before)
    for _ in range(500):  # until all are asked for, though none is near
        if len(asked) == len(before):
            break
        page.wait_for_timeout(20)
    assert len(asked) == len(before)
    for route in asked:
        route.continue_()
    page.wait_for_load_state("networkidle")
    for _ in range(500):  # what has come is decoded in its own time
        now = page.evaluate(PICTURES)
        if all(loaded for loaded, height in now):
            break
        page.wait_for_timeout(20)
    assert all(loaded for loaded, height in now)
    assert [height for _, height in now] == pytest.approx([height for _, height in before], abs=1)
    assert page.problems == []


@pytest.mark.browser
def test_on_a_phone_pictures_come_when_they_are_near(phone, site_url):
    phone.add_init_script(HELD)
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    far = phone.evaluate(FAR)
    assert len(far) > 3
    assert not any(far)
    picture = phone.locator("div.cell_output img").nth(2)
    picture.scroll_into_view_if_needed()
    picture.evaluate("picture => picture.decode()")
    now = phone.evaluate(PICTURES)
    assert now[2][0]
    assert not now[-1][0]


@pytest.mark.browser
def test_all_pictures_are_on_paper(phone, site_url):
    """Though the reader printed before coming near them."""
    phone.add_init_script(HELD)
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    phone.pdf()
    assert all(loaded for loaded, height in phone.evaluate(PICTURES))


@pytest.mark.browser
def test_pictures_come_without_scripts(no_script, site_url):
    no_script.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    assert all(loaded for loaded, height in no_script.evaluate(PICTURES))


def drawing(second_label="<!-- none -->"):
    """Return what matplotlib writes of two axes side by side, the second with an upright label or none."""
    axes = "".join(
        f'<g id="axes_{k}">\n<g id="patch_{k}">\n<path d="M {left} 90 L {left + 240} 90 L {left + 240} 10 z"/></g></g>'
        for k, left in ((1, 40), (2, 330))
    )
    style = 'style="font-size: 9px; text-anchor: middle"'
    tick = f'<text {style} x="280" y="99" transform="rotate(-0 280 99)">60</text>'
    return f'<svg width="576pt" height="100pt">{axes}{tick}{second_label}</svg>'


LABEL = '<text style="font-size: 10px" x="300" y="50" transform="rotate(-90 300 50)">loss</text>'
BOXES = """columns => [columns.map((column) => column.getBoundingClientRect().toJSON()),
    columns.at(-1).querySelector("img").getBoundingClientRect().toJSON()]"""
CUT = '<text style="font-size: 9px" x="250" y="9" transform="rotate(-0 250 9)">a title over both</text>'


@pytest.mark.parametrize(("label", "parts"), [(LABEL, 2), ("", 1), (LABEL + CUT, 1)])
def test_a_wide_drawing_comes_apart_before_a_label_unless_words_would_be_cut(label, parts):
    bounds = pictures.columns(drawing(label))
    assert len(bounds) == parts + 1
    assert bounds[0] == 0
    assert bounds[-1] == 1
    assert parts == 1 or 286 < bounds[1] * 576 < 292


@pytest.mark.browser
def test_on_a_phone_the_columns_of_a_picture_stand_below_one_another(phone, site_url):
    phone.goto(f"{site_url}/chapters/07-gradient-descent.html", wait_until="load")
    columns = phone.locator(".picture-columns").first.locator("> div")
    columns.first.scroll_into_view_if_needed()
    (first, second), shown = columns.evaluate_all(BOXES)
    assert second["top"] >= first["bottom"]
    assert max(first["right"], second["right"]) <= phone.viewport_size["width"]
    assert min(first["width"], second["width"]) > 288  # a pixel for a point: nine, of the smallest type
    assert shown["right"] == pytest.approx(second["right"], abs=1)  # the second is the end of the whole
