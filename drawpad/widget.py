"""`draw_digit`: a pad that a network reads while it is drawn on."""

import base64
from collections.abc import Callable, Iterable
from reprlib import repr as shown
from typing import Any

import anywidget
import numpy as np
import traitlets

from livefig.page import style_sheet as style_sheet_of_demos
from livefig.settings import recording, settings

from . import page
from .arguments import read_drawings, read_ink, read_name, read_side, read_texts
from .markup import First, pad, picture
from .network import ACTIVATIONS, Layers, forward, read_weights, sizes, slopes
from .packing import pack

NUDGE = 1e-4  # of a full cell, for finite differences
SAME = 1e-6  # as far as probabilities of the page and of `predict` may differ
Predict = Callable[[np.ndarray, Layers], Any]


class DrawPad(anywidget.AnyWidget):
    """A pad to draw on, and what a network takes the drawing for; made by `draw_digit`."""

    _esm = page.module()
    _css = style_sheet_of_demos() + page.style_sheet()
    markup = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        first: First,
        weights: list[Layers],
        samples: np.ndarray,
        activation: str,
        ink: float,
        predict: Predict | None,
    ) -> None:
        self._weights, self._ink, self._predict, self._first = weights, ink, predict, first
        drawings = np.concatenate([samples, first.drawing.reshape(1, -1)])
        texts = list(first.steps)
        dim = {"name": "step", "label": first.label, "kind": "range", "texts": texts, "start": len(texts) - 1}
        known = {
            "side": first.side,
            "sizes": sizes(weights[0]),
            "activation": activation,
            "ink": ink,
            "classes": list(first.classes),
            "predict": predict is not None,
        }
        state = {
            "name": first.name,
            "view": "drawpad",
            "dims": [dim] if len(texts) > 1 else [],
            "points": [],
            "pad": known,
            "frames": pack(weights, drawings),
        }
        super().__init__(markup=pad(first), state=state)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        """Name the network and count the steps; no address, so that a notebook's output does not change."""
        units = "-".join(map(str, self.state["pad"]["sizes"]))
        return f"DrawPad {self._first.name}: {units}, {len(self._weights)} steps"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the first state as a picture, for viewers of notebooks that run no widget."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "image/svg+xml": picture(self._first)}, metadata

    def predicted(self, X: np.ndarray, step: int) -> np.ndarray:
        """Return what `predict` gives for drawings in rows, with the weights of a step.

        Raises:
            ValueError: it gives no probabilities in the shape that was asked for.

        """
        layers = [(W.copy(), b.copy()) for W, b in self._weights[step]]
        P = np.asarray(self._predict(X, layers), dtype=float)
        wanted = (len(X), len(self._first.classes))
        if P.shape != wanted or not np.isfinite(P).all():
            raise ValueError(f"predict must return finite probabilities of shape {wanted}, got {shown(P)}")
        return P

    def _answer(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer a view, which sends a drawing, the step, and the class that the gradient is about, or none."""
        if self._predict is None or not isinstance(content, dict) or "drawing" not in content:
            return
        try:
            x, step, aim = self._ink * np.asarray(content["drawing"], float), int(content["step"]), content["aim"]
            p = self.predicted(x[np.newaxis], step)[0]
            answer: dict[str, Any] = {"p": p.tolist()}
            if aim is not None:
                aim = int(np.argmax(p)) if aim < 0 else int(aim)
                gradient = slopes(lambda X: self.predicted(X, step), x, aim, NUDGE * self._ink)
                answer["gradient"] = gradient.tolist()
        except Exception as problem:  # noqa: BLE001 - the function is the reader's
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        self.send({**answer, "id": content.get("id")})

    def compare(self) -> None:
        """Compare `predict` with what the page computes where there is no Python.

        Raises:
            ValueError: their probabilities for the first drawing differ at some step.

        """
        activation = self.state["pad"]["activation"]
        X = self._ink * self._first.drawing.reshape(1, -1)
        for step, layers in enumerate(self._weights):
            far = np.abs(self.predicted(X, step) - forward(layers, X, activation)).max()
            if far > SAME:
                raise ValueError(
                    f"predict and the page would answer otherwise: at step {self._first.steps[step]} their "
                    f"probabilities differ by {far:.2g}; activation is {activation!r}"
                )


def draw_digit(
    weights: Any,
    *,
    steps: Iterable[Any] | None = None,
    activation: str = "relu",
    side: int | None = None,
    classes: Iterable[Any] | None = None,
    ink: float = 1.0,
    samples: Any = None,
    labels: Iterable[Any] | None = None,
    start: Any = None,
    predict: Predict | None = None,
    label: str = "training step",
    name: str = "draw-a-digit",
) -> DrawPad:
    """Let the reader draw, and watch a network read the drawing at each step of its training.

    The view has a pad, the probabilities of the classes, a slider through the steps, and a switch that shows the
    gradient of the loss by the cells: what to add and what to erase. It computes them itself, with the weights of the
    step, in the page as on a kernel. Drawings are rows of side · side cells, from the upper left, from 0 to `ink`.

    Args:
        weights: for each recorded step the layers, a list of pairs (W, b) of shapes (d_in, d_out) and (d_out,). They
            are stored in single precision. Softmax follows the last layer.
        steps: what stands beside the slider at each of them: numbers or short texts; 0, 1, 2, ... if left out.
        activation: what lies between the layers, "relu" or "tanh".
        side: how many cells a row of the pad has; the root of the first d_in if left out.
        classes: the names of the classes; 0, 1, 2, ... if left out.
        ink: the value of a full cell.
        samples: drawings that the reader can load, of shape (m, side, side) or (m, side · side), at most 20.
        labels: what is written on the button of each; 1, 2, 3, ... if left out.
        start: the first drawing; the first sample if left out, and without samples an empty pad.
        predict: a forward pass in Python, which answers where Python is: ``predict(X, layers)`` takes drawings in
            rows, of shape (n, side · side), and the layers of a step, and returns probabilities of shape
            (n, classes). The gradient is then taken by finite differences of it.
        label: what the slider says of the steps.
        name: the name of the demo in links to it: ``#name?step=100``. Each pad of a page needs its own.

    Returns:
        The widget; as the last line of a cell it is shown.

    Raises:
        ValueError: shapes that do not fit each other, weights that are not finite, ink outside of 0 and `ink`,
            another activation, names that are not as many, or weights for which a page has no room. Where notebooks
            are recorded, also a `predict` that answers otherwise than the page will.

    """
    layers = read_weights(weights)
    d, m = sizes(layers[0])[0], sizes(layers[0])[-1]
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {shown(activation)}")
    if predict is not None and not callable(predict):
        raise ValueError(f"predict must be a function of drawings and layers, got {shown(predict)}")
    side, ink = read_side(side, d), read_ink(ink)
    loaded = np.zeros((0, d)) if samples is None else read_drawings(samples, "samples", d, ink)
    drawing = loaded[0] if len(loaded) else np.zeros(d)
    if start is not None:
        drawing = read_drawings([start], "start", d, ink)[0]
    first = First(
        name=read_name(name),
        drawing=drawing.reshape(side, side),
        classes=read_texts(classes, "classes", m),
        p=forward(layers[-1], ink * drawing.reshape(1, -1), activation)[0],
        steps=read_texts(steps, "steps", len(layers)),
        label=label,
        samples=read_texts(labels, "labels", len(loaded), 1),
    )
    widget = DrawPad(first, layers, loaded, activation, ink, predict)
    size, room = len(base64.b64decode(widget.state["frames"])), settings().max_bytes
    if size > room:
        raise ValueError(
            f"{first.name}: the weights at {len(layers)} steps take {size / 1000:.0f} kB compressed, and a page has "
            f"room for {room / 1000:.0f} kB; give fewer steps, or allow more: livefig.configure(max_bytes=...)"
        )
    if predict is not None and recording():
        widget.compare()
    return widget
