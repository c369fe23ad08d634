"""Small pads, and a small book with one."""

from itertools import pairwise

import nbformat
import numpy as np
from books import DESCRIBED, STATE, VIEW, WIDGETS_VERSION
from canonical import canonical
from made import one_slider
from small_book import small_book

from drawpad import draw_digit

STEPS = (0, 10, 100, 1000)


def layers(rng, *sizes, scale=1.0):
    """Return weights as training leaves them, more or less."""
    return [(scale * rng.normal(0, np.sqrt(2 / m), (m, n)), 0.1 * rng.normal(size=n)) for m, n in pairwise(sizes)]


def columns():
    """Return a network that reads in which of ten columns the most ink is, and sureness that grows with the steps."""
    W = np.zeros((100, 10))
    W[np.arange(100), np.arange(100) % 10] = 1
    return [[(sure * W, np.zeros(10))] for sure in (0, 0.25, 1, 4)]


def bar(column, side=10):
    """Return a drawing of one full column but for its ends."""
    image = np.zeros((side, side))
    image[1:-1, column] = 1
    return image


def column_pad(**options):
    return draw_digit(columns(), steps=STEPS, samples=[bar(3), bar(7)], labels=["a bar at 3", "a bar at 7"], **options)


def pad_book(folder, pad):
    """Write a small book, with the settings of the real one, whose last page has a demo and then a pad."""
    cells, models = [nbformat.v4.new_markdown_cell("# A pad\n\n## To draw on")], {}
    demo = one_slider()
    demo.record()
    for number, widget in enumerate((demo, pad), start=1):
        data, _ = widget._repr_mimebundle_()
        data = {"text/plain": data["text/plain"], "image/svg+xml": data["image/svg+xml"]}
        data[VIEW] = {"model_id": widget.model_id, **WIDGETS_VERSION}
        output = nbformat.v4.new_output("execute_result", data, execution_count=number)
        cells.append(nbformat.v4.new_code_cell("draw_digit(...)", outputs=[output], execution_count=number))
        kind = {"model_module": "anywidget", "model_name": "AnyModel", "model_module_version": "*"}
        models[widget.model_id] = {**kind, "state": widget.get_state()}
        layout = widget.get_state()["layout"].removeprefix("IPY_MODEL_")
        models[layout] = {"model_name": "LayoutModel", "state": {}}
    held = {STATE: {**WIDGETS_VERSION, "state": models}}
    page = nbformat.v4.new_notebook(cells=cells, metadata=DESCRIBED | {"widgets": held})
    small_book(folder)
    (folder / "demo.ipynb").write_text(canonical(page), encoding="utf-8")
    return folder
