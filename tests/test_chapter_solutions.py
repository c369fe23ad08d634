"""Every exercise that checks itself has code in its solution, which runs where nbval has run the notebook."""

import nbformat
import pytest
from conftest import ROOT
from contents import CORE
from solutions import read_exercises

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_exercise_with_a_check_has_code_in_its_solution(path):
    checks, solutions = read_exercises(nbformat.read(path, as_version=4))
    assert checks or path not in CORE
    assert None not in checks
    assert [label for label in checks if not solutions.get(label)] == []
