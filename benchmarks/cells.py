"""What it costs to run cells in the page; run by `make bench`. Printed, never asserted: machines differ.

Bytes are those that a host sends with compression. Times are medians of several fresh browser profiles, from the click
to what is on the page; cached means that the browser has fetched it all once. Beside them stands the floor: what bare
Pyodide takes in the same browser to draw one line with matplotlib, with nothing of the book.
"""

import json
import statistics
import sys
import threading
import time
from functools import partial
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests"), str(ROOT / "tests" / "livecode")]

from browser import FLAGS, find_browser  # noqa: E402
from python_site import Compressing  # noqa: E402
from serve import SITE, make_server  # noqa: E402

PAGE, DEMO = "chapters/01-linear-regression.html", "index.html"
RUNS = 3
SECONDS = 120_000
ANSWER = "def my_predict(X, theta):\n    return theta[0] + X @ theta[1:]\n"
# A control is moved to each place where it was not yet, since Python remembers what it drew. The answer is there when
# the readout has changed, and a frame later it is painted.
MOVE = """async (cell) => {
  const root = document.querySelector(`#${cell} .livecode-place .livefig`), times = [];
  const input = root.querySelector("input[type=range]"), said = root.querySelector(".livefig-readout");
  for (let k = 0; k < Number(input.max); k++) {
    await new Promise(requestAnimationFrame);
    const start = performance.now(), before = said.textContent;
    input.value = (Number(input.value) + 1) % (Number(input.max) + 1);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (said.textContent === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
  }
  return times;
}"""

FLOOR = """() => new Promise((resolve) => {
  const start = performance.now(), worker = new Worker("_static/livecode/floor.js");
  worker.onmessage = ({ data }) => {
    const image = new Image();
    image.onload = () => requestAnimationFrame(() => resolve((performance.now() - start) / 1000));
    image.src = `data:image/svg+xml,${encodeURIComponent(data)}`;
    document.body.append(image);
  };
})"""


def floor(browser, url, before):
    """Return the seconds that bare Pyodide takes to a figure, those when it is cached, and the MiB of the tab."""
    context = browser.new_context()
    tab = context.new_page()
    script = Path(__file__).with_name("floor.js").read_text(encoding="utf-8")
    tab.route("**/floor.html", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><body>"))
    tab.route("**/floor.js", lambda route: route.fulfill(content_type="text/javascript", body=script))
    tab.goto(f"{url}/floor.html")
    cold, size = tab.evaluate(FLOOR), memory(before)
    tab.reload()
    cached = tab.evaluate(FLOOR)
    context.close()
    return cold, cached, size


def click(tab, verb, cell, wanted):
    """Press a button of a cell, and return the seconds until something stands on the page."""
    start = time.perf_counter()
    tab.get_by_role("button", name=f"{verb} cell {cell}", exact=True).click()
    tab.locator(f"#cell-{cell} {wanted}").wait_for(timeout=SECONDS)
    return time.perf_counter() - start


def figure(tab):
    """Return the number of the page's first cell that draws a picture."""
    return tab.locator(".cell:has(.cell_output img)").first.get_attribute("id").removeprefix("cell-")


def answer(tab):
    """Write a right answer into the exercise on prediction, and return the seconds until its verdict."""
    known = json.loads(tab.locator("#livecode").text_content())["exercises"]
    number = next(number for number, exercise in known.items() if exercise["name"] == "predict")
    tab.locator(f"#cell-{number} textarea, #cell-{number} .cm-content").first.click()
    tab.locator(f"#cell-{number} .cm-content").wait_for()
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.insert_text(ANSWER)
    return click(tab, "Check", number, ".livecode-verdict")


def memory(before):
    """Return the MiB of the browser's largest process that was not there before: the tab."""
    every = psutil.process_iter(["pid", "cmdline", "memory_info"])
    new = [p.info for p in every if "--type=renderer" in (p.info["cmdline"] or []) and p.info["pid"] not in before]
    sizes = [process["memory_info"].rss for process in new]
    return max(sizes, default=0) / 2**20


def measure(playwright, path, url, sent):
    """Yield what was measured, line by line."""
    before = {process.pid for process in psutil.process_iter()}
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    cold, cached, checks, floors = [], [], [], []
    for run in range(RUNS):
        context = browser.new_context()
        tab = context.new_page()
        sent.clear()
        tab.goto(f"{url}/{PAGE}", wait_until="load")
        if not run:
            python = {name: size for name, size in sent.items() if name.endswith((".bin", ".wasm"))}
            script = sent["livecode.js"]
            yield f"before the first Run: {sum(python.values())} bytes of Python, {script / 1000:.1f} kB of script"
        cold.append(click(tab, "Run", figure(tab), ".livecode-place img"))
        if not run:
            yield f"first Run with a figure: {fetched(sent) / 1e6:.1f} MB; the tab: {memory(before):.0f} MiB"
        answer(tab)
        tab.reload(wait_until="load")
        cached.append(click(tab, "Run", figure(tab), ".livecode-place img"))
        checks.append(answer(tab))
        context.close()
        floors.append(floor(browser, url, before))
    yield f"click to the first figure: {statistics.median(cold):.1f} s, cached {statistics.median(cached):.1f} s"
    least = [statistics.median(measured) for measured in zip(*floors, strict=True)]
    yield "bare Pyodide to a figure: {:.1f} s, cached {:.1f} s; the tab: {:.0f} MiB".format(*least)
    yield f"a check once Python is there: {statistics.median(checks):.2f} s"
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{url}/{PAGE}", wait_until="load")
    sent.clear()
    seconds = answer(tab)
    yield f"first check, NumPy only: {fetched(sent) / 1e6:.1f} MB, {seconds:.1f} s"
    tab.goto(f"{url}/{DEMO}", wait_until="load")
    cell = tab.locator(".cell:has(.livefig)").get_attribute("id")
    tab.locator(f"#{cell} summary").first.click()
    click(tab, "Run", cell.removeprefix("cell-"), ".livecode-place .livefig-live")
    times = sorted(tab.evaluate(MOVE, cell))
    yield f"a state of a demo on Python, to paint: median {statistics.median(times):.0f} ms, worst {times[-1]:.0f} ms"
    browser.close()


def fetched(sent):
    """Return the bytes of Python and its packages that were sent."""
    return sum(size for name, size in sent.items() if name.endswith((".bin", ".wasm", ".json")) or "pyodide" in name)


def main():
    """Print the measures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only needed where there is a browser

    path = find_browser()
    if path is None or not (SITE / "_static" / "livecode" / "manifest.json").is_file():
        sys.exit(
            "this needs an installed Chromium or Chrome, and the website built with Python for its pages: make book"
        )
    sent = {}
    server = make_server(SITE, None, partial(type("Counting", (Compressing,), {"sent": sent})))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        for line in measure(playwright, path, f"http://127.0.0.1:{server.server_port}", sent):
            print(line, flush=True)
    server.shutdown()


if __name__ == "__main__":
    main()
