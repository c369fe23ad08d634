"""A small Sphinx extension that lets pictures wait for what a reader needs first, and nothing move when they come.

A picture of an output loads when the reader comes near it, or when all else is there (page.js). Its size stands in the
page.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

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


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_node(nodes.image, override=True, html=(write_picture, after_picture))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
