"""The exercises of a notebook and the solutions printed in it; and how one is run where the notebook has been run."""

import re

EXERCISE = re.compile(r"^:{3,}\{exercise\}.*?^:label:\s*(\S+)", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"^(:{3,})\{solution\}\s*(\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES = r"((?:(?!```).*\n)*)```"
PRINTED = re.compile(rf"^```python\n{LINES}\s+It prints\s+```text\n{LINES}", re.MULTILINE)
CHECK = re.compile(r"\bcheck\(\s*[\"']([\w-]+)[\"'],\s*(\w+)")
# A solution may use every name of its notebook, and changes none. If its exercise has a check, its function takes it.
PIECE = """
def _run_solution():
    import matplotlib.pyplot
    names = dict(globals())
    exec(compile({code!r}, {place!r}, "exec"), names)
    matplotlib.pyplot.close("all")
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


def pieces(notebook):
    """Yield the label of each solution with code, and what runs each of its pieces with what it then prints, a pattern.

    That is the verdict of the check, or what the page quotes after "It prints".
    """
    checks, solutions = read_exercises(notebook)
    quoted = dict(pair for cell in notebook.cells for pair in PRINTED.findall(cell.source))
    for label, codes in sorted(solutions.items()):
        check, function = checks.get(label, (None, None))
        runs = [
            PIECE.format(code=code, place=f"solution {label}, piece {number}", check=check, function=function)
            for number, code in enumerate(codes)
        ]
        passed = rf"(?m)^{check}: passed, all \d+ cases\." if check else ""
        if runs:
            expected = [re.escape(quoted[code]) if code in quoted else passed for code in codes]
            yield label, list(zip(runs, expected, strict=True))
