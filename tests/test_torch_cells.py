"""Cells that need PyTorch: run where it is, kept as committed where it is not; the pages are complete without it."""

import copy
import re
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_notebook, new_output
from torch_cells import BEGIN, SKIPPED, keep_committed, needs_torch

PAGES = [path for path in sorted((ROOT / "chapters").glob("09-*.ipynb")) if "has_torch" in path.read_text("utf-8")]
USES = re.compile(r"\b(torch|nn)\.")
IMPORT = "    import torch\n    from torch import nn\n"


def code_of(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def printed(text):
    return [new_output("stream", name="stdout", text=text)]


@pytest.fixture
def committed():
    return new_notebook(cells=[new_code_cell(f"{BEGIN}\n    print(1)", outputs=printed("1\n")), new_code_cell("2")])


def skipped(notebook):
    executed = copy.deepcopy(notebook)
    executed.cells[0].outputs = printed(SKIPPED)
    return executed


def test_what_was_skipped_stays_as_it_is_committed(committed):
    executed = skipped(committed)
    keep_committed(executed, committed)
    assert executed.cells[0].outputs == printed("1\n")


def test_what_was_run_is_not_replaced(committed):
    executed = copy.deepcopy(committed)
    executed.cells[0].outputs = printed("another\n")
    keep_committed(executed, committed)
    assert executed.cells[0].outputs == printed("another\n")


def test_a_changed_cell_has_to_be_run_where_pytorch_is(committed):
    executed = skipped(committed)
    executed.cells[0].source += "  # changed"
    with pytest.raises(ValueError, match="make torch"):
        keep_committed(executed, committed)


def test_there_are_such_pages():
    assert [path.stem for path in PAGES] == ["09-conventions", "09-normalization", "09-pytorch-and-depth"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pytorch_is_used_in_such_cells_only_and_they_are_committed_run(path):
    for cell in code_of(path):
        if needs_torch(cell.source):
            assert cell.outputs
            assert SKIPPED not in "".join(output.get("text", "") for output in cell.outputs)
        elif IMPORT not in cell.source:
            assert not USES.search(cell.source)


@pytest.mark.parametrize("path", PAGES[:2], ids=lambda path: path.stem)  # all of the third, in the page's Python
def test_a_page_runs_where_pytorch_is_missing(path):
    cells = [cell.source for cell in code_of(path)]
    run = "import sys\nimport matplotlib\nmatplotlib.use('Agg')\nsys.modules['torch'] = None\n" + "\n\n".join(cells)
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.count(SKIPPED) == sum(map(needs_torch, cells))
