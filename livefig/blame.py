"""Which artist makes the difference between two drawings of one figure."""

from collections.abc import Callable, Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from .drawing import Group, Node, number

Find = Callable[[int], Artist | None]


def difference(before: Sequence[Node], after: Sequence[Node], find: Find) -> str:
    """Name the first artist that was drawn differently; "" if none was.

    Args:
        before: what lay in the figure.
        after: what lies in it now.
        find: returns the artist with a number.

    """
    if list(before) == list(after):
        return ""
    if len(before) != len(after):
        known = {number(node) for node in before}
        more = [node for node in after if number(node) not in known] if len(after) > len(before) else []
        return f"{_name(more[0], find)} was added" if more else "artists came or went"
    a, b = next((a, b) for a, b in zip(before, after, strict=True) if a != b)
    inner = difference(a.children, b.children, find) if isinstance(a, Group) and isinstance(b, Group) else ""
    own = _name(b, find)
    vague = inner in ("", "artists came or went") or inner.startswith("an element")
    return f"{own} is another" if vague and number(b) >= 0 else inner or f"{own} is another"


def _name(node: Node, find: Find) -> str:
    artist = find(number(node))
    if artist is None:
        return node.name if isinstance(node, Group) and node.name else "an element"
    ax = artist.axes if not isinstance(artist, Axes) else None
    inside = f" in axes {artist.get_figure().axes.index(ax) + 1}" if ax in artist.get_figure().axes else ""
    return f"{artist}{inside}"
