"""`make notebooks`: what is written, what is told, and what stays when a cell fails or somebody interrupts."""

import os
import signal
import subprocess
import sys
import time

import nbformat
import notebooks
import pytest
from conftest import ROOT


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


def test_notebooks_are_executed_side_by_side_and_written_once(write, capsys):
    paths = [write("one.ipynb", "print(1 + 1)"), write("two.ipynb", "import os\nprint(os.path.basename('a/b'))")]
    names = [str(path) for path in paths]
    assert notebooks.main([*names, names[0]]) == 0
    told = capsys.readouterr().err
    assert [printed(path) for path in paths] == ["2\n", "b\n"]
    assert told.count("written") == 2
    assert "cell 3 of 3" in told
    first = [path.read_bytes() for path in paths]
    assert notebooks.main(["--check", *names]) == 0
    assert [path.read_bytes() for path in paths] == first


def test_a_stale_notebook_is_named_and_left_as_it_is(write, capsys):
    path = write("stale.ipynb", "print(2)")
    assert notebooks.main([str(path)]) == 0
    stale = path.read_text(encoding="utf-8").replace('"2\\n"', '"3\\n"')
    path.write_text(stale, encoding="utf-8")
    assert notebooks.main(["--check", str(path)]) == 1
    told = capsys.readouterr().out
    assert "stale.ipynb: not what the code gives" in told
    assert '-      "3\\n"' in told
    assert '+      "2\\n"' in told
    assert path.read_text(encoding="utf-8") == stale


def test_a_cell_that_fails_ends_all_and_writes_nothing(write, capsys, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    bad, long = write("bad.ipynb", "1 / 0"), write("long.ipynb", "import time\ntime.sleep(300)", "print(2)")
    before = [path.read_bytes() for path in (bad, long)]
    start = time.monotonic()
    assert notebooks.main([str(bad), str(long)]) == 1
    assert time.monotonic() - start < 120
    told = capsys.readouterr().err
    assert "bad.ipynb: a cell failed" in told
    assert "ZeroDivisionError" in told
    assert [path.read_bytes() for path in (bad, long)] == before


def test_an_interrupt_ends_all_of_them(write):
    names = ("one", "two")[: os.cpu_count() or 1]
    paths = [write(f"{name}.ipynb", "import time\ntime.sleep(300)") for name in names]
    before = [path.read_bytes() for path in paths]
    command = [sys.executable, ROOT / "tools" / "notebooks.py", *paths]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        for _ in paths:
            assert "cell 2 of 3" in running.stderr.readline()  # the first cell has passed, so the second sleeps
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(timeout=60) != 0
    assert [path.read_bytes() for path in paths] == before


def test_a_file_that_is_not_there_is_named(capsys):
    with pytest.raises(SystemExit):
        notebooks.main(["nowhere.ipynb"])
    assert "there is no such file" in capsys.readouterr().err
