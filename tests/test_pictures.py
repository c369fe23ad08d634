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
