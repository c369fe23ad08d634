"""The book's page on livefig, followed to the letter: a small Jupyter Book made from nothing, and its figure moved."""

import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from books import notebook
from conftest import ROOT
from made import setting

from livefig import Explorer, replay

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]
PAGE = (ROOT / "livefig.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def shown_by(source):
    """Run the code of a block; return the demo that it shows, and its names."""
    *lines, last = source.rstrip().splitlines()
    names = {}
    exec("\n".join([*lines, f"shown = {last}"]), names)
    plt.close("all")
    return names["shown"], names


def test_the_ten_lines_are_a_figure_and_the_next_block_writes_it(tmp_path, monkeypatch):
    ten, second = blocks("python")[:2]
    demo, names = shown_by(ten)
    assert isinstance(demo, Explorer)
    monkeypatch.chdir(tmp_path)
    exec(second, names)
    assert (tmp_path / "wave.html").is_file()


def test_a_small_book_made_as_the_page_says_answers_with_no_other_host(page, tmp_path):
    ten, (settings,) = blocks("python")[0], blocks("yaml")
    (tmp_path / "_config.yml").write_text(f"title: A small book\n{settings}", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: wave\n", encoding="utf-8")
    nbformat.write(notebook(ten), tmp_path / "wave.ipynb")
    build = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "-n", "--keep-going", "."]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(build, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    demo, _ = shown_by(ten)
    demo.record()
    recording = replay.Replay(demo.markup, demo.state)
    page.goto((tmp_path / "_build" / "html" / "wave.html").as_uri())
    page.locator("#wave").scroll_into_view_if_needed()
    page.wait_for_selector("#wave[data-ready]")
    readout, curve = page.locator(".livefig-readout"), page.locator("[data-key=a0] path[style*=stroke]")

    def shows(index):
        assert setting(page, demo.state) == index
        shown = recording.show(index)
        assert readout.text_content() == shown.readout
        drawn = set(re.findall(r'\bd="([^"]{200,})"', "".join(shown.groups.values())))
        assert len(drawn) == 1
        assert drawn <= set(curve.evaluate_all("all => all.map((e) => e.getAttribute('d'))"))

    start = [d["start"] for d in demo.state["dims"]]
    shows(start)
    page.locator('#wave [data-dim="0"]').press("ArrowRight")
    shows([start[0] + 1, start[1]])
    page.locator('#wave [data-dim="1"]').press("ArrowLeft")
    shows([start[0] + 1, start[1] - 1])
    assert [problem for problem in page.problems if "asked another host" in problem] == []
