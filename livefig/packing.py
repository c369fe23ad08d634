"""Texts that are much alike, stored by their coordinates: neighboring states have neighboring ones."""

import re
from functools import partial
from typing import Any

import numpy as np

TREE = "#tree"
SLOT = "\x01"
# The attributes in which coordinates stand, as numbers with one decimal at most.
GEOMETRY = ("d", "x", "y", "width", "height", "transform")
WITHIN = re.compile(rf'(?<= )(?:{"|".join(GEOMETRY)})="[^"]*"')  # the same in the text of a subtree
COORDINATE = re.compile(r"-?\d+(?:\.\d)?(?![\d.])")
MOST = 2**52  # JavaScript counts differences no farther exactly


def pack(values: list[str], attribute: str) -> list[Any]:
    """Store the coordinates in a list of texts by column, as differences from one text to the next.

    The differences are small, and gzip halves them several times. What would not be written as it comes back is no
    coordinate.

    Args:
        values: texts without SLOT.
        attribute: what holds them: an attribute's name, TREE for subtrees, or anything else, which has no coordinates.

    Returns:
        The templates (texts with SLOT for each coordinate), for each text the number of its template, and for each
        template its coordinates in tenths: column after column, the first of each whole, the others as differences.

    """
    templates: dict[str, int] = {}
    which: list[int] = []
    rows: list[list[list[int]]] = []
    for value in values:
        found: list[int] = []
        take = partial(_take, found)
        template = take(value) if attribute in GEOMETRY else value
        if attribute == TREE:
            template = WITHIN.sub(lambda geometry: take(geometry[0]), value)  # noqa: B023 - called at once
        number = templates.setdefault(template, len(templates))
        which.append(number)
        if number == len(rows):
            rows.append([])
        rows[number].append(found)
    columns = [np.diff(np.array(table, dtype=int), axis=0, prepend=0).ravel("F").tolist() for table in rows]
    return [list(templates), which if len(templates) > 1 else [], columns]


def unpack(packed: list[Any]) -> list[str]:
    """Undo `pack`."""
    templates, which, columns = packed
    tables = [
        np.cumsum(np.reshape(numbers, (template.count(SLOT), -1)), axis=1).T.tolist() if numbers else []
        for template, numbers in zip(templates, columns, strict=True)
    ]
    rows = [iter(table) for table in tables]
    which = which or [0] * max(len(tables[0]), 1)
    return [_filled(templates[t], next(rows[t], [])) for t in which]


def _take(found: list[int], geometry: str) -> str:
    """Move the coordinates of one piece of geometry to `found`, and leave a slot for each."""
    numbers = [round(float(coordinate) * 10) for coordinate in COORDINATE.findall(geometry)]
    template = COORDINATE.sub(SLOT, geometry)
    if any(abs(coordinate) > MOST for coordinate in numbers) or _filled(template, numbers) != geometry:
        return geometry
    found.extend(numbers)
    return template


def _filled(template: str, numbers: list[int]) -> str:
    first, *rest = template.split(SLOT)
    return first + "".join(f"{_tenths(n)}{part}" for n, part in zip(numbers, rest, strict=True))


def _tenths(number: int) -> str:
    whole, tenth = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole}{f'.{tenth}' if tenth else ''}"
