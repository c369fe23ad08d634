"""The website's side of the demos: a Sphinx extension, and a renderer of the widget's output for MyST-NB.

The page gets the markup of the first state and a block of JSON about its controls; the recorded states lie in a file
of their own, which comes when the demo comes near the window. One deferred script serves the whole site; the stock
widget scripts and their copy of the state are left out. A build fails if a demo came without its states.
"""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.osutil import relative_uri

from .page import bundle, state_block, style_sheet
from .settings import RECORD

STATE = "application/vnd.jupyter.widget-state+json"
WIDGETS_VERSION = {"version_major": 2, "version_minor": 0}
NOT_RECORDED, SAME_NAME = "not recorded", "same name"
BEFORE = 400  # of scripts; 500 is the others'
COLORED = re.compile(r"\x1b\[[\d;]*m")  # as IPython writes tracebacks
# The widgets that are shown as demos, by class, and the script that mounts one that is not livefig's own. Each has what
# an Explorer has: `markup`, and a `state` with name, dims, points and frames; and `view`, as the script registers it.
WIDGETS: dict[str, str] = {"livefig.widget.Explorer": ""}
EXECUTE = f"{RECORD}=1 jupyter nbconvert --to notebook --execute --inplace {{notebook}}"


class DemoRenderer(NbElementRenderer):
    """MyST-NB's renderer of outputs, which also knows an Explorer; one for each page."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._shown: dict[str, str] = {}  # the demos of the page, and the cells they are in
        self._others = False  # whether the page shows other widgets

    def render_widget_view(self, data: MimeData) -> list[nodes.Element]:
        """Render a demo as its markup and its recorded states; any other widget as MyST-NB does."""
        found = _models(self.renderer.nb_client.nb_metadata).get(data.content["model_id"])
        if not _is_demo(found):
            if found is None and (name := self._demo_without_model(data)):
                self._fault(f"demo {name!r} ({_cell(data)}) was saved without the state of its widget", NOT_RECORDED)
            self._others = True
            return super().render_widget_view(data)
        held = found["state"]
        name = held["state"]["name"]
        if not held["state"]["frames"]:
            self._fault(f"demo {name!r} ({_cell(data)}) holds only its first state", NOT_RECORDED)
        if (first := self._shown.setdefault(name, _cell(data))) != _cell(data):
            self._fault(f"two demos have the name {name!r} ({first} and {_cell(data)})", SAME_NAME)
        if script := WIDGETS[held["_anywidget_id"]]:
            self.add_js_file(script, script, {"defer": "defer", "priority": BEFORE})
        self.add_js_file("livefig", "livefig.js", {"defer": "defer"})
        return [Demo(markup=held["markup"], state=held["state"], ids=[f"demo-{name}"])]

    def render_nb_finalise(self, metadata: dict[str, Any]) -> None:
        """Leave the demos out of the page's widget state; with no other widget shown, no stock script is added.

        A kernel also leaves the state of widgets that are gone, such as those that read the controls of a demo.
        """
        models = _models(metadata) if self._others else {}
        layouts = {m["state"].get("layout", "").removeprefix("IPY_MODEL_") for m in models.values() if _is_demo(m)}
        others = {name: m for name, m in models.items() if not _is_demo(m) and name not in layouts}
        super().render_nb_finalise({**metadata, "widgets": {STATE: {**WIDGETS_VERSION, "state": others}}})

    def _demo_without_model(self, data: MimeData) -> str:
        """Return the name of the demo that this output showed, from its text; empty if it was another widget."""
        _, outputs = self.renderer.nb_client.code_cell_outputs(data.cell_index)
        text = outputs[data.output_index].get("data", {}).get("text/plain", "")
        return text.removeprefix("Explorer ").partition(":")[0] if text.startswith("Explorer ") else ""

    def _fault(self, what: str, kind: str) -> None:
        env = self.renderer.sphinx_env
        _faults(env).setdefault(env.docname, []).append((kind, what))


class DemoError(SphinxError):
    """The site would show a demo that does not answer."""

    category = "Demos that would not answer"


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
    numbers = builder.env.toc_fignumbers.get(builder.current_docname, {}).get("demo", {})
    number = ".".join(map(str, numbers.get(node["ids"][0], ())))
    if "." in number:  # that of a chapter, and its own
        translator.body.append(f'<p class="livefig-number" id="{node["ids"][0]}">Demo {number}</p>')
    translator.body.append(node["markup"] + state_block(state, where))
    raise nodes.SkipNode


def _models(metadata: dict[str, Any]) -> dict[str, Any]:
    return metadata.get("widgets", {}).get(STATE, {}).get("state", {})


def _is_demo(model: dict[str, Any] | None) -> bool:
    return bool(model) and model["state"].get("_anywidget_id") in WIDGETS


def _cell(data: MimeData) -> str:
    return f"cell {data.cell_index + 1}"


def _faults(env: BuildEnvironment) -> dict[str, list[tuple[str, str]]]:
    """Return, for each page that was read, what is wrong with its demos, and which kind of fault each is."""
    return env.__dict__.setdefault("livefig_faults", {})


def _forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    _faults(env).pop(page, None)


def find_headings(app: Sphinx, doctree: nodes.document) -> None:
    """Note demos whose name is that of a place on the page: a link would lead to either."""
    for demo in doctree.findall(Demo):
        if (name := demo["state"]["name"]) in doctree.ids:
            fault = f"demo {name!r} has the name of a heading or of another target on its page"
            _faults(app.env).setdefault(app.env.docname, []).append((SAME_NAME, fault))


def _merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    _faults(env).update({page: found for page, found in _faults(other).items() if page in pages})


def _stopped(env: BuildEnvironment, page: str) -> str:
    """Return the error at which the build's execution of a notebook ended, or nothing."""
    ran = NbMetadataCollector.get_exec_data(env, page)
    text = COLORED.sub("", (ran or {}).get("traceback") or "").strip()
    return text.splitlines()[-1] if text else ""


