"""A core page can be read in one sitting: its words, its height, its pictures, its answer; and no code is cut off.

Measured on the built site at 1440 x 900 with folds closed. A chapter without a deeper page is not in two speeds yet.
"""

import pytest
from conftest import open_tab, visit
from contents import DEEPER

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

SPLIT = {core: deeper for core, deeper in DEEPER.items() if deeper}
WORDS, HEIGHT, FIRST, GAP = 4000, 22_000, 1800, 4500
MEASURE = """() => {
    const article = document.querySelector("article"), top = article.getBoundingClientRect().top;
    const place = (element) => element.getBoundingClientRect().top - top;
    const aside = "details, .exercise, .solution, .cell, #exercises, #quiz, #further-reading, script, .livecode-bar";
    const shown = article.cloneNode(true);
    for (const part of shown.querySelectorAll(aside)) part.remove();
    for (const formula of shown.querySelectorAll(".katex")) formula.replaceWith(" x ");
    const words = [...shown.querySelectorAll("p, li, dt, dd, td, th, h2, h3, h4")]
        .filter((text) => !text.querySelector("p, li")).map((text) => text.textContent.trim())
        .join(" ").split(/\\s+/).length;
    const end = document.querySelector("#exercises"), answer = document.querySelector("#the-answer");
    const pictures = [...article.querySelectorAll("img, figure")]
        .filter((picture) => picture.offsetHeight > 60 && !picture.closest("details:not([open])"))
        .map((picture) => [place(picture), place(picture) + picture.offsetHeight]);
    let reached = 0, gap = 0, first = Infinity;
    for (const [start, stop] of [...pictures, [place(end), place(end)]].sort((a, b) => a[0] - b[0])) {
        if (start > place(end)) break;
        first = Math.min(first, start);
        gap = Math.max(gap, start - reached);
        reached = Math.max(reached, stop);
    }
    return {words, height: article.offsetHeight, first, gap, answer: answer && place(answer) / place(end)};
}"""
CUT = """() => {
    for (const fold of document.querySelectorAll("article details")) fold.open = true;
    for (const folded of document.querySelectorAll(".toggle-hidden")) folded.classList.remove("toggle-hidden");
    return [...document.querySelectorAll("article .highlight pre")]
        .filter((code) => code.scrollWidth > code.clientWidth + 1).map((code) => code.textContent.slice(0, 80));
}"""


@pytest.fixture
def wide(browser):
    tab = open_tab(browser, viewport={"width": 1440, "height": 900})
    yield tab
    tab.context.close()


@pytest.mark.parametrize("path", SPLIT, ids=lambda path: path.stem)
def test_a_core_page_is_read_in_one_sitting(wide, site_url, path):
    visit(wide, f"{site_url}/chapters/{path.stem}.html")
    found = wide.evaluate(MEASURE)
    assert found["words"] <= WORDS, found
    assert found["height"] <= HEIGHT, found
    assert found["first"] <= FIRST, found
    assert found["gap"] <= GAP, found
    assert found["answer"], "the question is answered under a heading with the target (the-answer)=, or named so"
    assert found["answer"] < 1, found
    assert wide.evaluate(CUT) == []


@pytest.mark.parametrize("path", [page for deeper in SPLIT.values() for page in deeper], ids=lambda path: path.stem)
def test_no_code_of_a_deeper_page_is_cut_off(wide, site_url, path):
    visit(wide, f"{site_url}/chapters/{path.stem}.html")
    assert wide.evaluate(CUT) == []
