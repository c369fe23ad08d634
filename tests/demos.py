"""The demos of the book as they are committed: what their recordings say is drawn, and said, in each state.

That the recordings are what the notebooks' code gives is compared byte for byte whenever nbval runs a notebook
(`nbval_once.py`), so nothing is executed here. They are decoded by other code than the page's.
"""

import base64
import copy
import gzip
import json
import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
from canonical import STATE, VIEW

from livefig.record import SLOT, TEXT, TREE
from livefig.svg import serialize

ROOT = Path(__file__).parents[1]
NOTEBOOKS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]
PANEL = re.compile(r'<svg class="livefig-panel".*?</svg>', re.DOTALL)


class Demo:
    """A recorded demo; `state` is what its page knows of it, an index has one position for each dimension."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.state, self.markup = model["state"], model["markup"]
        self.shape = tuple(len(d["texts"]) for d in self.state["dims"])
        self.start = tuple(d["start"] for d in self.state["dims"])

    @cached_property
    def content(self) -> dict[str, Any]:
        """What was recorded: `defs`, `parts` and `tracks`, as `livefig.record` describes them."""
        return json.loads(gzip.decompress(base64.b64decode(self.state["frames"])))

    @cached_property
    def _tracks(self) -> list[tuple[str, str, int, list[str]]]:
        return [
            (address, attribute, part, texts(packed)) for address, attribute, part, packed in self.content["tracks"]
        ]

    @cached_property
    def _first(self) -> dict[str, ElementTree.Element]:
        panels = [ElementTree.fromstring(panel) for panel in PANEL.findall(self.markup)]
        return {group.get("data-key"): group for panel in panels for group in panel.iterfind(".//g[@data-key]")}

    def values(self, index: Sequence[int]) -> dict[tuple[str, str], str]:
        """Return the value of each track in one state, by its address and attribute."""
        found = {}
        for address, attribute, part, values in self._tracks:
            axes, table = self.content["parts"][part]
            place = 0
            for axis in axes:
                place = place * self.shape[axis] + index[axis]
            found[address, attribute] = values[table[place] if table else place]
        return found

    def readout(self, index: Sequence[int]) -> str:
        """Return what the demo says in one state."""
        values = self.values(index)
        assert not values.get(("error", TEXT)), f"{self.state['name']} fails at {index}"
        first = re.search(r'<p class="livefig-readout"[^>]*>(.*?)</p>', self.markup, re.DOTALL)[0]
        return values.get(("readout", TEXT), ElementTree.fromstring(first).text or "")

    def groups(self, index: Sequence[int]) -> dict[str, str]:
        """Return the markup of each group of the picture in one state."""
        groups = copy.deepcopy(self._first)
        for (address, attribute), value in self.values(index).items():
            key, *path = address.split("/")
            if key not in groups:  # the readout
                continue
            above, element = None, groups[key]
            for k in path:
                above, element = element, element[int(k)]
            if attribute == TEXT:
                element.text = value
            elif attribute != TREE:
                element.set(attribute, value)
            elif above is None:
                groups[key] = ElementTree.fromstring(value)
            else:
                above[int(path[-1])] = ElementTree.fromstring(value)
        return {key: serialize(group) for key, group in groups.items()}


def texts(packed: list[Any]) -> list[str]:
    """Undo `livefig.record.pack`."""
    templates, which, columns = packed
    rows = []
    for template, numbers in zip(templates, columns, strict=True):
        slots = template.count(SLOT)
        height = len(numbers) // slots if slots else 0
        table = [list(accumulate(numbers[k * height : (k + 1) * height])) for k in range(slots)]
        rows.append(iter(zip(*table, strict=True)))
    if not which:  # a single template: one text for each of its rows, or its own
        which = [0] * (len(columns[0]) // max(templates[0].count(SLOT), 1) or 1)
    written = []
    for t in which:
        first, *parts = templates[t].split(SLOT)
        numbers = next(rows[t]) if parts else ()
        written.append(first + "".join(tenths(n) + part for n, part in zip(numbers, parts, strict=True)))
    return written


def tenths(number: int) -> str:
    """Write a number of tenths as JavaScript writes its tenth part: 582 as 58.2, -20 as -2."""
    sign, (whole, rest) = "-" if number < 0 else "", divmod(abs(number), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


@cache
def demos_of(notebook: Path) -> list[Demo]:
    """Return the demos of a notebook in the order in which they are shown."""
    content = nbformat.read(notebook, as_version=4)
    models = content.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    outputs = [output for cell in content.cells for output in cell.get("outputs", [])]
    return [
        Demo(models[output.data[VIEW]["model_id"]]["state"]) for output in outputs if VIEW in output.get("data", {})
    ]


def some_states(demo: Demo) -> list[tuple[int, ...]]:
    """Return the corners that lie on the diagonals, and each control at its ends with the others as they start."""
    ends = [(*demo.start[:k], end, *demo.start[k + 1 :]) for k, n in enumerate(demo.shape) for end in (0, n - 1)]
    corners = [tuple(0 for _ in demo.shape), tuple(n - 1 for n in demo.shape)]
    middle = [tuple(n // 2 for n in demo.shape)]
    return list(dict.fromkeys([*ends, *corners, *middle, demo.start]))