def refuse_faults(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build if a demo cannot answer, and name all of them: a warning would publish figures that stand still.

    What was read is not kept then, so the next build finds the fault again.

    Raises:
        DemoError: a demo without its recorded states, or of a name that is taken on its page.

    """
    faults = [(os.path.relpath(env.doc2path(page), app.srcdir), *fault)
              for page, found in sorted(_faults(env).items()) for fault in found]  # fmt: skip
    if not faults:
        return
    failed = [page for page in sorted(_faults(env)) if _faults(env)[page] and _stopped(env, page)]
    if failed:  # the rest follows from that
        lines = [f"{os.path.relpath(env.doc2path(page), app.srcdir)} ended with an error: {_stopped(env, page)}"
                 for page in failed]  # fmt: skip
        raise DemoError("\n".join([*lines, "Mend it, and build again; the whole traceback is above."]))
    lines = [f"{notebook}: {what}" for notebook, _, what in faults]
    if any(kind == SAME_NAME for _, kind, _ in faults):
        lines.append("A demo is named after its update function, and links lead to it by that name: rename it.")
    if silent := dict.fromkeys(notebook for notebook, kind, _ in faults if kind == NOT_RECORDED):
        lines.append("Execute the notebook with every state recorded, and build again:")
        lines += dict.fromkeys(f"    {app.config.livefig_command.format(notebook=notebook)}" for notebook in silent)
        if app.config.nb_execution_mode != "off":
            lines.append("Or let the build do it: delete the notebook's outputs, and .jupyter_cache beside the pages.")
    raise DemoError("\n".join(lines))


def set_defaults(_app: Sphinx, config: Config) -> None:
    """Choose the renderer, unless the book chose its own; record demos, if the notebooks are executed by the build."""
    if config.nb_render_plugin == "default":
        config.nb_render_plugin = "livefig"
    if config.nb_execution_mode != "off":
        os.environ.setdefault(RECORD, "1")


def add_assets(app: Sphinx, name: str, script: str, style: str) -> None:
    """Give the site the script and the style sheet of a kind of demo, as name.js and name.css."""
    folder = Path(app.doctreedir) / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.js").write_text(script, encoding="utf-8")
    (folder / f"{name}.css").write_text(style, encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def _write_assets(app: Sphinx) -> None:
    add_assets(app, "livefig", bundle(), style_sheet())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the demos' script and style sheet with the site."""
    app.setup_extension("myst_nb")
    app.add_config_value("livefig_command", EXECUTE, "env", [str])
    app.add_enumerable_node(Demo, "demo", lambda node: node["state"]["name"], html=(visit_demo, None))
    app.connect("config-inited", set_defaults)
    app.connect("builder-inited", _write_assets)
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-read", find_headings)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", refuse_faults)
    app.add_css_file("livefig.css")
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
