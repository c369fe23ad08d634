"""Every page, visited once on a phone and once without scripts, since opening it is what takes time.

On a phone nothing sticks out, and the type in each drawing can be read. Without scripts pictures, mathematics and
solutions are there; and the fonts of the mathematics have every character that is drawn in them, and little else.
"""

import pytest
from conftest import PHONE, WIDE, open_tab
from test_fonts import WHOLE, characters_in

from book import fonts
from book.fonts import Face

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

WIDTHS = (390, 320)  # that of many phones, and the least that WCAG 2.2 asks for (1.4.10)
LEAST = 9  # pixels, of type
EXCESS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The smallest type of each drawing as it is shown, where an index is as large as its letter.
DRAWINGS = """async () => {
  const sizes = /font(?:-size)?: ?[^";]*?([\\d.]+)px/g;
  const number = (text) => Math.max(...[...text.matchAll(sizes)].map((found) => found[1]));
  return Promise.all([...document.querySelectorAll("div.cell_output img[src$='.svg']")].map(async (picture) => {
    const svg = await (await fetch(picture.src)).text(), texts = svg.match(/<text\\b[^]*?<\\/text>/g) ?? [];
    const wide = Number(/viewBox="0 0 ([\\d.]+)/.exec(svg)[1]);
    const least = Math.min(...texts.map(number).filter(Number.isFinite));
    const shown = picture.closest("details, .toggle-hidden") === null;
    return [least * picture.clientWidth / wide, picture.closest("figure")?.id ?? "", shown];
  }));
}"""
# What the browser says: the characters in each family, weight and style.
WRITTEN = """() => {
    const written = {};
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!element.closest(".katex-html")) continue;
        const { fontFamily, fontWeight, fontStyle } = getComputedStyle(element);
        const face = [fontFamily.split(",")[0], fontWeight, fontStyle].join(" ");
        for (const character of texts.currentNode.data) (written[face] ??= {})[character] = true;
    }
    return Object.entries(written).map(([face, characters]) => [face.split(" "), Object.keys(characters)]);
}"""
PLAIN = """() => {
    const boxes = (what) => [...document.querySelectorAll(what)].map((e) => e.getBoundingClientRect());
    return {
        pictures: boxes("article img").map((box) => box.width),
        mathematics: boxes(".katex-html").slice(0, 1).map((box) => Math.min(box.width, box.height)),
        solutions: boxes("article .solution").map((box) => box.height),
    };
}"""


@pytest.fixture(scope="module")
def pages(site):
    """The addresses of all pages, with what is written in them."""
    paths = [path for path in site.rglob("*.html") if not path.relative_to(site).parts[0].startswith("_")]
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


@pytest.fixture(scope="module")
def on_a_phone(browser, site_url, pages):
    """For each page by how much it is wider than each width, and its drawings."""
    tab, found = open_tab(browser, **PHONE), {}
    for name in pages:
        tab.goto(f"{site_url}/{name}", wait_until="load")
        tab.evaluate("document.documentElement.dataset.whole = 'yes'")  # what is skipped cannot stick out
        excess = {}
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 844})
            excess[width] = tab.evaluate(EXCESS)
            if width == WIDTHS[0]:
                drawings = tab.evaluate(DRAWINGS)
        found[name] = excess, drawings
    assert tab.problems == []
    tab.context.close()
    return found


@pytest.fixture(scope="module")
def without_scripts(browser, site_url, pages):
    """For each page the sizes of its parts, and the characters of its mathematics by font."""
    tab, found = open_tab(browser, **WIDE, java_script_enabled=False), {}
    for name in pages:
        tab.goto(f"{site_url}/{name}", wait_until="load")
        found[name] = tab.evaluate(PLAIN) | {"written": tab.evaluate(WRITTEN)}
    assert tab.problems == []
    tab.context.close()
    return found


def test_nothing_sticks_out_on_a_phone(on_a_phone):
    wide = [(name, excess) for name, (excess, _) in on_a_phone.items() if max(excess.values()) > 0]
    assert wide == [], "pixels by which they are wider than a window"


def test_the_type_of_every_drawing_can_be_read_on_a_phone(on_a_phone):
    shown = [(name, *found) for name, (_, drawings) in on_a_phone.items() for found in drawings if found[2]]
    assert len(shown) > 20
    assert [found for found in shown if found[1] < LEAST - 0.05] == []


def test_without_a_script_pictures_mathematics_and_solutions_are_there(without_scripts, pages):
    for name, found in without_scripts.items():
        assert min(found["pictures"], default=2) > 1, name
        assert min(found["solutions"], default=21) > 20, f"{name}: a solution cannot be read without a script"
        assert bool(found["mathematics"]) == ('class="katex-html"' in pages[name]), name
        assert min(found["mathematics"], default=1) > 0, name


def test_each_font_has_what_the_browser_draws_in_it(without_scripts, site):
    files, _ = fonts.read_sheet((site / fonts.SHEET).read_text(encoding="utf-8"))
    seen = {}
    for found in without_scripts.values():
        for face, characters in found["written"]:
            seen.setdefault(Face(*face), set()).update(characters)
    assert {Face(), Face("KaTeX_Math", style="italic"), Face(weight="700"), Face("KaTeX_AMS")} <= set(seen)
    for face, characters in seen.items():
        cut, whole = ((folder / files[face]) for folder in ((site / fonts.SHEET).parent, WHOLE))
        drawn = characters_in(whole) & characters
        assert drawn <= characters_in(cut), face
        assert len(characters_in(cut) - drawn) < 3, face  # a glyph that another is made of stays
        assert cut.stat().st_size < 0.7 * whole.stat().st_size, face
