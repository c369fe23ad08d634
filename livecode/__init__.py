"""Code cells that run where they are read: a Sphinx extension for Jupyter Book, and a Python in the reader's browser.

On a page of a static site every code cell can be edited and run, and every exercise answered; nothing is loaded before
somebody asks for it, nothing runs on a server, and nothing that a reader writes leaves the browser.

| part | what it does |
|---|---|
| `sphinx_ext`, `cells` | while the book is built: which cells a page has, and the files that it needs |
| `distribution` | while the book is built: Pyodide and the book's packages, verified, trimmed and packed |
| `page/` | in the page: buttons, editors, outputs, what the reader keeps |
| `editor/` | in the page, once somebody edits: CodeMirror |
| `worker.js`, `kernel` | beside the page, once somebody runs: Python, and what runs a cell in it |

It knows nothing of the book. `README.md` says how a book takes it up.
"""
