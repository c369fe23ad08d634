"""The cells of a page: which of them give a name its value, and which have to run before another."""

import builtins
import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from .facts import Facts
from .reader import read

SETTINGS = "*"  # stands for what cells set for all below them, such as a style
BUILTINS = frozenset(dir(builtins))
History = tuple[str, ...]  # signatures of what made a value: what bound it, and what changed it since
Names = Mapping[str, History]


class Unit(NamedTuple):
    """What is run as one: the body of a cell, or one of its imports."""

    cell: int
    body: bool = False  # a cell's imports sort before its body
    name: str = ""  # of the import


class Page:
    """The cells as they are now.

    Args:
        sources: the code of each cell by its number.
        skip: cells that are never run.

    """

    def __init__(self, sources: Mapping[int, str], skip: Iterable[int] = ()) -> None:
        self.sources = {n: sources[n] for n in sorted(sources) if n not in set(skip)}
        self.facts: dict[int, Facts] = {}
        modules: dict[str, str] = {}
        for n, code in self.sources.items():
            facts = self.facts[n] = read(code, modules)
            modules = {name: origin for name, origin in modules.items() if name not in facts.binds} | facts.modules
        self._signatures: dict[Unit, str] = {}
        self._needs: dict[int, list[str]] = {}

    @cached_property
    def _writers(self) -> dict[str, list[tuple[Unit, bool]]]:
        """For each name the units that write it, in order; and whether what was before counts for nothing then."""
        writers: dict[str, list[tuple[Unit, bool]]] = {}
        for n, facts in self.facts.items():
            for name in facts.imports:
                writers.setdefault(name, []).append((Unit(n, name=name), True))
            for name in facts.binds | facts.maybe | facts.changes:
                writers.setdefault(name, []).append((Unit(n, body=True), name in facts.binds))
            if facts.settings:
                writers.setdefault(SETTINGS, []).append((Unit(n, body=True), False))
        return writers

    def chain(self, name: str, cell: int) -> list[Unit]:
        """Return what gives the name the value that it has above a cell: what binds it, and what changes it then."""
        found: list[Unit] = []
        for unit, anew in self._writers.get(name, []):
            if unit.cell < cell:
                found = [unit] if anew else [*found, unit]
        if not found and name not in BUILTINS and name != SETTINGS:
            found = [Unit(n, body=True) for n, facts in self.facts.items() if facts.everything and n < cell]
        return found

    def needs(self, unit: Unit) -> list[str]:
        """Return the names that a unit needs, those among them that functions look up when they are called."""
        if not unit.body or unit.cell not in self.facts:
            return []
        cell = unit.cell
        if cell not in self._needs:
            names = [SETTINGS, *sorted(self.facts[cell].needs)]
            for name in names:  # grows on the way
                for writer in self.chain(name, cell)[:1]:
                    late = self.facts[writer.cell].late.get(name, ())
                    names += [other for other in sorted(late) if other not in names]
            self._needs[cell] = names
        return self._needs[cell]

    def history(self, name: str, cell: int) -> History:
        """Return the signatures of what gives a name its value above a cell."""
        return tuple(self.signature(unit) for unit in self.chain(name, cell))

    def upstream(self, cell: int) -> str:
        """Return what stands for all that a cell hangs on."""
        unit = Unit(cell, body=True)
        return _digest([(name, self.history(name, cell)) for name in self.needs(unit)])

    def signature(self, unit: Unit) -> str:
        """Return what stands for a unit: for its code, and for all that this hangs on."""
        if unit not in self._signatures:
            if unit.body:
                made = _digest([unit.cell, self.sources[unit.cell], self.upstream(unit.cell)])
            else:
                made = self.facts[unit.cell].imports[unit.name]
            self._signatures[unit] = made
        return self._signatures[unit]

    def written(self, unit: Unit, now: Names, *, whole: bool = False, failed: bool = False) -> dict[str, History]:
        """Return the histories of all names after a unit has run, `now` being those before.

        Args:
            unit: what has run.
            now: the histories before.
            whole: the imports have run with the body.
            failed: the unit came to no end, so nobody knows what it did.

        """
        after = dict(now)
        facts = self.facts.get(unit.cell)
        if facts is None:
            return after
        own = self.signature(unit) if not failed else f"{self.signature(unit)} failed"
        if not unit.body:
            return {**after, unit.name: (own,)}
        if whole and not failed:
            after |= {name: (code,) for name, code in facts.imports.items()}
        for name in facts.binds | facts.maybe | facts.changes:
            after[name] = (own,) if name in facts.binds else (*now.get(name, ()), own)
        if facts.settings and now.get(SETTINGS, ())[-1:] != (own,):
            after[SETTINGS] = (*now.get(SETTINGS, ()), own)
        return after

    def plan(self, cell: int, now: Names) -> list[Unit]:
        """Return what has to run before a cell, in order, where names have these histories."""
        target, planned = Unit(cell, body=True), set()
        while True:
            missing: set[Unit] = set()
            names: Names = now
            for unit in [*sorted(planned), target]:
                if unit is not target and unit.body:  # its imports are not run with it
                    own = {name: self.facts[unit.cell].imports[name] for name in self.facts[unit.cell].own}
                    missing |= {Unit(unit.cell, name=n) for n, code in own.items() if names.get(n) != (code,)}
                for name in self.needs(unit):
                    if names.get(name, ()) != self.history(name, unit.cell):
                        missing |= set(self.chain(name, unit.cell))
                names = self.written(unit, names)
            if missing <= planned:
                return sorted(planned)
            planned |= missing


def _digest(parts: list) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
