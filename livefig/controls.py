"""What the reader moves: ipywidgets' abbreviations and widgets, read as finite lists of values."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from reprlib import repr as shown
from typing import Any

import ipywidgets
import matplotlib.axes
import numpy as np

SLIDERS = (ipywidgets.IntSlider, ipywidgets.FloatSlider, ipywidgets.BoundedIntText, ipywidgets.BoundedFloatText)
CHOICES = (ipywidgets.Dropdown, ipywidgets.RadioButtons, ipywidgets.ToggleButtons, ipywidgets.Select)
TOGGLES = (ipywidgets.Checkbox, ipywidgets.ToggleButton)


class Point:
    """A handle that the reader drags on the axes; `update` receives its place as an array (x, y).

    Args:
        xs: the grid in x, as (min, max, step), in data units of the axes.
        ys: the grid in y, as (min, max, step).
        value: where it starts, snapped to the grid; the middle of the grid if left out.
        ax: the axes it is dragged on; the figure's first if left out. Their limits must stay as they are.

    """

    def __init__(
        self,
        xs: tuple[float, float, float],
        ys: tuple[float, float, float],
        value: Sequence[float] | None = None,
        ax: matplotlib.axes.Axes | None = None,
    ) -> None:
        self.xs, self.ys, self.value, self.ax = xs, ys, value, ax


@dataclass(frozen=True)
class Dimension:
    """One finite list of values: a slider, a choice, a toggle, or one coordinate of a Point."""

    kind: str  # "range", "choice" or "toggle"
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Control:
    """A named argument of `update`, made of one dimension, or of two for a Point."""

    name: str
    label: str
    dimensions: tuple[Dimension, ...]
    point: Point | None = None

    def value(self, index: Sequence[int]) -> Any:
        """Return what `update` receives for this control at one index per dimension."""
        chosen = [dimension.values[i] for dimension, i in zip(self.dimensions, index, strict=True)]
        return np.array(chosen, dtype=float) if self.point else chosen[0]


def read_controls(update: Callable[..., Any], abbreviations: dict[str, Any], axes: Sequence[Any]) -> list[Control]:
    """Read the controls given to `explore` against the parameters of `update`.

    Raises:
        ValueError: a control that `update` does not take, a parameter without a control or a default, an empty
            range, or something that has no finite list of values.

    """
    parameters = inspect.signature(update).parameters
    any_name = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for name in abbreviations:
        if name not in parameters and not any_name:
            takes = ", ".join(parameters) or "nothing"
            raise ValueError(f"control {name!r}: {update.__name__} takes {takes}; rename the control or add it there")
    for name, parameter in parameters.items():
        needed = parameter.default is parameter.empty and parameter.kind not in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        )
        if needed and name not in abbreviations:
            raise ValueError(f"{update.__name__} needs {name!r}: give it a control, {name}=..., or a default value")
    controls = []
    for name, abbreviation in abbreviations.items():
        default = parameters[name].default if name in parameters else None
        if default is None:  # says nothing about where to start
            default = inspect.Parameter.empty
        if isinstance(abbreviation, Point):
            controls.append(_read_point(name, abbreviation, default, axes))
        elif not isinstance(abbreviation, ipywidgets.fixed):
            dimension = _read_dimension(name, abbreviation, default)
            controls.append(Control(name, dimension.label, (dimension,)))
    return controls


def _read_dimension(name: str, abbreviation: Any, default: Any) -> Dimension:
    """Let ipywidgets read the abbreviation, then read the widget's values."""
    made_here = not isinstance(abbreviation, ipywidgets.Widget)
    try:
        widget = ipywidgets.interactive.widget_from_abbrev(abbreviation, default)
    except (ValueError, TypeError) as problem:
        raise ValueError(f"control {name!r}: {shown(abbreviation)} is no range or choice: {problem}") from problem
    start = default if made_here and default is not inspect.Parameter.empty else None
    try:
        return _read_widget(name, widget, abbreviation, start)
    finally:
        if made_here and widget is not None:
            widget.close()  # it was only needed to read the abbreviation


