"""A book of seven pages with the settings, the templates and the extension of the real one: a build takes seconds."""

import copy
import shutil

import nbformat
from canonical import VIEW
from conftest import ROOT

PAGES = {
    "_toc.yml": """
format: jb-book
root: index
parts:
  - caption: Pages
    numbered: true
    chapters: [{file: one, sections: [{file: deep}]}, {file: two}, {file: demo}]
  - caption: Appendix
    chapters: [{file: references}, {file: glossary}]
""",
    "index.md": "# A small book\n\nTo {ref}`place`.\n",
    "one.md": """# One

:::{chapter-map}
:::

(place)=
## A place

$$ a = b $$ (eq-one)

A formula $\\mathbf{x}$, and {cite:t}`shannon1948`.

:::{exercise} Do it
:label: ex-do
It is simple.
:::
""",
    "deep.md": """# Deep

It is deep, in {ref}`place` too.
""",
    "two.md": """# Two

From {eq}`eq-one` to {numref}`place`, and {ref}`ex-do`.

:::{tip}
So $\\boldsymbol\\theta$.
:::
""",
    "glossary.md": """# Glossary

```{glossary}
norm
  A length: the root of a sum of squares. See {ref}`place`.
```
""",
    "references.md": "# References\n\n```{bibliography}\n```\n",
}


def demo_notebook():
    """The front page's notebook, cut to its title and its first demo."""
    notebook = nbformat.read(ROOT / "index.ipynb", as_version=4)
    demos = [cell for cell in notebook.cells if any(VIEW in one.get("data", {}) for one in cell.get("outputs", []))]
    cut = copy.deepcopy(notebook)
    cut.cells = [nbformat.v4.new_markdown_cell("# A demo"), demos[0]]
    return cut


def small_book(folder):
    """Write the book into an empty folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, folder)
    # Without Python for its pages, which takes seconds.
    edit(folder, "_config.yml", "livecode_packages: [dlkit, livefig, drawpad]", "livecode_python: false")
    for name in ("book", "assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    nbformat.write(demo_notebook(), folder / "demo.ipynb")
    return folder


def edit(folder, name, old, new):
    """Replace a text of a page."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
