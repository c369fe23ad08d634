"""A small Sphinx extension that makes pictures and fonts light: each picture waits for its reader, each font is cut.

A picture of an output loads when the reader comes near it; its size stands in the page, so nothing moves when it
arrives. The fonts of the mathematics are KaTeX's, each cut to the characters that the pages have, which is half of it.
"""

import html
import io
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools.subset import Options, Subsetter, load_font, save_font
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

FONTS = Path("_static") / "katex" / "fonts"
SVG_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="(?P<width>[\d.]+)pt"\s+height="(?P<height>[\d.]+)pt"')
PIXELS_PER_POINT = 96 / 72  # CSS Values and Units 4, section 6.2


def picture_size(svg: str) -> tuple[int, int] | None:
    """Return the width and height in pixels that a drawing of matplotlib states, or None where it states none."""
    found = SVG_SIZE.search(svg[:2000])  # the tag is at the top, a drawing has megabytes
    return found and tuple(round(float(found[name]) * PIXELS_PER_POINT) for name in ("width", "height"))


def write_picture(translator: HTML5Translator, node: nodes.image) -> None:
    """Write a picture as Sphinx does, and a drawing with its size, to be loaded when it is near."""
    path = Path(translator.builder.srcdir) / node["uri"]
    size = picture_size(path.read_text(encoding="utf-8")) if path.suffix == ".svg" and path.is_file() else None
    if size is None:
        type(translator).visit_image(translator, node)  # the instance has this function in its place
        return
    address = f"{translator.builder.imgpath}/{translator.builder.images[node['uri']]}"
    width, height = map(str, size)
    translator.body.append(
        translator.emptytag(
            node, "img", "", src=address, alt=node.get("alt", ""), width=width, height=height, loading="lazy"
        )
    )


def after_picture(translator: HTML5Translator, node: nodes.image) -> None:
    """Write nothing after a picture: an image has no end tag."""


def cut_font(path: Path, characters: set[str]) -> None:
    """Rewrite a font without the glyphs of other characters."""
    options = Options(layout_features=["*"], flavor="woff2")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    with load_font(io.BytesIO(path.read_bytes()), options) as font:  # from memory: tables are read while it is saved
        subsetter.subset(font)
        save_font(font, str(path), options)


def cut_fonts(app: Sphinx, problem: Exception | None) -> None:
    """Cut all fonts to what is written on the pages, once they are there."""
    if problem or app.builder.format != "html":
        return
    site = Path(app.outdir)
    characters: set[str] = set()
    for page in site.rglob("*.html"):
        characters |= set(html.unescape(page.read_text(encoding="utf-8")))
    for font in sorted((site / FONTS).glob("*.woff2")):
        cut_font(font, characters)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the above to Sphinx."""
    app.add_node(nodes.image, override=True, html=(write_picture, after_picture))
    app.connect("build-finished", cut_fonts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