def _read_widget(name: str, widget: Any, abbreviation: Any, start: Any) -> Dimension:
    label = getattr(widget, "description", "") or name.replace("_", " ")
    if isinstance(widget, TOGGLES):
        value = bool(widget.value if start is None else start)
        return Dimension("toggle", label, (False, True), ("off", "on"), int(value))
    if isinstance(widget, (*CHOICES, ipywidgets.SelectionSlider)):
        kind = "range" if isinstance(widget, ipywidgets.SelectionSlider) else "choice"
        texts, values = widget._options_labels, widget._options_values  # noqa: SLF001 - ipywidgets' only list of both
        _need_several(name, values, abbreviation)
        wanted = widget.value if start is None else start
        for i, value in enumerate(values):
            if value is wanted or np.array_equal(value, wanted):
                return Dimension(kind, label, tuple(values), tuple(texts), i)
        raise ValueError(f"control {name!r} starts at {shown(wanted)}, which is none of its choices {list(texts)}")
    if isinstance(widget, ipywidgets.FloatLogSlider):
        exponents = _grid(name, (widget.min, widget.max, widget.step))
        values = [float(f"{widget.base**e:.6g}") for e in exponents]
        where = widget.value if start is None else start
        return _range(name, label, values, where, abbreviation)
    if isinstance(widget, SLIDERS):
        values = _grid(name, (widget.min, widget.max, widget.step))
        if isinstance(widget, (ipywidgets.IntSlider, ipywidgets.BoundedIntText)):
            values = [int(value) for value in values]
        return _range(name, label, values, widget.value if start is None else start, abbreviation)
    raise ValueError(
        f"control {name!r}: {shown(abbreviation)} has no finite list of values; "
        "use a tuple (min, max, step), a list of choices, a bool, or an ipywidgets slider or choice"
    )


def _read_point(name: str, point: Point, default: Any, axes: Sequence[Any]) -> Control:
    ax = axes[0] if point.ax is None and axes else point.ax
    if ax is None or ax not in axes:
        raise ValueError(f"control {name!r}: its ax is not among the axes of fig; give Point(..., ax=one of fig.axes)")
    point = Point(point.xs, point.ys, point.value, ax)
    start = point.value if point.value is not None else (None if default is inspect.Parameter.empty else default)
    dimensions = []
    for k, (grid, label) in enumerate(((point.xs, ax.get_xlabel()), (point.ys, ax.get_ylabel()))):
        values = _grid(name, grid)
        where = values[len(values) // 2] if start is None else start[k]
        dimensions.append(_range(name, label or f"{name} {'xy'[k]}", values, where, grid))
    return Control(name, name.replace("_", " "), tuple(dimensions), point)


def _grid(name: str, limits: Any) -> list[float]:
    try:
        low, high, step = (float(limit) for limit in limits)
    except (TypeError, ValueError):
        raise ValueError(f"control {name!r}: expected (min, max, step), got {shown(limits)}") from None
    if not (np.isfinite([low, high, step]).all() and step > 0 and low < high):
        raise ValueError(f"control {name!r}: (min, max, step) = {shown(limits)} is empty; need min < max and step > 0")
    count = int(np.floor((high - low) / step + 1e-9)) + 1
    return [float(f"{low + i * step:.12g}") for i in range(count)]


def _range(name: str, label: str, values: list[Any], where: Any, abbreviation: Any) -> Dimension:
    _need_several(name, values, abbreviation)
    try:
        start = int(np.argmin(np.abs(np.asarray(values, dtype=float) - float(where))))
    except (TypeError, ValueError):
        raise ValueError(f"control {name!r} starts at {shown(where)}, which is no number") from None
    texts = tuple(f"{value:.6g}".replace("-", "\N{MINUS SIGN}") for value in values)
    return Dimension("range", label, tuple(values), texts, start)


def _need_several(name: str, values: Sequence[Any], abbreviation: Any) -> None:
    if len(values) < 2:  # noqa: PLR2004
        raise ValueError(f"control {name!r}: {shown(abbreviation)} holds {len(values)} value(s); give at least two")
