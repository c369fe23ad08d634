"""An axis with its ticks takes most of the time of a drawing, and seldom changes: it is kept while it is the same.

What its drawing hangs on is compared by value: limits, place, scale, locators, formatters, spines, settings. An axis
that hangs on anything whose value cannot be told, such as a function, is drawn in every state.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Ticker, XAxis, YAxis
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.scale import ScaleBase
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.ticker import TickHelper
from matplotlib.transforms import Affine2D, AffineBase, Transform
from matplotlib.units import ConversionInterface

# What an axis refers to without being drawn by it, and what is looked at apart.
ASIDE = {"_axes", "_callbacks", "_gid", "_mouseover", "_parents", "_parent_figure", "_picker", "_remove_method"}
ASIDE |= {"_stale", "axis", "callbacks", "clipbox", "label", "majorTicks", "minorTicks", "offsetText", "stale_callback"}
ASIDE |= {"figure"}  # so matplotlib before 3.10 calls `_parent_figure`, as Pyodide's does
OWN = Ticker, TickHelper, ScaleBase, Transform, ConversionInterface  # matplotlib's own are as their attributes say
NAMES = getattr(Axis, "_format_with_dict", object())  # what `set_xticks` makes of the names of ticks, with their dict
CACHED = ("_affine", "_inverted")  # what a transform computed from the others
PLAIN = type(None), bool, int, float, str, bytes, np.generic, np.ufunc


class _UnknownError(Exception):
    """The value of something cannot be told."""


class _Kept:
    """One axis: what it hung on when it was drawn, what it measured, and what it drew."""

    def __init__(self) -> None:
        self.print: Any = None
        self.boxes: dict[bool, Any] = {}
        self.node: Any = None
        self.fixed: WeakValueDictionary[int, Transform] = (
            WeakValueDictionary()
        )  # transforms of which nothing can be changed in place


class KeptAxes:
    """The axes' axes of one figure; `unused` draws all of them."""

    def __init__(self, unused: bool = False) -> None:
        self._unused = unused
        self._kept: WeakKeyDictionary[Axis, _Kept] = WeakKeyDictionary()

    @contextmanager
    def drawing(self, figure: Figure) -> Iterator[dict[Axis, Any]]:
        """While the figure is drawn, let each axis that is unchanged put down what it drew; keep what the others draw.

        Yields:
            A place for what each other axis drew, which the caller fills before it leaves.

        """
        settings = None if _aligned(figure) else dict(dict.items(mpl.rcParams))
        changed: dict[Axis, Any] = {}
        touched: list[Axis] = []
        try:
            for axis in [] if self._unused else _all(figure):
                kept = self._kept.setdefault(axis, _Kept())
                now = _print(axis, kept, settings)
                if now is not None and now == kept.print:
                    _put_down(axis, kept)
                elif now is not None:
                    kept.print, kept.boxes = None, {}
                    _measure(axis, kept)
                    changed[axis] = None
                else:
                    continue
                touched.append(axis)
            yield changed
        finally:
            for axis in touched:
                for name in ("draw", "get_tightbbox"):
                    vars(axis).pop(name, None)
        for axis, node in changed.items():
            if node is not None:
                for part in _parts(axis):
                    part.stale = False  # hidden parts stay stale when they are drawn
                self._kept[axis].node, self._kept[axis].print = node, _print(axis, self._kept[axis], settings)


def _put_down(axis: Axis, kept: _Kept) -> None:
    measured = axis.get_tightbbox

    def get_tightbbox(renderer: Any = None, *, for_layout_only: bool = False) -> Any:
        if for_layout_only not in kept.boxes:
            return measured(renderer, for_layout_only=for_layout_only)
        return kept.boxes[for_layout_only]

    axis.draw = lambda renderer: renderer.put_down(kept.node)
    axis.get_tightbbox = get_tightbbox


def _measure(axis: Axis, kept: _Kept) -> None:
    measured = axis.get_tightbbox

    def get_tightbbox(renderer: Any = None, *, for_layout_only: bool = False) -> Any:
        box = measured(renderer, for_layout_only=for_layout_only)
        kept.boxes[for_layout_only] = box and box.frozen()
        return box

    axis.get_tightbbox = get_tightbbox


