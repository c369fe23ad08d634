"""A process that has Sphinx and Jupyter Book loaded, and builds in a copy of itself whenever it is asked to.

    python tools/warm.py        each line of its input is a list of arguments for Jupyter Book, the file of its log, and
                                if it is to be another program, in another folder or environment, these too

Loading them takes as long as building a page. Of the book's own code nothing is loaded before the copy is made, so a
build sees it as it is now.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
OWN = {"book", "livefig", "drawpad", "livecode", "dlkit"}
BESIDES = (
    "jupyter_book.sphinx",
    "fontTools.subset",
    "matplotlib.pyplot",
    "anywidget",
    "a11y_pygments",
    "myst_nb.sphinx_ext",
    "myst_parser.sphinx_ext.main",
    "mdit_py_plugins",
    "pybtex.database.input.bibtex",
    "sphinx.ext.autodoc",
    "sphinx_design.extension",
    "tinycss2",
)
BOOK = "jupyter_book.cli.main"


def load() -> None:
    """Import what every build imports."""
    # Jupyter Book's settings are checked by a schema; for it, a grammar of international addresses would be compiled,
    # which no setting needs and which takes as long as writing a chapter.
    sys.modules["rfc3987_syntax"] = None
    from jupyter_book.cli import main  # noqa: F401, PLC0415 - after the line above
    from sphinx.application import builtin_extensions  # noqa: PLC0415

    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    wanted = [name for name in settings["sphinx"]["config"]["extensions"] if name.partition(".")[0] not in OWN]
    for name in (*builtin_extensions, *wanted, *BESIDES):
        importlib.import_module(name)


def run(
    arguments: list[str], log: str, program: str = BOOK, folder: str = "", environ: dict[str, str] | None = None
) -> int:
    """Call a program, with all that it says in the log; return its exit status."""
    main = importlib.import_module(program).main
    if folder:
        os.chdir(folder)
    if environ is not None:
        os.environ.clear()
        os.environ.update(environ)
    with open(log, "w", encoding="utf-8") as file:  # noqa: PTH123 - its number is what counts
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    gc.freeze()  # a build makes millions of nodes that live until it ends: looking for garbage doubles its time
    gc.disable()
    try:
        return main(arguments) or 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


class Warm:
    """Such a process, started when it is first needed; where processes cannot be copied, a new one for each build."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin to load, if that was not done."""
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-W", "ignore", Path(__file__).resolve()]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, arguments: list[str], log: Path, *elsewhere: str | dict[str, str]) -> int:
        """Build, and return the exit status; elsewhere: another program, its folder and its environment."""
        self.start()
        try:
            return self._ask([list(map(str, arguments)), str(log), *elsewhere])
        except BaseException:  # such as Ctrl-C: nobody waits for this build any more
            self.process.terminate()
            self.close()
            raise

    def _ask(self, request: list) -> int:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not hasattr(os, "fork") or not said:
            self.close()
        return int(said or 1)

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()
            self.process = None


def build_and_exit(*request: Any) -> None:
    """Build in a copy of the process, and end it, with the program that renders formulas, also when told to stop."""

    def leave(status: int) -> None:
        atexit._run_exitfuncs()  # without them, that program stays; a full farewell would free each node of the pages
        os._exit(status)

    signal.signal(signal.SIGTERM, lambda *_: leave(1))
    leave(run(*request))


def end(child: int) -> None:
    """End, and a build with it."""
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    sys.exit(1)


def main() -> int:
    """Build for each line of the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked is told of Ctrl-C too, and decides
    load()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        if not hasattr(os, "fork"):
            status = run(*json.loads(line))
        elif (child := os.fork()) == 0:
            build_and_exit(*json.loads(line))
        else:
            signal.signal(signal.SIGTERM, lambda *_, child=child: end(child))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        print(status, file=answers, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
