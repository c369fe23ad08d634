"""Cells of the book, run in Pyodide under Node by `every_cell.mjs`; and what came, beside what is committed."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from livecode import distribution

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [*sorted((ROOT / "chapters").glob("*.ipynb")), ROOT / "index.ipynb"]
SCRIPT = Path(__file__).with_name("every_cell.mjs")
INSTALL = 1  # the cell that installs dlkit on Colab; no page runs it
WIDGET = "application/vnd.livecode.widget+json"
TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def code_cells(notebook):
    return [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]


def slow_cells(notebook):
    """Return the numbers of the cells that compute for seconds, and of those that need what they compute."""
    return {n for n, cell in enumerate(code_cells(notebook), 1) if "slow" in cell.metadata.get("tags", [])}


def sources(notebook):
    return {number: cell.source for number, cell in enumerate(code_cells(notebook), 1)}


@dataclass
class Came:
    """What a run has posted."""

    messages: list = field(default_factory=list)

    @property
    def outputs(self):
        return [message["output"] for message in self.messages if message["type"] == "output"]

    @property
    def done(self):
        return next(message for message in self.messages if message["type"] == "done")

    @property
    def errors(self):
        return [output["traceback"] for output in self.outputs if output["output_type"] == "error"]


def text(outputs):
    """Return what the outputs print, streams in one."""
    return "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")


def kinds(outputs):
    """Return for each output that shows something how it came and in which forms, those of widgets as one."""
    shown = [output for output in outputs if "data" in output]
    return [
        (output["output_type"], sorted(mime.split(".")[-1] for mime in _one_name(output["data"]))) for output in shown
    ]


def _one_name(data):
    return [mime.replace("jupyter.widget-view", "livecode.widget") for mime in data]


def values(outputs):
    """Return the plain texts and the Markdown that are shown."""
    shown = [output["data"] for output in outputs if "data" in output]
    return [(data.get("text/plain"), data.get("text/markdown")) for data in shown]


def words(outputs):
    """Return the texts within each picture, in order; formulas, which each version draws in pieces, left out."""
    pictures = ["".join(output["data"].get("image/svg+xml", "")) for output in outputs if "data" in output]
    return [[found.strip() for found in TEXT.findall(picture) if found.strip()[:1] != "<"] for picture in pictures]


def site():
    """Return the folder with Python for the pages; made if it has to be, and a reason to skip if it cannot be."""
    if shutil.which("node") is None:
        _cannot("needs Node")
    folder = ROOT / "_build" / "livecode-test"
    try:
        distribution.write(folder, ROOT / ".pyodide", [ROOT / name for name in ("dlkit", "livefig", "drawpad")])
    except distribution.Unavailable as problem:
        _cannot(str(problem))
    return folder


def _cannot(why):
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


def run(plan):
    """Run a plan, and return the lines that came by page and name, and the lines about states."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "plan.json"
        written.write_text(json.dumps({"pages": plan}), encoding="utf-8")
        command = ["node", str(SCRIPT), str(site()), str(written)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    came = {(line["page"], line["name"]): Came(line["messages"]) for line in lines if "messages" in line}
    return came, lines
