"""Every page, light and dark, and each demo in a changed state: nothing that axe-core finds wrong."""

from pathlib import Path

import axe_playwright_python
import pytest
from conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WRITTEN = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb")), *sorted(ROOT.glob("*.md"))]
# README and CONTRIBUTING are pages of the repository; two pages are made by Sphinx.
PAGES = [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in WRITTEN if not path.stem.isupper()] + [
    "404.html",
    "search.html",
]
# axe walks through all there is, so what is there a thousand times is taken away. Mathematics is KaTeX's, and left out;
# its letters are hidden from screen readers, and its MathML stays as text. Of the words of code, a dozen of each color
# stay.
CHECK = """async ([context, options]) => {
    for (const letters of document.querySelectorAll('.katex-html')) letters.replaceChildren();
    for (const math of document.querySelectorAll('.katex-mathml')) math.textContent = math.textContent;
    const seen = {};
    for (const word of document.querySelectorAll('.highlight pre span[class]')) {
        seen[word.className] = (seen[word.className] ?? 0) + 1;
        if (seen[word.className] > 12) word.replaceWith(...word.childNodes);
    }
    const found = await axe.run({...context, exclude: [['.katex']]}, {...options, resultTypes: ['violations']});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}"""
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
CHANGE = """() => {
    for (const control of document.querySelectorAll('.livefig input')) {
        if (control.type === 'range') control.value = control.max;
        else control.checked = !control.checked;
        for (const event of ['input', 'change']) control.dispatchEvent(new Event(event, {bubbles: true}));
    }
}"""
FADED = "async () => { await Promise.all(document.getAnimations().map((fade) => fade.finished)); }"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page, site_url, name):
    page.emulate_media(color_scheme="light")
    page.goto(f"{site_url}/{name}", wait_until="load")
    # What scrolls within itself gets its place in the order of the Tab key when the browser has nothing else to do.
    page.locator("html[data-measured=yes][data-theme=light]").wait_for()
    page.evaluate(AXE)
    assert page.evaluate(CHECK, [{}, {}]) == []
    for demo in page.locator(".livefig").all():
        demo.scroll_into_view_if_needed()
        demo.and_(page.locator("[data-ready]")).wait_for()
    page.evaluate(CHANGE)
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-theme=dark]").wait_for()
    page.evaluate(FADED)
    # Of what was looked at in the light, only colors are others now; the demos are in another state.
    assert page.evaluate(CHECK, [{}, COLORS]) == [], "dark"
    if page.locator(".livefig").count():
        assert page.evaluate(CHECK, [{"include": [[".livefig"]]}, {}]) == [], "dark, with every control moved"
    assert page.problems == []
