"""The built website, a server for it, and a browser that reaches nothing else."""

import fcntl
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("", "tools", "tests", "tests/livefig")]
mpl.use("agg")

import nbval_once  # noqa: E402 - tests/ and tools/ are on the path only now
from browser import FLAGS, MISSING, find_browser  # noqa: E402
from serve import make_server  # noqa: E402

# Of all files, these take longest, so they come first: at the end no processor waits long for the other. While the
# website is built for one of them, the other processor runs notebooks.
LONG = (
    *("test_every_cell.py", "test_publish.py", "test_incremental.py", "test_read.py"),
    *(path.name for path in sorted((ROOT / "chapters").glob("*.ipynb"), key=lambda p: -p.stat().st_size)),
    *("index.ipynb", "test_demos_browser.py", "test_accessibility.py", "test_every_page.py", "test_pdf.py"),
    *("test_launch.py", "test_light.py", "test_lab.py", "test_execute.py", "test_worker.py", "test_reader.py"),
)


def pytest_addoption(parser):
    parser.addoption("--book", action="store_true", help="bring the website up to date first, as `make book` does")


def pytest_collection_modifyitems(items):
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONG)))
    for item in items:
        if item.get_closest_marker("browser") or not _names_dlkit(getattr(item, "module", None)):
            item.add_marker("no_cover")  # counting lines takes a third more time of whatever runs


def _names_dlkit(module):
    """Tell whether a file of tests imports something of dlkit: only there are the lines of dlkit counted."""
    held = vars(module).values() if module else ()
    origins = [thing.__name__ if isinstance(thing, ModuleType) else getattr(thing, "__module__", "") for thing in held]
    return any(isinstance(origin, str) and origin.split(".")[0] == "dlkit" for origin in origins)


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs an installed Chromium or Chrome")
    config.pluginmanager.register(nbval_once)  # not a conftest's hook, since it is about index.ipynb and chapters/ too


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


def make(target):
    """Run make as from a shell: not as a part of the make that may have started the tests."""
    clean = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    done = subprocess.run(["make", target], cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def site(pytestconfig):
    """The website as `make book` built it last, or with --book builds it now; whoever comes second waits."""
    folder = ROOT / "_build" / "html"
    if pytestconfig.getoption("book") or not (folder / "index.html").is_file():
        folder.parent.mkdir(exist_ok=True)
        with (folder.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            make("book")
    return folder


@pytest.fixture(scope="session")
def site_url(site):
    server = make_server(site, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*FLAGS, NO_OTHER_HOST])
        yield started
        started.close()


# No name of a host is found. To ask about each request here, in Python, would take a third of the time of a page.
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def open_tab(browser, **options):
    """A fresh page that reaches this machine only, and notes in `problems` whatever goes wrong on it."""
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    tab.problems = []

    def heard(message):
        if message.type in ("error", "warning"):
            tab.problems.append(f"{message.type} on the console: {message.text}")

    def failed(request):
        here = request.url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
        if not here and request.failure != "csp":  # what the page's own policy stopped has not been asked
            tab.problems.append(f"asked another host: {request.url}")
        if request.failure != "net::ERR_ABORTED":  # the page was left before it had come
            tab.problems.append(f"failed: {request.url}, {request.failure}")

    def answered(response):
        if response.status >= 400:
            tab.problems.append(f"{response.status} for {response.url}")

    tab.on("console", heard)
    tab.on("pageerror", lambda error: tab.problems.append(f"error in a script: {error}"))
    tab.on("requestfailed", failed)
    tab.on("response", answered)
    return tab


# The page has done what it puts off: what scrolls is measured, pictures and fonts have come.
DONE = """() => document.documentElement.dataset.measured === "yes" && document.fonts.status === "loaded"
    && !document.querySelector("img[loading=lazy]:not(.demo-gallery img)")
    && [...document.images].every((picture) => picture.complete || picture.loading === "lazy")"""


def visit(tab, url):
    """Open a page, and wait until it has nothing left to do."""
    tab.goto(url, wait_until="load")
    tab.wait_for_function(DONE)


WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


@contextmanager
def opened(browser, address, **options):
    """A page for all tests of a file, which has no problem when they are done."""
    tab = open_tab(browser, **options)
    tab.goto(address, wait_until="load")
    yield tab
    assert tab.problems == []
    tab.context.close()


@pytest.fixture
def page(browser):
    tab = open_tab(browser, **WIDE)
    yield tab
    tab.context.close()


@pytest.fixture
def phone(browser):
    tab = open_tab(browser, **PHONE)
    yield tab
    tab.context.close()


@pytest.fixture
def no_script(browser):
    tab = open_tab(browser, **WIDE, java_script_enabled=False)
    yield tab
    tab.context.close()
