"""What a page shows in each state, computed from what it holds: the markup, and the recording or a kernel's answer.

`view.js` does the same in the browser. Here it is for whoever wants to know what must be there.
"""

import base64
import copy
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np

from .packing import TREE, unpack
from .record import TEXT, grid
from .svg import serialize

DEFINITIONS = re.compile(r"<defs>.*?</defs>", re.DOTALL)
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


class Page(NamedTuple):
    """One state: its index, the markup of each panel's group by key, the readout, and what went wrong in words."""

    index: tuple[int, ...]
    groups: dict[str, str]
    readout: str
    error: str


class Replay:
    """All states of a recorded demo.

    Args:
        markup: the demo's markup, as the widget holds it.
        state: the demo's state, with `frames` recorded.

    Attributes:
        definitions: what the groups refer to (markers, clips), by name.

    Raises:
        ValueError: nothing is recorded.

    """

    def __init__(self, markup: str, state: dict[str, Any]) -> None:
        if not state["frames"]:
            raise ValueError("state: its frames are empty; record the demo first")
        self._base, self._sizes = _groups(markup), [len(d["texts"]) for d in state["dims"]]
        self._readout = _readout(markup)
        content = json.loads(gzip.decompress(base64.b64decode(state["frames"])))
        self.definitions = definitions(markup, content["defs"])
        self._parts = content["parts"]
        self._tracks = [(address, name, part, unpack(packed)) for address, name, part, packed in content["tracks"]]

    def show(self, index: Sequence[int]) -> Page:
        """Return what the page shows at one index per dimension."""
        base, said = copy.deepcopy(self._base), {"readout": self._readout, "error": ""}
        for address, attribute, part, values in self._tracks:
            value = values[self._place(part, index)]
            if address in said:
                said[address] = value
            else:
                _set(base, address, attribute, value)
        return Page(tuple(index), _texts(base), **said)

    def _place(self, part: int, index: Sequence[int]) -> int:
        axes, table = self._parts[part]
        place = int(np.ravel_multi_index([index[a] for a in axes], [self._sizes[a] for a in axes])) if axes else 0
        return place if table is None else table[place]


def states(markup: str, state: dict[str, Any]) -> Iterator[Page]:
    """Yield what the page shows in each state of a recorded demo, the last dimension fastest."""
    replay = Replay(markup, state)
    for index in grid([len(d["texts"]) for d in state["dims"]]):
        yield replay.show(index)


def answered(markup: str, answer: dict[str, Any]) -> dict[str, str]:
    """Return the markup of each panel's group after a kernel's answer to the page as it was first."""
    base = _groups(markup)
    for address, attribute, value in answer["changes"]:
        _set(base, address, attribute, value)
    return _texts(base)


def definitions(markup: str, more: Sequence[str]) -> dict[str, str]:
    """Return by name what the pictures of a page refer to: what its markup holds, and what came later."""
    first = (definition for defs in DEFINITIONS.findall(markup) for definition in ElementTree.fromstring(defs))
    return {element.get("id"): serialize(element) for element in (*first, *map(ElementTree.fromstring, more))}


def _groups(markup: str) -> dict[str, ElementTree.Element]:
    pictures = (ElementTree.fromstring(picture) for picture in PICTURE.findall(markup))
    return {group.get("data-key"): group for picture in pictures for group in picture.iterfind(".//g[@data-key]")}


def _readout(markup: str) -> str:
    (line,) = re.findall(r'<p class="livefig-readout"[^>]*>.*?</p>', markup, re.DOTALL)
    return ElementTree.fromstring(line).text or ""


def _texts(groups: dict[str, ElementTree.Element]) -> dict[str, str]:
    return {key: serialize(group) for key, group in groups.items()}


def _set(groups: dict[str, ElementTree.Element], address: str, attribute: str, value: str) -> None:
    key, *path = address.split("/")
    parent, element = None, groups[key]
    for k in path:
        parent, element = element, element[int(k)]
    if attribute == TEXT:
        element.text = value
    elif attribute != TREE:
        element.set(attribute, value)
    elif parent is None:
        groups[key] = ElementTree.fromstring(value)
    else:
        parent[int(path[-1])] = ElementTree.fromstring(value)
