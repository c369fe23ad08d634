"""What the cells of the book give in the page's Python is what the book prints, to the digit.

Those that compute for seconds, which have the tag `slow`, are left out, but in a sweep (`recent.py`).
"""

import re

import nbformat
import pytest
from contents import CORE
from demos import demos_of
from in_pyodide import INSTALL, NOTEBOOKS, code_cells, kinds, run, slow_cells, sources, text, values, words
from recent import SWEEP, recent
from solutions import CHECK, read_exercises
from torch_cells import SKIPPED, needs_torch

# Another version of matplotlib writes these texts in other pieces.
PIECES = {("01-linear-regression", 21)}
GUARDS = """
import importlib
import numpy as np
from dlkit import check

importlib.import_module("dlkit.exercises.check").TIME_LIMIT = 0.5

def report(title, function, *arguments):
    try:
        print(title, "gives", function(*arguments))
    except Exception as problem:
        print(title, "raises", f"{type(problem).__name__}: {problem}")

def endless(z):
    while True:
        try:
            pass
        except:
            continue

def prints(z):
    while True:
        print("again")

report("solve", np.linalg.solve, np.zeros((2, 2)), np.ones(2))
report("inv", np.linalg.inv, np.zeros((2, 2)))
report("cholesky", np.linalg.cholesky, -np.eye(2))
report("nan", np.linalg.inv, np.array([[np.nan]]))
check("sigmoid", lambda z: 1 / (1 + np.exp(-z)))
check("sigmoid", endless)
check("sigmoid", prints)
check("sigmoid", lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-abs(z))))
"""
# Whether a demo draws an axis again that stands still, with Pyodide's version of matplotlib.
KEPT = """
import matplotlib.pyplot as plt
from matplotlib.axis import Axis

from livefig import explore

fig, ax = plt.subplots()
(line,) = ax.plot([0, 1], [0, 1])

def tilt(slope=0.1):
    line.set_ydata([0, slope])

demo = explore(fig, tilt, slope=(0.1, 0.9, 0.1))
demo.draw([1])
drawn, draw = [], Axis.draw
Axis.draw = lambda axis, renderer: drawn.append(axis) or draw(axis, renderer)
changes = demo.draw([2])["changes"]
Axis.draw = draw
print(len(drawn), "axes drawn again,", len(changes), "change")
"""

FIRST = CORE[0]
CHOSEN = recent(NOTEBOOKS, 6, [FIRST])


def first(wanted):
    """Return the number of the first cell of the first chapter of which something holds."""
    return next(n for n, cell in enumerate(code_cells(FIRST), 1) if wanted(cell))


