"""The appendix: every equation of the notes, every departure, every symbol and every term leads where it says."""

import ast
import re
from functools import cache
from urllib.parse import unquote, urldefrag

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

import dlkit

# The displayed equations of the notes, as they print them.
EQUATIONS = (
    r"\hat{y}_i = \sum_{j=1}^d x_{ij} \theta_j",
    r"J(\theta) = \frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)^2",
    r"J(\theta) = (\mathbf{X}\theta - \mathbf{y})^T (\mathbf{X}\theta - \mathbf{y})",
    r"\frac{\partial J(\theta)}{\partial \theta} = 2\mathbf{X}^T \mathbf{X} \theta - 2\mathbf{X}^T \mathbf{y} = 0",
    r"\theta = (\mathbf{X}^T \mathbf{X})^{-1} \mathbf{X}^T \mathbf{y}",
    r"\hat{\mathbf{y}} = p(\mathbf{y} = 1 | \mathbf{X}, \theta) = \prod_{i=1}^{n} p(y_i = 1 | \mathbf{x}_i, \theta)",
    r"\hat{y}_i = \sigma(\mathbf{x}_i \theta)",
    r"L(\hat{y}_i, y_i) = -[y_i \log \hat{y}_i + (1 - y_i) \log(1 - \hat{y}_i)]",
    r"L(y, \hat{y}; \theta) = \frac{1}{n} \sum_{i=1}^{n} ||y_i - \hat{y}_i||_1",
    r"L(y, \hat{y}; \theta) = \frac{1}{n} \sum_{i=1}^{n} ||y_i - \hat{y}_i||_2^2",
    r"||x||_1 = \sum |x_i|",
    r"||x||_2 = \sqrt{\sum x_i^2}",
    r"||x||_2^2 = \sum x_i^2",
    r"L(y, \hat{y}; \theta) = -\frac{1}{n} \sum_{i=1}^{n} [y_{i} log \hat{y}_{i} + (1 - y_{i}) log (1 - \hat{y}_{i})]",
    r"L(y, \hat{y}; \theta) = -\sum_{i=1}^{n} \sum_{k=1}^{k} (y_{ik} \cdot \log \hat{y}_{ik})",
    r"\frac{\partial y}{\partial x} = \frac{\partial y}{\partial u} \frac{\partial u}{\partial x}",
    r"h'(x) = f'(g(x))g'(x)",
    r"\frac{\partial L}{\partial w_{ij}} = \frac{\partial L}{\partial \hat{y}_i} \cdot "
    r"\frac{\partial \hat{y}_i}{\partial z_i} \cdot \frac{\partial z_i}{\partial w_{ij}}",
)
DEPARTURES = range(1, 46)


@pytest.fixture(scope="module")
def page(site):
    """Return the text of a page, read for its elements."""

    @cache
    def read(name):
        return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser").find("article")

    return read


@pytest.fixture(scope="module")
def leads_somewhere(site):
    """Say whether a link from the top of the book leads to a place that exists."""

    @cache
    def ids(path):
        return set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8")))

    def found(link):
        address, fragment = urldefrag(link)
        path = site / unquote(address)
        return path.is_file() and (not fragment or unquote(fragment) in ids(path))

    return found


