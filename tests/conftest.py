"""The built website, a server for it, and a browser that reaches nothing else."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools"), str(ROOT / "tests")]
mpl.use("agg")

import nbval_once  # noqa: E402 - tests/ and tools/ are on the path only now
from browser import FLAGS, MISSING, find_browser  # noqa: E402
from serve import make_server  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs an installed Chromium or Chrome")
    config.pluginmanager.register(nbval_once)  # not a conftest's hook, since it is about index.ipynb and chapters/ too


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def site():
    """The built website; `make` knows whether it is up to date."""
    folder = ROOT / "_build" / "html"
    if not (folder / "index.html").is_file():
        done = subprocess.run(["make", "book"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
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
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


def open_tab(browser, **options):
    """A fresh page that reaches this machine only, and notes in `problems` whatever goes wrong on it."""
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    tab.problems = []

    def guard(route):
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")):
            route.continue_()
        else:
            tab.problems.append(f"asked another host: {url}")
            route.abort()

    def heard(message):
        if message.type in ("error", "warning"):
            tab.problems.append(f"{message.type} on the console: {message.text}")

    def failed(request):
        if request.failure != "net::ERR_ABORTED":  # the page was left before it had come
            tab.problems.append(f"failed: {request.url}, {request.failure}")

    def answered(response):
        if response.status >= 400:
            tab.problems.append(f"{response.status} for {response.url}")

    tab.route("**/*", guard)
    tab.on("console", heard)
    tab.on("pageerror", lambda error: tab.problems.append(f"error in a script: {error}"))
    tab.on("requestfailed", failed)
    tab.on("response", answered)
    return tab


@pytest.fixture
def page(browser):
    tab = open_tab(browser, viewport={"width": 1280, "height": 900})
    yield tab
    tab.context.close()


@pytest.fixture
def phone(browser):
    tab = open_tab(
        browser, viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True
    )
    yield tab
    tab.context.close()


@pytest.fixture
def no_script(browser):
    tab = open_tab(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield tab
    tab.context.close()
