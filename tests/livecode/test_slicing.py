"""Which cells are run before another: as few as give it the values that it has in the whole page."""

import pytest
from in_pyodide import INSTALL, NOTEBOOKS, code_cells, slow_cells, text
from kernels import Page, stand_ins  # noqa: F401 - a fixture
from recent import SWEEP
from torch_cells import INSTALLED, needs_torch

from livecode.kernel import formats
from livecode.kernel.reader import read

EVERY = 5  # of the cells of a chapter, one in so many is run alone, but in a sweep


def before(came):
    return came.messages[0]["cells"] if came.messages[0]["type"] == "before" else []


def said(came):
    assert came.errors == []
    return text(came.outputs)


@pytest.mark.parametrize(
    ("code", "needs", "binds", "changes"),
    [
        ("y = f(x)", {"f", "x"}, {"y"}, set()),
        ("x = 1\nprint(x)", {"print"}, {"x"}, set()),
        ("x += 1", {"x"}, set(), {"x"}),
        ("x[0] = 1", {"x"}, set(), {"x"}),
        ("x.a = y", {"x", "y"}, set(), {"x"}),
        ("x.append(1)", {"x"}, set(), {"x"}),
        ("noise = rng.normal(3)", {"rng"}, {"noise"}, {"rng"}),
        ("m = x.mean()", {"x"}, {"m"}, set()),
        ("shuffle(x)", {"shuffle", "x"}, set(), {"x"}),
        ("print(x)", {"print", "x"}, set(), set()),
        ("y = shuffle(x)", {"shuffle", "x"}, {"y"}, set()),
        ("add(a, b, out=c)", {"add", "a", "b", "c"}, set(), {"a", "b", "c"}),
        ("first = next(steps)", {"next", "steps"}, {"first"}, {"steps"}),
        ("def f(a):\n    return a + b", {"b"}, {"f"}, set()),
        ("def f():\n    return b\nb = 1\nf()", set(), {"f", "b"}, set()),
        ("def f():\n    return b\nf()\nb = 1", {"b"}, {"f", "b"}, set()),
        ("def f():\n    x.append(1)\nf()", {"x"}, {"f"}, {"x"}),
        ("[a for a in b if c]", {"b", "c"}, set(), set()),
        ("f = lambda a: a * b", {"b"}, {"f"}, set()),
        ("class A:\n    k = n\n    def m(self):\n        return z", {"n", "z"}, {"A"}, set()),
        ("for i in r:\n    s = i", {"r"}, {"i", "s"}, set()),
        ("with o() as q:\n    pass", {"o"}, {"q"}, set()),
        ("(a, b), *c = d", {"d"}, {"a", "b", "c"}, set()),
        ("try:\n    x = 1\nexcept E as e:\n    print(e)", {"E", "print"}, {"x"}, set()),
        ("import numpy as np\ny = np.ones(3)", set(), {"y"}, set()),
        ("%matplotlib inline\ny = x", {"x"}, {"y"}, set()),
    ],
)
def test_what_is_read_from_a_cell(code, needs, binds, changes):
    facts = read(code, {})
    assert (facts.needs, facts.binds, facts.changes) == (needs, binds, changes)


def test_only_what_is_needed_is_run_and_only_once():
    page = Page("a = 1", "b = 2", "c = a + 1", "print(c)")
    came = page.run(4)
    assert (said(came), before(came), came.done["ran"]) == ("2\n", [1, 3], [1, 3, 4])
    assert page.run(4).done["ran"] == [4]


def test_what_changed_is_run_again_with_all_that_hangs_on_it():
    page = Page("a = 1", "b = 2", "c = a + 1", "print(c + b)")
    assert said(page.run(4)) == "4\n"
    page.cells[1] = "a = 10"
    came = page.run(4)
    assert (said(came), before(came)) == ("13\n", [1, 3])


def test_a_name_that_a_cell_below_has_bound_again_gets_its_value_back():
    page = Page("a = [1]", "print(a)", "a = [2]", "a.append(3)", "print(a)")
    assert said(page.run(5)) == "[2, 3]\n"
    assert said(page.run(2)) == "[1]\n"
    assert said(page.run(5)) == "[2, 3]\n"
    page.run(4)
    assert said(page.run(4)) == ""
    assert said(page.run(5)) == "[2, 3]\n", "whoever runs it twice appends once"