@pytest.fixture(scope="module")
def chapters(site):
    """The text of every built chapter."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((site / "chapters").glob("*.html"))}


def facts(box):
    """Return what stands beside each name of a list: the first column and, for each, its entries in the second."""
    found = {}
    for element in box.select_one("dl.myst").find_all(["dt", "dd"], recursive=False):
        if element.name == "dt":
            entries = found.setdefault(element.get_text(), [])
        else:
            entries.append(element)
    return found


def links(elements):
    return [link["href"] for element in elements for link in element.select("a[href]")]


def chapter_links(elements):
    return [link for link in links(elements) if link.startswith("chapters/")]


def the_notes():
    return re.findall(
        r"^\$\$\n(.*?)\n\$\$$", (ROOT / "the-notes.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def test_every_equation_of_the_notes_stands_on_their_page_in_order(page):
    assert the_notes() == list(EQUATIONS)
    assert len(page("the-notes").select(".notes-equation > div.math")) == len(EQUATIONS)


@pytest.mark.parametrize("number", range(len(EQUATIONS)))
def test_an_equation_of_the_notes_has_a_chapter_a_function_and_a_test(number, page, leads_somewhere):
    rows = facts(page("the-notes").select(".notes-equation")[number])
    treated = chapter_links(rows["Treated in"])
    assert any("#equation-" in link for link in treated)
    assert [link for link in treated if not leads_somewhere(link)] == []
    functions = links(rows["Computed by"])
    assert functions
    assert {urldefrag(link).fragment.removeprefix("dlkit.") for link in functions} <= set(dlkit.__all__)
    assert [link for link in functions if not leads_somewhere(link)] == []
    named = [entry.get_text().strip() for entry in rows["Tested by"]]
    assert named
    for name in named:
        path, test = name.split("::")
        module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert test in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}, name
    departs = rows["Departs in"]
    assert links(departs) or departs[0].get_text().strip() == "nothing: correct as printed"
    assert [link for link in links(departs) if not leads_somewhere(link)] == []


def test_every_sentence_of_the_notes_has_a_place_in_a_chapter(page, leads_somewhere):
    for box in page("the-notes").select(".notes-sentence"):
        treated = chapter_links(facts(box)["Treated in"])
        assert treated, box.get_text()
        assert [link for link in treated if not leads_somewhere(link)] == []


def test_every_departure_is_listed_once_and_in_order(page):
    anchors = [element["id"] for element in page("departures").select("[id^=departs-]")]
    assert anchors == [f"departs-{number:02d}" for number in DEPARTURES]
    titles = [title.get_text() for title in page("departures").find_all("h3")]
    assert [int(title.split(".")[0]) for title in titles] == list(DEPARTURES)


@pytest.mark.parametrize("number", DEPARTURES)
def test_a_departure_says_what_why_and_where(number, page, leads_somewhere):
    section = page("departures").find(id=f"departs-{number:02d}").parent
    assert section.select_one(".departs-kind").get_text()
    rows = facts(section)
    assert list(rows) == ["The notes", "This book", "Why", "Where"]
    where = chapter_links(rows["Where"])
    assert where
    assert [link for link in where if not leads_somewhere(link)] == []


def test_the_notes_lead_to_every_departure(page):
    led = {urldefrag(link).fragment for link in links([page("the-notes")]) if link.startswith("departures.html#d")}
    assert led - {"departures"} == {f"departs-{number:02d}" for number in DEPARTURES}


def test_every_box_on_the_notes_is_linked_from_a_departure(page, chapters):
    led = set(links([page("departures")]))
    for name, text in chapters.items():
        boxes = re.findall(r'id="(says-[\w-]+)"', text)
        assert len(boxes) == len(re.findall(r'class="[^"]*\bnotes-say\b', text)), f"{name}: a box without a name"
        assert [box for box in boxes if f"chapters/{name}#{box}" not in led] == []


def test_every_symbol_says_where_it_is_defined(page, leads_somewhere):
    tables = page("notation").select("table")
    assert len(tables) > 1
    for row in (row for table in tables for row in table.select("tbody tr")):
        found = chapter_links([row])
        assert found, row.get_text()
        assert [link for link in found if not leads_somewhere(link)] == []


def test_every_term_is_linked_from_a_chapter(page, chapters):
    terms = [term["id"] for term in page("glossary").select("dl.glossary > dt")]
    assert terms
    linked = {found for text in chapters.values() for found in re.findall(r'href="\.\./glossary\.html#([^"]+)"', text)}
    assert [term for term in terms if term not in linked] == []


@pytest.mark.parametrize(
    "notebook", [*sorted((ROOT / "chapters").glob("*.ipynb")), ROOT / "index.ipynb"], ids=lambda p: p.stem
)
def test_the_code_that_a_page_shows_and_runs_is_the_notebooks(page, notebook):
    cells = [cell.source for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
    article = page(notebook.relative_to(ROOT).with_suffix("").as_posix())
    shown = {box["id"]: box.select_one(".cell_input pre") for box in article.select(".cell[id^=cell-]")}
    assert shown
    for name, code in shown.items():
        if code:
            assert code.get_text().rstrip() == cells[int(name.removeprefix("cell-")) - 1].rstrip(), name
