"""Guards over the committed notebooks: what a reader, a reviewer and a search for differences rely on."""

import copy
import itertools
import json
import re
from collections import Counter

import nbformat
import pytest
import yaml
from canonical import STATE, VIEW, canonical, without_recordings
from conftest import ROOT
from contents import CORE, DEEPER, PAGES, chapter

from dlkit.exercises import exercises

NOTEBOOKS = [path for path in [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))] if path.exists()]
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "chapters"]
SIZE_BUDGET = 1_500_000
PICTURES = {"image/svg+xml", "image/png", "image/jpeg"}
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
FLOAT = re.compile(r"(?<![\w.])(?:\d+\.\d*|\.\d+|\d+(?=e[+-]?\d))(?:e[+-]?\d+)?")
MOST_DIGITS = 6
WIDTH = 72  # characters in a box of code at 1440 pixels
EXERCISE = re.compile(r"^(:{3,})\{exercise(?:-start)?\}(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)  # up to its own fence
LABEL = re.compile(r"^:label:\s*(\S+)", re.MULTILINE)
EQUATION = re.compile(r"\$\$ *\(([\w:-]+)\) *$|\\label\{([\w:-]+)\}", re.MULTILINE)
TARGET = re.compile(r"^\(([\w:-]+)\)= *$", re.MULTILINE)
REFERENCE = re.compile(r"\{(?:eq|ref|numref|prf:ref)\}`(?:[^`<]*<)?([^`<>]+)>?`")
SOLUTION = re.compile(r"^:{3,}\{solution(?:-start)?\}\s*(\S+)", re.MULTILINE)
HINT = re.compile(r"^:{3,}\{(?:admonition|dropdown|tip|hint)\}\s*Hint|^:{3,}\{hint\}", re.MULTILINE)
CHECK = re.compile(r"\bcheck\(\s*[\"']([\w-]+)[\"']")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_page = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def markdown(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def prose(notebook):
    """The Markdown without its blocks of code."""
    return re.sub(r"^(```+|~~~+).*?^\1", "", markdown(notebook), flags=re.MULTILINE | re.DOTALL)


def widgets(notebook):
    return notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})


def labels(notebook):
    text = prose(notebook)
    equations = ["".join(found) for found in EQUATION.findall(text)]
    return equations + TARGET.findall(text) + LABEL.findall(text)


def significant_digits(number):
    return len(re.sub(r"\D", "", number.partition("e")[0]).lstrip("0"))


def words(output):
    """The text a reader sees of an output; pictures and recorded states aside."""
    yield output.get("text", "")
    yield from (str(value) for mime, value in output.get("data", {}).items() if mime.startswith("text/"))


def test_the_book_has_a_front_page_and_chapters():
    assert ROOT / "index.ipynb" in NOTEBOOKS
    assert CHAPTERS


@each_notebook
def test_every_cell_was_run_once_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_cell_failed_or_warned(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", f"{cell.source}\n{output.get('text')}"


@each_page
def test_no_line_of_code_is_wider_than_its_box(path):
    """A cell's code on the page, and that of solutions; the installer is not shown."""
    notebook = read(path)
    cells = [cell.source for cell in code_cells(notebook) if "remove-cell" not in cell.metadata.get("tags", [])]
    printed = re.findall(r"^```python\n(.*?)^```", markdown(notebook), re.MULTILINE | re.DOTALL)
    assert [line for code in (*cells, *printed) for line in code.splitlines() if len(line) > WIDTH] == []


@each_notebook
def test_no_output_names_an_address_in_memory(path):
    found = [
        match.group() for output in outputs(read(path)) for text in words(output) for match in ADDRESS.finditer(text)
    ]
    assert found == []


@each_notebook
def test_no_output_names_a_place_on_a_machine(path):
    found = [
        text
        for output in outputs(read(path))
        for text in words(output)
        if re.search(r"/(?:home|Users|root|tmp)/", text)
    ]
    assert found == []


@each_notebook
def test_no_printed_number_has_more_digits_than_are_read(path):
    shown = [output for output in outputs(read(path)) if "text/markdown" not in output.get("data", {})]  # not `show`
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in shown]
    found = [number for text in texts for number in FLOAT.findall(text) if significant_digits(number) > MOST_DIGITS]
    assert found == []


