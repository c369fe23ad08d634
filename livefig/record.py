"""What differs between the states of a picture, and nothing else.

A track is one attribute, one text or one subtree, at one address, with its value in every state. Its values are
stored once each, over only those dimensions of the controls that it depends on. An address is a group's key
followed by positions among children: "a0/3/1" is the second child of the fourth artist of the first axes.
"""

import base64
import gzip
import itertools
import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any
from xml.etree import ElementTree

import numpy as np

from .picture import State
from .svg import serialize

TEXT, TREE = "#text", "#tree"
SLOT = "\x01"
# Coordinates stand in paths ("M58.2 202.5L60 190") and in attributes x and y; nowhere else are numbers certain to have
# one decimal at most, and to be written as they come back. A readout may begin with an M or be "2.0" or "-0".
GEOMETRY = re.compile(
    r"""(?<=\bd=")M[^"]*|(?<=\b[xy]=")-?\d[\d.]*"""
    r"""|^M(?:[-, MLHVCSQTAZ]|\d+(?:\.[1-9])?(?![.\d]))*$|^(?:0|-?[1-9]\d*(?:\.[1-9])?|-?0\.[1-9])$"""
)
COORDINATE = re.compile(r"-?\d+(?:\.\d)?")


class Recording:
    """The states of one picture over a grid of control values, and their differences."""

    def __init__(self, shape: Sequence[int]) -> None:
        self.shape = tuple(shape)
        self._tracks: list[list] = []  # address, attribute, number of its part, its distinct values
        self._parts: dict[str, int] = {}

    def add_pictures(self, states: list[State]) -> None:
        """Add the states of the picture, in the order of itertools.product over the dimensions."""
        for key in states[0]:
            groups = [state.get(key, ()) for state in states]
            if len({len(group) for group in groups}) > 1:  # artists come and go: the group is sent whole
                self.add(key, TREE, [group_markup(key, group) for group in groups])
                continue
            for i, versions in enumerate(zip(*groups, strict=True)):
                self._compare(f"{key}/{i}", versions)

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
        self._tracks.append([address, attribute, self._parts.setdefault(part, len(self._parts)), pack(list(numbers))])

    def _compare(self, address: str, versions: Sequence[str]) -> None:
        """Find the smallest places in which the versions of one fragment differ."""
        distinct = list(dict.fromkeys(versions))
        if len(distinct) > 1:
            which = {text: i for i, text in enumerate(distinct)}
            trees = [ElementTree.fromstring(text) for text in distinct]
            self._descend(address, trees, [which[text] for text in versions])

    def _descend(self, address: str, trees: list[ElementTree.Element], which: list[int]) -> None:
        if len({(tree.tag, len(tree), tuple(tree.attrib)) for tree in trees}) > 1:
            texts = [serialize(tree) for tree in trees]
            self.add(address, TREE, [texts[i] for i in which])
            return
        for attribute in trees[0].attrib:
            self.add(address, attribute, [trees[i].get(attribute) for i in which])
        self.add(address, TEXT, [trees[i].text or "" for i in which])
        for k, children in enumerate(zip(*trees, strict=True)):
            self._descend(f"{address}/{k}", list(children), which)

    def packed(self, definitions: Sequence[str]) -> str:
        """Return the tracks as base64 of gzipped JSON; `definitions` are those that the first picture lacks."""
        parts = [json.loads(part) for part in self._parts]
        content = {"defs": list(definitions), "parts": parts, "tracks": self._tracks}
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        packed = bytearray(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        packed[9] = 255  # "unknown system": Python's versions write different ones
        return base64.b64encode(packed).decode("ascii")


def pack(values: list[str]) -> list[Any]:
    """Store the coordinates in a list of texts by column, as differences from one text to the next.

    Neighboring states have neighboring coordinates, so the differences are small and gzip halves them several times.

    Returns:
        The templates (texts with SLOT for each coordinate), for each text the number of its template, and for each
        template its coordinates in tenths: column after column, the first of each whole, the others as differences.

    """
    templates: dict[str, int] = {}
    which: list[int] = []
    rows: list[list[list[int]]] = []
    for value in values:
        found: list[int] = []
        number = templates.setdefault(GEOMETRY.sub(partial(_take, found), value), len(templates))
        which.append(number)
        if number == len(rows):
            rows.append([])
        rows[number].append(found)
    columns = [np.diff(np.array(table, dtype=int), axis=0, prepend=0).ravel("F").tolist() for table in rows]
    return [list(templates), which if len(templates) > 1 else [], columns]


def _take(found: list[int], geometry: re.Match[str]) -> str:
    """Move the coordinates of one piece of geometry to `found`, and leave a slot for each."""
    numbers = [round(float(number) * 10) for number in COORDINATE.findall(geometry[0])]
    if any(abs(number) > 2**53 for number in numbers):  # off the picture, and more than JavaScript counts exactly
        return geometry[0]
    found.extend(numbers)
    return COORDINATE.sub(SLOT, geometry[0])


def group_markup(key: str, fragments: Sequence[str]) -> str:
    """Return the markup of one group."""
    return f'<g data-key="{key}">{"".join(fragments)}</g>'


def differences(base: State, state: State) -> list[list[str]]:
    """Return what a live view must replace in the first picture to show this state."""
    changes = []
    for key, fragments in state.items():
        first = base.get(key, ())
        if len(first) != len(fragments):
            changes.append([key, TREE, group_markup(key, fragments)])
        else:
            pairs = enumerate(zip(first, fragments, strict=True))
            changes += [[f"{key}/{i}", TREE, new] for i, (old, new) in pairs if old != new]
    return changes


def grid(shape: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every combination of indices, the last dimension fastest."""
    return list(itertools.product(*map(range, shape)))
