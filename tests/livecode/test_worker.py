"""The worker in a browser: it runs cells, fetches archives when they are needed, and lets no code reach a host."""

import pytest
from conftest import open_tab
from python_site import CACHE, PAGE, ROOT, Stranger, served, site, text_of

from livecode import distribution

pytestmark = pytest.mark.browser

# Ways to another host, each a cell; {url} is the other host.
JAVASCRIPT = {
    "fetch": "fetch('{url}')",
    "fetch of the prototype": "Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch.call(self, '{url}')",
    "a request": "fetch(new Request('{url}'))",
    "XMLHttpRequest": "x = new XMLHttpRequest(); x.open('GET', '{url}', false); x.send()",
    "WebSocket": "new WebSocket('{url}'.replace('http', 'ws'))",
    "EventSource": "new EventSource('{url}')",
    "importScripts": "importScripts('{url}')",
    "a worker": "new Worker('{url}')",
    "a nested worker": "new Worker(URL.createObjectURL(new Blob([`fetch('{url}')`])))",
    "import": "import('{url}')",
    "a timer": "setTimeout(`import('{url}')`)",
    "a font": "new FontFace('a', 'url({url})').load()",
    "the cache": "caches.open('a').then((c) => c.add('{url}'))",
    "a beacon": "navigator.sendBeacon('{url}')",
    "WebTransport": "new WebTransport('{url}')",
    "a second Python": "loadPyodide({{ indexURL: '{url}' }})",
}
PYTHON = {
    "js.fetch": "import js\njs.fetch('{url}')",
    "js.self": "import js\njs.self.__proto__.__proto__.fetch('{url}')",
    "js.XMLHttpRequest": "import js\nx = js.XMLHttpRequest.new()\nx.open('GET', '{url}', False)\nx.send()",
    "js.eval": "import js\njs.eval(\"import('{url}')\")",
    "a constructor": "import js\njs.Object.constructor(\"import('{url}')\")()",
    "constructors of all kinds": (
        "import js\njs.Array['from'].constructor.constructor(\"import('{url}')\")()\n"
        "js.Reflect.construct(js.Function, [\"import('{url}')\"])()"
    ),
    "scripts replaced": (
        "import js\nfrom pyodide.ffi import create_proxy\n"
        "def bad(*a): raise TypeError\njs.importScripts = create_proxy(bad)\njs.loadPyodide(indexURL='{url}')"
    ),
    "pyodide.http": "import asyncio\nfrom pyodide.http import pyfetch\nasyncio.ensure_future(pyfetch('{url}'))",
    "open_url": "from pyodide.http import open_url\nopen_url('{url}')",
    "urllib": "from urllib.request import urlopen\nurlopen('{url}', timeout=2)",
    "a socket": "import socket\ns = socket.create_connection(('127.0.0.1', {port}), timeout=2)\ns.send(b'GET /')",
    "loadPackage": "import pyodide_js\npyodide_js.loadPackage('{url}a-1.0-py3-none-any.whl')",
    "a message of the page": (
        "import js\nfrom pyodide.ffi import to_js\n"
        "data = to_js({{'type': 'start', 'base': '{url}'}}, dict_converter=js.Object.fromEntries)\n"
        "init = to_js({{'data': data}}, dict_converter=js.Object.fromEntries)\n"
        "js.dispatchEvent(js.MessageEvent.new('message', init))"
    ),
}
LATER = {
    "pyodide.http",
    "loadPackage",
    "scripts replaced",
    "a message of the page",
    "a second Python",
}  # what fails then is not the cell


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("python")
    try:
        distribution.write(found, CACHE, [ROOT / name for name in ("dlkit", "livefig", "drawpad")])
    except distribution.Unavailable as problem:
        pytest.skip(str(problem))
    return found


@pytest.fixture(scope="module")
def sent():
    return {}


@pytest.fixture(scope="module")
def tab(browser, folder, sent):
    with site(folder, sent) as url:
        page = open_tab(browser)
        page.goto(f"{url}page.html")
        page.evaluate(PAGE)
        yield page
        page.context.close()


def go(tab, code):
    return tab.evaluate("(code) => go(code)", code)


def test_numpy_alone_takes_ten_megabytes(tab, sent):
    messages = go(tab, "import numpy as np\nprint(np.linalg.solve(np.diag([2.0, 4.0]), np.ones(2)))")
    assert text_of(messages) == "[0.5  0.25]\n"
    assert messages[-1]["ok"]
    assert sum(sent.values()) < 10e6
    progress = [m for m in tab.evaluate("heard") if m["type"] == "progress"]
    assert progress[-1]["done"] == progress[-1]["total"] == pytest.approx(sum(sent.values()), rel=0.01)


