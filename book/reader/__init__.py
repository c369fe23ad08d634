"""A small Sphinx extension: a book that knows where its reader is.

`page/` is joined to one deferred script. It marks the section that is being read, remembers in the browser what was
read, answered and predicted, and answers to keys. `boxes` gives the quizzes and the boxes *Predict first* what the
script takes hold of, while the page is built, so that nothing on it moves when the script comes.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from livecode.sphinx_ext import LEFT_OUT
from livecode.sphinx_ext import PAGE as CELLS

from . import boxes

PAGE = Path(__file__).parent / "page"
# In this order they are one script, with one of the scripts of the cells, which not every page has.
SCRIPTS = (
    *(PAGE / f"{name}.js" for name in ("base", "store", "place", "read", "way", "quiz", "predict", "keys", "preview")),
    *(CELLS / "sure.js", PAGE / "bar.js", PAGE / "main.js"),
)
TITLE, HEADING = re.compile(r"<h1><span class=\"section-number\">.*?</h1>", re.DOTALL), re.compile(r"<h[2-6]><span ")


def script() -> str:
    """Return the script of every page, without its comments and its indentation."""
    parts = (LEFT_OUT.sub("", path.read_text(encoding="utf-8")) for path in SCRIPTS)
    return '(() => {\n"use strict";\n' + "".join(parts) + "})();\n"


def write_assets(app: Sphinx) -> None:
    """Offer the script to Sphinx, which copies it into the site; it comes after the cells, of which it asks."""
    folder = Path(app.doctreedir) / "reader"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reader.js").write_text(script(), encoding="utf-8")
    app.config.html_static_path.append(str(folder))
    app.add_js_file("reader.js", priority=900, defer="defer")


def say_how_much(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Say below the title of a chapter how much there is; the script says there how much of it was done."""
    body = context.get("body", "")
    if not doctree or not (title := TITLE.search(body)):
        return
    amounts = {
        "section": len(HEADING.findall(body)),
        "checked exercise": len(doctree.get("livecode", {}).get("exercises", ())),
        "quiz question": boxes.count_questions(doctree),
    }
    said = " · ".join(f"{number} {what}{'s' * (number > 1)}" for what, number in amounts.items() if number)
    context["body"] = f'{body[: title.end()]}\n<p class="reader-way">{said}</p>{body[title.end() :]}'


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    boxes.setup(app)
    app.connect("builder-inited", write_assets)
    app.connect("html-page-context", say_how_much)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
