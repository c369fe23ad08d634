"""The local server: which port it takes, what it answers, and how it ends."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading

import pytest
import serve
from conftest import ROOT


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
