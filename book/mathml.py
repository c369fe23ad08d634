"""A small Sphinx extension: the mathematics that is read aloud is valid MathML.

KaTeX writes a named function such as max as two elements, its name and an invisible sign. Where it stands in an index
these are one child too many: an index has one. So the two go into a row.
"""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib import katex

NAMED = re.compile(r"<mi[^>]*>[^<]*</mi><mo>\N{FUNCTION APPLICATION}</mo>")
render = katex.render_latex


def render_valid(latex: str, options: dict[str, Any] | None = None) -> str:
    """Render a formula, each named function within a row."""
    return NAMED.sub(lambda found: f"<mrow>{found[0]}</mrow>", render(latex, options))


def use_rows(_app: Sphinx, _config: Config) -> None:
    """Have all formulas rendered so."""
    katex.render_latex = render_valid


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.connect("config-inited", use_rows)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