def _all(figure: Figure) -> list[Axis]:
    """Return the axes' axes whose drawing is known: those of plain axes, which no one taught to draw otherwise."""
    axes = [ax for ax in figure.axes if type(ax) is Axes]
    return [axis for ax in axes for axis in (ax.xaxis, ax.yaxis) if type(axis) in (XAxis, YAxis)]


def _aligned(figure: Figure) -> bool:
    """Tell whether labels are aligned, so that one axis hangs on another."""
    groups = getattr(figure, "_align_label_groups", {}).values()
    return any(len(group) > 1 for grouper in groups for group in grouper)


def _parts(axis: Axis) -> Iterator[Artist]:
    yield from (axis, axis.label, axis.offsetText)
    for tick in (*axis.majorTicks, *axis.minorTicks):
        yield from (tick, tick.tick1line, tick.tick2line, tick.gridline, tick.label1, tick.label2)


def _print(axis: Axis, kept: _Kept, settings: Mapping[str, Any] | None) -> Any:
    """Return all that the drawing of an axis hangs on; None if it cannot be told, or an artist says it changed."""
    if settings is None:
        return None
    ax, parts = axis.axes, list(_parts(axis))
    try:
        return (
            settings,
            [_look(part, kept.fixed) for part in parts],
            _values(vars(axis)),
            ax.bbox.extents.tolist(),
            ax.viewLim.get_points().tolist(),
            ax.dataLim.minpos.tolist(),
            _matrix(ax.transData),
            [(name, *map(_values, _spine(spine))) for name, spine in ax.spines.items()],
        )
    except _UnknownError:
        return None


def _look(part: Artist, fixed: WeakValueDictionary[int, Transform]) -> tuple:
    if not part.get_visible():
        return (id(part),)
    if part.get_path_effects() or part.get_clip_path() is not None:
        raise _UnknownError
    transform, own = part.get_transform(), ()
    if fixed.get(id(transform)) is not transform:
        if not _is_fixed(transform, part.get_figure()):
            raise _UnknownError
        fixed[id(transform)] = transform
    if isinstance(part, Text):
        if part.get_bbox_patch() is not None:
            raise _UnknownError
        own = hash(part.get_fontproperties()), part.get_text()
    return id(part), part.stale, own


def _is_fixed(transform: Transform, figure: Figure) -> bool:
    """Tell whether a transform is made of the axes' own, whose values are looked at apart."""
    if isinstance(transform, Affine2D):
        return transform is figure.dpi_scale_trans
    inner = [held for key, held in vars(transform).items() if isinstance(held, Transform) and key not in CACHED]
    return type(transform).__module__.startswith("matplotlib.") and all(_is_fixed(held, figure) for held in inner)


def _spine(spine: Spine) -> tuple:
    placed = () if spine.spine_type == "colorbar" else (spine.get_position(), spine.get_bounds())
    return spine.get_visible(), spine.get_path(), _matrix(spine.get_transform()), *placed


def _matrix(transform: Transform) -> bytes:
    return transform.get_affine().get_matrix().tobytes()


def _values(value: Any) -> Any:  # noqa: C901 - a case for each kind
    """Return an object that is equal when the value is; raises _UnknownError where that cannot be told."""
    told: Any = _UnknownError
    if isinstance(value, PLAIN):
        told = value
    elif isinstance(value, np.ndarray) and not value.dtype.hasobject:
        told = value.shape, value.dtype.str, value.tobytes()
    elif isinstance(value, list | tuple):
        told = [_values(held) for held in value]
    elif isinstance(value, set | frozenset):
        told = [_values(held) for held in sorted(value, key=repr)]
    elif isinstance(value, dict):
        told = [(key, _values(held)) for key, held in value.items() if key not in ASIDE]
    elif isinstance(value, AffineBase):
        told = _matrix(value)
    elif isinstance(value, Path):
        told = _values(value.vertices), _values(value.codes)
    elif isinstance(value, OWN) and type(value).__module__.startswith("matplotlib."):
        told = type(value), _values(vars(value))
    elif type(value) is partial and value.func is NAMES:
        told = _values(value.args)
    if told is _UnknownError:
        raise _UnknownError
    return told
