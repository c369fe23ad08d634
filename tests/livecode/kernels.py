"""A kernel as a page has it, with stand-ins in place of Jupyter's modules; cells are run in it, and what came is read.

The stand-ins are put in for one test and taken out after it: other tests of this process need the real modules.
"""

import json
import sys

import matplotlib as mpl
import numpy as np
import pytest
from in_pyodide import Came

from livecode.kernel import current, standins
from livecode.kernel.kernel import Kernel, stale


class Page:
    """The cells of a page, which are changed and run."""

    def __init__(self, *codes, skip=()):
        self.kernel, self.cells, self.skip = Kernel(), dict(enumerate(codes, 1)), list(skip)
        self.published, self.seen = dict(self.cells), {}

    def run(self, cell, *, everything=False):
        messages = []
        told = self.published, self.seen
        self.kernel.run(cell, self.cells, self.skip, everything, lambda text: messages.append(json.loads(text)), *told)
        came = Came(messages)
        if came.done["ok"]:
            self.seen[cell] = {"source": self.cells[cell], "upstream": came.done["upstream"]}
        return came

    def stale(self):
        return stale(self.cells, self.skip, self.published, self.seen)


def _takes(name):
    tops = {known.partition(".")[0] for known in standins.ALL}
    return name.partition(".")[0] in tops or name.startswith(("livefig", "drawpad"))


@pytest.fixture
def stand_ins():
    """Put stand-ins in the place of the real modules; livefig and drawpad are imported anew with them."""
    before = {name: module for name, module in sys.modules.items() if _takes(name)}
    for name in before:
        del sys.modules[name]
    standins.install(force=True)
    with mpl.rc_context(), np.printoptions():  # cells set a style
        yield
    for name in [name for name in sys.modules if _takes(name)]:
        del sys.modules[name]
    sys.modules.update(before)
    current.widgets.clear()
