"""The demos of the book as they are committed: what their recordings say is drawn, and said, in each state.

That the recordings are what the notebooks' code gives is compared byte for byte whenever nbval runs a notebook
(`nbval_once.py`), so nothing is executed here. That `livefig.replay` decodes them as the figures were drawn:
`livefig/test_kinds.py`.
"""

import base64
import gzip
import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
from canonical import STATE, VIEW

from livefig.packing import unpack
from livefig.replay import Replay

ROOT = Path(__file__).parents[1]
NOTEBOOKS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


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
    def _replay(self) -> Replay:
        return Replay(self.markup, self.state)

    @cached_property
    def _tracks(self) -> list[tuple[str, str, int, list[str]]]:
        return [(address, name, part, unpack(packed)) for address, name, part, packed in self.content["tracks"]]

    def values(self, index: Sequence[int]) -> list[str]:
        """Return the value of each track in one state."""
        found = []
        for *_, part, values in self._tracks:
            axes, table = self.content["parts"][part]
            place = 0
            for axis in axes:
                place = place * self.shape[axis] + index[axis]
            found.append(values[table[place] if table else place])
        return found

    def readout(self, index: Sequence[int]) -> str:
        """Return what the demo says in one state."""
        shown = self._replay.show(index)
        assert not shown.error, f"{self.state['name']} fails at {index}"
        return shown.readout

    def groups(self, index: Sequence[int]) -> dict[str, str]:
        """Return the markup of each group of the picture in one state."""
        return self._replay.show(index).groups


@cache
def demos_of(notebook: Path) -> list[Demo]:
    """Return the recorded demos of a notebook in the order in which they are shown; what drawpad shows is computed."""
    content = nbformat.read(notebook, as_version=4)
    models = content.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    outputs = [output for cell in content.cells for output in cell.get("outputs", [])]
    shown = [models[output.data[VIEW]["model_id"]]["state"] for output in outputs if VIEW in output.get("data", {})]
    return [Demo(state) for state in shown if state["_anywidget_id"] == "livefig.widget.Explorer"]


def some_states(demo: Demo) -> list[tuple[int, ...]]:
    """Return the corners that lie on the diagonals, and each control at its ends with the others as they start."""
    ends = [(*demo.start[:k], end, *demo.start[k + 1 :]) for k, n in enumerate(demo.shape) for end in (0, n - 1)]
    corners = [tuple(0 for _ in demo.shape), tuple(n - 1 for n in demo.shape)]
    middle = [tuple(n // 2 for n in demo.shape)]
    return list(dict.fromkeys([*ends, *corners, *middle, demo.start]))
