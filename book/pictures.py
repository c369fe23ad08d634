"""A small Sphinx extension that lets pictures wait for what a reader needs first, and nothing move when they come.

A picture of an output loads when the reader comes near it, or when all else is there (page.js). Its size stands in the
page.
"""

import re
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

SVG_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="(?P<width>[\d.]+)pt"\s+height="(?P<height>[\d.]+)pt"')
TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
AXES = re.compile(r'<g id="axes_\d+">\s*<g id="patch_\d+">\s*<path d="(?P<outline>[^"]*)"')
PLACED = re.compile(
    r'<text style="(?P<style>[^"]*)" x="(?P<x>[-\d.]+)"[^>]*?rotate\((?P<turn>[-\d.]+)[^>]*>(?P<words>[^<]*)<'
)
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


def _across(svg: str) -> list[tuple[float, float, bool]]:
    """Return from where to where the axes and the words of a drawing reach in points, and which words stand upright."""
    outlines = (list(map(float, re.findall(r"[ML] ([-\d.]+)", found["outline"]))) for found in AXES.finditer(svg))
    spans = [(min(places), max(places), False) for places in outlines]
    for found in PLACED.finditer(svg):
        size, x = max(map(float, TYPE_SIZE.findall(found["style"]))), float(found["x"])
        upright = float(found["turn"]) == -90
        long = size if upright else 0.65 * size * len(found["words"])
        before = 1 if upright or "anchor: end" in found["style"] else 0.5 if "anchor: middle" in found["style"] else 0
        spans.append((x - before * long, x + (1 - before) * long, upright))
    return spans


def columns(svg: str) -> list[float]:
    """Return where a wide drawing can be cut into columns that each stand alone, as parts of its width, with 0 and 1.

    A column begins at an upright label, and no axes or words are cut; each can be read on a phone, or nothing is cut.
    """
    wide, spans = picture_size(svg), _across(svg)
    if not wide or not AXES.search(svg):
        return [0, 1]
    points = wide[0] / PIXELS_PER_POINT
    starts = sorted(start / points for start, _, upright in spans if upright)
    cuts = [cut for cut in starts if cut > NARROW / points / 4 and not any(a < cut * points < b for a, b, _ in spans)]
    bounds = [0, *dict.fromkeys(round(cut, 4) for cut in cuts), 1]
    widest = max(b - a for a, b in pairwise(bounds))
    return bounds if widest * readable_width(svg) <= NARROW else [0, 1]


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

    def image(alt: str, **more: str) -> str:
        size = {"width": width, "height": height}
        return translator.emptytag(node, "img", "", src=address, alt=alt, **size, loading="lazy", **more)

    picture = image(node.get("alt", ""))
    if (least := readable_width(svg)) > NARROW:  # on a phone it comes apart, or scrolls, rather than be illegible
        parts = list(pairwise(columns(svg)))
        if len(parts) > 1:  # each shows its part of the whole, which is described once
            shown = [picture, *(image("", **{"aria-hidden": "true"}) for _ in parts[1:])]
            picture = "".join(
                f'<div style="--from:{start};--part:{end - start:.4f}">{one.strip()}</div>'
                for one, (start, end) in zip(shown, parts, strict=True)
            )
            picture = f'<div class="picture-columns" style="--wide:{width}px">{picture}</div>\n'
        else:
            picture = f'<div class="wide-picture" style="--least:{least}px">{picture}</div>\n'
    translator.body.append(picture)


def after_picture(translator: HTML5Translator, node: nodes.image) -> None:
    """Write nothing after a picture: an image has no end tag."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_node(nodes.image, override=True, html=(write_picture, after_picture))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
