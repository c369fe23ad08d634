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
TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
TYPE_SIZE = re.compile(r"\bfont(?:-size)?: ?[^\";]*?([\d.]+)px")
READABLE = 9  # pixels, of the smallest type of a drawing
NARROW = 366  # pixels that a phone has for a drawing
PIXELS_PER_POINT = 96 / 72  # CSS Values and Units 4, section 6.2


def picture_size(svg: str) -> tuple[int, int] | None:
    """Return the width and height in pixels that a drawing of matplotlib states, or None where it states none."""
    found = SVG_SIZE.search(svg[:2000])  # the tag is at the top, a drawing has megabytes
    return found and tuple(round(float(found[name]) * PIXELS_PER_POINT) for name in ("width", "height"))


def readable_width(svg: str) -> int:
    """Return the least width in pixels at which the type of a drawing can be read, indices left aside."""
    wide, texts = picture_size(svg), map(TYPE_SIZE.findall, TEXT.findall(svg))
    sizes = [max(map(float, held)) for held in texts if held]
    return round(wide[0] / PIXELS_PER_POINT * READABLE / min(sizes)) if wide and sizes else 0


def write_picture(translator: HTML5Translator, node: nodes.image) -> None:
    """Write a picture as Sphinx does, and a drawing with its size, to be loaded when it is near."""
    path = Path(translator.builder.srcdir) / node["uri"]
    svg = path.read_text(encoding="utf-8") if path.suffix == ".svg" and path.is_file() else ""
    size = picture_size(svg)
    if size is None:
        type(translator).visit_image(translator, node)  # the instance has this function in its place
        return
    address = f"{translator.builder.imgpath}/{translator.builder.images[node['uri']]}"
    width, height = map(str, size)
    picture = translator.emptytag(
        node, "img", "", src=address, alt=node.get("alt", ""), width=width, height=height, loading="lazy"
    )
    if (least := readable_width(svg)) > NARROW:  # on a phone it scrolls, rather than be illegible
        picture = f'<div class="wide-picture" style="--least:{least}px">{picture}</div>\n'
    translator.body.append(picture)


def after_picture(translator: HTML5Translator, node: nodes.image) -> None:
    """Write nothing after a picture: an image has no end tag."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_node(nodes.image, override=True, html=(write_picture, after_picture))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
