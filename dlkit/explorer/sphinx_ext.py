"""The website's side of the demos: a Sphinx extension, and a renderer of the widget's output for MyST-NB.

The page gets the markup of the first state, a block of JSON with the recorded states, and one deferred script for
the whole site; the stock widget scripts and their copy of the state are left out.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

HERE = Path(__file__).parent
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
logger = logging.getLogger(__name__)


def bundle() -> str:
    """Join the widget's view and the host into one classic script, which also loads from a page on disk."""
    view, export, _ = (HERE / "view.js").read_text(encoding="utf-8").partition("export default {")
    if not export:
        raise ValueError("view.js: expected 'export default {' to end the part that the website shares")
    host = (HERE / "host.js").read_text(encoding="utf-8")
    return f'(() => {{\n"use strict";\n{view.replace("export function", "function")}\n{host}}})();\n'


class ExplorerOutput:
    """Render an Explorer among a cell's outputs; found by MyST-NB through its entry point `myst_nb.mime_renderers`."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Return the demo as raw HTML; None, to leave it to others, for any other output."""
        if data.mime_type != VIEW or inline:
            return None
        states = renderer.renderer.nb_client.nb_metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        found = states.get(data.content.get("model_id"), {}).get("state", {})
        if found.get("_anywidget_id") != "dlkit.explorer.widget.Explorer":
            return None
        # What is rendered here needs no copy in the page's widget state; with none left, MyST-NB adds no script.
        states.pop(data.content["model_id"])
        if not found["state"]["frames"]:
            logger.warning("demo %s holds only its first state; run `make notebooks`", found["state"]["name"])
        renderer.add_js_file("explorer", "explorer.js", {"defer": "defer"})
        state = json.dumps(found["state"], ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        script = f'<script type="application/json" class="dlx-state">{state}</script>'
        return [nodes.raw(text=found["markup"] + script, format="html")]


def _write_assets(app: Sphinx) -> None:
    folder = Path(app.doctreedir) / "explorer"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "explorer.js").write_text(bundle(), encoding="utf-8")
    (folder / "explorer.css").write_text((HERE / "view.css").read_text(encoding="utf-8"), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the demos' script and style sheet with the site."""
    app.connect("builder-inited", _write_assets)
    app.add_css_file("explorer.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
