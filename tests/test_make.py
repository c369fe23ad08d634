"""The Makefile: what it lists, what it looks for, and what it says when something is missing."""

import os
import re
import shutil
import subprocess
import sys
import time

import install
import pytest
from conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {
    "read",
    "quick",
    "test",
    "torch",
    "lab",
    "fresh",
    "notebooks",
    "book",
    "pdf",
    "bench",
    "requirements",
    "clean",
    "help",
}
TARGETS |= {"audit", "sweep", "kernels", "links", "newest", "vulnerabilities", "workflows", "report"}

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(folder, *arguments, **environ):
    names = ["MAKEFLAGS", "MAKELEVEL", "MFLAGS"]  # set when the tests themselves run under make
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=clean | environ, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def bare(tmp_path):
    """A clone without an environment, as far as the Makefile looks at it."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "_config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-first.ipynb").touch()
    return tmp_path


@pytest.fixture
def python_without_venv(tmp_path):
    """A Python as Debian ships it without python3-venv: new enough, but it cannot make environments."""
    program = tmp_path / "python-without-venv"
    program.write_text(f'#!/bin/sh\ncase "$2" in venv) exit 1;; esac\nexec {sys.executable} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_help_lists_every_target(bare):
    done = make(bare, "help")
    assert set(re.findall(r"^ *make (\w+)", done.stdout, re.MULTILINE)) == TARGETS
    assert make(bare).stdout == done.stdout, "`make` alone is `make help`"


def test_every_target_that_the_documents_name_exists():
    for name in ("README.md", "CONTRIBUTING.md", "index.ipynb", "requirements.txt", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`(?:CI=true )?make ([a-z]+)", text)) | set(
            re.findall(r"^ +make ([a-z]+)", text, re.MULTILINE)
        )
        assert named <= TARGETS, name


def test_no_python_is_answered_in_words(bare):
    done = make(bare, "book", PYTHON="no-such-python")
    assert done.returncode != 0
    assert "No Python >= 3.11 was found as no-such-python" in done.stderr
    assert "make PYTHON=" in done.stderr


def test_an_old_python_is_passed_over(bare, tmp_path):
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    assert "No Python >= 3.11 was found" in make(bare, "book", PYTHON=str(old)).stderr


def test_a_python_that_cannot_make_environments_is_answered_in_words(bare, python_without_venv):
    done = make(bare, "book", PYTHON=str(python_without_venv))
    assert done.returncode != 0
    assert "python3-venv" in done.stderr


BUILDER = """import sys
from pathlib import Path
Path("_build").mkdir(exist_ok=True)
with open("_build/calls", "a") as calls:
    calls.write("built ")
if Path("changed").exists():
    Path("_build/.built").touch()
"""


@pytest.fixture
def made(bare):
    """Such a clone with an environment, and a site of which `tools/build.py` says whether it changed."""
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/bin/python").symlink_to(sys.executable)
    (bare / ".venv/.ready").touch()
    (bare / "tools").mkdir()
    (bare / "tools/build.py").write_text(BUILDER, encoding="utf-8")
    (bare / "_build/pdf").mkdir(parents=True)
    (bare / "_build/.built").touch()
    (bare / "_build/pdf/introduction-to-deep-learning.pdf").touch()
    (bare / "tools/pdf.py").write_text("print('printed')", encoding="utf-8")
    os.utime(bare / "tools/pdf.py", (1, 1))
    return bare


def test_the_book_is_looked_at_each_time_and_what_hangs_on_it_only_when_it_changed(made):
    assert make(made, "book").returncode == 0
    assert make(made, "pdf").stdout == "The book is in _build/pdf/introduction-to-deep-learning.pdf\n"
    assert (made / "_build/calls").read_text() == "built built "
    (made / "changed").touch()
    os.utime(made / "_build/pdf/introduction-to-deep-learning.pdf", (2, 2))
    assert make(made, "pdf").stdout.startswith("printed\n")


# Stands in for pip and uv: writes down how it was called, fails as it is told, and says what uv would.
INSTALLER = """#!/bin/sh
echo "$*" >> calls
case "$*" in
*config*) echo "$SETTINGS";;
*uv\\ pip*) echo "Resolved 2 packages" >&2; echo " + six==1.17.0" >&2; exit ${UV_STATUS:-0};;
*uv==*) exit ${NO_UV:-0};;
*) exit ${PIP_STATUS:-0};;
esac
"""


@pytest.mark.parametrize(
    ("environ", "status", "pip"),
    [
        ({}, 0, False),
        ({"NO_UV": "1"}, 0, True),
        ({"UV_STATUS": "2"}, 0, True),
        ({"SETTINGS": "global.index-url='https://pypi.example'"}, 0, True),
        ({"SETTINGS": "global.extra-index-url='https://pypi.example'"}, 0, False),
        ({"UV_STATUS": "2", "PIP_STATUS": "1"}, 1, True),
    ],
)
def test_packages_come_with_uv_and_where_that_cannot_be_with_pip(tmp_path, monkeypatch, capfd, environ, status, pip):
    program = tmp_path / "python"
    program.write_text(INSTALLER, encoding="utf-8")
    program.chmod(0o755)
    for name in ("PIP", "BY_UV"):
        monkeypatch.setattr(install, name, (str(program), *getattr(install, name)[1:]))
    monkeypatch.chdir(tmp_path)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert install.main("wanted.txt") == status
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert any(call.endswith("install --no-compile -r wanted.txt") for call in calls) is pip
    told = capfd.readouterr()
    assert ("with pip" in told.out) is pip
    assert ("Run the same command again" in told.err) is bool(status)
    assert "six" not in told.out


def test_packages_that_cannot_be_installed_are_answered_in_words(tmp_path):
    (tmp_path / "wanted.txt").write_text("./no-such-package\n", encoding="utf-8")
    run = [sys.executable, ROOT / "tools" / "install.py", "wanted.txt"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "no-such-package" in done.stderr
    assert "Run the same command again" in done.stderr


def test_a_folder_that_cannot_be_written_is_answered_in_words(bare):
    """The Makefile asks the shell, which knows a disk that is mounted for reading only, also for root."""
    (bare / "Makefile").write_text(MAKEFILE.replace("[ -w . ]", "[ -w no-such-folder ]"), encoding="utf-8")
    done = make(bare, "lab")
    assert done.returncode != 0
    assert "copy the course into a folder of your own" in done.stderr
    assert "python3-venv" not in done.stderr
    assert "[ -w . ]" in MAKEFILE


def test_the_environment_is_made_anew_when_the_requirements_changed(bare):
    for name in (".venv/.ready", "_build/.built"):
        (bare / name).parent.mkdir()
        (bare / name).touch()
    later = time.time() + 5
    os.utime(bare / "requirements.txt", (later, later))
    assert ".venv" in make(bare, "-n", "book").stdout


def test_the_requirements_say_how_they_are_made():
    assert "make requirements" in (ROOT / "requirements.txt").read_text(encoding="utf-8")[:300]
