"""A cell shows what it shows in a notebook, and an error is told in the reader's lines."""

import base64
import json
import sys

import pytest
from in_pyodide import text
from kernels import Page, stand_ins  # noqa: F401 - a fixture

from livecode.kernel import current, message, outputs

pytestmark = [pytest.mark.usefixtures("stand_ins"), pytest.mark.filterwarnings("ignore")]


def shown(code):
    """Return type and forms of all that a cell shows."""
    came = Page(code).run(1)
    assert came.errors == []
    return [(output["output_type"], output["data"]) for output in came.outputs if "data" in output]


def failed(*codes, cell=1):
    (error,) = Page(*codes).run(cell).errors
    return error


@pytest.mark.parametrize(
    ("code", "value"),
    [("1 + 1", "2"), ("x = 1", None), ("1;", None), ("1 ; # no", None), ("'a; b'", "'a; b'"), ("None", None)],
)
def test_the_value_of_a_last_expression_is_shown(code, value):
    assert shown(code) == ([("execute_result", {"text/plain": value})] if value else [])


def test_a_value_comes_in_all_its_forms():
    code = (
        "class Rich:\n    def _repr_html_(self):\n        return '<b>'\n"
        "    def _repr_latex_(self):\n        return '$x$'\n"
        "    def _repr_png_(self):\n        return b'png'\n    def _repr_svg_(self):\n        raise ValueError\n"
        "    def __repr__(self):\n        return 'rich'\nRich()"
    )
    ((kind, data),) = shown(code)
    assert kind == "execute_result"
    png = base64.b64encode(b"png").decode()
    assert data == {"text/plain": "rich", "text/html": "<b>", "text/latex": "$x$", "image/png": png}
    assert (
        shown("class A:\n    def _repr_mimebundle_(self, **_):\n        return {'text/markdown': '*a*'}\nA()")[0][1][
            "text/markdown"
        ]
        == "*a*"
    )


def test_display_is_there_unasked_and_so_are_the_forms_of_ipython():
    code = "from IPython.display import HTML, Markdown\ndisplay(HTML('<i>'), 3)\nMarkdown('*m*')"
    kinds = [(kind, data.get("text/html") or data.get("text/markdown")) for kind, data in shown(code)]
    assert kinds == [("display_data", "<i>"), ("display_data", None), ("execute_result", "*m*")]


def test_open_figures_are_shown_and_closed():
    code = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.figure()\n_ = plt.plot([2])"
    page = Page(code, "import matplotlib.pyplot as plt\nprint(plt.get_fignums())")
    forms = [sorted(output["data"]) for output in page.run(1).outputs]
    assert forms == [["image/png", "text/plain"]] * 2
    assert text(page.run(2).outputs) == "[]\n"


def test_figures_are_drawn_as_the_style_of_the_page_asks():
    code = "from dlkit import use_style\nuse_style()\nimport matplotlib.pyplot as plt\n_ = plt.plot([1])"
    ((_, data),) = shown(code)
    assert 'width="360pt"' in data["image/svg+xml"]
    assert "dc:date" not in data["image/svg+xml"]
    assert "image/png" not in data


def test_text_comes_in_order_and_as_it_is_printed():
    came = Page("import sys\nprint('a')\nprint('b', file=sys.stderr)\ndisplay(1)\nprint('c', end='')").run(1)
    order = [(output.get("name"), output.get("text")) for output in came.outputs]
    assert order == [("stdout", "a\n"), ("stderr", "b\n"), (None, None), ("stdout", "c")]
    assert sys.stdout is sys.__stdout__ or "livecode" not in type(sys.stdout).__module__


def test_a_flood_is_cut():
    came = Page("for i in range(200_000):\n    print('line', i)\n'end'").run(1)
    assert len(text(came.outputs)) < outputs.TEXT_AT_MOST + 200
    assert "The output is cut here" in came.outputs[-2]["text"]
    assert came.outputs[-1]["data"]["text/plain"] == "'end'"
    assert len(came.outputs) < 1000
    came = Page("for i in range(1000):\n    display(i)").run(1)
    assert len(came.outputs) == outputs.DISPLAYS_AT_MOST + 1
    assert len(Page("'x' * 10**6").run(1).outputs[0]["data"]["text/plain"]) < 2 * outputs.TEXT_AT_MOST


