"""Execute the book's notebooks and write them in their one canonical form; or check that they are in it.

    python tools/notebooks.py [--check [--first-states]] [NOTEBOOK ...]

Every state of every demo is recorded on the way, and as many notebooks run side by side as there are processors.
With --check nothing is written: each notebook is executed, and what comes out is compared with what is committed, byte
for byte but for how its recordings are compressed. With --first-states no demo is recorded, which takes most of the
time, and all but the recordings is compared.
"""

import argparse
import asyncio
import copy
import difflib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from canonical import canonical, comparable, without_recordings
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from torch_cells import keep_committed

ROOT = Path(__file__).resolve().parents[1]
SECONDS_PER_CELL = 600
SHOWN_LINES = 40
# What every notebook runs before all else, below its title. Colab knows no requirements.txt.
FIRST_CELL = (ROOT / "tools" / "first_cell.py").read_text(encoding="utf-8").rstrip("\n")
# It is found again by the first tag; the second keeps it off the page; JupyterLab shows it folded.
FIRST_CELL_METADATA = {"tags": ["install", "remove-cell"], "jupyter": {"source_hidden": True}}
# The kernel's surroundings: one thread, so that sums do not depend on how many cores there are; and of the processor
# what each of the last ten years has, since wider registers add in another order. What is not there is not minded.
SURROUNDINGS = {
    "LIVEFIG_RECORD": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
}
KERNEL_OPTIONS = ["--log-level=ERROR"]


def all_notebooks() -> list[Path]:
    """Return the notebooks of the book, the front page first."""
    return [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


class ProgressClient(NotebookClient):
    """A client that says on the terminal how long each cell took."""

    def __init__(self, notebook: nbformat.NotebookNode, name: str, **options: object) -> None:
        super().__init__(notebook, **options)
        self.name = name

    async def async_execute_cell(self, cell, cell_index, **kwargs):  # type: ignore[no-untyped-def]
        if cell.cell_type != "code":
            return await super().async_execute_cell(cell, cell_index, **kwargs)
        first = next((line for line in cell.source.splitlines() if line.strip()), "")[:60]
        start = time.monotonic()
        try:
            return await super().async_execute_cell(cell, cell_index, **kwargs)
        finally:
            place, seconds = f"cell {cell_index + 1} of {len(self.nb.cells)}", time.monotonic() - start
            print(f"{self.name:32s} {place:14s} {seconds:6.1f} s  {first}", file=sys.stderr, flush=True)


def put_first_cell(notebook: nbformat.NotebookNode) -> None:
    """Write the cell that installs dlkit below the title, in place of what it was before."""
    notebook.cells = [cell for cell in notebook.cells if "install" not in cell.metadata.get("tags", [])]
    notebook.cells.insert(1, nbformat.v4.new_code_cell(FIRST_CELL, metadata=copy.deepcopy(FIRST_CELL_METADATA)))


def prepared(path: Path) -> nbformat.NotebookNode:
    """Read a notebook as it is before it is executed: with the first cell of today, and without recorded states."""
    notebook = nbformat.read(path, as_version=4)
    put_first_cell(notebook)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


async def execute(path: Path, *, record: bool = True) -> str:
    """Run a notebook from top to bottom in its own folder, and return its canonical text."""
    notebook = prepared(path)
    client = ProgressClient(
        notebook,
        path.name,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=True,
        record_timing=False,
        extra_arguments=KERNEL_OPTIONS,
    )
    await client.async_execute(env={**os.environ, **SURROUNDINGS, "LIVEFIG_RECORD": str(int(record))})
    keep_committed(notebook, nbformat.read(path, as_version=4))
    return canonical(notebook)


def differences(old: str, new: str) -> Iterator[str]:
    """Yield a short difference; recorded states and pictures are one long line each, and are cut."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "committed", "executed now", lineterm="", n=1)
    for number, line in enumerate(lines):
        if number == SHOWN_LINES:
            yield "    ..."
            return
        yield "    " + (line if len(line) <= 160 else line[:150] + " ...")


async def refresh(path: Path, free: asyncio.Semaphore, *, check: bool, record: bool = True) -> bool:
    """Execute a notebook as soon as a processor is free; write it, or say how it differs. Return whether it does."""
    async with free:
        try:
            new = await execute(path, record=record)
        except (CellExecutionError, DeadKernelError) as problem:
            print(f"\n{path}: a cell failed, so it is not written.\n{problem}", file=sys.stderr)
            raise
    old = path.read_text(encoding="utf-8")
    compared = comparable if record else without_recordings
    if compared(new) == compared(old):
        return False
    if check:
        print(path.name, *differences(compared(old), compared(new)), sep="\n")
    else:
        path.write_text(new, encoding="utf-8")
        print(f"{path.name:32s} written", file=sys.stderr)
    return True


async def refresh_all(paths: list[Path], *, check: bool, record: bool = True) -> list[str]:
    """Execute the notebooks, the largest first so that none is left over; return the names of those that differ."""
    free = asyncio.Semaphore(os.cpu_count() or 1)
    largest_first = sorted(paths, key=lambda path: path.stat().st_size, reverse=True)
    async with asyncio.TaskGroup() as group:  # which ends the others when one fails
        tasks = {path: group.create_task(refresh(path, free, check=check, record=record)) for path in largest_first}
    return [path.name for path in paths if tasks[path].result()]


def main(arguments: list[str] | None = None) -> int:
    """Execute the named notebooks, or all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file would change")
    parser.add_argument("--first-states", action="store_true", help="with --check: record no demo")
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK", help="all of the book's, if none")
    options = parser.parse_args(arguments)
    if options.first_states and not options.check:
        parser.error("--first-states: a notebook is written with all states of its demos; add --check")
    paths = list(dict.fromkeys(path.resolve() for path in options.notebooks)) or all_notebooks()
    for path in paths:
        if not path.is_file():
            parser.error(f"NOTEBOOK {path}: there is no such file")
    try:
        changed = asyncio.run(refresh_all(paths, check=options.check, record=not options.first_states))
    except ExceptionGroup as failed:
        if failed.split((CellExecutionError, DeadKernelError))[1]:
            raise
        return 1
    if options.check and changed:
        print(f"{', '.join(changed)}: not what the code gives. Run `make notebooks`, look at the change, commit it.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
