"""In a minute: the style, the page, and what depends on a change, the nearest first. `make test` is the full check.

A notebook or a file of tests is due when something that it depends on (tools/depends.py) is not what it was when it
last passed here, or, as long as it never ran here, not what is committed. What the minute is too short for is named
and stays due. Demos are looked at in their first state, and tests in a browser are left to `make test`.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import sources
from depends import Graph

ROOT = sources.ROOT
STATE = ROOT / "_build" / "quick.json"
MINUTE = 58.0
SLOW = 8.0  # seconds, after which a test is none for a quick look
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
FOLDERS = ("dlkit", "livefig", "book", "tools", "tests", "assets", "benchmarks")


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
        """Return a name for all that a notebook or a file of tests needs."""
        return sources.digest(ROOT, [], *(self.digests.get(one, "") for one in sorted(self.needs[path])))

    def changed(self, state: State) -> set[Path]:
        """Return the files that are not what they were in the last run, or, before the first, what is committed."""
        if state.files:
            return {path for path, name in self.names.items() if state.files.get(name) != self.digests[path]}
        listed = sources.git(ROOT, "status", "--porcelain", "--untracked-files=all", "-z").split("\0")
        return {ROOT / line[3:] for line in listed if line} & self.names.keys()

    def due(self, state: State, changed: set[Path], among: Iterable[Path]) -> list[Path]:
        """Return what is due, the nearest to a change first, then the shortest."""
        near = {
            path: min((self.needs[path][one] for one in changed & self.needs[path].keys()), default=99)
            for path in among
        }
        known = {path: state.passed.get(self.names[path]) for path in near}
        found = [
            path for path in near if (near[path] < 99 if known[path] is None else known[path] != self.name_of(path))
        ]
        return sorted(found, key=lambda path: (near[path], state.seconds.get(self.names[path], 0)))


class Run:
    """One look: it ends in time, and says what ran and what did not."""

    def __init__(self) -> None:
        self.end = time.monotonic() + MINUTE
        self.state, self.project = State.read(), Project()
        self.failed: list[str] = []
        self.not_run: list[str] = []

    def left(self) -> float:
        return max(1.0, self.end - time.monotonic())

    def say(self, what: str, start: float, said: str) -> None:
        print(f"{what:10s}{time.monotonic() - start:5.1f} s  {said}", flush=True)

    def call(self, command: list[str | Path], seconds: float, **environ: str) -> tuple[int | None, str]:
        """Run a command; return its exit status, or None if it had to be stopped, and what it said."""
        environ = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | environ
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return None, ""
        return done.returncode, done.stdout + done.stderr

    def style(self) -> None:
        start, ruff = time.monotonic(), Path(sys.executable).with_name("ruff")
        for words in (["check", "--quiet", "."], ["format", "--check", "--quiet", "."]):
            status, said = self.call([ruff, *words], self.left())
            if status:
                self.failed.append("style")
                print(
                    said,
                    f"Mend it with {ruff.relative_to(ROOT)} {words[0]}{' --fix' * (words[0] == 'check')} .",
                    sep="\n",
                )
        self.say("style", start, "as ruff wants it" if not self.failed else "not as ruff wants it")

    def page(self) -> None:
        start = time.monotonic()
        status, said = self.call([sys.executable, "tools/build.py"], self.left())
        if status is None:
            self.not_run.append("the website (a change of what all pages share takes longer than a minute)")
        elif status:
            self.failed.append("the website")
        self.say("website", start, said.strip() if status is not None else "stopped: all pages would have to be built")

    def tests(self, paths: list[Path]) -> None:
        """Run files of tests as far as the time goes; a failure is shown as pytest shows it."""
        if not paths or self.left() < 5:
            self.not_run += [self.project.names[path] for path in paths]
            return
        start, told, slow = time.monotonic(), STATE.with_name("quick-tests.json"), STATE.with_name("quick-slow.json")
        slow.write_text(
            json.dumps([name for name, seconds in self.state.seconds.items() if seconds > SLOW]), encoding="utf-8"
        )
        told.unlink(missing_ok=True)
        options = [
            "-q",
            "--no-header",
            "--tb=short",
            "-p",
            "no:cacheprovider",
            "-p",
            "quick_pytest",
            "--tell",
            told,
            "--slow",
            slow,
        ]
        where = os.pathsep.join([str(ROOT), str(ROOT / "tools"), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, "-m", "pytest", *options, "--seconds", str(self.left() - 8), *paths]
        status, said = self.call(command, self.left(), PYTHONPATH=where)
        found = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
        self.judge_tests(paths, found, status)
        if found.get("failed") or (status not in (0, 2, 5, None) and not found):
            print(said)
        left_out = sum(found.get("left_out", {}).values())
        ran = sum(found.get("done", {}).values())
        files = len([1 for path in paths if found.get("done", {}).get(self.project.names[path])])
        self.say(
            "tests", start, f"{ran} in {files} files" + (f"; {left_out} need a browser or are slow" if left_out else "")
        )

    def judge_tests(self, paths: list[Path], found: dict, status: int | None) -> None:
        """Note which files passed, and what took how long."""
        self.state.seconds |= found.get("seconds", {})
        if status is None and found.get("running"):  # it was in the way of all others
            self.state.seconds[found["running"]] = 10 * SLOW
        for path in paths:
            name = self.project.names[path]
            wanted, done = found.get("wanted", {}).get(name, 0), found.get("done", {}).get(name, 0)
            if name in found.get("failed", ()) or (not found and status != 5):
                self.failed.append(name)
            elif done < wanted:
                self.not_run.append(f"{name} ({wanted - done} tests)")
            else:
                self.state.passed[name] = self.project.name_of(path)

    def notebooks(self, paths: list[Path]) -> None:
        """Execute notebooks one after the other as far as the time goes."""
        for path in paths:
            name, start = self.project.names[path], time.monotonic()
            if self.left() < max(4.0, self.state.seconds.get(name, 0)):
                self.not_run.append(name)
                continue
            command = [sys.executable, "tools/notebooks.py", "--check", "--first-states", path]
            status, said = self.call(command, self.left())
            self.state.seconds[name] = time.monotonic() - start
            if status is None:
                self.not_run.append(name)
            elif status:
                self.failed.append(name)
                print("\n".join(line for line in said.splitlines() if " cell " not in line[:48]))
            else:
                self.state.passed[name] = self.project.name_of(path)
                self.say("notebook", start, f"{name} is what its code gives, demos in their first state")

    def all_of_it(self) -> int:
        """Look at the change; return the exit status."""
        state, project = self.state, self.project
        changed = project.changed(state)
        names = sorted(project.names[path] for path in changed)
        print(
            f"Changed since the last look: {', '.join(names[:6]) or 'nothing'}"
            + f" and {len(names) - 6} more" * (len(names) > 6)
        )
        self.style()
        due_notebooks, due_tests = (
            project.due(state, changed, project.notebooks),
            project.due(state, changed, project.tests),
        )
        beside = threading.Thread(target=self.notebooks, args=(due_notebooks,))
        beside.start()
        self.page()
        self.tests(due_tests)
        beside.join()
        state.files = {name: project.digests[path] for path, name in project.names.items()}
        state.write()
        skipped = len(project.notebooks) + len(project.tests) - len(due_notebooks) - len(due_tests)
        if skipped:
            print(f"{skipped} notebooks and files of tests need nothing that changed, and were skipped.")
        if self.not_run:
            print(f"There was no time for {', '.join(sorted(self.not_run))}: due the next time.")
        if self.failed:
            print(f"Failed: {', '.join(sorted(self.failed))}.")
        print("make test runs all of it, with every state of every demo, in a browser too.")
        return bool(self.failed)


if __name__ == "__main__":
    sys.exit(Run().all_of_it())
