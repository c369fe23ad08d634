"""Which cells a page has: their numbers, what is hidden or skipped, and the exercises."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from livecode.cells import EXERCISE, PatternError, compiled, number_cells, read_cells

PATTERN = r'\w+ = \.\.\.  # write (?P<signature>def .+:) here\n\n(?P<call>check\("(?P<name>[\w-]+)", \w+\))'
SOURCE = 'slope = ...  # write def slope(x, y): here\n\ncheck("origin", slope)'


def cell(source, *tags):
    return {"cell_type": "code", "source": source, "metadata": {"tags": list(tags)}}


TEXT = {"cell_type": "markdown", "source": "# A title", "metadata": {}}


def page(*shown):
    """A document with the containers of these cells, given as (index among all cells, whether the code is shown)."""
    document = new_document("page")
    for index, code in shown:
        box = nodes.container(nb_element="cell_code", cell_index=index)
        if code:
            box += nodes.container(nb_element="cell_code_source")
        document += box
    return document


def read(document, sources, pattern=PATTERN, skip=("install",)):
    return read_cells(number_cells(document, sources), sources, pattern, skip)


def test_numbers_count_the_code_cells_of_the_notebook_also_those_that_the_page_leaves_out():
    document = page((2, True), (4, True))
    number_cells(document, [TEXT, cell("a", "remove-cell"), cell("b"), TEXT, cell("c")])
    assert [node["ids"] for node in document.children] == [["cell-2"], ["cell-3"]]


def test_code_that_is_run_and_not_shown_comes_along():
    cells = read(page((1, False), (2, True)), [cell("a"), cell("b"), cell("c")])
    assert cells.hidden == {"1": "a", "2": "b"}
    assert cells.number == 3


def test_a_cell_that_installs_something_is_skipped_and_its_code_stays_away():
    cells = read(page((1, True)), [cell("pip", "install", "remove-cell"), cell("b")])
    assert (cells.skip, cells.hidden) == ([1], {})


def test_an_exercise_has_its_signature_in_the_editor_and_what_checks_it_apart():
    document = page((0, True))
    cells = read(document, [cell(SOURCE)])
    assert cells.exercises == {
        "1": {"name": "origin", "starter": "def slope(x, y):\n    ...\n", "call": 'check("origin", slope)'}
    }
    assert EXERCISE in document.children[0]["classes"]


def test_without_a_signature_the_editor_begins_with_what_stands_before_the_check():
    cells = read(page((0, True)), [cell("def f(x):\n    pass\n\ntest(f)")], r".*(?P<call>test\(\w+\))")
    assert cells.exercises == {"1": {"name": "", "starter": "def f(x):\n    pass\n", "call": "test(f)"}}


@pytest.mark.parametrize("source", [SOURCE + "\nmore()", "before()\n" + SOURCE, "slope = 3"])
def test_what_is_not_an_exercise_as_a_whole_is_a_cell(source):
    assert read(page((0, True)), [cell(source)]).exercises == {}


def test_a_book_without_a_pattern_has_no_exercises():
    assert read(page((0, True)), [cell(SOURCE)], "").exercises == {}


@pytest.mark.parametrize(("pattern", "said"), [("(", "livecode_exercise: "), ("check", r"\(\?P<call>")])
def test_a_pattern_that_finds_nothing_is_refused(pattern, said):
    with pytest.raises(PatternError, match=said):
        compiled(pattern)
