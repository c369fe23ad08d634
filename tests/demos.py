"""The demos of a notebook, made in this process from the notebook's own cells."""

from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import matplotlib.pyplot as plt
import nbformat

from livefig import Explorer

ROOT = Path(__file__).parents[1]
NOTEBOOKS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


@cache
def demos_of(notebook: Path) -> list[Explorer]:
    """Run the code of a notebook from top to bottom, and return its demos in order."""
    made, original = [], Explorer.__init__

    def noted(self, *args, **kwargs):
        original(self, *args, **kwargs)
        made.append(self)

    namespace = {"__name__": "__main__"}
    with patch.object(Explorer, "__init__", noted), redirect_stdout(StringIO()), plt.rc_context():
        for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells):
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{notebook.name}, cell {number}", "exec"), namespace)
                plt.close("all")
    return made


def some_states(demo: Explorer) -> list[tuple[int, ...]]:
    """Return the corners that lie on the diagonals, and each control at its ends with the others as they start."""
    start = tuple(d.start for c in demo._controls for d in c.dimensions)
    ends = [(*start[:k], end, *start[k + 1 :]) for k, n in enumerate(demo._shape) for end in (0, n - 1)]
    corners = [tuple(0 for _ in start), tuple(n - 1 for n in demo._shape)]
    middle = [tuple(n // 2 for n in demo._shape)]
    return list(dict.fromkeys([*ends, *corners, *middle, start]))
