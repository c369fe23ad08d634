"""nbval runs each notebook once; what it hears of the kernel is then compared, byte for byte, with what is committed.

nbval itself compares texts and SVG, cell by cell. It passes over PNG pictures and the recorded states of demos. Here
its kernel gets the surroundings of `make notebooks`, all its messages are kept, and after the last cell they become
the executed notebook, in canonical form, as if `tools/notebooks.py --check` had run it a second time. In the same
kernel the solutions of the notebook's exercises are run: each as it is printed, its function given to the check.
"""

import os
import re
import subprocess

import nbformat
import pytest
from canonical import canonical, comparable
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel, start_new_kernel
from nbval.plugin import IPyNbFile
from notebooks import KERNEL_OPTIONS, SECONDS_PER_CELL, SURROUNDINGS, differences, prepared
from solutions import pieces
from torch_cells import INSTALLED, keep_committed, needs_torch

SECONDS_BETWEEN_MESSAGES = 60  # on a busy machine; nbval's own 5 are for a quiet one


class Kernel(RunningKernel):
    """A kernel in the surroundings of `make notebooks`, with what it said to each cell."""

    def __init__(self, folder, startup_timeout):
        self.said = {}  # by the request's id, in the order of the cells
        self.km, self.kc = start_new_kernel(
            startup_timeout,
            CURRENT_ENV_KERNEL_NAME,
            cwd=str(folder),
            env=os.environ | SURROUNDINGS,
            extra_arguments=KERNEL_OPTIONS,
            stderr=subprocess.DEVNULL,
        )
        self._ensure_iopub_up()

    def execute_cell_input(self, cell_input, allow_stdin=None):
        asked = self.kc.execute(cell_input, allow_stdin=allow_stdin, stop_on_error=False)
        self.said[asked] = []
        return asked

    def get_message(self, stream, timeout=None):  # nbval's also formats each message for its log, recordings too
        if stream == "shell":
            return self.kc.get_shell_msg(timeout=timeout)
        message = self.kc.get_iopub_msg(timeout=timeout)
        self.said.get(message["parent_header"].get("msg_id"), []).append(message)
        return message

    def run(self, source):
        """Run what is no cell, and return what it printed; an error in it is an error here."""
        asked = self.kc.execute(source, store_history=False, allow_stdin=False, stop_on_error=False)
        self.await_reply(asked, timeout=SECONDS_PER_CELL)
        printed, problem = "", None
        while True:
            message = self.get_message("iopub", timeout=SECONDS_BETWEEN_MESSAGES)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "stream":
                printed += content["text"]
            elif kind == "error":
                problem = "\n".join(content["traceback"])
            elif kind == "status" and content["execution_state"] == "idle":
                assert problem is None, problem
                return printed


class Notebook(IPyNbFile):
    """A notebook whose cells nbval runs, and whose last test compares the whole."""

    def setup(self):
        # As nbval's, but that lines are not counted: a whole chapter would take more than half as long again.
        self.kernel = Kernel(self.path.parent, self.config.option.nbval_kernel_startup_timeout)
        self.setup_sanitize_files()

    def collect(self):
        for cell in super().collect():
            cell.output_timeout = SECONDS_BETWEEN_MESSAGES
            if needs_torch(cell.cell.source) and not INSTALLED:
                cell.options["check"] = False
            yield cell
        yield Whole.from_parent(self, name="as committed")
        for label, codes, expected in pieces(self.nb):
            yield Solution.from_parent(self, name=f"solution {label}", codes=codes, expected=expected)

    def executed(self):
        """Return the canonical text of the notebook as the kernel's answers make it."""
        notebook = prepared(self.path)
        asked = [cell.source for cell in self.nb.cells if cell.cell_type == "code"]
        code = [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        assert asked == [cell.source for _, cell in code], "the first cell is not the one that all notebooks have"
        assert len(self.kernel.said) == len(code), f"{len(self.kernel.said)} of {len(code)} cells were run"
        client = NotebookClient(notebook, store_widget_state=True, record_timing=False)
        for number, ((place, cell), messages) in enumerate(zip(code, self.kernel.said.values(), strict=True), start=1):
            cell.outputs, client.clear_before_next_output = [], False
            for message in messages:
                try:
                    client.process_message(message, cell, place)
                except CellExecutionComplete:
                    break
            cell.execution_count = number
        client.set_widgets_metadata()
        keep_committed(notebook, nbformat.read(self.path, as_version=4))
        return canonical(notebook)


class Solution(pytest.Item):
    """The pieces of a printed solution run, each with all names of the notebook, and print what is expected."""

    def __init__(self, *, codes, expected, **options):
        super().__init__(**options)
        self.codes, self.expected = codes, expected

    def runtest(self):
        for code in self.codes:
            printed = self.parent.kernel.run(code)
            assert re.search(self.expected, printed), printed

    def reportinfo(self):
        return self.path, None, self.name


class Whole(pytest.Item):
    """The executed notebook is the committed one."""

    def runtest(self):
        old, new = comparable(self.path.read_text(encoding="utf-8")), comparable(self.parent.executed())
        if old != new:
            changed = "\n".join(differences(old, new))
            pytest.fail(
                f"{self.path.name}: not what the code gives. Run `make notebooks`, look at the change, commit it.\n"
                f"{changed}",
                pytrace=False,
            )

    def reportinfo(self):
        return self.path, None, self.name


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    collected = yield
    return [Notebook.from_parent(parent, path=file_path) if isinstance(c, IPyNbFile) else c for c in collected]
