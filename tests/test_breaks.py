"""No line begins with the comma, and none ends with the bracket, that belongs to a formula."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document

from book import breaks

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

CHAPTER = "chapters/06-backpropagation.html"

# The formulas in sentences that are on another line than the text that touches them, or on two lines themselves.
APART = """() => {
    const apart = [];
    for (const formula of document.querySelectorAll("article span.math:not(.long, td *)")) {
        const boxes = formula.querySelectorAll(".base");
        const [left, right] = [boxes[0], boxes[boxes.length - 1]].map((box) => box?.getBoundingClientRect().left);
        if (left > right) apart.push(formula.textContent);
        for (const [next, first] of [["nextSibling", true], ["previousSibling", false]]) {
            const text = formula[next];
            if (!boxes.length || text?.nodeType !== Node.TEXT_NODE || /^\\s*$/.test(text.data)) continue;
            const place = first ? 0 : text.length - 1;
            if (/\\s/.test(text.data[place])) continue;
            const range = new Range();
            range.setStart(text, place);
            range.setEnd(text, place + 1);
            const letter = range.getBoundingClientRect();
            const box = boxes[first ? boxes.length - 1 : 0].getBoundingClientRect();
            if (!letter.width || !box.width) continue;
            if (first ? letter.left < box.left : letter.left > box.left) apart.push(formula.textContent + text.data);
        }
    }
    return apart;
}"""


def formula():
    return nodes.math("", "x")


def paragraph(*children):
    return nodes.paragraph("", "", *[nodes.Text(child) if isinstance(child, str) else child for child in children])


def glued(*children):
    """What is glued in a sentence, with $ for a formula and _ _ around another element."""

    def write(node):
        if isinstance(node, nodes.Text):
            return str(node)
        inside = "".join(map(write, node.children))
        return "$" if isinstance(node, nodes.math) else f"<{inside}>" if "glued" in node["classes"] else f"_{inside}_"

    return "".join(map(write, breaks.glue(paragraph(*children).children)))


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        (("where ", formula(), ", and"), "where <$,> and"),
        (("(", formula(), ")"), "<($)>"),
        (("(of ", formula(), ") or"), "(of <$)> or"),
        (("the ", formula(), "-th of ", formula(), " rows"), "the <$-th> of $ rows"),
        ((formula(), "/", formula(), "."), "<$/><$.>"),  # a line may break after a slash
        (("from ", formula(), "–", formula(), "."), "from <$–><$.>"),
        ((nodes.strong("", "", nodes.Text("B. "), formula()), nodes.inline(), formula()), "_B. $___$"),
        ((formula(), " and ", formula()), "$ and $"),
        (("at\xa0", formula(), " twice"), "<at\xa0$> twice"),  # a space at which no line breaks
        (("by ", nodes.emphasis("", "", nodes.Text("a "), formula()), ", b"), "by <_a $_,> b"),
        (("(", nodes.emphasis("", "", nodes.Text("a "), formula(), nodes.Text(" b")), ")."), "(_a $ b_)."),
        (("(", nodes.literal("", "a"), "), b"), "(_a_), b"),
        (("no formula, none",), "no formula, none"),
        ((), ""),
    ],
)
def test_a_formula_and_what_touches_it_are_one_element(children, expected):
    assert glued(*children) == expected


def test_every_formula_of_a_page_is_glued(site):
    """Next to a formula, outside of such an element, there is a place where a line may break."""
    found = 0
    for name in (CHAPTER, "notation.html"):
        page = BeautifulSoup((site / name).read_bytes(), "html.parser")
        found += len(page.select(".glued"))
        for written in page.select(":not(.glued) > span.math"):
            after, before = written.next_sibling, written.previous_sibling
            assert not isinstance(after, str) or after[0] in breaks.SPACE, (name, after)
            assert not isinstance(before, str) or before[-1] in breaks.SPACE + "–—/", (name, before)
    assert found > 150


def test_long_formulas_break_within():
    document = new_document("page")
    short, long = nodes.math("", r"\mathbf{X}^\top \mathbf{r} = 0"), nodes.math("", "x_1 + " * 20)
    document += paragraph("that ", short, ", and ", long, ".")
    breaks.BreakLines(document).run()
    assert (short["classes"], long["classes"]) == ([], ["long"])
    assert [node.astext() for node in document.findall(nodes.inline)] == [f"{short.astext()},", f"{long.astext()}."]


def test_the_name_of_a_test_breaks_between_words():
    parts = breaks.split_name("tests/test_a.py::test_one_is_1")
    assert [str(part) for part in parts[::2]] == ["tests/", "test_", "a.py::", "test_", "one_", "is_", "1"]
    assert {part.astext() for part in parts[1::2]} == {"<wbr>"}


def test_short_code_stays_on_one_line_and_a_long_name_breaks_between_words():
    document = new_document("page")
    short, name, call = (
        nodes.literal("", text) for text in ("(n, h)", "binary_cross_entropy_on_scores", "f(a, b) + " * 4)
    )
    document += paragraph(short, " ", name, " ", call)
    breaks.BreakLines(document).run()
    assert (short["classes"], name["classes"], call["classes"]) == (["whole"], [], [])
    words = [part for part in name.children if not isinstance(part, nodes.raw)]
    assert words == ["binary_", "cross_", "entropy_", "on_", "scores"]
    assert len(call.children) == 1


@pytest.mark.browser
def test_what_scrolls_on_a_phone_fades_where_there_is_more(phone, site_url):
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    phone.evaluate("async () => { document.documentElement.dataset.whole = 'yes'; await document.fonts.ready; }")
    boxes = phone.locator("article div.math > .katex-display:not(details *)")
    seen = {}
    for i in range(boxes.count()):
        wider, left, middle, right = boxes.nth(i).evaluate("""async (box) => {
            const seen = [box.scrollWidth > box.clientWidth];
            for (const place of [0, .5, 1]) {
                box.scrollLeft = place * (box.scrollWidth - box.clientWidth);
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                seen.push(getComputedStyle(box).maskImage);
            }
            return seen;
        }""")
        seen.setdefault(wider, set()).add((left, middle, right))
    assert seen[False] == {("none",) * 3}
    [(left, middle, right)] = seen[True]
    assert "to left" in left
    assert middle.count("rgba(0, 0, 0, 0)") == 2  # at both sides
    assert "to right" in right
    assert phone.problems == []


@pytest.mark.browser
def test_on_no_width_is_a_formula_apart_from_its_comma(phone, site_url):
    phone.goto(f"{site_url}/{CHAPTER}", wait_until="load")
    phone.evaluate("document.documentElement.dataset.whole = 'yes'")  # all of it is laid out
    free = "document.body.insertAdjacentHTML('beforeend', '<style>article .glued { white-space: normal }</style>')"
    for width in range(320, 460, 20):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate(APART) == [], width
    phone.evaluate(free)
    assert phone.evaluate(APART) != []  # so it is not that there is nothing to keep together
    assert phone.problems == []
