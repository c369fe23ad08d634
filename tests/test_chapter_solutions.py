"""The solutions printed in the chapters: each one runs as it stands there, and passes its exercise's own check."""

import re
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import matplotlib.pyplot as plt
import nbformat
import pytest
from conftest import ROOT

from dlkit import check

pytestmark = pytest.mark.no_cover  # counting the lines of whole chapters takes more than half as long again
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
EXERCISE = re.compile(r"^:{3,}\{exercise\}.*?^:label:\s*(\S+)", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"^(:{3,})\{solution\}\s*(\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHECK = re.compile(r"\bcheck\(\s*[\"']([\w-]+)[\"'],\s*(\w+)")


def read_exercises(path):
    """Return the checks and the solutions of a chapter, both by the exercise's label.

    A check belongs to the last exercise above its cell: (name of the check, name of the reader's function). A solution
    is the list of its pieces of Python.
    """
    label, checks, solutions = None, {}, {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            for called in CHECK.finditer(cell.source):
                checks[label] = called.groups()
        else:
            label = next(reversed(EXERCISE.findall(cell.source)), label)
            solutions |= {name: CODE.findall(text) for _, name, text in SOLUTION.findall(cell.source)}
    return checks, solutions


@cache
def names_of(path):
    """Run the code of a chapter from top to bottom, and return the names it defines: a solution may use them."""
    namespace = {"__name__": "__main__"}
    with redirect_stdout(StringIO()), plt.rc_context():
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{path.name}, cell {number}", "exec"), namespace)
                plt.close("all")
    return namespace


ALL = [
    pytest.param(path, label, id=f"{path.stem}-{label}")
    for path in CHAPTERS
    for label in sorted(read_exercises(path)[1])
]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_exercise_with_a_check_has_code_in_its_solution(path):
    checks, solutions = read_exercises(path)
    assert checks
    assert None not in checks
    assert [label for label in checks if not solutions.get(label)] == []


@pytest.mark.parametrize(("path", "label"), ALL)
def test_a_printed_solution_is_right(path, label, capsys):
    checks, solutions = read_exercises(path)
    name, function = checks.get(label, (None, None))
    for number, code in enumerate(solutions[label]):
        namespace = dict(names_of(path))
        before = namespace.get(function)
        exec(compile(code, f"{path.name}, solution {label}, piece {number}", "exec"), namespace)
        if name:
            assert namespace[function] is not before, f"piece {number} does not define {function}"
            capsys.readouterr()
            check(name, namespace[function])
            assert re.match(rf"{name}: passed, all \d+ cases\.", capsys.readouterr().out)
