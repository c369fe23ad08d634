"""The reference page: every public name of dlkit stands on it, as its docstring describes it."""

import importlib
import inspect
import re

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inspect import signature

import dlkit
import drawpad
import livefig
from book import reference
from book.docstrings import first_paragraph, formulas

PUBLIC = {f"{room.__name__}.{name}": getattr(room, name) for room in (dlkit, livefig, drawpad) for name in room.__all__}

FUNCTIONS = [name for name, value in PUBLIC.items() if callable(value) and not inspect.isclass(value)]
DIFFERENTIABLE = [name for name in FUNCTIONS if isinstance(PUBLIC[name], dlkit.Differentiable)]


@pytest.fixture(scope="module")
def article(site):
    """The page without the TeX that KaTeX keeps beside each formula for those who copy it."""
    page = BeautifulSoup((site / "reference.html").read_text(encoding="utf-8"), "html.parser").find("article")
    for source in page.find_all("annotation"):
        source.decompose()
    return page


@pytest.fixture(scope="module")
def entry(article):
    """Return the signature of a name and what stands below it."""
    all_signatures = article.find_all("dt", id=True)

    def found(name):
        signatures = [term for term in all_signatures if term["id"] == name]
        assert len(signatures) == 1, f"{name}: {len(signatures)} entries"
        return signatures[0], signatures[0].find_next_sibling("dd")

    return found


@pytest.fixture(scope="module")
def listed(article):
    """The lines of the contents at the top of the page, by the address that each begins with."""
    return {link["href"]: link.parent for link in article.select(".reference-contents li > p > a:first-child")}


def words(element):
    """The text of an element without its formulas, one space between words and none before a full stop."""
    copy = BeautifulSoup(str(element), "html.parser")
    for formula in copy.select(".katex"):
        formula.replace_with("")
    return plain(copy.get_text())


def plain(text):
    text = text.replace("…", "...").replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+(?=[.,:;)]|$)", "", " ".join(text.split()))


def test_no_name_has_two_entries_and_none_is_missing():
    assert sorted(f"{entry.package}.{entry.name}" for entry in reference.entries()) == sorted(PUBLIC)
    listed = [entry for _, modules in reference.topics() for _, held in modules for entry in held]
    assert sorted(f"{entry.package}.{entry.name}" for entry in listed) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_entry_begins_with_the_sentence_of_its_docstring(entry, listed, name):
    _, description = entry(name)
    shown = words(description.find("p"))
    sentence = first_paragraph(next(e.text for e in reference.entries() if f"{e.package}.{e.name}" == name))
    assert sentence.endswith(".")
    assert shown == plain(re.sub(r":math:`[^`]*`", "", sentence).replace("`", ""))
    assert words(listed[f"#{name}"]) == f"{name.partition('.')[2]} {shown}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_signature_has_the_names_and_the_defaults_of_the_code(entry, name):
    head, _ = entry(name)
    parameters = signature(PUBLIC[name]).parameters.values()
    shown = [re.sub(r"=.*|\*|/", "", part.get_text()) for part in head.select(".sig-param")]
    assert [part for part in shown if part] == [parameter.name for parameter in parameters]
    assert len(head.select(".default_value")) == sum(p.default is not p.empty for p in parameters)
    assert not re.search(r"NDArray|numpy\.|ArrayLike|<|->", head.get_text())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_refuses(entry, name):
    """Each takes something that can be wrong, except those that take nothing."""
    _, description = entry(name)
    labels = [label.get_text() for label in description.select("dl.field-list > dt")]
    if signature(PUBLIC[name]).parameters:
        assert "Raises:" in labels
        assert "Args:" in labels


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_every_differentiable_function_shows_its_mathematics_and_its_kind(entry, name):
    _, description = entry(name)
    f = PUBLIC[name]
    assert description.select(".katex")
    kind = description.select_one(".reference-kind").get_text()
    assert ("elementwise" in kind) is f.elementwise
    assert ("Hessian" in kind) is (f.hessian_function is not None)


def test_no_markup_is_left_in_the_text(article):
    text = article.get_text()
    assert re.findall(r".{0,40}(?:\.\. \w+::|:\w+:`|`|\\[a-zA-Z]+|\*\*\w+\*\*).{0,40}", text) == []


def test_a_name_inside_a_class_means_the_member(entry):
    _, description = entry("dlkit.Scalar")
    assert {link["href"] for link in description.find("p").select("a")} == {"#dlkit.Scalar.backward"}
    assert not description.select('a[href="#dlkit.tanh"]')


def test_a_constant_shows_what_it_holds(entry):
    _, description = entry("dlkit.COLORS")
    shown = description.select_one("dl.field-list").get_text()
    for name, color in dlkit.COLORS.items():
        assert re.search(rf"\b{name}\b.*{color}", shown)


def test_every_module_of_a_topic_exists():
    for name in set().union(*reference.TOPICS.values()) - reference.WHOLE:
        importlib.import_module(f"dlkit.{name}")


def test_a_module_of_no_topic_gets_one_from_its_docstring(monkeypatch):
    monkeypatch.delitem(reference.TOPICS, "Norms")
    titles = {title: [e.name for _, held in modules for e in held] for title, modules in reference.topics()}
    assert list(titles)[-1] == first_paragraph(importlib.import_module("dlkit.norms").__doc__).partition(":")[0]
    assert "l1" in list(titles.values())[-1]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a = b", [r"a = b"]),
        (r"a = b, \qquad c = d", [r"a = b,", r"c = d"]),
        ("a = b,\n\nc = d", ["a = b,", "c = d"]),
        (r"\frac{a \qquad b}{2} \qquad c", [r"\frac{a \qquad b}{2}", "c"]),
        (r"\left( a \qquad b \right) \qquad c", [r"\left( a \qquad b \right)", "c"]),
        (r"\{ a \qquad b", [r"\{ a", "b"]),
        (
            r"\begin{cases} 1 & x \\ 0 \qquad y \end{cases} \qquad c",
            [r"\begin{cases} 1 & x \\ 0 \qquad y \end{cases}", "c"],
        ),
        (r"a &= b \qquad c \\ d &= e", [r"a &= b \qquad c \\ d &= e"]),
    ],
)
def test_a_row_of_formulas_is_split_between_them(tex, expected):
    assert [re.sub(r"\s+", " ", part) for part in formulas(tex)] == expected
