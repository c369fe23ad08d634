"""A page, light and dark, and each demo in a changed state: nothing that axe-core finds wrong."""

from pathlib import Path

import axe_playwright_python
import pytest
from conftest import ROOT, visit
from recent import recent

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WRITTEN = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb")), *sorted(ROOT.glob("*.md"))]
# README and CONTRIBUTING are pages of the repository; two pages are made by Sphinx.
SOURCES = recent([path for path in WRITTEN if not path.stem.isupper()], 12, [ROOT / "index.ipynb"])
PAGES = [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in SOURCES] + ["404.html", "search.html"]
# axe walks through all there is, so what is there a thousand times is taken away. Mathematics is KaTeX's, and left out;
# its letters are hidden from screen readers, and its MathML stays as text.
CHECK = """async ([options, ...within]) => {
    for (const letters of document.querySelectorAll('.katex-html')) letters.replaceChildren();
    for (const math of document.querySelectorAll('.katex-mathml')) math.textContent = math.textContent;
    const where = {include: within.map((place) => [place]), exclude: [['.katex']]};
    const found = await axe.run(where, {...options, resultTypes: ['violations']});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}"""
# Of the thousands of words of code those stay that have a color of their own in each place, six of a kind.
THIN_CODE = """() => {
    const alike = {}, more = [];
    for (const word of document.querySelectorAll('.highlight pre span')) {
        const kind = `${word.className} ${word.closest('.highlight').parentElement.className}`;
        alike[kind] = (alike[kind] ?? 0) + 1;
        if (alike[kind] > 6 && !word.childElementCount) more.push(word);
    }
    for (const word of more) word.remove();
}"""
# For colors, of the texts that the same style rules hold for, since they and all around them have the same classes, six
# stay and are looked at, or none if an earlier page had six. A button keeps its text: it may be colored by its state.
THIN = """(known) => {
    const alike = {}, texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), more = [];
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (!text.data.trim() || text.parentElement.closest('svg, script, button')) continue;
        let classes = '';
        for (let e = text.parentElement; e; e = e.parentElement) classes += `${e.tagName}.${e.className} `;
        alike[classes] = (alike[classes] ?? 0) + 1;
        if (known.includes(classes) || alike[classes] > 6) more.push(text);
        else text.parentElement.dataset.look = "";
    }
    for (const text of more) text.data = '';
    return Object.keys(alike).filter((classes) => alike[classes] >= 6);
}"""
LOOK = "[data-look]", "button"
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
ALL_ELSE = {"rules": {rule: {"enabled": False} for rule in COLORS["runOnly"]}}
CHANGE = """() => {
    for (const control of document.querySelectorAll('.livefig input')) {
        if (control.type === 'range') control.value = control.max;
        else control.checked = !control.checked;
        for (const event of ['input', 'change']) control.dispatchEvent(new Event(event, {bubbles: true}));
    }
}"""
FADED = "async () => { await Promise.all(document.getAnimations().map((fade) => fade.finished)); }"


@pytest.fixture(scope="module")
def known():
    """The kinds of text of which six were looked at, on pages where no color was wrong."""
    return set()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page, site_url, name, known):
    """Nor has a page another problem: a request that fails or leaves the machine, a word on the console."""
    page.emulate_media(color_scheme="light")
    visit(page, f"{site_url}/{name}")
    page.locator("html[data-theme=light]").wait_for()
    page.evaluate(AXE)
    page.evaluate(THIN_CODE)
    assert page.evaluate(CHECK, [ALL_ELSE, "html"]) == []
    for demo in page.locator(".livefig").all():
        demo.scroll_into_view_if_needed()
        demo.and_(page.locator("[data-ready]")).wait_for()
    if page.locator(".livefig").count():
        page.evaluate(CHANGE)
        assert page.evaluate(CHECK, [ALL_ELSE, ".livefig"]) == [], "with every control moved"
    often = page.evaluate(THIN, sorted(known))
    assert page.evaluate(CHECK, [COLORS, *LOOK]) == []
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-theme=dark]").wait_for()
    page.evaluate(FADED)
    assert page.evaluate(CHECK, [COLORS, *LOOK]) == [], "dark"
    known.update(often)
    assert page.problems == []
