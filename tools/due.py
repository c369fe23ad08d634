"""Which notebooks and files of tests are due: something that they depend on is not what it was when they last passed.

As long as one never ran here, what is committed is taken as passed, since `make test` passes before a change lands.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import sources
from depends import Graph

ROOT = sources.ROOT
STATE = ROOT / "_build" / "quick.json"
LOOKED_AT = (
    "*.md",
    "*.ipynb",
    "*.yml",
    "*.bib",
    "chapters/*",
    "{}/**/*.*",
    "Makefile",
    "pyproject.toml",
    ".github/**/*",
)
FOLDERS = ("dlkit", "livefig", "drawpad", "book", "tools", "tests", "assets", "benchmarks")


@dataclass
class State:
    """What is known from earlier runs."""

    passed: dict[str, str] = field(default_factory=dict)  # of a notebook or a file of tests, a name for all it needs
    seconds: dict[str, float] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # of each file, a name for its content, at the last run

    @classmethod
    def read(cls) -> "State":
        return cls(**json.loads(STATE.read_text(encoding="utf-8"))) if STATE.is_file() else cls()

    def write(self) -> None:
        STATE.parent.mkdir(exist_ok=True)
        STATE.write_text(json.dumps(vars(self)), encoding="utf-8")


def executed(text: str) -> str:
    """Return what counts of a notebook's file for what its code gives: its code and outputs, without its prose."""
    notebook = json.loads(text)
    cells = [{**cell, "id": ""} for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return json.dumps([cells, notebook["metadata"]], sort_keys=True)


class Project:
    """The files as they are now, and what each notebook and each file of tests needs of them."""

    def __init__(self) -> None:
        patterns = [one.format(folder) for one in LOOKED_AT for folder in (FOLDERS if "{}" in one else ("",))]
        self.names = {path: path.relative_to(ROOT).as_posix() for path in sources.files(ROOT, patterns)}
        self.digests = {path: sources.digest(ROOT, [path]) for path in self.names}
        graph = Graph()
        self.notebooks = sources.files(ROOT, ("index.ipynb", "chapters/*.ipynb"))
        self.tests = sources.files(ROOT, ("tests/**/test_*.py",))
        self.needs = {path: graph.closure(path) for path in (*self.notebooks, *self.tests)}

    def name_of(self, path: Path) -> str:
        """Return a name for all that one needs; of a notebook itself, for what is executed of it."""
        needed = [self.digests.get(one, "") for one in sorted(self.needs[path]) if one != path]
        own = executed(path.read_text(encoding="utf-8")) if path.suffix == ".ipynb" else self.digests[path]
        return sources.digest(ROOT, [], own, *needed)

    def changed(self, state: State) -> set[Path]:
        """Return the files that are not what they were in the last run, or, before the first, what is committed."""
        if state.files:
            return {path for path, name in self.names.items() if state.files.get(name) != self.digests[path]}
        listed = sources.git(ROOT, "status", "--porcelain", "--untracked-files=all", "-z").split("\0")
        return {ROOT / line[3:] for line in listed if line} & self.names.keys()

    def is_prose(self, path: Path) -> bool:
        """Tell whether the changes since the last commit are in the text of a notebook alone."""
        committed = sources.git(ROOT, "show", f"HEAD:{self.names[path]}")
        return bool(committed) and executed(committed) == executed(path.read_text(encoding="utf-8"))

    def due(self, state: State, changed: set[Path], among: Iterable[Path]) -> list[Path]:
        """Return what is due, the nearest to a change first, then the shortest."""
        # Who writes prose waits for no kernel.
        prose = {path for path in changed if path.suffix == ".ipynb" and self.is_prose(path)}
        steps = {path: {one: self.needs[path][one] for one in changed & self.needs[path].keys()} for path in among}
        near = {
            path: min((far for one, far in steps[path].items() if one != path or path not in prose), default=99)
            for path in among
        }
        known = {path: state.passed.get(self.names[path]) for path in near}
        found = [
            path for path in near if (near[path] < 99 if known[path] is None else known[path] != self.name_of(path))
        ]
        return sorted(found, key=lambda path: (near[path], state.seconds.get(self.names[path], self.guess(path))))

    def guess(self, path: Path) -> float:
        """Return how long one takes that never ran here: those that start other programs are slow."""
        return 60.0 if "subprocess" in path.read_text(encoding="utf-8") else len(self.needs[path]) / 10

    def note(self, state: State, due: set[Path]) -> None:
        """Note what the files are now, and that what was not due has passed; what was due and did not stays so."""
        state.files = {name: self.digests[path] for path, name in self.names.items()}
        for path in (*self.notebooks, *self.tests):
            if path in due:
                state.passed.setdefault(self.names[path], "")
            else:
                state.passed[self.names[path]] = self.name_of(path)