def test_a_figure_takes_fourteen_megabytes_and_no_warning(tab, sent):
    code = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nax.set_title(r'$\\alpha_1$');"
    messages = go(tab, code)
    assert [m["output"]["output_type"] for m in messages if m["type"] == "output"] == ["display_data"]
    assert sum(sent.values()) < 14e6


def test_the_books_source_is_there_to_be_shown(tab):
    code = "import inspect, dlkit\nprint(inspect.getsource(dlkit.add_intercept)[:18], dlkit.squared_error.__doc__[:3])"
    assert text_of(go(tab, code)).startswith("def add_intercept(")


def test_an_import_within_a_function_is_fetched_when_it_is_called(tab, sent):
    assert not any(name.startswith("scipy") for name in sent)
    code = "def f():\n    from scipy.linalg import norm\n    return norm([3.0, 4.0])\n\nprint(f())"
    assert text_of(go(tab, code)) == "5.0\n"
    assert any(name.startswith("scipy") for name in sent)


def test_scikit_learn_comes_with_what_it_needs(tab):
    code = (
        "from sklearn.linear_model import LinearRegression\nprint(LinearRegression().fit([[1.0], [2.0]], [1, 3]).coef_)"
    )
    assert text_of(go(tab, code)) == "[2.]\n"


@pytest.mark.parametrize(
    "code",
    [
        "def f(n):\n    return f(n + 1)\nf(0)",
        "import sys\nsys.setrecursionlimit(10**7)\ndef f(n):\n    return n and f(n - 1)\nf(30_000)",
    ],
)
def test_python_outlives_endless_recursion(tab, code):
    messages = go(tab, code)
    assert messages[-1]["type"] == "done", messages[-1]
    assert text_of(go(tab, "print(1 + 1)")) == "2\n"


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n    def __repr__(self):\n        return repr(self)\nrepr(A())",
        "x = []\nfor _ in range(100_000):\n    x = [x]\nrepr(x)",
        "def f(_):\n    return sorted([0], key=f)\nf(0)",
    ],
)
def test_recursion_within_c_is_an_error_or_ends_python_in_plain_words(tab, code):
    """Functions in C may fill the stack of the browser, which Python does not outlive; a page starts it anew then."""
    last = go(tab, code)[-1]
    if last["type"] == "failed":
        assert last["message"].startswith("A function called itself until Python had no room left.")
        tab.evaluate("worker.terminate()")
        tab.evaluate(PAGE)
    assert text_of(go(tab, "print(1 + 1)")) == "2\n"


def test_too_much_memory_is_an_error_of_the_cell(tab):
    messages = go(tab, "import numpy as np\nkept = [np.ones(2**25) for _ in range(40)]")
    assert "MemoryError" in text_of(messages)
    assert text_of(go(tab, "print(1 + 1)")) == "2\n"


@pytest.mark.parametrize("way", [*JAVASCRIPT, *PYTHON])
def test_no_code_reaches_another_host(tab, way):
    asked = []
    with served(type("Noting", (Stranger,), {"asked": asked})) as url:
        if way in JAVASCRIPT:
            script = JAVASCRIPT[way].format(url=url)
            code = f"from pyodide.code import run_js\nprint(run_js({script!r}))"
        else:
            code = PYTHON[way].format(url=url, port=url.rpartition(":")[2].rstrip("/"))
        messages = go(tab, code)
        tab.wait_for_timeout(100)  # for a request that was not waited for
    assert asked == []
    assert messages[-1]["type"] == "done"
    if way not in LATER:
        assert not messages[-1]["ok"], "it should have been refused"


def test_a_missing_file_is_told_in_plain_words(browser, folder, sent, tmp_path):
    broken = tmp_path / "site"
    broken.mkdir()
    for name in ("worker.js", "manifest.json"):
        (broken / name).write_bytes((folder / name).read_bytes())
    with site(broken, {}) as url:
        page = open_tab(browser)
        page.goto(f"{url}page.html")
        page.evaluate(PAGE)
        page.wait_for_function("heard.some((message) => message.type === 'failed')")
        failed = page.evaluate("heard.find((message) => message.type === 'failed').message")
        assert failed.startswith("A part of Python did not arrive")
        page.context.close()
