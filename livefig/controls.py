"""What the reader moves: ipywidgets' abbreviations and widgets, read as finite lists of values."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from reprlib import repr as shown
from typing import Any

import ipywidgets
import matplotlib.axes
import numpy as np

from .ranges import Dimension, integers, need_distinct, numbers, refuse_too_many, span
from .update import function_name

SLIDERS = (ipywidgets.IntSlider, ipywidgets.FloatSlider, ipywidgets.BoundedIntText, ipywidgets.BoundedFloatText)
CHOICES = (ipywidgets.Dropdown, ipywidgets.RadioButtons, ipywidgets.ToggleButtons, ipywidgets.Select)
FASTEST = 100  # milliseconds that a step of a process lasts at least
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


class Play:
    """A slider over the steps of a process, with buttons that play it and that take one step.

    `ipywidgets.Play` does the same for whole numbers.

    Args:
        steps: what makes the slider: a tuple (min, max) or (min, max, step), or a slider of ipywidgets, such as a
            `SelectionSlider`.
        interval: milliseconds from one step to the next.

    Raises:
        ValueError: `interval` is no number of milliseconds from 100 on.

    """

    def __init__(self, steps: Any, interval: int = 700) -> None:
        if isinstance(interval, bool) or not isinstance(interval, int) or interval < FASTEST:
            raise ValueError(f"interval must be a number of milliseconds, {FASTEST} or more; got {shown(interval)}")
        self.steps, self.interval = steps, interval


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


def read_controls(
    update: Callable[..., Any], abbreviations: dict[str, Any], axes: Sequence[Any]
) -> tuple[list[Control], dict[str, Any]]:
    """Read the controls given to `explore` against the parameters of `update`.

    Returns:
        The controls, and by name the values that `ipywidgets.fixed` holds.

    Raises:
        ValueError: a control that `update` does not take, a parameter without a control or a default, an empty
            range, more values than states can be recorded, or something that has no finite list of values.

    """
    name_of_update, parameters = function_name(update), inspect.signature(update).parameters
    any_name = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for name in abbreviations:
        if name not in parameters and not any_name:
            takes = ", ".join(parameters) or "nothing"
            raise ValueError(f"control {name!r}: {name_of_update} takes {takes}; rename the control or add it there")
        if name in parameters and parameters[name].kind is inspect.Parameter.POSITIONAL_ONLY:
            raise ValueError(f"control {name!r}: {name_of_update} takes it by place only; leave out the / after it")
    for name, parameter in parameters.items():
        needed = parameter.default is parameter.empty and parameter.kind not in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        )
        if needed and name not in abbreviations:
            raise ValueError(f"{name_of_update} needs {name!r}: give it a control, {name}=..., or a default value")
    controls, fixed = [], {}
    for name, abbreviation in abbreviations.items():
        default = parameters[name].default if name in parameters else None
        if default is None:  # says nothing about where to start
            default = inspect.Parameter.empty
        if isinstance(abbreviation, Point):
            controls.append(_read_point(name, abbreviation, default, axes))
        elif isinstance(abbreviation, ipywidgets.fixed):
            fixed[name] = abbreviation.value
        else:
            dimension = _read_process(name, abbreviation, default)
            controls.append(Control(name, dimension.label, (dimension,)))
    refuse_too_many([(d.label, len(d.values)) for control in controls for d in control.dimensions])
    return controls, fixed


def _read_process(name: str, abbreviation: Any, default: Any) -> Dimension:
    """Read a control that is a process, or any other."""
    if isinstance(abbreviation, ipywidgets.Play):
        widget = abbreviation
        slider = ipywidgets.IntSlider(widget.value, widget.min, widget.max, widget.step, description=widget.description)
        dimension = _read_dimension(name, slider, default)
        slider.close()
        return replace(dimension, interval=max(widget.interval, FASTEST))
    if not isinstance(abbreviation, Play):
        return _read_dimension(name, abbreviation, default)
    dimension = _read_dimension(name, abbreviation.steps, default)
    if dimension.kind != "range":
        raise ValueError(f"control {name!r}: {shown(abbreviation.steps)} makes no slider that could be played")
    return replace(dimension, interval=abbreviation.interval)


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
        need_distinct(name, values, texts, abbreviation)
        wanted = widget.value if start is None else start
        for i, value in enumerate(values):
            if value is wanted or np.array_equal(value, wanted):
                return Dimension(kind, label, tuple(values), tuple(texts), i)
        raise ValueError(f"control {name!r} starts at {shown(wanted)}, which is none of its choices {list(texts)}")
    where = start if start is not None or widget is None else widget.value
    if isinstance(widget, ipywidgets.FloatLogSlider):
        exponents = numbers(name, label, (widget.min, widget.max, widget.step))
        return span(name, label, [float(f"{widget.base**e:.6g}") for e in exponents], where, abbreviation)
    if isinstance(widget, SLIDERS):
        whole = isinstance(widget, (ipywidgets.IntSlider, ipywidgets.BoundedIntText))
        values = (integers if whole else numbers)(name, label, (widget.min, widget.max, widget.step))
        return span(name, label, values, where, abbreviation)
    raise ValueError(
        f"control {name!r}: {shown(abbreviation)} has no finite list of values; "
        "use a tuple (min, max, step), a list of choices, a bool, or an ipywidgets slider or choice"
    )


def _read_point(name: str, point: Point, default: Any, axes: Sequence[Any]) -> Control:
    ax = axes[0] if point.ax is None and axes else point.ax
    if ax is None or ax not in axes:
        raise ValueError(f"control {name!r}: its ax is not among the axes of fig; give Point(..., ax=one of fig.axes)")
    if not ax.transData.is_separable or ax.name == "3d":
        raise ValueError(f"control {name!r}: a Point needs axes whose x and y lie along the edges, not {ax.name} axes")
    point = Point(point.xs, point.ys, point.value, ax)
    start = point.value if point.value is not None else (None if default is inspect.Parameter.empty else default)
    dimensions = []
    for k, (limits, written) in enumerate(((point.xs, ax.get_xlabel()), (point.ys, ax.get_ylabel()))):
        label = written or f"{name} {'xy'[k]}"
        values = numbers(name, label, limits)
        where = values[len(values) // 2] if start is None else start[k]
        dimensions.append(span(name, label, values, where, limits))
    return Control(name, name.replace("_", " "), tuple(dimensions), point)


def check_scales(control: Control) -> None:
    """Raise ValueError if the grid of a Point has values that its axes cannot show, such as 0 on a log axis."""
    ax = control.point.ax
    for axis, dimension in zip((ax.xaxis, ax.yaxis), control.dimensions, strict=True):
        for value in dimension.values:
            if axis.limit_range_for_scale(value, value) != (value, value):
                raise ValueError(
                    f"control {control.name!r}: its grid has {value:g}, which has no place on the {axis.get_scale()} "
                    f"scale of {axis.axis_name}; begin and end the grid where the scale does"
                )
