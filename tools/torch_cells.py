"""Cells that need PyTorch: run where it is installed; elsewhere they say so, and stay as they are committed."""

from importlib.util import find_spec

from nbformat import NotebookNode

BEGIN = "if has_torch():"
SKIPPED = "PyTorch is not installed here: this cell is skipped.\n"
INSTALLED = find_spec("torch") is not None


def needs_torch(source: str) -> bool:
    """Return whether a cell is one of these."""
    return source.startswith(BEGIN)


def keep_committed(executed: NotebookNode, committed: NotebookNode) -> None:
    """Give cells that were skipped the outputs that are committed.

    Raises:
        ValueError: such a cell is new or changed, so it has to be run where PyTorch is.

    """
    known = {cell.source: cell.outputs for cell in committed.cells if cell.cell_type == "code"}
    for cell in executed.cells:
        if cell.cell_type != "code" or not needs_torch(cell.source):
            continue
        if "".join(output.get("text", "") for output in cell.outputs) == SKIPPED:
            outputs = known.get(cell.source)
            if not outputs:
                raise ValueError(f"a cell with PyTorch is new or changed: run `make torch` first.\n{cell.source}")
            cell.outputs = outputs
