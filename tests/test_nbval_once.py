"""What nbval passes over, its one run of a notebook shows all the same: pictures, recorded states, solutions."""

import os
import re
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT

CHECK = "chain-rule"
DEMO = """
import matplotlib.pyplot as plt
from livefig import explore
fig, ax = plt.subplots(figsize=(2, 2))
(line,) = ax.plot([0, 1], [0, 1])
def tilt(k=1):
    "A line."
    line.set_ydata([0, k])
    return f"slope {k}"
explore(fig, tilt, k=(0, 2))
"""
SOLVED = """
:::{{exercise}}
:label: ex-{number}
:::

:::{{solution}} ex-{number}
```python
def derivative(x):
    return {answer}

print("two")
```
{said}
:::
"""
PICTURE = 'plt.figure(figsize=(1, 1)).add_subplot().plot([0, 1])\nplt.show()\nprint("drawn")'


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What pytest tells of a notebook as it was written, of a changed one, and of one with exercises."""
    folder = tmp_path_factory.mktemp("notebooks")
    code, prose = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    exercises = [code("from math import exp\nfrom dlkit import check\nx = 1"), code("# NBVAL_SKIP\nprint(2)")]
    right, two, three = "2 * x * (exp(x) + 1) + x**2 * exp(x)", "\n```text\ntwo\n```", "\n```text\nthree\n```"
    for number, (answer, said) in enumerate(((right, two), ("exp(x)", ""), ("missing(x)", ""), (right, three))):
        exercises += [
            prose(SOLVED.format(number=number, answer=answer, said=said)),
            code(f'derivative = ...\ncheck("{CHECK}", derivative)'),
        ]
    for name, cells in {"fresh": [code(DEMO), code(PICTURE)], "exercises": exercises}.items():
        nbformat.write(nbformat.v4.new_notebook(cells=[prose("# Title"), *cells]), folder / f"{name}.ipynb")
    written = [folder / "fresh.ipynb", folder / "exercises.ipynb"]
    subprocess.run([sys.executable, ROOT / "tools" / "notebooks.py", *written], check=True, capture_output=True)
    text = (folder / "fresh.ipynb").read_text(encoding="utf-8")
    (picture,) = re.findall(r'"image/png": "([^"]+)"', text)
    assert text.count(">slope 1</p>") == 1
    changed = text.replace(picture, picture.replace("A", "B")).replace(">slope 1</p>", ">slope 3</p>")
    (folder / "changed.ipynb").write_text(changed, encoding="utf-8")
    # Where CI is set, pytest tells each failure a second time, whole.
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER", "PYTEST_ADDOPTS")}
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT / "tools"), str(ROOT)])
    command = [sys.executable, "-m", "pytest", "-p", "nbval_once", "-p", "no:cacheprovider", "--color=no", "-rA"]
    done = subprocess.run(
        [*command, "--nbval", "--nbval-current-env", *sorted(folder.glob("*.ipynb"))],
        cwd=folder, env=clean | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


def test_a_notebook_as_it_was_written_passes(told):
    assert re.findall(r"^PASSED fresh.ipynb::(.*)", told, re.MULTILINE) == [
        "Cell 0",
        "Cell 1",
        "Cell 2",
        "as committed",
    ]


def test_another_picture_and_another_recording_fail_though_no_cell_does(told):
    assert re.findall(r"^PASSED changed.ipynb::(.*)", told, re.MULTILINE) == ["Cell 0", "Cell 1", "Cell 2"]
    assert "FAILED changed.ipynb::as committed" in told
    assert "changed.ipynb: not what the code gives. Run `make notebooks`" in told
    assert len(re.findall(r'^ *[-+] .*"image/png"', told, re.MULTILINE)) == 2
    assert len(re.findall(r'^ *[-+] .*"markup"', told, re.MULTILINE)) == 2


def test_a_cell_that_was_not_run_fails(told):
    assert "FAILED exercises.ipynb::as committed" in told
    assert "6 of 7 cells were run" in told


def test_solutions_are_run_and_checked(told):
    assert re.findall(r"^(\w+) exercises.ipynb::solution ex-(\d)", told, re.MULTILINE) == [
        ("PASSED", "0"),
        ("FAILED", "1"),
        ("FAILED", "2"),
        ("FAILED", "3"),
    ]
    assert f"{CHECK}: " in told
    assert "name 'missing' is not defined" in told


def test_a_solution_prints_what_the_page_says(told):
    assert len(re.findall(r"AssertionError\S*: two$", told, re.MULTILINE)) == 1
