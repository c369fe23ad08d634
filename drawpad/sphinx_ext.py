"""The website's side of the pads: livefig's extension shows them as its demos, and this one brings their script.

A pad has the traits of a demo of livefig: the markup of its first state, and a state whose `frames`, here the weights,
come in a file of their own when the pad comes near the window.
"""

from typing import Any

from sphinx.application import Sphinx

from livefig.sphinx_ext import WIDGETS, add_assets

from .page import bundle, style_sheet

WIDGETS["drawpad.widget.DrawPad"] = "drawpad.js"


def _write_assets(app: Sphinx) -> None:
    add_assets(app, "drawpad", bundle(), style_sheet())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the pads' script and style sheet with the site."""
    app.setup_extension("livefig.sphinx_ext")
    app.connect("builder-inited", _write_assets)
    app.add_css_file("drawpad.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
