"""Chapter 1 in JupyterLab itself, started from the environment: the demos run on the kernel."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from contents import CORE
from demos import ROOT, demos_of

pytestmark = pytest.mark.browser
CHAPTER = CORE[0]
SECONDS = 120_000  # in milliseconds: a kernel on a busy machine


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab over a copy of the book, so that nothing is written into it; its address."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "chapters").mkdir()
    shutil.copy(CHAPTER, folder / "chapters")
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # All cells in the page, also those out of sight, so that the test can look at them.
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    environment.pop("LIVEFIG_RECORD", None)
    log = (folder / "log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1",
         "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"],
        cwd=ROOT, env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        yield wait_for_address(server, folder / "log")
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_for_address(server, log):
    for _ in range(1200):
        assert server.poll() is None, log.read_text()
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            try:
                with urllib.request.urlopen(found[0] + "/api", timeout=5):
                    return found[0]
            except OSError:
                pass
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start:\n" + log.read_text())


def cells_with_demos():
    cells = nbformat.read(CHAPTER, as_version=4).cells
    return [i for i, cell in enumerate(cells) if cell.cell_type == "code" and "\nexplore(fig" in cell.source]


def run_through(page, number):
    """Run every cell up to this one, and wait until it has run."""
    page.evaluate(
        """async (number) => {
          jupyterapp.shell.currentWidget.content.activeCellIndex = number + 1;
          await jupyterapp.commands.execute("notebook:run-all-above");
        }""",
        number,
    )
    page.wait_for_function(
        """(number) => {
          const { model } = jupyterapp.shell.currentWidget.content.widgets[number];
          return model.executionCount && model.executionState !== "running";
        }""",
        arg=number,
        timeout=SECONDS,
    )


def test_a_demo_runs_on_the_kernel_and_follows_an_edit(page, lab):
    demo, number = demos_of(CHAPTER)[0], cells_with_demos()[0]
    page.set_default_timeout(SECONDS)
    page.goto(f"{lab}/lab/tree/chapters/{CHAPTER.name}")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 1")
    page.wait_for_function(
        "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'", timeout=SECONDS
    )
    page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    run_through(page, number)
    root = page.locator(f"figure#{demo.state['name']}")
    root.scroll_into_view_if_needed()

    # A state that was not recorded: since the cells ran here, none was.
    start = list(demo.start)
    slider = next(k for k, d in enumerate(demo.state["dims"]) if d["kind"] == "range")
    index = list(start)
    index[slider] += 1 if start[slider] + 1 < demo.shape[slider] else -1
    control = root.locator(f'[data-dim="{slider}"]')
    before = root.locator("svg").evaluate_all("list => list.map((svg) => svg.outerHTML).join()")
    control.focus()
    page.keyboard.press("ArrowRight" if index[slider] > start[slider] else "ArrowLeft")
    says(root, demo.readout(index))
    assert root.locator("svg").evaluate_all("list => list.map((svg) => svg.outerHTML).join()") != before

    # Back at the start, the picture is the first one again.
    root.locator(".livefig-reset").click()
    says(root, demo.readout(start))

    # The reader edits `update`, runs the cell, and sees the change.
    source = nbformat.read(CHAPTER, as_version=4).cells[number].source
    edited = re.sub(r"(\n\s+)return ", r'\1return "Edited. " + ', source)
    assert edited != source
    page.evaluate(
        """async ([number, source]) => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = number;
          notebook.activeCell.model.sharedModel.setSource(source);
          await jupyterapp.commands.execute("notebook:run-cell");
        }""",
        [number, edited],
    )
    root = page.locator(f"figure#{demo.state['name']}").last
    says(root, "Edited. " + demo.readout(start))
    root.locator(f'[data-dim="{slider}"]').focus()
    page.keyboard.press("ArrowRight" if index[slider] > start[slider] else "ArrowLeft")
    says(root, "Edited. " + demo.readout(index))


def says(root, text):
    """Wait until the readout is this text."""
    readout = root.locator(".livefig-readout")
    try:
        readout.filter(has_text=text).wait_for(timeout=30_000)
    except Exception:  # noqa: BLE001 - whatever the browser raised, what stands there is the better message
        assert readout.inner_text() == text
