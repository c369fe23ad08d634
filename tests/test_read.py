"""`make read`: what is saved is built while the site is served, the browser loads it anew, what is wrong is said."""

import http.client
import json
import shutil
import threading
from functools import partial

import build
import pytest
import read
import serve
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
        new EventSource("/_changes").onmessage = ({ data }) => { globalThis.heard = data; };
    }""")
    edit(folder, "references.md", "# References", "# References\n\nNo zebra.")
    page.wait_for_function("globalThis.heard?.includes('references.html')")
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
    results = iter(
        [
            build.Built(["one.html"], 2.5),
            build.Built([], 1.0, "one.md:3: no such label"),
            build.Built([], 0.0),
            build.Built([], 0.0),
        ]
    )
    monkeypatch.setattr(build, "build", lambda *_, **__: next(results))
    news = read.News()
    read.follow(tmp_path, news, threading.Event(), saved=range(4))
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Built one.html in 2.5 s", "Nothing on the website changed"]
    assert "no such label" in said.err
    assert [json.loads(one)["problem"] for one in news.told] == ["", "one.md:3: no such label", ""]


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
