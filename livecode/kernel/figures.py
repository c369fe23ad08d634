"""Figures of matplotlib as notebooks show them: drawn when the cell ends, then closed."""

import base64
import io
import sys
from collections.abc import Iterator
from typing import Any

from .standins.inline import InlineBackend

MIMES = {"svg": "image/svg+xml", "png": "image/png", "retina": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg"}


def draw(figure: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return a figure in the formats that are set, by mime type, and what is said of them."""
    settings = InlineBackend.instance()
    data, metadata = {}, {}
    for kind in sorted(settings.figure_formats):
        if kind not in MIMES or not (figure.axes or figure.lines):
            continue
        mime, scale = MIMES[kind], 2 if kind == "retina" else 1
        options = {
            "format": "png" if kind == "retina" else kind,
            "facecolor": figure.get_facecolor(),
            "edgecolor": figure.get_edgecolor(),
            "dpi": figure.dpi * scale,
            "bbox_inches": "tight",
            **settings.print_figure_kwargs,
        }
        file = io.BytesIO()
        figure.canvas.print_figure(file, **options)
        drawn = file.getvalue()
        data[mime] = drawn.decode() if kind == "svg" else base64.b64encode(drawn).decode()
        if scale > 1:
            width, height = figure.get_size_inches() * figure.dpi
            metadata[mime] = {"width": int(width), "height": int(height)}
    return data, metadata


def take_open() -> Iterator[Any]:
    """Yield the figures that are open, in the order in which they were made, and close them."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return
    try:
        for number in plt.get_fignums():
            yield plt.figure(number)
    finally:
        plt.close("all")
