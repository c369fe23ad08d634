"""Pictures wait for their reader and nothing moves when they come; fonts hold what the pages show, and little else."""

import html

import media
import pytest
from conftest import ROOT
from fontTools.ttLib import TTFont

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

CHAPTER = "chapters/04-regression-losses.html"
PICTURES = """[...document.querySelectorAll("div.cell_output img")].map((picture) =>
    [picture.naturalWidth > 0, Math.round(picture.getBoundingClientRect().height)])"""


def characters_in(font):
    with TTFont(font) as opened:
        return {chr(code) for code in opened.getBestCmap()}


def characters_of(site):
    return set().union(*(set(html.unescape(path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")))


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
    assert media.picture_size(svg) == size


def test_a_font_keeps_the_characters_that_it_is_cut_to(tmp_path):
    whole = ROOT / "assets" / "katex" / "fonts" / "KaTeX_Main-Regular.woff2"
    cut = tmp_path / whole.name
    cut.write_bytes(whole.read_bytes())
    media.cut_font(cut, set("xΩ漢"))  # the last is in no font of KaTeX's
    assert characters_in(cut) == {"x", "Ω"}
    assert cut.stat().st_size < whole.stat().st_size / 5
    again = cut.read_bytes()
    media.cut_font(cut, set("xΩ漢"))
    assert cut.read_bytes() == again


def test_the_fonts_of_the_site_have_every_character_of_its_pages(site):
    characters = characters_of(site)
    assert {"∈", "σ", "ℓ", "∑"} <= characters
    sizes = [0, 0]
    for whole in (ROOT / "assets" / "katex" / "fonts").glob("*.woff2"):
        cut = site / media.FONTS / whole.name
        assert characters_in(whole) & characters <= characters_in(cut), whole.name
        sizes = [sizes[0] + whole.stat().st_size, sizes[1] + cut.stat().st_size]
    assert sizes[1] < 0.8 * sizes[0]


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["page", "phone"])
def test_pictures_come_when_they_are_near_and_move_nothing(request, site_url, kind):
    tab = request.getfixturevalue(kind)
    tab.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    before = tab.evaluate(PICTURES)
    assert len(before) > 5
    assert not any(loaded for loaded, height in before)
    picture = tab.locator("div.cell_output img").nth(2)
    picture.scroll_into_view_if_needed()
    picture.evaluate("picture => picture.decode()")
    now = tab.evaluate(PICTURES)
    assert now[2][0]
    assert not now[-1][0]
    assert [height for _, height in now] == pytest.approx([height for _, height in before], abs=1)
    assert tab.problems == []


@pytest.mark.browser
def test_all_pictures_are_on_paper(page, site_url):
    """Though the reader printed before coming near them."""
    page.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    page.pdf()
    assert all(loaded for loaded, height in page.evaluate(PICTURES))


@pytest.mark.browser
def test_pictures_come_without_scripts(no_script, site_url):
    no_script.goto(f"{site_url}/{CHAPTER}", wait_until="networkidle")
    assert all(loaded for loaded, height in no_script.evaluate(PICTURES))