def test_a_function_sees_the_names_of_its_page_as_they_stand_above_the_cell_that_calls_it():
    page = Page("def f():\n    return n", "n = 1", "print(f())", "n = 2", "print(f())")
    assert said(page.run(5)) == "2\n"
    assert said(page.run(3)) == "1\n"


def test_imports_that_no_name_asks_for_are_not_run():
    page = Page("import json\nimport no_such_module\nfrom math import pi, no_such_name\nk = 1", "print(pi, k)")
    assert said(page.run(2)) == "3.141592653589793 1\n"
    assert "ModuleNotFoundError" in page.run(1).errors[0]
    assert page.kernel.imports(1, page.cells, [], False) == ["no_such_module"]
    assert page.kernel.imports(2, page.cells, [], False) == []


def test_a_cell_that_sets_a_style_is_needed_by_all_below():
    page = Page(
        "import numpy as np\nnp.set_printoptions(precision=2)", "import numpy as np", "print(np.array([1 / 3]))"
    )
    came = page.run(3)
    assert (said(came), before(came)) == ("[0.33]\n", [1, 2])


def test_a_failure_above_is_told_of_the_cell_in_which_it_happened():
    page = Page("a = 1 / 0", "print(a)")
    came = page.run(2)
    (error,) = came.outputs
    assert (error["cell"], error["ename"]) == (1, "ZeroDivisionError")
    assert error["traceback"].startswith("Cell 1, line 1\n")
    assert not came.done["ok"]
    page.cells[1] = "a = ("
    assert page.run(2).outputs[0]["cell"] == 1
    page.cells[1] = "a = 3"
    assert said(page.run(2)) == "3\n"


def test_cells_that_hang_on_an_edit_are_stale_until_they_are_run():
    page = Page("a = 1", "b = a", "print(b)", "print('no')")
    assert page.run(3).done["stale"] == []
    page.cells[1] = "a = 2"
    assert page.run(1).done["stale"] == [2, 3]
    assert page.run(3).done["stale"] == [2]
    page.cells[1] = "a = 1"
    assert page.run(1).done["stale"] == [3]
    page.cells[1] = "a = 3"
    page.run(3)
    page.cells[1] = "a = 1"  # undone, and not run
    del page.seen[1]
    assert page.stale() == [3]
    before = Page("a = 1", "b = a", "print(b)")  # edited before anything was run
    before.cells[1] = "a = 2"
    assert before.run(1).done["stale"] == [2, 3]
    before.cells[3] = "print(a)"  # changed and not run: its output is still that of the code before
    assert before.run(2).done["stale"] == [3]
    own = Page("a = 1", "print(0)", "print(1)")
    own.cells[2] = "print(a)"
    assert own.run(3).done["stale"] == []
    again = Page("a = 1", "b = a", "print(b)")  # Python was ended; the page kept what it shows
    again.cells, again.seen = page.cells, page.seen
    assert again.stale() == [3]


def test_everything_above_is_run_if_that_is_asked_for_and_not_twice():
    page = Page("never()", "print('above')", "k = 1", "print('here')", skip=[1])
    came = page.run(4, everything=True)
    assert (said(came), came.done["ran"]) == ("here\n", [2, 3, 4])
    page.cells[5] = "print('below')"
    assert page.run(5, everything=True).done["ran"] == [5]
    page.cells[2] = "print('other')"
    assert page.run(5, everything=True).done["ran"] == [2, 3, 4, 5]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.usefixtures("stand_ins")
@pytest.mark.filterwarnings("ignore")  # as a notebook's kernel, which writes them to stderr
def test_a_cell_run_alone_gives_what_is_committed(notebook, monkeypatch):
    monkeypatch.setattr(formats, "pictures", lambda figure: ({}, {}))  # which take long, and are compared elsewhere
    committed, slow = code_cells(notebook), slow_cells(notebook)
    for number, cell in enumerate(committed, 1):
        left_out = number in slow or number % EVERY != len(notebook.stem) % EVERY
        if number == INSTALL or (left_out and not SWEEP) or (needs_torch(cell.source) and not INSTALLED):
            continue
        page = Page(*(each.source for each in committed), skip=[INSTALL])
        assert said(page.run(number)) == text(cell.outputs), f"cell {number}"
