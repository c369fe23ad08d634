"""In place of `ipywidgets`: its controls as what they hold, and its abbreviations, for libraries that read them.

They are not shown; `interact` says so.
"""

from collections.abc import Iterable
from numbers import Integral, Real
from types import SimpleNamespace
from typing import Any

from .traits import HasTraits


class Widget(HasTraits):
    """A control: its values are attributes."""

    start: Any = None

    def __init__(self, value: Any = None, **options: Any) -> None:
        self.description, self.value = "", self.start if value is None else value
        super().__init__(**options)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(value={self.value!r})"

    def close(self) -> None:
        """Do nothing: there is nothing to close."""


def _bounded(low: Any, high: Any, step: Any) -> type[Widget]:
    class Bounded(Widget):
        def __init__(self, value: Any = None, min: Any = low, max: Any = high, step: Any = step, **more: Any) -> None:  # noqa: A002
            self.min, self.max, self.step = min, max, step
            super().__init__(_clipped(0 if value is None else value, min, max), **more)

    return Bounded


def _clipped(value: Any, low: Any, high: Any) -> Any:
    return min(max(value, low), high)


class IntSlider(_bounded(0, 100, 1)):
    """A slider over whole numbers."""


class BoundedIntText(_bounded(0, 100, 1)):
    """A field for a whole number."""


class Play(_bounded(0, 100, 1)):
    """Buttons that play whole numbers, one each `interval` milliseconds."""

    interval: Any = 100


class FloatSlider(_bounded(0.0, 100.0, 0.1)):
    """A slider over numbers."""


class BoundedFloatText(_bounded(0.0, 100.0, 0.1)):
    """A field for a number."""


class FloatLogSlider(Widget):
    """A slider over powers of a base; min, max and step are exponents."""

    def __init__(
        self,
        value: float = 1.0,
        base: float = 10.0,
        min: float = 0.0,  # noqa: A002 - ipywidgets' names
        max: float = 4.0,  # noqa: A002
        step: float = 0.1,
        **options: Any,
    ) -> None:
        self.base, self.min, self.max, self.step = base, min, max, step
        super().__init__(_clipped(value, base**min, base**max), **options)


class Selection(Widget):
    """A choice among options: values, pairs of text and value, or a dict from text to value."""

    first = False  # whether the first option is chosen if none is

    def __init__(self, options: Any = (), value: Any = None, **more: Any) -> None:
        pairs = _pairs(options)
        self.options = options
        self._options_labels = tuple(text for text, _ in pairs)
        self._options_values = tuple(held for _, held in pairs)
        if value is None and self.first and pairs:
            value = pairs[0][1]
        if value is not None and not any(value is held or _same(value, held) for held in self._options_values):
            raise ValueError("Invalid selection: value not found")
        super().__init__(value, **more)


def _same(a: Any, b: Any) -> bool:
    try:
        return bool(a == b)
    except ValueError:  # of arrays
        return False


def _pairs(options: Any) -> list[tuple[str, Any]]:
    if isinstance(options, dict):
        return [(str(text), value) for text, value in options.items()]
    options = list(options)
    if options and all(isinstance(one, list | tuple) and len(one) == 2 for one in options):  # noqa: PLR2004
        return [(str(text), value) for text, value in options]
    return [(str(value), value) for value in options]


def _kind(name: str, base: type, **attributes: Any) -> type:
    return type(name, (base,), {"__doc__": f"ipywidgets' {name}.", "__module__": "ipywidgets", **attributes})


Dropdown = _kind("Dropdown", Selection, first=True)
CHOICES = {name: _kind(name, Selection, first=True) for name in ("RadioButtons", "ToggleButtons", "SelectionSlider")}
CHOICES |= {"Dropdown": Dropdown, "Select": _kind("Select", Selection)}
Checkbox, ToggleButton = (_kind(name, Widget, start=False) for name in ("Checkbox", "ToggleButton"))
Text = _kind("Text", Widget, start="")


class fixed(HasTraits):  # noqa: N801 - ipywidgets' name
    """A value that does not move."""

    def __init__(self, value: Any, **options: Any) -> None:
        self.value = value
        super().__init__(**options)


def widget_from_abbrev(abbreviation: Any, default: Any = None) -> Any:
    """Return the control that an abbreviation stands for, at a default where it can be; None if there is none."""
    if isinstance(abbreviation, Widget | fixed):
        return abbreviation
    if isinstance(abbreviation, tuple):
        made = _from_tuple(abbreviation, default)
    else:
        made = _from_single(abbreviation)
        if made is None and isinstance(abbreviation, Iterable):
            made = Dropdown(abbreviation)
    if made is not None and default is not None and not isinstance(default, type):
        if isinstance(made, Selection):
            if any(_same(default, held) for held in made._options_values):  # noqa: SLF001 - ipywidgets' name
                made.value = default
        elif not isinstance(abbreviation, tuple):
            made.value = default
    return made


def _from_single(value: Any) -> Widget | None:
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, bool):
        return Checkbox(value)
    if not isinstance(value, Real):
        return None
    whole = isinstance(value, Integral)
    low, high = (-value, 3 * value) if value > 0 else (3 * value, -value) if value < 0 else (value, value + 1)
    return (IntSlider if whole else FloatSlider)(value, low, high)


def _from_tuple(limits: tuple, default: Any) -> Widget | None:
    if len(limits) not in (2, 3) or not all(isinstance(limit, Real) for limit in limits):
        return None
    low, high, *rest = limits
    if low > high or (rest and rest[0] <= 0):
        raise ValueError("step must be >= 0" if rest and rest[0] <= 0 else f"min must be below max, got {limits}")
    whole = all(isinstance(limit, Integral) for limit in limits)
    middle = low + ((high - low) // 2 if whole else (high - low) / 2)
    start = default if isinstance(default, Real) and low <= default <= high else middle
    step = {"step": rest[0]} if rest else {}
    if rest:
        start = low + int((start - low) / rest[0]) * rest[0]
    return (IntSlider if whole else FloatSlider)(start, low, high, **step)


def interact(*_: Any, **__: Any) -> None:
    """Say that this needs a kernel of Jupyter."""
    raise NotImplementedError("ipywidgets' interact needs Jupyter; in this page a widget of anywidget can be shown")


interactive = SimpleNamespace(widget_from_abbrev=widget_from_abbrev)
CLASSES = (
    *(Widget, IntSlider, BoundedIntText, Play, FloatSlider, BoundedFloatText, FloatLogSlider),
    *(Checkbox, ToggleButton),
)
MODULES = {
    "ipywidgets": {
        **{kind.__name__: kind for kind in (*CLASSES, Text, fixed)},
        **CHOICES,
        "interact": interact,
        "interactive": interactive,
    }
}
