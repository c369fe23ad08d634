"""What differs between the states of a picture, and nothing else.

A track is one attribute, one text or one subtree, at one address, with its value in every state. Its values are
stored once each, over only those dimensions of the controls that it depends on. An address is a panel's key followed
by positions among children: "a0/3/1" is the second child of the fourth child of the first panel. What is drawn in
some states only has a place of its own in all, which is empty in the others.
"""

import base64
import gzip
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any
from xml.etree import ElementTree

import numpy as np

from .drawing import Group, Node, number
from .packing import TREE, pack
from .picture import State
from .svg import serialize

TEXT = "#text"
EMPTY = "<g />"
MOST_PLACES = 2  # of those that the fullest state fills; beyond it, what is drawn differs too much to be aligned


class Recording:
    """The states of one picture over a grid of control values, and their differences."""

    def __init__(self, shape: Sequence[int]) -> None:
        self.shape = tuple(shape)
        self._tracks: list[list] = []  # address, attribute, number of its part, its distinct values
        self._parts: dict[str, int] = {}

    def add_pictures(self, states: list[State], first: int = 0) -> State:
        """Add the states of the picture, in the order of itertools.product over the dimensions.

        Args:
            states: one for each combination of indices.
            first: the number of the state that the page shows first.

        Returns:
            That state, with an empty place for whatever is drawn only in others.

        """
        whole = {key: [Group("", -1, state[key]) for state in states] for key in states[0]}
        return {key: self._align(key, groups, first).children for key, groups in whole.items()}

    def add(self, address: str, attribute: str, values: Sequence[str]) -> None:
        """Add one track: its value in each state; one that never changes is left out."""
        numbers: dict[str, int] = {}
        table = np.array([numbers.setdefault(value, len(numbers)) for value in values]).reshape(self.shape)
        if len(numbers) == 1:
            return
        axes = [axis for axis in range(table.ndim) if np.any(table != np.take(table, [0], axis))]
        for axis in range(table.ndim):
            if axis not in axes:
                table = np.take(table, [0], axis)
        index = table.ravel().tolist()
        part = json.dumps([axes, None if index == list(range(len(index))) else index])
        packed = pack(list(numbers), attribute)
        self._tracks.append([address, attribute, self._parts.setdefault(part, len(self._parts)), packed])

    def _align(self, address: str, versions: Sequence[Node], first: int) -> Node:
        """Find the smallest places in which the versions of one node differ; return the first state's, with places."""
        which: dict[Node, int] = {}
        rows = [which.setdefault(version, len(which)) for version in versions]
        distinct = list(which)
        if len(distinct) == 1:
            return distinct[0]
        if all(isinstance(version, Group) for version in distinct):
            places = _places(distinct)
            if places is not None:
                columns = list(zip(*places, strict=True))
                inner = [self._align(f"{address}/{i}", [c[row] for row in rows], first) for i, c in enumerate(columns)]
                return Group("", -1, tuple(inner))
        if all(isinstance(version, str) for version in distinct):
            self._descend(address, [ElementTree.fromstring(version) for version in distinct], rows)
        else:
            self._add_trees(address, [str(version) for version in distinct], rows)
        return versions[first]

    def _add_trees(self, address: str, texts: list[str], rows: list[int]) -> None:
        if "/" not in address:
            texts = [text.replace("<g", f'<g data-key="{address}"', 1) for text in texts]
        self.add(address, TREE, [texts[row] for row in rows])

    def _descend(self, address: str, trees: list[ElementTree.Element], rows: list[int]) -> None:
        if len({(tree.tag, len(tree), tuple(tree.attrib)) for tree in trees}) > 1:
            self._add_trees(address, [serialize(tree) for tree in trees], rows)
            return
        for attribute in trees[0].attrib:
            self.add(address, attribute, [trees[row].get(attribute) for row in rows])
        self.add(address, TEXT, [trees[row].text or "" for row in rows])
        for k, children in enumerate(zip(*trees, strict=True)):
            self._descend(f"{address}/{k}", list(children), rows)

    def most(self) -> str:
        """Return the key of the panel in which most changes from state to state; empty if nothing does in any."""
        sizes: Counter = Counter()
        for address, _, _, values in self._tracks:
            sizes[address.partition("/")[0]] += len(json.dumps(values))
        for said in ("readout", "error"):
            del sizes[said]
        return max(sizes, key=lambda key: (sizes[key], key), default="")

    def packed(self, definitions: Sequence[str]) -> str:
        """Return the tracks as base64 of gzipped JSON; `definitions` are those that the first picture lacks."""
        parts = [json.loads(part) for part in self._parts]
        content = {"defs": list(definitions), "parts": parts, "tracks": self._tracks}
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        packed = bytearray(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        packed[9] = 255  # "unknown system": Python's versions write different ones
        return base64.b64encode(packed).decode("ascii")


def _places(groups: list[Group]) -> list[list[Node]] | None:
    """Return the children of each group, with EMPTY where it lacks what another has; None if they are too different.

    A child is known by its artist, or by its kind if the artist is there once only: `update` made it anew.
    """
    seen = Counter(number(child) for group in groups for child in group.children)
    rows = [[_label(child, seen) for child in group.children] for group in groups]
    order: list[Any] = []
    for row in dict.fromkeys(map(tuple, rows)):
        order = _joined(order, row)
    if len(order) > MOST_PLACES * max(map(len, rows)):
        return None
    places = []
    for row, group in zip(rows, groups, strict=True):
        filled: list[Node] = [EMPTY] * len(order)
        at = -1
        for label, child in zip(row, group.children, strict=True):
            at = order.index(label, at + 1)
            filled[at] = child
        places.append(filled)
    return places


def _label(child: Node, seen: Counter) -> Any:
    if isinstance(child, Group):
        return child.name, child.number if seen[child.number] > 1 else -1
    return child[: child.find(" ")]


def _joined(order: list[Any], row: Sequence[Any]) -> list[Any]:
    """Return a shortest common supersequence, or nearly."""
    joined: list[Any] = []
    for kind, i, j, k, end in SequenceMatcher(None, order, row, autojunk=False).get_opcodes():
        joined += order[i:j] if kind == "equal" else [*order[i:j], *row[k:end]]
    return joined


def group_markup(key: str, nodes: Sequence[Node]) -> str:
    """Return the markup of one panel's group."""
    return f'<g data-key="{key}">{"".join(map(str, nodes))}</g>'


def differences(base: State, state: State) -> list[list[str]]:
    """Return what a live view must replace in the first picture to show this state."""
    changes: list[list[str]] = []
    for key, nodes in state.items():
        _differ(key, base[key], nodes, changes)
    return changes


def _differ(address: str, old: Sequence[Node], new: Sequence[Node], changes: list[list[str]]) -> None:
    if len(old) != len(new):
        changes.append([address, TREE, group_markup(address, new) if "/" not in address else str(Group("", -1, new))])
        return
    for i, (a, b) in enumerate(zip(old, new, strict=True)):
        if a == b:
            continue
        if isinstance(a, Group) and isinstance(b, Group) and a.children:
            _differ(f"{address}/{i}", a.children, b.children, changes)
        else:
            changes.append([f"{address}/{i}", TREE, str(b)])


def grid(shape: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every combination of indices, the last dimension fastest."""
    return list(itertools.product(*map(range, shape)))
