"""`make notebooks`: what is written, what is told, and what stays when a cell fails or somebody interrupts."""

import os
import platform
import signal
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT

COMMAND = [sys.executable, ROOT / "tools" / "notebooks.py"]


@pytest.fixture
def write(tmp_path):
    """A function that writes a notebook with a title and these cells, and returns its path."""

    def write(name, *cells):
        path = tmp_path / name
        made = [nbformat.v4.new_markdown_cell("# Title"), *map(nbformat.v4.new_code_cell, cells)]
        nbformat.write(nbformat.v4.new_notebook(cells=made), path)
        return path

    return write


def printed(path):
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.text for cell in cells for output in cell.get("outputs", []))


def run(*arguments):
    """In a process of its own, since a browser that another test has left open has an event loop in this one."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=200, check=False)


def test_notebooks_are_executed_side_by_side_and_written_once(write):
    paths = [write("one.ipynb", "print(1 + 1)"), write("two.ipynb", "import os\nprint(os.path.basename('a/b'))")]
    done = run(*paths, paths[0])
    assert done.returncode == 0, done.stderr
    assert [printed(path) for path in paths] == ["2\n", "b\n"]
    assert done.stderr.count("written") == 2
    assert "cell 3 of 3" in done.stderr
    first = [path.read_bytes() for path in paths]
    assert run("--check", *paths).returncode == 0
    assert [path.read_bytes() for path in paths] == first


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="what is switched off is of other processors")
def test_kernels_use_no_wider_registers_than_each_processor_has(write):
    asked = (
        "from numpy._core._multiarray_umath import __cpu_dispatch__ as names, __cpu_features__ as there\n"
        "print([name for name in names if there[name]])"
    )
    blas = "import threadpoolctl\nprint({pool['architecture'] for pool in threadpoolctl.threadpool_info()})"
    path = write("one.ipynb", asked, blas)
    assert run(path).returncode == 0
    assert printed(path).splitlines() == ["['X86_V3']", "{'Haswell'}"]


def test_a_stale_notebook_is_named_and_left_as_it_is(write):
    path = write("stale.ipynb", "print(2)")
    assert run(path).returncode == 0
    stale = path.read_text(encoding="utf-8").replace('"2\\n"', '"3\\n"')
    path.write_text(stale, encoding="utf-8")
    done = run("--check", path)
    assert done.returncode == 1
    assert "stale.ipynb: not what the code gives" in done.stdout
    assert '-      "3\\n"' in done.stdout
    assert '+      "2\\n"' in done.stdout
    assert path.read_text(encoding="utf-8") == stale


def test_a_cell_that_fails_ends_all_and_writes_nothing(write):
    bad = write("bad.ipynb", "1 / 0  # " + "the larger one comes first, also where there is one processor. " * 20)
    long = write("long.ipynb", "import time\ntime.sleep(300)", "print(2)")
    before = [path.read_bytes() for path in (bad, long)]
    done = run(bad, long)  # which ends in time
    assert done.returncode == 1
    assert "bad.ipynb: a cell failed" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert [path.read_bytes() for path in (bad, long)] == before


def test_an_interrupt_ends_all_of_them(write):
    names = ("one", "two")[: os.cpu_count() or 1]
    paths = [write(f"{name}.ipynb", "import time\ntime.sleep(300)") for name in names]
    before = [path.read_bytes() for path in paths]
    with subprocess.Popen([*COMMAND, *paths], stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        for _ in paths:
            assert "cell 2 of 3" in running.stderr.readline()  # the first cell has passed, so the second sleeps
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(timeout=60) != 0
    assert [path.read_bytes() for path in paths] == before


def test_a_file_that_is_not_there_is_named():
    done = run("nowhere.ipynb")
    assert done.returncode == 2
    assert "nowhere.ipynb: there is no such file" in done.stderr
