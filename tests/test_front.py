"""The front page: where the course starts is seen at once, and every demo is there as it starts."""

import re
from io import BytesIO

import numpy as np
import pytest
from conftest import ROOT, open_tab, visit
from demos import NOTEBOOKS
from matplotlib.image import imread

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PICTURE = re.compile(
    r'<a href="(?P<link>[^"]+)"><img src="(?P<file>[^"]+)" alt="(?P<alt>[^"]+)" width="\d+" height="\d+" '
)


@pytest.mark.parametrize(("width", "height", "screens"), [(1440, 900, 1), (820, 1000, 1), (390, 664, 2)])
def test_the_way_into_the_course_is_seen_at_once(page, site_url, width, height, screens):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site_url}/index.html", wait_until="load")
    start = page.locator("p.start > a")
    box = start.bounding_box()
    assert box["y"] + box["height"] < screens * height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert start.get_attribute("href") == "chapters/01-linear-regression.html"


def test_every_demo_of_the_chapters_is_shown_as_it_starts(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    found = list(PICTURE.finditer(text))
    starts = {
        name
        for path in NOTEBOOKS
        if path.parent != ROOT
        for name in re.findall(r'id=\\"([\w-]+)-picture\\"', path.read_text(encoding="utf-8"))
    }
    assert {re.sub(r"-[0-9a-f]{8}\.svg$", "", one["file"].rpartition("/")[2]) for one in found} == starts
    assert len(list((site / "_static" / "gallery").iterdir())) == len(starts), "no picture of a demo that is gone"
    for one in found:
        assert len(one["alt"].split()) >= 4
        page, _, anchor = one["link"].partition("#")
        assert f'id="{anchor}"' in (site / page).read_text(encoding="utf-8")


def test_pictures_follow_the_color_of_the_page_and_not_of_the_system(browser, site_url):
    tab = open_tab(browser, viewport={"width": 1280, "height": 900}, color_scheme="light")
    visit(tab, f"{site_url}/index.html")
    picture = tab.locator(".demo-gallery img").first
    picture.scroll_into_view_if_needed()  # pictures are loaded when they are near
    picture.evaluate("picture => picture.decode()")
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    light = picture.screenshot()
    tab.locator(".theme-switch-button").click()
    tab.locator("html[data-theme=dark]").wait_for()
    dark = picture.screenshot()
    assert brightness(light) > 200
    assert brightness(dark) < 60
    assert tab.problems == []
    tab.context.close()


def brightness(png):
    """Return the mean of all pixels, from 0 to 255."""
    return 255 * float(np.mean(imread(BytesIO(png), format="png")[..., :3]))
