"""The small book, built once for all files of tests that one process runs, and served."""

import threading

import pytest
from conftest import WIDE
from live_book import build, make_book, open_page
from serve import make_server


@pytest.fixture(scope="session")
def live_site(tmp_path_factory):
    """The built site of the small book."""
    folder = make_book(tmp_path_factory.mktemp("live") / "book")
    status, said = build(folder)
    assert status == 0, said
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def live_url(live_site):
    """The address of its page with cells; the site is not at the root of its host."""
    server = make_server(live_site.parent, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/html/page.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def live(browser, live_url):
    """The page with cells, in a fresh tab of its own."""
    tab = open_page(browser, live_url, **WIDE)
    yield tab
    tab.context.close()
