"""Which code cells a page has: their numbers, the code that the page does not show, and the exercises among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes

EXERCISE = "livecode-exercise"  # the class of a cell that has an editor of its own; its room is kept in livecode.css
START = "{signature}\n    ...\n"


class PatternError(ValueError):
    """A pattern of the book's settings that cannot find exercises."""


@dataclass
class Cells:
    """The code cells of one page; the numbers count all of the notebook's, from 1."""

    number: int = 0
    hidden: dict[str, str] = field(default_factory=dict)  # code that is run, and not shown
    skip: list[int] = field(default_factory=list)  # cells that are never run here
    exercises: dict[str, dict[str, str]] = field(default_factory=dict)


def number_cells(doctree: nodes.document, sources: Sequence[dict[str, Any]]) -> dict[int, nodes.Element]:
    """Give each code cell of the page its number, as an id to which links may lead; return the cells by number."""
    order = [index for index, cell in enumerate(sources) if cell["cell_type"] == "code"]
    numbers = {index: number for number, index in enumerate(order, start=1)}
    found = {}
    for node in shown_cells(doctree):
        number = numbers[node["cell_index"]]
        node["ids"].append(f"cell-{number}")
        found[number] = node
    return found


def shown_cells(doctree: nodes.document) -> Iterable[nodes.Element]:
    """Return the containers of the code cells that stand on the page."""
    return (node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code")


def read_cells(
    shown: dict[int, nodes.Element], sources: Sequence[dict[str, Any]], exercise: str, skip_tags: Sequence[str]
) -> Cells:
    """Collect what the page's script has to know of the cells, and mark the exercises among those that are shown.

    Args:
        shown: the cells on the page, by number.
        sources: all cells of the notebook.
        exercise: the book's pattern for the source of an exercise; empty if there are none.
        skip_tags: tags of cells that are of no use in a browser, such as one that installs something.

    """
    pattern, cells = compiled(exercise), Cells()
    for cell in sources:
        if cell["cell_type"] != "code":
            continue
        cells.number += 1
        source, node = cell["source"], shown.get(cells.number)
        if not set(skip_tags).isdisjoint(cell["metadata"].get("tags", [])):
            cells.skip.append(cells.number)
        elif node is None or not has_code(node):
            cells.hidden[str(cells.number)] = source
        elif pattern and (found := pattern.fullmatch(source)):
            cells.exercises[str(cells.number)] = read_exercise(found)
            node["classes"].append(EXERCISE)
    return cells


def has_code(node: nodes.Element) -> bool:
    """Tell whether the code of a cell is shown, and not its output alone."""
    return any(part.get("nb_element") == "cell_code_source" for part in node.findall(nodes.container))


def compiled(exercise: str) -> re.Pattern[str] | None:
    """Return the pattern for exercises.

    Raises:
        PatternError: it is no regular expression, or names no group ``call``.

    """
    if not exercise:
        return None
    try:
        pattern = re.compile(exercise, re.DOTALL)
    except re.error as problem:
        raise PatternError(f"livecode_exercise: {problem}") from problem
    if "call" not in pattern.groupindex:
        raise PatternError("livecode_exercise: name the part that checks the answer, as in (?P<call>check\\(.*\\))")
    return pattern


def read_exercise(found: re.Match[str]) -> dict[str, str]:
    """Return what an exercise's editor holds at first, and what runs after it."""
    groups = found.groupdict()
    before = found.string[: found.start("call")].rstrip() + "\n"
    starter = START.format_map(groups) if groups.get("signature") else before
    return {"name": groups.get("name") or "", "starter": starter, "call": groups["call"]}
