"""The commands of the README: what they answer, what they find, and what they say when something is missing."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
import serve
from conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {"read", "test", "torch", "lab", "notebooks", "book", "pdf", "bench", "requirements", "clean", "help"}
TARGETS |= {"audit", "kernels", "links", "newest", "vulnerabilities", "workflows", "report"}
ADDRESSES = ["BOOK_SITE_URL", "BOOK_REPOSITORY_URL", "GITHUB_REPOSITORY"]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(folder, *arguments, **environ):
    names = ["MAKEFLAGS", "MAKELEVEL", "MFLAGS"]  # set when the tests themselves run under make
    names += ADDRESSES
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


def test_the_book_is_built_when_a_source_changed_and_not_otherwise(bare):
    for name in (".venv/.ready", "_build/.built"):
        (bare / name).parent.mkdir()
        (bare / name).touch()
    assert make(bare, "-q", "book").returncode == 0
    for name in ("_config.yml", "chapters/01-first.ipynb"):
        later = time.time() + 5
        os.utime(bare / name, (later, later))
        assert make(bare, "-q", "book").returncode == 1, name
        os.utime(bare / name, (0, 0))


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_book_is_built_again_when_an_address_is_another_than_last_time(bare, name):
    for stamp in (".venv/.ready", "_build/.built"):
        (bare / stamp).parent.mkdir()
        (bare / stamp).touch()
    assert make(bare, "-q", "book", **{name: "https://example.org/a"}).returncode == 1
    (bare / "_build/.addresses").write_text(f"{name}=https://example.org/a\n", encoding="utf-8")
    assert make(bare, "-q", "book", **{name: "https://example.org/a"}).returncode == 0
    assert make(bare, "-q", "book", **{name: "https://example.org/b"}).returncode == 1
    assert make(bare, "-q", "book").returncode == 1, "without one, pages that name it are stale"


def test_a_build_notes_its_addresses(bare):
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/.ready").touch()
    (bare / ".venv/bin/jupyter-book").write_text("#!/bin/sh\nmkdir -p _build/fresh/_build/html\n", encoding="utf-8")
    (bare / ".venv/bin/jupyter-book").chmod(0o755)
    assert make(bare, "book", BOOK_SITE_URL="https://example.org/a").returncode == 0
    assert make(bare, "-q", "book", BOOK_SITE_URL="https://example.org/a").returncode == 0
    assert make(bare, "book").returncode == 0
    assert make(bare, "-q", "book").returncode == 0


def test_the_environment_is_made_anew_when_the_requirements_changed(bare):
    for name in (".venv/.ready", "_build/.built"):
        (bare / name).parent.mkdir()
        (bare / name).touch()
    later = time.time() + 5
    os.utime(bare / "requirements.txt", (later, later))
    assert ".venv" in make(bare, "-n", "book").stdout


def test_the_requirements_say_how_they_are_made():
    assert "make requirements" in (ROOT / "requirements.txt").read_text(encoding="utf-8")[:300]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.html").write_text("<p>the book</p>", encoding="utf-8")
    return tmp_path


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_picks_another(folder, taken, monkeypatch):
    monkeypatch.setattr(serve, "FIRST_PORT", taken)
    with serve.make_server(folder, None) as server:
        assert taken < server.server_port < taken + serve.TRIES


def test_a_named_port_in_use_is_said(folder, taken, capsys):
    assert serve.main(["--port", str(taken), "--folder", str(folder)]) == 1
    assert f"--port {taken}" in capsys.readouterr().err


def test_an_unbuilt_book_is_said(tmp_path, capsys):
    assert serve.main(["--folder", str(tmp_path)]) == 1
    assert "make book" in capsys.readouterr().err


def test_pages_are_served_fresh_and_to_this_machine_only(folder):
    with serve.make_server(folder, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.read() == b"<p>the book</p>"
        assert answer.getheader("Cache-Control") == "no-store"
        connection.close()
        server.shutdown()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way on Windows")
def test_the_address_is_printed_and_ctrl_c_ends_it_quietly(folder):
    command = [sys.executable, ROOT / "tools" / "serve.py", "--folder", folder, "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"CI": "true"}
    ) as process:
        said = process.stdout.readline() + process.stdout.readline()
        assert re.search(r"http://127\.0\.0\.1:\d+/", said)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert errors == ""


@pytest.mark.parametrize(
    ("environ", "platform", "screen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"CI": "true", "DISPLAY": ":0"}, "linux", False),
        ({"CI": "true"}, "darwin", False),
    ],
)
def test_a_browser_opens_only_where_there_is_a_screen(monkeypatch, environ, platform, screen):
    for name in ("CI", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert serve.has_screen() is screen