CHECKED = first(lambda cell: cell.source.lstrip().endswith(")") and "\ncheck(" in cell.source)
DRAWN = first(lambda cell: any("image/svg+xml" in output.get("data", {}) for output in cell.outputs))
DEMO = FIRST.stem, str(first(lambda cell: "explore(" in cell.source))
STATES = [[(n - 1) * part // 3 for n in demos_of(FIRST)[0].shape] for part in range(4)]


def cells(notebook):
    left_out = {INSTALL} if SWEEP else {INSTALL} | slow_cells(notebook)
    return [n for n in sources(notebook) if n not in left_out]


def solved(notebook):
    """Yield for each exercise with a check the number of its cell, its name, and its solution before the call."""
    checks, solutions = read_exercises(nbformat.read(notebook, 4))
    labels = {name: label for label, (name, _) in checks.items()}
    for number, code in sources(notebook).items():
        for name, function in CHECK.findall(code):
            yield number, name, "\n".join(solutions[labels[name]]) + f'\n\ncheck("{name}", {function})'


@pytest.fixture(scope="module")
def came():
    plan = {"guards": {"sources": {1: GUARDS}, "skip": [], "runs": [{"cell": 1}]}}
    for notebook in sorted(CHOSEN, key=lambda path: path != FIRST):
        page = notebook.stem
        runs = [{"cell": n} for n in cells(notebook)]
        for run_ in runs:
            if (page, str(run_["cell"])) == DEMO:
                run_["messages"] = [{"index": index} for index in STATES]
        if notebook == FIRST:  # before anything is loaded: a check, and then a figure
            runs = [{"cell": CHECKED, "name": "check alone"}, {"cell": DRAWN, "name": "figure alone"}, *runs]
        solutions = [{"cell": n, "name": name, "sources": {n: code}} for n, name, code in solved(notebook)]
        plan[page] = {"sources": sources(notebook), "skip": [INSTALL], "runs": [*runs, *solutions]}
    plan["kept"] = {"sources": {1: KEPT}, "skip": [], "runs": [{"cell": 1}]}
    found, lines = run(plan)
    return {"lines": lines, **found}


@pytest.mark.parametrize("notebook", CHOSEN, ids=lambda path: path.stem)
def test_every_cell_gives_what_is_committed(came, notebook):
    committed = code_cells(notebook)
    for number in cells(notebook):
        got, expected = came[notebook.stem, str(number)], committed[number - 1].outputs
        assert got.errors == []
        if needs_torch(committed[number - 1].source):  # the page's Python has no PyTorch
            assert text(got.outputs) == SKIPPED
            continue
        assert text(got.outputs) == text(expected), f"cell {number}"
        assert kinds(got.outputs) == kinds(expected), f"cell {number}"
        assert values(got.outputs) == values(expected), f"cell {number}"
        if (notebook.stem, number) not in PIECES:
            assert words(got.outputs) == words(expected), f"cell {number}"
        assert got.done["ok"]
        assert got.done["ran"] == [number], "the cells above it were run already"
        assert got.done["stale"] == []


@pytest.mark.parametrize("notebook", CHOSEN, ids=lambda path: path.stem)
def test_every_printed_solution_passes_its_check(came, notebook):
    for _, name, _ in solved(notebook):
        got = came[notebook.stem, name]
        assert got.errors == []
        assert re.search(rf"(?m)^{name}: passed, all \d+ cases\.$", text(got.outputs)), text(got.outputs)


def test_what_webassembly_does_not_signal_is_an_error(came):
    said = text(came["guards", "1"].outputs)
    assert "solve raises LinAlgError: Singular matrix" in said
    assert "inv raises LinAlgError: Singular matrix" in said
    assert "cholesky raises LinAlgError: Matrix is not positive definite" in said
    assert "nan gives [[nan]]" in said
    assert "FloatingPointError: overflow encountered in exp" in said


def test_what_a_cell_does_not_use_is_not_loaded(came):
    loaded = {line["name"]: line["loaded"] for line in came["lines"] if "loaded" in line}
    assert loaded["check alone"] == []  # NumPy came with the guards
    assert loaded["figure alone"] == ["matplotlib"]
    assert came[FIRST.stem, "check alone"].done["ran"] == [2, CHECKED]


def test_a_loop_that_never_ends_is_ended_without_a_thread(came):
    said = text(came["guards", "1"].outputs)
    assert said.count("nothing within 0.5 seconds") == 2
    assert said.count("Is there a loop that never ends? It was stopped.") == 2
    assert said.count("again\n") < 1000
    assert "sigmoid: passed" in said


def test_a_demo_draws_no_axis_again_that_stands_still(came):
    assert text(came["kept", "1"].outputs) == "0 axes drawn again, 1 change\n"


def test_a_demo_answers_each_state_that_is_asked_for(came):
    states = [line for line in came["lines"] if "state" in line]
    assert [line["state"]["index"] for line in states] == STATES
    answers = [m for m in came[DEMO].messages if m["type"] == "message"]
    assert [answer["content"]["index"] for answer in answers] == STATES
    assert all(answer["content"]["readout"] and not answer["content"]["error"] for answer in answers)
    (shown,) = [output for output in came[DEMO].outputs if "data" in output]
    held = shown["data"]["application/vnd.livecode.widget+json"]
    assert held["kind"] == "livefig.widget.Explorer"
    assert set(held["traits"]) == {"markup", "state", "index"}
