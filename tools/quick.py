"""In a minute: the style, the page, and what depends on a change, the nearest first. `make test` is the full check.

What is due is found by content (tools/due.py, tools/depends.py). What the minute is too short for is named and stays
due. Demos are looked at in their first state, and tests in a browser are left to `make test`.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from due import ROOT, STATE, Project, State

MINUTE = 58.0
SLOW = 8.0  # seconds, after which a test is none for a quick look


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
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
        with subprocess.Popen(command, cwd=ROOT, env=environ, **options) as running:
            try:
                said, _ = running.communicate(timeout=seconds)
            except BaseException as problem:  # a build and a kernel have processes of their own: all of them end
                os.killpg(running.pid, signal.SIGKILL)
                if not isinstance(problem, subprocess.TimeoutExpired):
                    raise
                return None, running.communicate()[0]
        return running.returncode, said

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
            self.not_run.append("the website (where all pages change, make book takes longer than a minute)")
        elif status:
            self.failed.append("the website")
        self.say("website", start, said.strip() if status is not None else "stopped, since the minute is over")

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
        for nodeid, seconds in found.get("seconds", {}).items():
            self.state.seconds[nodeid] = seconds
            name = nodeid.partition("::")[0]
            self.state.seconds[name] = sum(s for one, s in found["seconds"].items() if one.startswith(f"{name}::"))
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
        project.note(state, {*due_notebooks, *due_tests})
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
