"""`explore`: a matplotlib figure and a function that changes it become a widget that also lives without a kernel."""

import base64
import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from reprlib import repr as shown
from typing import Any

import anywidget
import matplotlib.pyplot as plt
import numpy as np
import traitlets
from matplotlib.figure import Figure

from . import markup, page
from .controls import Control, read_controls
from .record import TEXT, Recording, differences, grid
from .settings import recording, settings
from .states import States
from .update import Update, description, name_of, slug


class Explorer(anywidget.AnyWidget):
    """A figure with controls; made by `explore`."""

    _esm = page.module()
    _css = page.style_sheet()
    markup = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    index = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self, figure: Figure, update: Update, controls: Sequence[Control], fixed: dict[str, Any] | None = None
    ) -> None:
        self._controls, self._name, self._alt = list(controls), slug(update), description(update, figure)
        self._states = States(figure, update, controls, fixed or {}, self._name)
        self._shape, self._picture = self._states.shape, self._states.picture
        readout = self._states.first.readout
        self._known = {self._states.start: {"changes": [], "defs": [], "readout": readout, "error": ""}}
        self._first_definitions = set(self._picture.definitions)
        self._base, self._front, self._longest = self._picture.arranged(self._states.first.nodes), "a0", readout
        self._svg = markup.standalone(self._name, self._picture, self._base, self._alt)
        super().__init__(markup=self._html(), state=self._describe(), index=list(self._states.start))
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        """Name the controls and count the states; no address, so that a notebook's output does not change."""
        sizes = ", ".join(f"{c.name} ({' x '.join(str(len(d.values)) for d in c.dimensions)})" for c in self._controls)
        return f"Explorer {self._name}: {sizes}; {int(np.prod(self._shape, dtype=int))} states"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the first state as a picture, for viewers of notebooks that run no widget."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "image/svg+xml": self._svg}, metadata

    def values(self, index: Sequence[int]) -> dict[str, Any]:
        """Return the arguments of `update` at one index per dimension."""
        return self._states.values(index)

    def _call(self, index: Sequence[int]) -> str:
        return self._states.call(index)

    def _html(self) -> str:
        readout = self._states.first.readout
        name, front, longest = self._name, self._front, self._longest
        return markup.demo(name, self._picture, self._base, self._controls, readout, self._alt, front, longest)

    def _describe(self) -> dict[str, Any]:
        points, dims = [], []
        for control in self._controls:
            number = len(dims)
            names = [f"{control.name}.{xy}" for xy in "xy"] if control.point else [control.name]
            for name, d in zip(names, control.dimensions, strict=True):
                dims.append({"name": name, "label": d.label, "kind": d.kind, "texts": list(d.texts), "start": d.start})
            if control.point:
                px, py = markup.places(control, self._picture)
                points.append({"name": control.name, "dims": [number, number + 1], "px": px, "py": py})
        return {"name": self._name, "dims": dims, "points": points, "frames": ""}

    def draw(self, index: Sequence[int]) -> dict[str, Any]:
        """Return what changes in the picture at one index per dimension; drawn once, then remembered."""
        key = tuple(index)
        if key not in self._known:
            try:
                state = self._states.draw(key)
                self._states.check(state.nodes)
                changes = differences(self._base, self._picture.arranged(state.nodes))
                answer = {"changes": changes, "readout": state.readout, "error": state.error}
            except ValueError as problem:  # the demo is at fault, not this state
                answer = {"changes": [], "readout": "", "error": str(problem)}
            self._known[key] = {**answer, "defs": self._new_definitions()}
        return self._known[key]

    def _new_definitions(self) -> list[str]:
        return [d for name, d in self._picture.definitions.items() if name not in self._first_definitions]

    def _answer(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Draw the state that a view on a live kernel asks for."""
        index = content.get("index") if isinstance(content, dict) else None
        if isinstance(index, list) and len(index) == len(self._shape):
            index = [min(max(int(i), 0), n - 1) for i, n in zip(index, self._shape, strict=True)]
            self.send({"index": index, **self.draw(index)})
            self.index = index

    def record(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Draw every state and store what differs; return the size in bytes of the stored differences, gzipped.

        Raises:
            ValueError: `update` draws a state differently after other states, the figure is changed in a way that
                cannot be shown, or the differences are too many.

        """
        drawn = self._states.every(progress)
        states = [self._picture.arranged(shown.nodes) for shown in drawn]
        tracks = Recording(self._shape)
        self._base = tracks.add_pictures(states, grid(self._shape).index(self._states.start))
        self._front, self._longest = tracks.most() or "a0", max((shown.readout for shown in drawn), key=len)
        tracks.add("readout", TEXT, [shown.readout for shown in drawn])
        tracks.add("error", TEXT, [shown.error for shown in drawn])
        html, frames = self._html(), tracks.packed(self._new_definitions())
        size = len(base64.b64decode(frames)) + len(gzip.compress(html.encode()))
        if size > (room := settings().max_bytes):
            raise ValueError(
                f"{self._states.name}: its {len(drawn)} states take {size / 1000:.0f} kB compressed, and a page "
                f"has room for {room / 1000:.0f} kB; move fewer artists, take coarser steps, or allow more: "
                "livefig.configure(max_bytes=...)"
            )
        self.markup, self.state = html, {**self.state, "frames": frames}
        self._states.draw(self.index)
        return size

    def to_html(self, path: str | Path, title: str | None = None, language: str = "en") -> Path:
        """Write the figure into one file that anybody can open, from a disk too, with all its states and no kernel.

        Args:
            path: the file to write, for example ``"figure.html"``; one that is there is replaced.
            title: what the browser calls the page; the title of the figure or of its axes if left out.
            language: the language of its texts, as in HTML: ``"en"``, ``"de"``, ``"pt-BR"``.

        Returns:
            The path of the file.

        Raises:
            ValueError: the path is a folder or lies in none, or the states cannot be recorded.

        """
        path = page.read_path(path)
        if not self.state["frames"]:
            self.record(page.progress(self._name))
        title = title or name_of(self._picture.figure) or self._name.replace("-", " ")
        path.write_text(page.whole_page(self.markup, self.state, title, language), encoding="utf-8")
        return path


def explore(fig: Figure, update: Update, /, **controls: Any) -> Explorer:
    """Let the reader move a figure: sliders, choices, toggles and a point dragged on the axes.

    Args:
        fig: an ordinary matplotlib figure, with all that does not move already drawn.
        update: changes the figure's artists from its arguments alone, and returns the readout: a short text that
            says in words and numbers what the picture shows. Its docstring describes the picture to those who
            cannot see it; its name is the demo's name in links to one setting (``#name?argument=value``). It keeps
            the global names that it uses as they are now, and so do the functions of the notebook that it calls:
            later cells may use the same names for other things.
        **controls: one for each argument of `update` that moves: what `ipywidgets.interact` takes, namely a tuple
            (min, max) or (min, max, step), a list of values or of (label, value) pairs, a bool, or an ipywidgets
            slider, choice or checkbox; or a `Point`. The default of the argument is the first value.
            `ipywidgets.fixed(value)` is passed on.

    Returns:
        The widget; as the last line of a cell it is shown.

    Raises:
        ValueError: something that is no figure, a control that `update` does not take, an empty range, a Point on
            axes or values that it cannot lie on, or more states than a page has room for.

    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib Figure, got {shown(fig)}; make one with fig, ax = plt.subplots()")
    if not callable(update):
        raise ValueError(f"update must be a function of the controls' values, got {shown(update)}")
    plt.close(fig)  # shown by the widget alone
    read, fixed = read_controls(update, controls, fig.axes)
    if not read:
        raise ValueError("controls: give at least one, for example learning_rate=(0.1, 1.0, 0.1)")
    explorer = Explorer(fig, update, read, fixed)
    if recording():
        explorer.record()
    return explorer
