"""The website's side: a Sphinx extension that tells the page's script about the cells, and writes the files it needs.

A page without code cells gets nothing. Python for the browser is put together by `livecode.distribution`; where its
files cannot be had, the book is built all the same, and its pages say that the code cannot be run there.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, SphinxError
from sphinx.util import logging

from .cells import Cells, PatternError, compiled, number_cells, read_cells, shown_cells

HERE = Path(__file__).parent
PAGE = HERE / "page"
# In this order they are one script.
SCRIPTS = (
    *("page", "kept", "python", "output", "widget", "verdict", "field", "result", "cell", "exercise", "solution"),
    *("notebook", "sure", "bar", "main"),
)
LEFT_OUT = re.compile(r"^ *(?://.*| ?\*.*|/\*\*.*\*/)?\n|^ +", re.MULTILINE)
FOLDER = "_static/livecode"
PATTERNS = ("passed", "failed", "open")
WITHOUT = "the pages are built without Python, so their code cannot be run on the website: %s"
log = logging.getLogger(__name__)


class PythonError(SphinxError):
    """Python for the browser could not be had, where the site is meant to be published."""

    category = "Cells that would not run"


def script() -> str:
    """Return the script of every page with code cells, without its comments and its indentation."""
    parts = (LEFT_OUT.sub("", (PAGE / f"{name}.js").read_text(encoding="utf-8")) for name in SCRIPTS)
    return '(() => {\n"use strict";\n' + "".join(parts) + "})();\n"


def digest(content: bytes) -> str:
    """Return a short name for a file's content, so that browsers may keep it."""
    return hashlib.sha256(content).hexdigest()[:8]


def check_settings(_app: Sphinx, config: Any) -> None:
    """Refuse a pattern that finds nothing before any page is read."""
    try:
        compiled(config.livecode_exercise)
    except PatternError as problem:
        raise ConfigError(str(problem)) from problem


def read_page(app: Sphinx, doctree: nodes.document) -> None:
    """Number the cells of a page that was read, and keep with it what the script has to know of them."""
    env = app.env
    held(env).discard(env.docname)
    if not any(shown_cells(doctree)):
        return
    path = Path(env.doc2path(env.docname))
    text = path.read_text(encoding="utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    sources = reader.read(text).cells
    cells = read_cells(
        number_cells(doctree, sources), sources, app.config.livecode_exercise, app.config.livecode_skip_tags
    )
    doctree["livecode"] = asdict(cells)
    held(env).add(env.docname)


def held(env: BuildEnvironment) -> set[str]:
    """Return the names of the pages with code cells."""
    return env.__dict__.setdefault("livecode_pages", set())


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again, or is gone."""
    held(env).discard(page)


def merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process read."""
    held(env).update(held(other) & set(pages))


def write_python(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Write Python's files if there are cells to run; return all pages with cells if that is other than last time."""
    app.livecode_files = {}
    if app.builder.format != "html" or not held(env):
        return []
    folder = Path(app.outdir, FOLDER)
    if app.config.livecode_python:
        put_together(app, folder)
    if app.livecode_files:
        editor = (HERE / "editor" / "editor.js").read_bytes()
        app.livecode_files["editor"] = f"editor-{digest(editor)}.js"
        for old in folder.glob("editor-*.js"):
            old.unlink()
        (folder / app.livecode_files["editor"]).write_bytes(editor)
        shutil.copyfile(HERE / "editor" / "LICENSES", folder / "editor-licenses.txt")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    before = noted(app)
    return sorted(held(env)) if before.is_file() and json.loads(before.read_text()) != app.livecode_files else []


def put_together(app: Sphinx, folder: Path) -> None:
    """Have Python, its packages and the book's own packed for the browser, and the worker beside them."""
    from . import distribution  # noqa: PLC0415 - a build without cells needs none of it

    root = Path(app.srcdir)
    cache = root / os.environ.get("LIVECODE_CACHE", app.config.livecode_cache)  # several copies of a book may share one
    try:
        distribution.write(folder, cache, packages=[root / name for name in app.config.livecode_packages])
    except distribution.Unavailable as problem:
        if os.environ.get("CI") == "true":
            raise PythonError(str(problem)) from problem
        log.info(WITHOUT, problem)
        return
    app.livecode_files["worker"] = f"worker.js?v={digest((folder / 'worker.js').read_bytes())}"


def noted(app: Sphinx) -> Path:
    """Return the file that says which files the pages of the last build name."""
    return Path(app.doctreedir) / "livecode.json"


def note_files(app: Sphinx, problem: Exception | None) -> None:
    """Remember, once all pages are written, which files they name."""
    if not problem and app.builder.format == "html":
        noted(app).write_text(json.dumps(getattr(app, "livecode_files", {})), encoding="utf-8")


def add_to_page(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the script, its style sheet and what it has to know into a page with code cells."""
    if doctree is None or "livecode" not in doctree or app.builder.format != "html":
        return
    app.add_js_file("livecode.js", defer="defer")
    app.add_css_file("livecode.css")
    known = {"page": page, "base": context["pathto"](FOLDER, resource=True) + "/"} | app.livecode_files
    if (source := context.get("sourcename", "")).endswith(".ipynb"):
        known["source"] = context["pathto"](f"_sources/{source}", resource=True)
    known |= asdict(Cells(**doctree["livecode"]))
    known |= {name: value for name in PATTERNS if (value := app.config[f"livecode_{name}"])}
    known["widgets"] = {
        kind: context["pathto"](f"_static/{file}", resource=True) for kind, file in app.config.livecode_widgets.items()
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    context["body"] += f'\n<script type="application/json" id="livecode">{text}</script>\n'


def write_assets(app: Sphinx) -> None:
    """Offer the script and the style sheet to Sphinx, which copies them into the site."""
    folder = Path(app.doctreedir) / "livecode"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "livecode.js").write_text(script(), encoding="utf-8")
    shutil.copyfile(PAGE / "livecode.css", folder / "livecode.css")
    app.config.html_static_path.append(str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings, and connect the above to Sphinx."""
    app.setup_extension("myst_nb")
    app.add_config_value("livecode_packages", [], "html", [list])
    app.add_config_value("livecode_exercise", "", "env", [str])
    app.add_config_value("livecode_skip_tags", ["install"], "env", [list])
    app.add_config_value("livecode_widgets", {}, "html", [dict])
    app.add_config_value("livecode_cache", ".pyodide", "", [str])
    app.add_config_value("livecode_python", True, "html", [bool])
    for name in PATTERNS:
        app.add_config_value(f"livecode_{name}", "", "html", [str])
    app.connect("config-inited", check_settings)
    app.connect("builder-inited", write_assets)
    app.connect("doctree-read", read_page)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", write_python)
    app.connect("html-page-context", add_to_page)
    app.connect("build-finished", note_files)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