@pytest.mark.parametrize(
    ("printed", "digits"),
    [("0.154546", 6), ("-0.0012345678", 8), ("[ 1.7976931e+308]", 8), ("6.48e+05 kg", 3), ("1234567 birds", None)],
)
def test_digits_are_counted_without_leading_zeros_and_exponents(printed, digits):
    assert [significant_digits(number) for number in FLOAT.findall(printed)] == ([digits] if digits else [])


@each_notebook
def test_it_is_in_canonical_form(path):
    text = path.read_text(encoding="utf-8")
    assert canonical(nbformat.reads(text, as_version=4)) == text, "run `make notebooks`"


@each_notebook
def test_it_is_a_valid_notebook(path):
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))


@each_notebook
def test_it_stays_within_the_size_budget(path):
    assert path.stat().st_size <= SIZE_BUDGET


@each_notebook
def test_every_figure_is_described_and_has_a_caption(path):
    """Demos carry the docstring of their update function; other pictures need mystnb.image.alt on their cell.

    A figure has a number where it has a caption and a name: mystnb.figure.
    """
    for cell in code_cells(read(path)):
        data = [output.get("data", {}) for output in cell.outputs]
        if any(PICTURES & shown.keys() and VIEW not in shown for shown in data):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt.split()) >= 5, (
                f"no description of the picture (cell metadata mystnb.image.alt):\n{cell.source}"
            )
            figure = cell.metadata["mystnb"].get("figure", {})
            assert figure.get("name", "").startswith("fig-"), f"no name (mystnb.figure.name):\n{cell.source}"
            assert figure.get("caption", "").endswith("."), f"no caption (mystnb.figure.caption):\n{cell.source}"


@each_notebook
def test_the_page_needs_no_kernel(path):
    """`interact` and `Output` show nothing without one; a demo is there for it."""
    states = widgets(read(path)).values()
    assert {state["model_name"] for state in states} <= {"AnyModel", "LayoutModel"}
    made_by = {state["state"]["_anywidget_id"] for state in states if state["model_name"] == "AnyModel"}
    assert made_by <= {"livefig.widget.Explorer", "drawpad.widget.DrawPad"}, made_by


@each_notebook
def test_every_shown_widget_has_its_state_and_no_state_is_left_over(path):
    notebook = read(path)
    shown = {output.data[VIEW]["model_id"] for output in outputs(notebook) if VIEW in output.get("data", {})}
    states = widgets(notebook)
    needed, reached = set(), shown
    while reached:
        needed |= reached
        texts = [json.dumps(states[name]) for name in reached]  # a KeyError names the model that was not recorded
        reached = {name for text in texts for name in re.findall(r"IPY_MODEL_([\w-]+)", text)} - needed
    assert states.keys() == needed


@each_notebook
def test_headings_form_one_tree(path):
    notebook = read(path)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(notebook), re.MULTILINE)]
    assert notebook.cells[0].source.startswith("# ")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@each_notebook
def test_every_reference_leads_to_a_label(path):
    known = {label for notebook in NOTEBOOKS for label in labels(read(notebook))}
    assert set(REFERENCE.findall(prose(read(path)))) - known == set()


def test_every_label_is_there_once_in_the_book():
    counted = Counter(label for path in NOTEBOOKS for label in labels(read(path)))
    assert counted
    assert [label for label, times in counted.items() if times > 1] == []


@each_page
def test_every_demo_has_a_question_before_it_and_what_to_notice_after_it(path):
    cells = read(path).cells
    demos = [
        place
        for place, cell in enumerate(cells)
        if any(VIEW in output.get("data", {}) for output in cell.get("outputs", []))
    ]
    assert demos or path not in CORE, "a chapter has a demo"
    for place in demos:
        before, after = cells[place - 1].source, "".join(cell.source for cell in cells[place + 1 : place + 2])
        assert re.search(r"^:{3,}\{admonition\} Predict first$", before, re.MULTILINE), cells[place].source
        assert re.search(r"^:{3,}\{admonition\} What to notice$", after, re.MULTILINE), cells[place].source


