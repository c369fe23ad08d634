"""Tracebacks for readers: their own lines, with the number of the cell, and of a library only where it ended."""

import re
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from .names import cell_of

KERNEL = str(Path(__file__).parent)
REPEATED = 3  # frames alike that are written, as of a function that calls itself without end
PLACE = re.compile(r'File "(.*?)", line (\d+)(?:, in (.*))?')
CAUSE = "The error above led to this one:"
DURING = "While the error above was answered, there was another:"


def describe(problem: BaseException, cell: int) -> dict[str, Any]:
    """Return the output that says what went wrong in a cell."""
    kind = type(problem).__name__
    try:
        value = str(problem)
    except Exception:  # noqa: BLE001 - it may be the reader's own
        value = ""
    if isinstance(problem, SyntaxError):
        value = problem.msg or value  # the line is in the traceback
    if isinstance(problem, SystemExit):
        value = f"{value or 'None'}. The page's Python goes on."
    text = "\n".join(_chain(traceback.TracebackException.from_exception(problem, compact=True), cell))
    if isinstance(problem, SystemExit):
        text += "\nThe page's Python goes on."
    return {"output_type": "error", "ename": kind, "evalue": value, "traceback": text, "cell": cell}


def _chain(told: traceback.TracebackException, cell: int) -> list[str]:
    lines = []
    if told.__cause__ is not None:
        lines = [*_chain(told.__cause__, cell), "", CAUSE, ""]
    elif told.__context__ is not None and not told.__suppress_context__:
        lines = [*_chain(told.__context__, cell), "", DURING, ""]
    frames = _kept(list(told.stack))
    for number, frame in enumerate(frames):
        alike = [_key(one) == _key(frame) for one in frames[max(0, number - REPEATED) : number]]
        if len(alike) == REPEATED and all(alike):
            if number + 1 == len(frames) or _key(frames[number + 1]) != _key(frame):
                lines.append("... and so on, many times")
            continue
        written = traceback.StackSummary.from_list([frame]).format()[0].rstrip("\n").split("\n")
        lines += [PLACE.sub(_place, written[0].strip()), *(line[2:] for line in written[1:])]
    for piece in told.format_exception_only():
        lines += [PLACE.sub(_place, line.removeprefix("  ")) for line in piece.rstrip("\n").split("\n")]
    return lines


def _key(frame: traceback.FrameSummary) -> tuple:
    return frame.filename, frame.lineno


def _kept(frames: list[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Return the frames of cells, and the last frame of a library that stands at the end."""
    frames = [frame for frame in frames if not frame.filename.startswith(KERNEL)]
    own = [cell_of(frame.filename) is not None for frame in frames]
    return [frame for n, frame in enumerate(frames) if own[n] or (n + 1 == len(frames) and any(own))]


def _place(found: re.Match) -> str:
    file, line, function = found.groups()
    cell = cell_of(file)
    where = f"Cell {cell}" if cell is not None else _short(file)
    inside = f", in {function}" if function and function != "<module>" else ""
    return f"{where}, line {line}{inside}"


def _short(file: str) -> str:
    """Return the path of a library's file from where it is imported."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if file.startswith(f"{folder}/"):
            return file[len(folder) + 1 :]
    return file


def without_kernel(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback from the first frame on that is not the kernel's."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(KERNEL):
        trace = trace.tb_next
    return trace
