"""`explore`: a matplotlib figure and a function that changes it become a widget that also lives without a kernel."""

import base64
import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from reprlib import repr as shown
from typing import Any

import anywidget
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import traitlets
from matplotlib.figure import Figure

from . import markup, page
from .controls import Control, read_controls
from .picture import Picture, current_style
from .record import TEXT, Recording, differences, grid
from .settings import recording, settings
from .update import description, name_of, slug, with_its_names

MAX_STATES = 3000


class MovedAxesError(ValueError):
    """`update` moved the axes under a Point, so its handle would be in the wrong place."""


class Explorer(anywidget.AnyWidget):
    """A figure with controls; made by `explore`."""

    _esm = page.module()
    _css = page.style_sheet()
    markup = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    index = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, figure: Figure, update: Callable[..., str | None], controls: Sequence[Control]) -> None:
        self._style = current_style()
        self._update, self._controls = with_its_names(update), list(controls)
        self._name, self._alt = slug(update), description(update, figure)
        dimensions = [d for control in controls for d in control.dimensions]
        self._shape = tuple(len(d.values) for d in dimensions)
        start = [d.start for d in dimensions]
        self._point_limits: list[tuple[Control, Any]] = []  # known after the first state, which may set them
        readout = self._call(start)
        self._point_limits = [(c, c.point.ax.viewLim.extents.copy()) for c in controls if c.point]
        self._picture = Picture(figure, self._name)
        self._base = self._picture.state()
        self._known = {tuple(start): {"changes": [], "defs": [], "readout": readout, "error": ""}}
        self._first_definitions = set(self._picture.definitions)
        self._svg = markup.standalone(self._name, self._picture, self._base, self._alt)
        html = markup.demo(self._name, self._picture, self._base, controls, readout, self._alt)
        super().__init__(markup=html, state=self._describe(dimensions), index=start)
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
        rest, chosen = list(index), {}
        for control in self._controls:
            k = len(control.dimensions)
            chosen[control.name] = control.value(rest[:k])
            rest = rest[k:]
        return chosen

    def _call(self, index: Sequence[int]) -> str:
        with mpl.rc_context(self._style):
            readout = self._update(**self.values(index))
        for control, limits in self._point_limits:
            if not np.array_equal(control.point.ax.viewLim.extents, limits):
                raise MovedAxesError(
                    f"{self._update.__name__} changes the limits of the axes on which {control.name!r} is dragged; "
                    "set them once, before explore"
                )
        if readout is not None and not isinstance(readout, str):
            raise ValueError(f"{self._update.__name__} must return its readout as text, or None; got {shown(readout)}")
        return readout or ""

    def _try(self, index: Sequence[int]) -> tuple[str, str]:
        """Return the readout, and what went wrong in words: one state that fails leaves the others usable."""
        try:
            return self._call(index), ""
        except MovedAxesError:
            raise
        except Exception as problem:  # noqa: BLE001 - the reader's own code may raise anything
            return "", f"{type(problem).__name__}: {problem}"

    def _describe(self, dimensions: Sequence[Any]) -> dict[str, Any]:
        points, number = [], 0
        for control in self._controls:
            if control.point:
                px, py = markup.places(control, self._picture)
                points.append({"name": control.name, "dims": [number, number + 1], "px": px, "py": py})
            number += len(control.dimensions)
        names = [c.name if len(c.dimensions) == 1 else f"{c.name}.{xy}" for c in self._controls
                 for xy, _ in zip("xy", c.dimensions, strict=False)]  # fmt: skip
        return {
            "name": self._name,
            "dims": [
                {"name": name, "label": d.label, "kind": d.kind, "texts": list(d.texts), "start": d.start}
                for name, d in zip(names, dimensions, strict=True)
            ],
            "points": points,
            "frames": "",
        }

    def draw(self, index: Sequence[int]) -> dict[str, Any]:
        """Return what changes in the picture at one index per dimension; drawn once, then remembered."""
        key = tuple(index)
        if key not in self._known:
            readout, error = self._try(key)
            changes = [] if error else differences(self._base, self._picture.state())
            new = [d for name, d in self._picture.definitions.items() if name not in self._first_definitions]
            self._known[key] = {"changes": changes, "defs": new, "readout": readout, "error": error}
        return self._known[key]

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
            ValueError: `update` draws the same state differently the second time, or the differences are too many.

        """
        indices, states, texts, errors = grid(self._shape), [], [], []
        for i, index in enumerate(indices):
            readout, error = self._try(index)
            texts.append(readout)
            errors.append(error)
            states.append(self._base if error else self._picture.state())
            if progress is not None:
                progress(i + 1, len(indices))
        self._try(self.index)
        if self._picture.state() != self._base:
            raise ValueError(
                f"{self._update.__name__} draws its first state differently after the others: let it set every artist "
                "that it changes, from its arguments alone"
            )
        tracks = Recording(self._shape)
        tracks.add_pictures(states)
        tracks.add("readout", TEXT, texts)
        tracks.add("error", TEXT, errors)
        new = [d for name, d in self._picture.definitions.items() if name not in self._first_definitions]
        frames = tracks.packed(new)
        size = len(base64.b64decode(frames)) + len(gzip.compress(self.markup.encode()))
        if size > (room := settings().max_bytes):
            raise ValueError(
                f"{self._update.__name__}: its {len(indices)} states take {size / 1000:.0f} kB compressed, and a page "
                f"has room for {room / 1000:.0f} kB; move fewer artists, take coarser steps, or allow more: "
                "livefig.configure(max_bytes=...)"
            )
        self.state = {**self.state, "frames": frames}
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


def explore(fig: Figure, update: Callable[..., str | None], **controls: Any) -> Explorer:
    """Let the reader move a figure: sliders, choices, toggles and a point dragged on the axes.

    Args:
        fig: an ordinary matplotlib figure, with all that does not move already drawn.
        update: changes the figure's artists from its arguments alone, and returns the readout: a short text that
            says in words and numbers what the picture shows. Its docstring describes the picture to those who
            cannot see it; its name is the demo's name in links to one setting (``#name?argument=value``). It keeps
            the global names that it uses as they are now, so later cells may use the same names for other things.
        **controls: one for each argument of `update` that moves: what `ipywidgets.interact` takes, namely a tuple
            (min, max) or (min, max, step), a list of values or of (label, value) pairs, a bool, or an ipywidgets
            slider, choice or checkbox; or a `Point`. The default of the argument is the first value.

    Returns:
        The widget; as the last line of a cell it is shown.

    Raises:
        ValueError: something that is no figure, a control that `update` does not take, an empty range, or more
            states than a page has room for.

    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib Figure, got {shown(fig)}; make one with fig, ax = plt.subplots()")
    if not callable(update):
        raise ValueError(f"update must be a function of the controls' values, got {shown(update)}")
    if not controls:
        raise ValueError("controls: give at least one, for example learning_rate=(0.1, 1.0, 0.1)")
    plt.close(fig)  # shown by the widget alone
    read = read_controls(update, controls, fig.axes)
    count = int(np.prod([len(d.values) for c in read for d in c.dimensions], dtype=float))
    if count > MAX_STATES:
        sizes = " x ".join(f"{len(d.values)} ({d.label})" for c in read for d in c.dimensions)
        raise ValueError(f"controls: {sizes} = {count} states, and at most {MAX_STATES} can be recorded; "
                         "take coarser steps or fewer controls")  # fmt: skip
    explorer = Explorer(fig, update, read)
    if recording():
        explorer.record()
    return explorer