def test_an_error_is_told_in_the_lines_of_the_reader():
    said = failed("def f(x):\n    return 1 / x\n\nf(0)")
    lines = said.split("\n")
    assert lines[:2] == ["Cell 1, line 4", "  f(0)"]
    assert "Cell 1, line 2, in f" in lines
    assert "  return 1 / x" in lines
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_of_a_library_the_last_line_is_told():
    said = failed("import json\njson.loads('{')")
    assert said.startswith("Cell 1, line 2\n  json.loads('{')\n")
    assert said.count("json/decoder.py, line") == 1
    assert "kernel" not in said


def test_an_error_of_another_error_is_told_after_it():
    said = failed("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('no') from e")
    assert (
        said.index("ZeroDivisionError") < said.index("The error above led to this one") < said.index("ValueError: no")
    )


def test_what_is_no_python_is_told_with_its_place():
    said = failed("x = 1\ny = (2 +")
    assert said.startswith("Cell 1, line 2\n")
    assert "y = (2 +" in said
    assert "^" in said
    assert said.split("\n")[-1].startswith("SyntaxError: ")


def test_an_endless_recursion_is_told_in_a_few_lines():
    said = failed("def f():\n    return f()\nf()")
    assert "... and so on, many times" in said
    assert len(said.split("\n")) < 30


def test_leaving_and_asking_are_answered():
    assert "The page's Python goes on." in failed("raise SystemExit(2)")
    assert failed("raise KeyboardInterrupt").split("\n")[-1] == "KeyboardInterrupt"
    assert "write the answer into the code" in failed("input('name?')")


def test_the_source_of_a_function_of_a_cell_can_be_had_before_and_after_an_edit():
    page = Page("def f():\n    return 1", "import inspect\nprint(inspect.getsource(f))")
    assert "return 1" in text(page.run(2).outputs)
    page.cells[1] = "def f():\n    return 2"
    assert "return 2" in text(page.run(2).outputs)


def test_a_pad_answers_from_a_function_of_the_page():
    code = (
        "import numpy as np\nfrom drawpad import draw_digit\n"
        "def predict(X, layers):\n    return np.tile([0.25, 0.75], (len(X), 1))\n"
        "draw_digit([[(np.eye(4, 2), np.zeros(2))]], predict=predict)"
    )
    ((_, data),) = shown(code)
    held = data["application/vnd.livecode.widget+json"]
    assert held["kind"] == "drawpad.widget.DrawPad"
    assert held["traits"]["state"]["pad"]["predict"] is True
    sent = []
    message(held["widget"], '{"id": 7, "drawing": [0, 0, 1, 0], "step": 0, "aim": 1}', sent.append)
    (answer,) = [json.loads(text)["content"] for text in sent]
    assert answer == {"p": [0.25, 0.75], "gradient": [0.0] * 4, "id": 7}


def test_a_demo_is_shown_as_a_widget_and_answers():
    code = (
        "import matplotlib.pyplot as plt\nfrom livefig import explore\nfig, ax = plt.subplots()\n"
        "(line,) = ax.plot([0, 1], [0, 1])\ndef tilt(k=1):\n    line.set_ydata([0, k])\n    return f'slope {k}'\n"
        "explore(fig, tilt, k=(0, 3))"
    )
    ((kind, data),) = shown(code)
    held = data["application/vnd.livecode.widget+json"]
    assert (kind, held["kind"]) == ("execute_result", "livefig.widget.Explorer")
    assert sorted(held["traits"]) == ["index", "markup", "state"]
    assert data["image/svg+xml"].startswith("<svg")
    assert data["text/plain"] == "Explorer tilt: k (4); 4 states"
    sent = []
    message(held["widget"], '{"index": [3]}', sent.append)
    assert len(sent) == 1
    assert '"readout": "slope 3"' in sent[0]
    assert current.widgets
    message("w999", "{}", sent.append)
    assert len(sent) == 1
