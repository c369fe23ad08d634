"""The website's side of the demos: a Sphinx extension, and a renderer of the widget's output for MyST-NB.

The page gets the markup of the first state and a block of JSON about its controls; the recorded states lie in a file
of their own, which comes when the demo comes near the window. One deferred script serves the whole site; the stock
widget scripts and their copy of the state are left out.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

HERE = Path(__file__).parent
STATE = "application/vnd.jupyter.widget-state+json"
WIDGETS_VERSION = {"version_major": 2, "version_minor": 0}
logger = logging.getLogger(__name__)


def bundle() -> str:
    """Join the widget's view and the host into one classic script, which also loads from a page on disk."""
    view, export, _ = (HERE / "view.js").read_text(encoding="utf-8").partition("export default {")
    if not export:
        raise ValueError("view.js: expected 'export default {' to end the part that the website shares")
    host = (HERE / "host.js").read_text(encoding="utf-8")
    return f'(() => {{\n"use strict";\n{view.replace("export function", "function")}\n{host}}})();\n'


class DemoRenderer(NbElementRenderer):
    """MyST-NB's renderer of outputs, which also knows an Explorer; chosen by `nb_render_plugin: livefig`."""

    def render_widget_view(self, data: MimeData) -> list[nodes.Element]:
        """Render a demo as its markup and its recorded states; any other widget as MyST-NB does."""
        found = _models(self.renderer.nb_client.nb_metadata).get(data.content["model_id"])
        if not _is_demo(found):
            return super().render_widget_view(data)
        held = found["state"]
        if not held["state"]["frames"]:
            logger.warning("demo %s holds only its first state; run `make notebooks`", held["state"]["name"])
        self.add_js_file("livefig", "livefig.js", {"defer": "defer"})
        return [Demo(markup=held["markup"], state=held["state"], ids=[f"demo-{held['state']['name']}"])]

    def render_nb_finalise(self, metadata: dict[str, Any]) -> None:
        """Leave the demos out of the page's widget state; with no other widget there, no stock script is added."""
        models = _models(metadata)
        layouts = {m["state"].get("layout", "").removeprefix("IPY_MODEL_") for m in models.values() if _is_demo(m)}
        others = {name: m for name, m in models.items() if not _is_demo(m) and name not in layouts}
        super().render_nb_finalise({**metadata, "widgets": {STATE: {**WIDGETS_VERSION, "state": others}}})


class Demo(nodes.General, nodes.Element):
    """A demo in the document: its markup, and its state as the widget has it."""


def visit_demo(translator: Any, node: Demo) -> None:
    """Write the demo into the page, and its recorded states beside it, as a script: no other file loads from a disk."""
    builder, state = translator.builder, dict(node["state"])
    where = ""
    if frames := state.pop("frames"):
        digest = hashlib.sha256(frames.encode()).hexdigest()[:8]  # a new recording is a new file: browsers may keep it
        file = f"_static/demos/{state['name']}-{digest}.js"
        path = Path(builder.outdir, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"livefigRecorded({json.dumps(state['name'])}, {json.dumps(frames)});\n", encoding="utf-8")
        where = f' data-recorded="{relative_uri(builder.get_target_uri(builder.current_docname), file)}"'
    known = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    script = f'<script type="application/json" class="livefig-state"{where}>{known}</script>'
    numbers = builder.env.toc_fignumbers.get(builder.current_docname, {}).get("demo", {})
    number = ".".join(map(str, numbers.get(node["ids"][0], ())))
    if "." in number:  # that of a chapter, and its own
        translator.body.append(f'<p class="livefig-number" id="{node["ids"][0]}">Demo {number}</p>')
    translator.body.append(node["markup"] + script)
    raise nodes.SkipNode


def _models(metadata: dict[str, Any]) -> dict[str, Any]:
    return metadata.get("widgets", {}).get(STATE, {}).get("state", {})


def _is_demo(model: dict[str, Any] | None) -> bool:
    return bool(model) and model["state"].get("_anywidget_id") == "livefig.widget.Explorer"


def _write_assets(app: Sphinx) -> None:
    folder = Path(app.doctreedir) / "livefig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "livefig.js").write_text(bundle(), encoding="utf-8")
    (folder / "livefig.css").write_text((HERE / "view.css").read_text(encoding="utf-8"), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the demos' script and style sheet with the site."""
    app.add_enumerable_node(Demo, "demo", lambda node: node["state"]["name"], html=(visit_demo, None))
    app.connect("builder-inited", _write_assets)
    app.add_css_file("livefig.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
