"""How fast and how large the demos are: writes DEMOS.md, run by `make bench`. Never asserted: machines differ."""

import io
import os
import sys
import threading
import time
from contextlib import redirect_stdout
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools"), str(ROOT / "tests")]

from browser import FLAGS, find_browser  # noqa: E402
from demos import NOTEBOOKS  # noqa: E402
from serve import SITE, make_server  # noqa: E402

from livefig.widget import Explorer  # noqa: E402

MOVES = 200
RESULTS = Path(__file__).with_name("DEMOS.md")
HEAD = """# How fast and how large the demos are

Written by `make bench`. For each demo: its states; the kilobytes that its recording takes in the page; the
milliseconds that a state takes to be recorded; how many the function itself takes of these, which is the floor; how
many matplotlib takes to write the same state as SVG, and as PNG, which is what `ipywidgets.interact` does on a kernel
for each move of a slider; and how many the browser takes from an input event until the recorded state is painted,
the median and the 95th percentile. One thread.

| demo | states | kB | recorded, ms | the function | matplotlib's SVG | its PNG | input to paint |
|---|---|---|---|---|---|---|---|
"""

# An input event, sent when browsers send theirs: at the start of a frame. A message posted then arrives after paint.
PAINT = """async ([name, moves]) => {
  const inputs = [...document.querySelectorAll(`#${name} :is(input[type=range], select)`)];
  const times = [];
  for (let k = 0; k < moves; k++) {
    const input = inputs[k % inputs.length];
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    if (input.options) input.selectedIndex = (input.selectedIndex + 1) % input.options.length;
    else input.value = (Number(input.value) + 1) % (Number(input.max) + 1);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
    times.push(performance.now() - start);
  }
  return times;
}"""


def live_demos(notebook):
    """Run a notebook and yield its demos, drawn in their first state, each with what its cells have computed so far."""
    shell, here = InteractiveShell.instance(), Path.cwd()
    shell.reset(new_session=False)
    os.chdir(notebook.parent)
    try:
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code" and "install" not in cell.metadata.get("tags", []):
                with redirect_stdout(io.StringIO()):
                    done = shell.run_cell(cell.source)
                done.raise_error()
                if isinstance(done.result, Explorer):
                    yield done.result
    finally:
        os.chdir(here)
        plt.close("all")


def recording(demo):
    """Return the size in kB and the milliseconds that a state takes."""
    start = time.perf_counter()
    size = demo.record()
    return size / 1000, 1000 * (time.perf_counter() - start) / np.prod(demo._shape)


def drawing(demo, kind="", times=8):
    """Return the median time in ms of calling the function of some states, and of writing the figure as this kind."""
    figure, taken = demo._picture.figure, []
    for i in np.linspace(0, np.prod(demo._shape) - 1, times).astype(int):
        start = time.perf_counter()
        demo._call(np.unravel_index(i, demo._shape))
        if kind:
            figure.savefig(io.BytesIO(), format=kind, dpi=100)
        taken.append(1000 * (time.perf_counter() - start))
    return np.median(taken)


def main():
    """Print the table, and write it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only needed where there is a browser

    path = find_browser()
    if path is None or not (SITE / "index.html").is_file():
        sys.exit("make bench needs an installed Chromium or Chrome, and the built website: run make book first")
    server = make_server(SITE, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = []
    print(HEAD, end="")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for notebook in NOTEBOOKS:
            for demo in live_demos(notebook):
                name = demo.state["name"]
                page = browser.new_page()
                address = notebook.relative_to(ROOT).with_suffix(".html").as_posix()
                page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
                page.locator(f"#{name}").scroll_into_view_if_needed()
                page.wait_for_selector(f"#{name}[data-ready]")
                page.locator(f"#{name}").scroll_into_view_if_needed()
                median, p95 = np.percentile(page.evaluate(PAINT, [name, MOVES]), [50, 95])
                size, each = recording(demo)
                drawn = " | ".join(f"{drawing(demo, kind):.3g}" for kind in ("", "svg", "png"))
                cells = f"| {name} | {np.prod(demo._shape)} | {size:.0f} | {each:.1f} | {drawn}"
                rows.append(f"{cells} | {median:.1f}, {p95:.1f} |\n")
                print(rows[-1], end="", flush=True)
                page.close()
        browser.close()
    server.shutdown()
    server.server_close()
    RESULTS.write_text(f"{HEAD}{''.join(rows)}", encoding="utf-8")


if __name__ == "__main__":
    main()
