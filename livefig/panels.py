"""A figure split between columns of axes, so that they can wrap on a narrow screen."""

from itertools import pairwise

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

NARROWEST = 150.0  # points: a column of axes narrower than this makes no picture of its own
Columns = dict[str, list[Axes]]
Panels = list[tuple[float, float, list[str]]]


def split(figure: Figure) -> tuple[Columns, Panels]:
    """Split a figure whose layout is known.

    Returns:
        The axes of each panel, by its key; and left edge and width in points, and the key, of each panel. A figure that
        has texts or legends of its own stays whole; a colorbar stays with its picture, a narrow column with its
        neighbor.

    """
    width = figure.bbox.width
    merged: list[list] = []
    for column in sorted(_columns(figure) if not loose(figure) else [], key=lambda column: column[0]):
        if merged and column[0] < merged[-1][1]:
            merged[-1] = [merged[-1][0], max(merged[-1][1], column[1]), merged[-1][2] + column[2]]
        else:
            merged.append(column)
    while True:
        cuts = [0.0, *((a[1] + b[0]) / 2 for a, b in pairwise(merged)), width]
        widths = [right - left for left, right in pairwise(cuts)]
        if len(merged) < 2:  # noqa: PLR2004
            return {"a0": list(figure.axes)}, [(0.0, width, ["a0"])]
        if min(widths) >= NARROWEST:
            break
        _join_nearer(merged, widths.index(min(widths)))
    panels = [(left, wide, [f"a{i}"]) for i, (left, wide) in enumerate(zip(cuts[:-1], widths, strict=True))]
    return {f"a{i}": axes for i, (_, _, axes) in enumerate(merged)}, panels


def _columns(figure: Figure) -> list[list]:
    """Return left and right edge, and the axes, of what must not be taken apart."""
    colorbars = {m.colorbar.ax: ax for ax in figure.axes for m in ax.get_children() if getattr(m, "colorbar", None)}
    columns: dict[Axes, list] = {}
    for ax in figure.axes:
        box, of = ax.get_tightbbox(), colorbars.get(ax, ax)
        if box is not None:
            left, right, held = columns.get(of, (box.x0, box.x1, []))
            columns[of] = [min(left, box.x0), max(right, box.x1), [*held, ax]]
    return list(columns.values())


def _join_nearer(columns: list[list], i: int) -> None:
    """Join a column to its nearer neighbor."""
    before = columns[i][0] - columns[i - 1][1] if i > 0 else float("inf")
    after = columns[i + 1][0] - columns[i][1] if i + 1 < len(columns) else float("inf")
    first = i - 1 if before <= after else i
    (left, _, some), (_, right, more) = columns[first : first + 2]
    columns[first : first + 2] = [[left, right, some + more]]


def loose(figure: Figure) -> list[Artist]:
    """Return what the figure shows that belongs to no axes."""
    children = [a for a in figure.get_children() if not isinstance(a, Axes) and a is not figure.patch]
    return [a for a in children if a.get_visible() and not (isinstance(a, Text) and not a.get_text())]
