"""`make quick`: what a change concerns is found from imports and names, and what was not run stays due."""

import json
import subprocess
import sys

import depends
import due
import nbformat
import pytest
from conftest import ROOT
from contents import CORE, PAGES

FILES = {
    "dlkit/__init__.py": "from .norms import l1\nfrom .losses import huber\nfrom .plots import plot_line\n",
    "dlkit/norms.py": "from ._arrays import as_array\n\n\ndef l1(x):\n    return as_array(x)\n",
    "dlkit/losses.py": "DELTA = 1.0\n\n\ndef huber(x):\n    return x\n",
    "dlkit/_arrays.py": "def as_array(x):\n    return x\n",
    "dlkit/plots/__init__.py": "from .lines import plot_line\n",
    "dlkit/plots/lines.py": "from ..norms import l1\n\n\ndef plot_line():\n    return l1\n",
    "livefig/__init__.py": "from .widget import explore\n",
    "livefig/widget.py": "def explore():\n    pass\n",
    "livefig/view.js": "0;\n",
    "README.md": "read me\n",
    "chapters/one.md": "a page\n",
    "tools/serve.py": "import browser\n",
    "tools/browser.py": "",
    "tests/conftest.py": "import serve\n",
    "tests/helpers.py": "from dlkit import huber\n",
    "tests/test_names.py": "from dlkit import l1\n",
    "tests/test_helped.py": "import helpers\nimport serve\n",
    "tests/test_dotted.py": "import dlkit\n\ndlkit.huber(dlkit.losses.DELTA)\n",
    "tests/test_whole.py": "import dlkit\n\nprint(vars(dlkit))\n",
    "tests/test_texts.py": "PAGES = ['README.md', 'chapters', 'no such file']\n",
    "tests/test_live.py": "from livefig import explore\n",
}


@pytest.fixture
def project(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    cells = ["%matplotlib inline\nfrom dlkit import plot_line", "!ls"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / "chapters" / "02-two.ipynb")
    return tmp_path


def needs(root, name, graph=None):
    found = (graph or depends.Graph(root)).closure(root / name)
    return {path.relative_to(root).as_posix(): steps for path, steps in found.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/test_names.py", {"dlkit/norms.py": 1, "dlkit/_arrays.py": 2}),
        (
            "tests/test_helped.py",
            {"tests/helpers.py": 1, "dlkit/losses.py": 2, "tools/serve.py": 1, "tools/browser.py": 2},
        ),
        ("tests/test_dotted.py", {"dlkit/losses.py": 1}),
        ("tests/test_whole.py", {name: 1 for name in FILES if name.startswith("dlkit/")}),
        ("tests/test_texts.py", {"README.md": 1, "chapters/one.md": 1, "chapters/02-two.ipynb": 1}),
        ("tests/test_live.py", {name: 1 for name in FILES if name.startswith("livefig/")}),
    ],
)
def test_a_name_is_followed_to_the_module_that_defines_it(project, name, expected):
    found = needs(project, name)
    assert found.pop(name) == 0
    assert found.pop("tests/conftest.py") == 1
    near = {path: steps for path, steps in found.items() if path in expected}
    assert near == expected
    if name != "tests/test_texts.py":  # which names a notebook, that needs more
        assert set(found) == set(expected)


def test_a_notebook_needs_what_its_cells_import(project):
    assert needs(project, "chapters/02-two.ipynb") == {
        "chapters/02-two.ipynb": 0,
        "dlkit/plots/lines.py": 1,
        "dlkit/norms.py": 2,
        "dlkit/_arrays.py": 3,
    }


def test_the_chapters_need_what_runs_in_them():
    graph = depends.Graph(ROOT)
    found = {path.stem: needs(ROOT, path.relative_to(ROOT), graph) for path in PAGES}
    core = {path.stem[:2]: found[path.stem] for path in CORE}
    assert "dlkit/newton.py" in found["02-newtons-method"]
    assert "dlkit/exercises/logistic_regression.py" in core["02"]
    assert "dlkit/network.py" in core["06"]
    assert "dlkit/stochastic.py" not in core["02"]
    assert all("dlkit/style.py" in names for names in found.values())
    assert all("dlkit/_arrays.py" in names for names in found.values())
    assert all("livefig/record.py" in names for names in core.values())