@each_page
def test_every_exercise_has_a_hint_and_a_solution(path):
    text = markdown(read(path))
    solved = set(SOLUTION.findall(text))
    found = [body for _, body in EXERCISE.findall(text)]
    assert len(found) == len(re.findall(r"^:{3,}\{exercise", text, re.MULTILINE))  # each fence is closed
    least = 2 if path not in CORE else 4 if DEEPER[path] else 5
    assert len(found) >= least, f"this page needs {least} exercises: a chapter five, with deeper pages four, these two"
    for exercise in found:
        label = LABEL.search(exercise)
        assert label, f"an exercise without a label: {exercise[:80]}"
        assert label.group(1) in solved, f"{label.group(1)} has no solution"
        assert HINT.search(exercise), f"{label.group(1)} has no hint"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_every_check_is_used_by_an_exercise_and_known_to_the_package(path):
    cells = [cell for page in (path, *DEEPER[path]) for cell in code_cells(read(page))]
    called = Counter(name for cell in cells for name in CHECK.findall(cell.source))
    assert called == Counter(exercises(path.stem).keys()), "each on one page of its chapter, and no other"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_cell_of_every_check_is_a_field_on_the_page_and_says_what_the_check_says(path):
    """A cell of another form than _config.yml has would be plain code there, and its exercise have no field."""
    form = re.compile(
        yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]["livecode_exercise"]
    )
    known = exercises(chapter(path).stem)
    for cell in code_cells(read(path)):
        if CHECK.search(cell.source) and "dlkit import" not in cell.source:
            field = form.fullmatch(cell.source)
            assert field, cell.source
            assert field["signature"] == f"def {known[field['name']].signature}:"


def test_a_demo_in_its_first_state_is_compared_without_what_all_states_say():
    def markup(front, longest, shapes, more, drawn="1 2"):
        figure = f'<svg class="livefig-panel{front}"><defs>{shapes}</defs><g><path d="{drawn}" />{more}</g></svg>'
        return json.dumps({"markup": f'{figure}<div data-longest="{longest}">Said</div>', "frames": "AAA="})

    all_states, first = markup(" livefig-front", "a longer one", "<path />", "<g />"), markup("", "Said", "", "")
    assert without_recordings(all_states) == without_recordings(first).replace("AAA=", "")
    assert without_recordings(first) != without_recordings(markup("", "Said", "", "", "1 3"))


def test_the_canonical_form_forgets_what_differs_from_run_to_run():
    """Two runs that differ in ids, times and the order of models come out as the same bytes."""

    def run(ids, stamp):
        first, second, lost = ids
        states = {
            lost: {"model_name": "LayoutModel", "state": {}},
            second: {"model_name": "LayoutModel", "state": {}},
            first: {"model_name": "AnyModel", "state": {"layout": f"IPY_MODEL_{second}"}},
        }
        show = nbformat.v4.new_output("display_data", {VIEW: {"model_id": first}, "text/plain": "Explorer"})
        parts = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in stamp]
        cell = nbformat.v4.new_code_cell("show()", outputs=[show, *parts], execution_count=1, id=first)
        cell.metadata["execution"] = {"iopub.execute_input": str(stamp)}
        again = copy.deepcopy(cell)
        again["id"] = second
        notebook = nbformat.v4.new_notebook(cells=[cell, again])
        notebook.metadata["widgets"] = {STATE: {"state": states}}
        return canonical(notebook)

    one, other = run(["aa", "bb", "cc"], ["1\n2\n"]), run(["f9", "e8", "d7"], ["1\n", "2\n"])
    assert one == other
    assert one.endswith("}\n")
    assert len({cell["id"] for cell in json.loads(one)["cells"]}) == 2
    assert "cc" not in json.loads(one)["metadata"]["widgets"][STATE]["state"]
    assert canonical(nbformat.reads(one, as_version=4)) == one
