"""A small book, made from nothing, with one page that has every kind of cell; and what its tests do on it."""

from pathlib import Path

import nbformat
from builds import build_book
from conftest import open_tab

HERE = Path(__file__).parent
CONFIG = f"""
title: A small book
execute: {{execute_notebooks: "off"}}
sphinx:
  local_extensions: {{double: "{HERE}"}}
  extra_extensions: [livecode.sphinx_ext]
  config:
    html_static_path: [assets]
    livecode_packages: [PACKAGE]
    livecode_exercise: '\\w+ = .+  # write (?P<signature>def .+:) here\\s+(?P<call>check\\("(?P<name>[^"]+)", .*\\))'
    livecode_passed: '^[\\w-]+: (passed, .*)$'
    livecode_failed: '^[\\w-]+: (case \\d+ of \\d+ fails: .*)$'
    livecode_open: '^[\\w-]+: (not started yet\\.)$'
    livecode_widgets: {{double.Counter: counter.js}}
"""
# Two boxes: a number, and a button that asks Python for the next one.
COUNTER = """
(globalThis.livecodeWidgets ??= {})["double.Counter"] = {
  render({ model, el }) {
    const button = document.createElement("button");
    button.id = "counter";
    button.textContent = String(model.get("start"));
    button.onclick = () => model.send({ count: Number(button.textContent) });
    const heard = ({ count }) => { button.textContent = String(count); };
    model.on("msg:custom", heard);
    el.append(button);
    return () => { model.off("msg:custom", heard); button.remove(); };
  },
};
"""
SOLUTION = """:::{admonition} Solution
:class: dropdown solution
Never like this:
```python
print("no function")
```
But so:
```python
def slope(x, y):
    return (x @ y) / (x @ x)
```
:::"""
EXERCISE = 'slope = ...  # write def slope(x, y): here\n\ncheck("through-the-origin", slope)'
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0L8 8"/></svg>'
SAID = {"output_type": "stream", "name": "stdout"}
CELLS = [
    {"source": "raise SystemExit", "tags": ["install", "remove-cell"]},
    {"source": "import math\n\nx = 7", "tags": ["hide-input"]},
    {"source": "print(x)", "text": "7\n"},
    {"source": "hidden = '</script>'", "tags": ["remove-input"], "text": "of hidden code\n"},
    {"source": EXERCISE, "text": "through-the-origin: not started yet.\n"},
    {"source": "plt.draw(x)", "svg": PIXEL, "alt": "A line"},
    {"source": "explore(x)", "text": "recorded\n"},
    {"source": "y = x"},
]


def notebook():
    """The notebook of the page."""
    cells = [nbformat.v4.new_markdown_cell("# A page\n\nWith cells.")]
    for number, given in enumerate(CELLS, start=1):
        outputs = []
        if text := given.get("text"):
            outputs.append(nbformat.v4.new_output(**SAID, text=text))
        if svg := given.get("svg"):
            outputs.append(nbformat.v4.new_output("display_data", data={"image/svg+xml": svg, "text/plain": "figure"}))
        metadata = {"tags": given.get("tags", [])}
        if alt := given.get("alt"):
            metadata["mystnb"] = {"image": {"alt": alt}}
        cells.append(
            nbformat.v4.new_code_cell(given["source"], outputs=outputs, metadata=metadata, execution_count=number)
        )
        if given["source"] == EXERCISE:
            cells.append(nbformat.v4.new_markdown_cell(SOLUTION))
    described = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=described)


def make_book(folder, package="."):
    """Write the book, and return its folder."""
    (folder / "assets").mkdir(parents=True)
    (folder / "_config.yml").write_text(CONFIG.replace("PACKAGE", package), encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: page\nchapters: [{file: plain}]\n", encoding="utf-8")
    (folder / "plain.md").write_text("# A page of words\n", encoding="utf-8")
    (folder / "assets" / "counter.js").write_text(COUNTER, encoding="utf-8")
    nbformat.write(notebook(), folder / "page.ipynb")
    return folder


def build(folder, **environ):
    """Build the book; return the exit status and what was said."""
    return build_book(folder, "-W", "-n", "--keep-going", **environ)


def open_page(browser, url, before=None, **options):
    """A fresh tab with the page, after what `before` does to it; without the theme's scripts, which are 2 MB."""
    tab = open_tab(browser, **options)
    tab.route("**/_static/scripts/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    if before:
        before(tab)
    tab.goto(url, wait_until="load")
    return tab


def problems(tab):
    """What went wrong but for the theme, which declares a name twice."""
    return [problem for problem in tab.problems if "THEBE_JS_URL" not in problem]


def button(tab, name):
    return tab.get_by_role("button", name=name, exact=True)


def write(tab, cell, code):
    """Have an editor hold this code, typed by hand."""
    field = tab.locator(f"#cell-{cell} :is(textarea, .cm-content)")
    field.click()
    tab.locator(f"#cell-{cell} .cm-content").wait_for()
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.insert_text(code)


def edit(tab, cell, code):
    """Press Edit, and write."""
    tab.locator(f"#cell-{cell} .cell_input").hover()
    button(tab, f"Edit cell {cell}").click()
    write(tab, cell, code)
