"""What is shown fits where it is shown: notes beside the contents, one column, the arrow in the bar.

And what is read aloud is valid MathML.
"""

import re
from xml.etree import ElementTree

import pytest
from conftest import PHONE, open_tab

# How many children each has: MathML Core, sections 3.3 and 3.4.
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
COVERED = """() => [...document.querySelectorAll("aside.margin")].flatMap((note) => [150, 450, 750].filter((y) => {
  scrollTo({ top: note.getBoundingClientRect().top + scrollY - y, behavior: "instant" });
  const { x, top, width } = note.getBoundingClientRect();
  return !note.contains(document.elementFromPoint(x + width / 2, top + 8));
}))"""


def test_formulas_are_valid_mathml(site):
    wrong, formulas = [], 0
    for page in site.rglob("*.html"):
        for text in re.findall(r"<math\b.*?</math>", page.read_text(encoding="utf-8"), re.DOTALL):
            formulas += 1
            for element in ElementTree.fromstring(text).iter():
                kind = element.tag.rpartition("}")[2]
                if kind in CHILDREN and len(element) != CHILDREN[kind]:
                    wrong.append((page.name, text[-200:]))
    assert formulas > 1000
    assert not wrong


def test_hosts_that_run_jekyll_leave_the_site_as_it_is(site):
    assert (site / ".nojekyll").is_file()


@pytest.mark.browser
def test_the_arrow_to_the_top_lies_in_the_bar_and_over_no_button(browser, site_url):
    tab = open_tab(browser, **PHONE | {"viewport": {"width": 390, "height": 664}})
    tab.goto(f"{site_url}/chapters/07-gradient-descent.html", wait_until="load")
    for place in (4000, 3500):  # up
        tab.evaluate(
            "(y) => new Promise((done) => { scrollTo(0, y); requestAnimationFrame(() => setTimeout(done)); })", place
        )
    arrow = tab.locator("#pst-back-to-top")
    arrow.wait_for(state="visible")
    box, bar = arrow.bounding_box(), tab.locator(".bd-header-article").bounding_box()
    assert bar["y"] <= box["y"]
    assert box["y"] + box["height"] <= bar["y"] + bar["height"]
    beside = tab.locator(".bd-header-article .btn").all()
    assert all(b["x"] >= box["x"] + box["width"] or b["x"] + b["width"] <= box["x"]
               for b in (button.bounding_box() for button in beside if button.is_visible()))  # fmt: skip
    tab.context.close()


@pytest.mark.browser
def test_notes_lie_over_the_contents_and_one_column_stands_in_the_middle(browser, site_url):
    tab = open_tab(browser, viewport={"width": 1440, "height": 900})
    tab.goto(f"{site_url}/chapters/07-gradient-descent.html", wait_until="load")
    assert tab.locator("aside.margin").count() > 1
    assert tab.evaluate(COVERED) == []
    tab.set_viewport_size({"width": 820, "height": 900})
    box = tab.locator(".bd-article-container").bounding_box()
    assert box["x"] == pytest.approx(820 - box["x"] - box["width"], abs=1)
    tab.context.close()


@pytest.mark.browser
def test_drawings_bring_their_paper_where_the_system_forces_its_colors(browser, site_url):
    tab = open_tab(browser, forced_colors="active", color_scheme="dark")
    tab.add_init_script("localStorage.setItem('mode', 'light')")
    tab.goto(f"{site_url}/chapters/04-regression-losses.html", wait_until="load")
    style = tab.locator("div.cell_output img").first.evaluate(
        "(e) => [getComputedStyle(e).filter, getComputedStyle(e).backgroundColor]"
    )
    assert style == ["none", "rgb(255, 255, 255)"]
    tab.context.close()
