"""The cell that installs dlkit where it is missing: in every notebook, silent here, right about the address there."""

import http.server
import json
import os
import subprocess
import sys
import threading

import nbformat
import pytest
from notebooks import FIRST_CELL, FIRST_CELL_METADATA, all_notebooks

KERNEL = "5f0c2f3e-77a8-4b07-9a2e-0d1c5a1f9a11"
OTHER = "00000000-1111-2222-3333-444444444444"
# Runs the cell as the kernel does, with a pip that only says what it was asked for.
HARNESS = """
import subprocess, sys
sys.argv = ["kernel_launcher.py", "-f", "/root/.local/share/jupyter/runtime/kernel-{kernel}.json"]
def run(command, **options):
    print("RUN", *command)
    return subprocess.CompletedProcess(command, {status}, stdout="ERROR: no such branch")
subprocess.run = run
exec(compile(sys.stdin.read(), "cell", "exec"))
"""


@pytest.mark.parametrize("path", all_notebooks(), ids=lambda path: path.stem)
def test_every_notebook_has_it_below_its_title(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[1].source == FIRST_CELL, "run `make notebooks`"
    assert cells[1].metadata == FIRST_CELL_METADATA
    assert cells[1].outputs == []
    assert not any("install" in cell.metadata.get("tags", []) for cell in cells[2:])


def test_it_is_not_on_the_pages(site):
    for path in (site / "index.html", *(site / "chapters").glob("*.html")):
        assert "COLAB_JUPYTER_IP" not in path.read_text(encoding="utf-8")


@pytest.fixture
def colab():
    """A server that answers as Colab's does; its environment, the sessions it lists, and what it was asked."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            colab.asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(colab.sessions).encode())

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as colab:
        colab.asked, colab.sessions = [], []
        colab.environment = {"COLAB_JUPYTER_IP": "127.0.0.1", "KMP_TARGET_PORT": str(colab.server_port)}
        threading.Thread(target=colab.serve_forever, daemon=True).start()
        yield colab
        colab.shutdown()


def session(path, kernel=KERNEL):
    return {"id": "1", "name": "notebook.ipynb", "path": path, "type": "notebook", "kernel": {"id": kernel}}


def run_cell(environ, *, missing=True, status=0, kernel=KERNEL):
    """Run the cell in a process of its own, without the packages of the environment where dlkit is to be missing."""
    command = [sys.executable, *(["-I", "-S"] if missing else []), "-c", HARNESS.format(kernel=kernel, status=status)]
    names = ("COLAB_JUPYTER_IP", "KMP_TARGET_PORT")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(command, input=FIRST_CELL, env=clean | environ, capture_output=True, text=True, check=False)


def test_where_dlkit_is_there_nothing_is_said_asked_or_run(colab):
    done = run_cell(colab.environment, missing=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert colab.asked == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("github.com/someone/course/blob/main/chapters/01-linear-regression.ipynb", "someone/course@main"),
        ("github.com/someone/course/blob/main/index.ipynb", "someone/course@main"),
        ("github.com/some-one/the.course/blob/next/term/chapters/07-slug.ipynb", "some-one/the.course@next/term"),
    ],
)
def test_on_colab_it_installs_from_where_the_notebook_was_opened(colab, path, address):
    colab.sessions = [session(f"fileId=https%3A//{path}")]
    done = run_cell(colab.environment)
    assert done.returncode == 0, done.stderr
    assert colab.asked == ["/api/sessions"]
    asked = done.stdout.splitlines()[-1]
    assert asked == f"RUN {sys.executable} -m pip install --quiet git+https://github.com/{address}"


def test_of_several_notebooks_it_takes_its_own(colab):
    colab.sessions = [
        session("fileId=https%3A//github.com/other/book/blob/main/index.ipynb", OTHER),
        session("fileId=https%3A//github.com/someone/course/blob/main/index.ipynb"),
    ]
    assert run_cell(colab.environment).stdout.endswith("git+https://github.com/someone/course@main\n")


def test_where_its_own_cannot_be_told_apart_several_of_one_repository_will_do(colab):
    page = "fileId=https%3A//github.com/someone/course/blob/main/chapters/0{}-x.ipynb"
    colab.sessions = [session(page.format(1)), session(page.format(2))]
    assert run_cell(colab.environment, kernel=OTHER).stdout.endswith("git+https://github.com/someone/course@main\n")


@pytest.mark.parametrize(
    "paths",
    [
        ["fileId=1AbCdEfGhIjKlMnOpQ"],  # a copy in Drive
        ["fileId=https%3A//github.com/a/b/blob/main/x.ipynb", "fileId=https%3A//github.com/c/d/blob/main/x.ipynb"],
        [],
    ],
)
def test_where_colab_names_no_one_repository_the_reader_is_told_what_to_run(colab, paths):
    colab.sessions = [session(path) for path in paths]
    asks_for_an_address(run_cell(colab.environment))


def test_where_there_is_no_colab_the_reader_is_told_what_to_run():
    asks_for_an_address(run_cell({}))


def test_an_answer_of_another_form_is_no_riddle(colab):
    colab.sessions = {"error": "moved"}
    asks_for_an_address(run_cell(colab.environment))


def asks_for_an_address(done):
    assert done.returncode != 0
    assert "RUN" not in done.stdout
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ModuleNotFoundError: dlkit is not installed")
    assert "`%pip install git+ADDRESS`" in last
    assert "`pip install -r requirements.txt`" in last


def test_what_pip_says_when_it_fails_is_shown(colab):
    colab.sessions = [session("fileId=https%3A//github.com/someone/course/blob/main/index.ipynb")]
    done = run_cell(colab.environment, status=1)
    assert done.returncode != 0
    assert "could not install dlkit from git+https://github.com/someone/course@main:" in done.stderr
    assert done.stderr.endswith("ERROR: no such branch\n")
