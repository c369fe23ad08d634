"""The exercises of a notebook and the solutions printed in it; and how one is run where the notebook has been run."""

import re

EXERCISE = re.compile(r"^:{3,}\{exercise\}.*?^:label:\s*(\S+)", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"^(:{3,})\{solution\}\s*(\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"\s*(?:It prints\s+)?^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)  # right below its code
CHECK = re.compile(r"\bcheck\(\s*[\"']([\w-]+)[\"'],\s*(\w+)")
# A solution may use every name of its notebook, and changes none. If its exercise has a check, its function takes it.
# Where the page says what it prints, it prints that.
PIECE = """
def _run_solution():
    import contextlib, io
    import matplotlib.pyplot
    names, said = dict(globals()), io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile({code!r}, {place!r}, "exec"), names)
    matplotlib.pyplot.close("all")
    assert {printed!r} in (None, said.getvalue()), said.getvalue()
    if {check!r}:
        from dlkit import check
        assert names.get({function!r}) is not globals().get({function!r}), "{function} is not defined here"
        check({check!r}, names[{function!r}])
try:
    _run_solution()
finally:
    del _run_solution
"""


def read_exercises(notebook):
    """Return the checks and the solutions of a notebook, both by the exercise's label.

    A check belongs to the last exercise above its cell: (name of the check, name of the reader's function). A solution
    is the list of its pieces of Python.
    """
    label, checks, solutions = None, {}, {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for called in CHECK.finditer(cell.source):
                checks[label] = called.groups()
        else:
            label = next(reversed(EXERCISE.findall(cell.source)), label)
            solutions |= {name: CODE.findall(text) for _, name, text in SOLUTION.findall(cell.source)}
    return checks, solutions


def read_printed(notebook):
    """Return for each solution what the page says that its pieces print, None where it says nothing."""
    found = {}
    for text in (cell.source for cell in notebook.cells if cell.cell_type == "markdown"):
        for _, label, solution in SOLUTION.findall(text):
            below = [PRINTED.match(solution, code.end()) for code in CODE.finditer(solution)]
            found[label] = [printed and printed.group(1) for printed in below]
    return found


def pieces(notebook):
    """Yield the label of each solution with code, what runs each of its pieces, and a line that each then prints."""
    checks, solutions = read_exercises(notebook)
    said = read_printed(notebook)
    for label, codes in sorted(solutions.items()):
        check, function = checks.get(label, (None, None))
        runs = [
            PIECE.format(
                code=code,
                place=f"solution {label}, piece {number}",
                check=check,
                function=function,
                printed=said[label][number],
            )
            for number, code in enumerate(codes)
        ]
        if runs:
            yield label, runs, rf"(?m)^{check}: passed, all \d+ cases\." if check else ""
