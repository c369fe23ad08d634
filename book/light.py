"""A small Sphinx extension that makes the pages light: one style sheet of the rules in use, scripts that do not block.

The theme and the extensions bring some 500 kB of CSS in sixteen files, of which a page uses a tenth, and scripts in
the head of each page. Here the style sheets are joined, in their order, into one; a rule stays if every class, id and
element that its selector asks for occurs on some page or in some script. Nothing in the pages themselves is rewritten:
the templates link the one file, and scripts are marked as deferred before the page is written.
"""

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .kept import kept, pages
from .sheet import joined, purge_by_names, together, used_by_page, used_by_script

SHEET = "site.css"
REMEMBERED = "sheets.json"  # which style sheets each page asked for, beside what Sphinx keeps of the pages
# The theme's own, which its template names and not its list of style sheets.
FIRST = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
# Scripts of the theme that the pages do not load; what they name is not in use.
UNLOADED = {"bootstrap", "fontawesome", "pydata-sphinx-theme"}

UNASKED = "sphinx_highlight"  # it marks what Sphinx's own search found, in whose place is another


def link_one_sheet(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Have the page link the one style sheet, and remember which it stands for; let no script hold the page up."""
    app.light_sheets[page] = [
        str(css.filename).partition("?")[0].removeprefix("_static/") for css in context["css_files"]
    ]
    context["css_files"] = []
    context["script_files"] = [script for script in context["script_files"] if UNASKED not in str(script.filename)]
    for script in context["script_files"]:
        if script.filename:
            script.attributes.setdefault("defer", "defer")
        elif "DOCUMENTATION_OPTIONS." in script.attributes.get("body", ""):
            script.attributes["type"] = "module"  # deferred too, so that the object is there when this runs


def in_order(sheets: dict[str, list[str]]) -> list[str]:
    """Return the style sheets of all pages, each once: some are on some pages only.

    The order is that of the pages' names, so it does not hang on which pages a build wrote.
    """
    return list(dict.fromkeys([*FIRST, *(sheet for page in sorted(sheets) for sheet in sheets[page])]))


def remember_sheets(app: Sphinx) -> None:
    """Begin with the style sheets of the pages that earlier builds wrote: this one may write a few pages only."""
    path = Path(app.doctreedir) / REMEMBERED
    app.light_sheets = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write_sheet(app: Sphinx, problem: Exception | None) -> None:
    """Write the one style sheet, once all pages are there."""
    if problem or app.builder.format != "html":
        return
    static, results = Path(app.outdir) / "_static", kept(app)
    # Recorded states (demos/) are texts and coordinates; Python and its editor (livecode/) name no class of the sheet,
    # nor does what is searched (search/): it is all the words of the book.
    sources = (
        path
        for path in sorted(static.rglob("*.js"))
        if path.stem not in UNLOADED and not {"demos", "livecode", "search"} & set(path.relative_to(static).parts[:-1])
    )
    scripts = [path.read_text(encoding="utf-8") for path in sources]
    used = together(
        [
            *(results.result(used_by_page, page) for page in pages(app)),
            *(results.result(used_by_script, script) for script in scripts),
        ]
    )
    there = {
        page: sheets for page, sheets in app.light_sheets.items() if Path(app.builder.get_outfilename(page)).is_file()
    }
    (Path(app.doctreedir) / REMEMBERED).write_text(json.dumps(there), encoding="utf-8")
    css = joined(static, in_order(there))
    sheet = results.result(purge_by_names, css, sorted(used.elements), sorted(used.names))
    (static / SHEET).write_text(sheet, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, after what others do to the page."""
    app.connect("builder-inited", remember_sheets)
    app.connect("html-page-context", link_one_sheet, priority=900)
    app.connect("build-finished", write_sheet, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
