"""What Binder does with the repository, done here: an environment from its files, JupyterLab, and a chapter run."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import uuid
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
import websocket  # comes with jupyter-server
from conftest import ROOT
from packaging.requirements import Requirement

CHAPTER = "chapters/01-linear-regression.ipynb"
SECONDS = 180  # for one cell, on a busy machine
# What pip says where it cannot reach the index; anything else is an error of the requirements.
NO_NETWORK = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError")


def no_network(told):
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def test_runtime_txt_names_a_python_that_the_course_admits():
    named = re.fullmatch(r"python-(\d+)\.(\d+)\n", (ROOT / "runtime.txt").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"])
    assert tuple(map(int, named.groups())) >= tuple(map(int, least.groups()))


def test_nothing_takes_precedence_over_the_requirements_on_binder():
    others = ("binder", ".binder", "Dockerfile", "environment.yml", "environment.yaml", "Pipfile", "Project.toml")
    assert [name for name in others if (ROOT / name).exists()] == []
    assert (ROOT / "requirements.txt").is_file()


def link_what_is_required(environment):
    """Put into an empty environment what requirements.txt names, at that version, and nothing else that is installed.

    `make` had pip install it from that file; here are links to it, with which pip then finds the requirements met.
    """
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if re.match(r"[\w.-]+==", line)]
    owners = {}  # of each file, or of each folder below the packages: several may share one, as plugins do
    for pin in (pin for pin in pins if pin.marker is None or pin.marker.evaluate()):
        installed = metadata.distribution(pin.name)
        assert installed.version in pin.specifier, f"{pin}, but {installed.version} is installed"
        for file in map(str, installed.files):
            owners.setdefault(file if file.startswith("..") else file.partition("/")[0], {}).setdefault(
                pin.name, []
            ).append(file)
    here, there = Path(sysconfig.get_path("purelib")), next(environment.glob("lib/python*/site-packages"))
    commands = os.path.relpath(sysconfig.get_path("scripts"), here)  # they begin with the path of their Python
    for name, files in owners.items():
        for file in [name] if len(files) == 1 else {file for held in files.values() for file in held}:
            if (here / file).exists() and not file.startswith(commands):
                (there / file).parent.mkdir(parents=True, exist_ok=True)
                (there / file).symlink_to(here / file)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The files of the repository elsewhere, with an environment after its requirements.txt."""
    folder = tmp_path_factory.mktemp("binder")
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    for name in listed.rstrip("\0").split("\0"):
        if (ROOT / name).is_file():  # not one that is deleted, but not yet from the index
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    link_what_is_required(folder / ".venv")
    pip = [sys.executable, "-m", "pip", "--python", folder / ".venv/bin/python"]
    install = [*pip, "install", "--no-deps", "--no-compile", "--quiet", "-r", "requirements.txt"]
    done = subprocess.run(install, cwd=folder, env=clean(), capture_output=True, text=True, check=False)
    if done.returncode != 0 and (said := NO_NETWORK.search(done.stderr)):
        no_network(f"there is no network to install the requirements from (pip: {said[0]})")
    assert done.returncode == 0, done.stderr
    check = subprocess.run([*pip, "check"], capture_output=True, text=True, check=False)  # nothing is missing
    assert check.returncode == 0, check.stdout
    return folder


def clean(**more):
    """The environment without what belongs to the tests'."""
    own = re.compile(r"PYTHON|JUPYTER|VIRTUAL_ENV$|DLKIT|COV_")
    return {name: value for name, value in os.environ.items() if not own.match(name)} | more


@pytest.fixture(scope="module")
def lab(copy):
    """JupyterLab in that folder and environment; a function that asks its API."""
    token = uuid.uuid4().hex
    (copy / "home").mkdir()
    environment = clean(PATH=f"{copy / '.venv/bin'}:{os.environ['PATH']}", HOME=str(copy / "home"))
    command = ["-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
    with (copy / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [copy / ".venv/bin/python", *command, f"--IdentityProvider.token={token}"],
            cwd=copy, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        address = wait_for_address(server, copy / "lab.log")

        def ask(path, content=None):
            data = None if content is None else json.dumps(content).encode()
            headers = {"Authorization": f"token {token}"}
            with urllib.request.urlopen(urllib.request.Request(address + path, data, headers), timeout=60) as answer:
                return answer.read()

        ask.socket = lambda path: websocket.create_connection(
            address.replace("http", "ws", 1) + path, header=[f"Authorization: token {token}"], timeout=SECONDS
        )
        yield ask
        server.terminate()
        server.wait(timeout=60)


def wait_for_address(server, log):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab", log.read_text()):
            return found[1]
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)
    server.kill()
    raise AssertionError("JupyterLab did not start:\n" + log.read_text())


class Kernel:
    """A kernel behind the server, spoken to as JupyterLab does."""

    def __init__(self, channel):
        self.channel = channel

    def run(self, source):
        """Run code, and return what it printed; an error in it is an error here."""
        name, printed = uuid.uuid4().hex, []
        header = {"msg_id": name, "msg_type": "execute_request", "session": name, "username": "", "version": "5.3"}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self.channel.send(json.dumps(message))
        while True:
            opcode, data = self.channel.recv_data()
            if opcode != websocket.ABNF.OPCODE_TEXT:
                continue  # the pictures of a widget
            answer = json.loads(data)
            if answer["parent_header"].get("msg_id") != name:
                continue
            kind, content = answer["msg_type"], answer["content"]
            assert kind != "error", f"{source}\n{content['ename']}: {content['evalue']}"
            if kind == "stream":
                printed.append(content["text"])
            if kind == "status" and content["execution_state"] == "idle":
                return "".join(printed)


def test_a_chapter_opens_and_runs_as_on_binder(copy, lab):
    """The server starts the kernel in the folder of the notebook, so that dlkit has to be installed to be found."""
    assert b"jupyter-config-data" in lab(f"/lab/tree/{CHAPTER}")
    notebook = nbformat.from_dict(json.loads(lab(f"/api/contents/{CHAPTER}"))["content"])
    session = {"path": CHAPTER, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
    kernel = json.loads(lab("/api/sessions", session))["kernel"]["id"]
    channel = lab.socket(f"/api/kernels/{kernel}/channels")
    try:
        run = Kernel(channel).run
        for cell in notebook.cells:
            if cell.cell_type == "code":
                run(cell.source)
        where = run("import dlkit, os; print(dlkit.__file__); print(os.getcwd())").splitlines()
        with pytest.raises(AssertionError, match="ZeroDivisionError"):
            run("1 / 0")  # an error does not pass unseen
    finally:
        channel.close()
    assert where == [str(copy / "dlkit/__init__.py"), str(copy / "chapters")]
