"""`make read`: what is saved is built while the site is served, the browser loads it anew, what is wrong is said."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial

import build
import pytest
import read
import serve
from conftest import ROOT
from small_book import edit, small_book

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver
SECONDS = 120_000  # in milliseconds: a build on a busy machine


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    """The small book, read as `make read` lets it be read: the folder and the address."""
    folder = small_book(tmp_path_factory.mktemp("read") / "book")
    assert build.build(folder).problem == ""
    news, stop = read.News(), threading.Event()
    follower = threading.Thread(target=read.follow, args=(folder, news, stop), daemon=True)
    follower.start()
    with serve.make_server(folder / "_build" / "html", 0, partial(read.Handler, news=news)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        stop.set()
        follower.join(timeout=60)
        server.shutdown()
    assert not follower.is_alive()


@pytest.mark.browser
def test_a_page_that_is_saved_is_loaded_anew_and_what_is_wrong_stands_on_it(page, reading):
    folder, address = reading
    page.set_default_timeout(SECONDS)
    page.goto(f"{address}/two.html", wait_until="load")
    page.evaluate("globalThis.before = true")
    edit(folder, "two.md", "So ", "One zebra, so ")
    page.locator("article", has_text="One zebra").wait_for()
    assert page.evaluate("globalThis.before === undefined")
    edit(folder, "two.md", "eq-one", "eq-nowhere")
    page.locator("[role=alert]", has_text="eq-nowhere").wait_for()
    assert page.locator("article", has_text="One zebra").count() == 1, "the page stays as it was"
    edit(folder, "two.md", "eq-nowhere", "eq-one")
    page.locator("[role=alert]").wait_for(state="detached")
    assert page.problems == []


@pytest.mark.browser
def test_a_page_that_did_not_change_stays(page, reading):
    folder, address = reading
    page.set_default_timeout(SECONDS)
    page.goto(f"{address}/one.html", wait_until="load")
    page.evaluate("""() => {
        globalThis.before = true;
        new EventSource("/_changes").onmessage = ({ data }) => { document.body.dataset.heard = data; };
    }""")
    edit(folder, "references.md", "# References", "# References\n\nNo zebra.")
    page.locator("body[data-heard*='references.html']").wait_for()
    assert page.evaluate("globalThis.before")


def test_the_script_is_in_what_is_served_and_not_in_the_files(reading):
    folder, address = reading
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    for name in ("/", "/one.html"):
        connection.request("GET", name)
        assert b"/_reload.js" in connection.getresponse().read()
    connection.request("GET", "/_reload.js")
    assert b"EventSource" in connection.getresponse().read()
    connection.request("GET", "/no-such-page.html")
    assert connection.getresponse().read() == (folder / "_build/html/404.html").read_bytes()
    connection.close()
    assert not any(b"_reload.js" in path.read_bytes() for path in (folder / "_build/html").rglob("*.html"))


def test_what_was_told_meanwhile_is_heard_by_who_comes_back():
    news = read.News()
    news.tell(["one.html"])
    news.tell([], "a problem")
    assert [json.loads(said) for said in news.after(1)] == [{"changed": [], "problem": "a problem"}]


def test_each_build_is_one_line_and_a_problem_ends_nothing(tmp_path, capsys, monkeypatch):
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)

    def built(*_, **__):
        result = next(results)
        for name in result.changed:
            (site / name).write_text("another page", encoding="utf-8")
        return result

    results = iter(
        [
            build.Built(["one.html"], 2.5),
            build.Built([], 1.0, "one.md:3: no such label"),
            build.Built([], 0.0),
            build.Built([], 0.0),
        ]
    )
    monkeypatch.setattr(build, "build", built)
    news = read.News()
    read.follow(tmp_path, news, threading.Event(), saved=range(4))
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Built one.html in 2.5 s", "Nothing on the website changed"]
    assert "no such label" in said.err
    assert [json.loads(one)["problem"] for one in news.told] == ["", "one.md:3: no such label", ""]


def alive(group):
    """What still runs of a group of processes."""
    listed = subprocess.run(["ps", "-eo", "pgid,stat,args"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [args for number, state, args in lines if int(number) == group and not state.startswith("Z")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied on this system")
@pytest.mark.parametrize("stopped", [True, False])
def test_of_a_build_no_process_is_left(tmp_path, stopped):
    """One that was stopped would go on writing; one that renders formulas would wait for more of them."""
    folder = small_book(tmp_path / "book")
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import build, pathlib; "
    code += f"build.build(pathlib.Path({str(folder)!r}))"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, start_new_session=True) as running:
        record = folder / "_build/work/_build/.doctrees/record.json"
        while not record.is_file():  # written when reading begins
            assert running.poll() is None
            time.sleep(0.05)
        if stopped:
            os.kill(running.pid, signal.SIGINT)
        assert (running.wait(timeout=120) != 0) is stopped
    deadline = time.monotonic() + 30
    while left := alive(running.pid):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def test_a_file_that_cannot_be_written_is_said(tmp_path, capsys, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system", str(tmp_path / "_build"))

    monkeypatch.setattr(build, "build", refuse)
    assert build.main([]) == 1
    assert "copy the course into a folder of your own" in capsys.readouterr().err
    news = read.News()
    read.follow(tmp_path, news, threading.Event(), saved=range(1))
    assert "Read-only" in json.loads(news.told[0])["problem"]


def test_all_folders_of_the_sources_are_watched(tmp_path):
    folder = small_book(tmp_path / "book")
    names = {path.relative_to(folder).as_posix() for path in read.folders(folder)}
    assert {".", "assets", "assets/katex", "book", "book/templates"} <= names
    shutil.rmtree(folder)