@pytest.fixture
def look(project, monkeypatch):
    """A function that looks at the project with what is known from earlier."""
    subprocess.run(["git", "init", "-q", project], check=True)
    subprocess.run(["git", "-C", project, "add", "."], check=True)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", project, *who, "commit", "-qm", "all"], check=True)
    for module in (due, due.sources):
        monkeypatch.setattr(module, "ROOT", project)
    monkeypatch.setattr(due, "Graph", lambda: depends.Graph(project))

    def look(state):
        seen = due.Project()
        changed = seen.changed(state)
        found = [seen.names[path] for path in seen.due(state, changed, [*seen.tests, *seen.notebooks])]
        return seen, {seen.names[path] for path in changed}, found

    return look


def test_before_the_first_run_what_is_committed_is_taken_as_passed(project, look):
    assert look(due.State())[1:] == (set(), [])
    (project / "dlkit/_arrays.py").write_text("def as_array(x):\n    return 2 * x\n", encoding="utf-8")
    _, changed, found = look(due.State())
    assert changed == {"dlkit/_arrays.py"}
    assert found[:3] == ["tests/test_whole.py", "tests/test_names.py", "chapters/02-two.ipynb"]
    assert "tests/test_helped.py" not in found


def test_what_was_not_run_stays_due_and_what_passed_does_not(project, look):
    (project / "dlkit/norms.py").write_text("def l1(x):\n    return x\n", encoding="utf-8")
    seen, _, found = look(due.State())
    assert "tests/test_names.py" in found
    state = due.State()
    seen.note(state, {path for path in (*seen.tests, *seen.notebooks) if seen.names[path] in found})
    assert look(state)[1] == set()
    assert sorted(look(state)[2]) == sorted(found)
    state.passed["tests/test_names.py"] = seen.name_of(project / "tests/test_names.py")
    assert sorted(look(state)[2]) == sorted(set(found) - {"tests/test_names.py"})
    (project / "dlkit/losses.py").write_text("def huber(x):\n    return 2 * x\n", encoding="utf-8")
    assert look(state)[2][0] in ("tests/test_dotted.py", "tests/test_whole.py"), "the nearest to the change comes first"


def test_who_writes_prose_waits_for_no_kernel(project, look):
    path = project / "chapters" / "02-two.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("A sentence."))
    nbformat.write(notebook, path)
    _, changed, found = look(due.State())
    assert changed == {"chapters/02-two.ipynb"}
    assert "chapters/02-two.ipynb" not in found
    assert "tests/test_texts.py" in found
    notebook.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(notebook, path)
    assert "chapters/02-two.ipynb" in look(due.State())[2]


def test_the_tests_end_in_time_and_tell_what_became_of_each_file(tmp_path):
    slow, told = tmp_path / "slow", tmp_path / "told"
    (tmp_path / "test_a.py").write_text(
        "def test_1(): pass\ndef test_2(): pass\ndef test_slow(): 1 / 0\n", encoding="utf-8"
    )
    (tmp_path / "test_b.py").write_text("def test_3(): 1 / 0\n", encoding="utf-8")
    slow.write_text(json.dumps(["test_a.py::test_slow"]), encoding="utf-8")

    def run(seconds, *files):
        options = ["-q", "-p", "no:cacheprovider", "-p", "quick_pytest", "--tell", told, "--slow", slow]
        command = [sys.executable, "-m", "pytest", *options, "--seconds", str(seconds), *files]
        environ = {"PYTHONPATH": str(ROOT / "tools"), "PATH": "/usr/bin:/bin"}
        subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, check=False)
        return json.loads(told.read_text(encoding="utf-8"))

    found = run(60, "test_a.py", "test_b.py")
    assert found["wanted"] == found["done"] == {"test_a.py": 2, "test_b.py": 1}
    assert found["left_out"] == {"test_a.py": 1}
    assert found["failed"] == ["test_b.py"]
    found = run(-1, "test_a.py", "test_b.py")
    assert found["done"] == {"test_a.py": 1}
    assert found["failed"] == []
