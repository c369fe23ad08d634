"""What is shown is the source that runs."""

import re
from pathlib import Path

import nbformat
import pytest

import dlkit
from dlkit import Differentiable, closed_form, gradient_descent, least_squares, show, squared_error
from dlkit.activations import softmax_of
from dlkit.source import LONGEST_LINE


def plain(a, b=1):
    """Return a sum.

    The docstring goes on.
    """
    # a comment stays
    return a + b


class Example:
    """A class."""

    size = 3

    def double(self):
        """Return twice the size."""
        return 2 * self.size


def only_a_docstring():
    """Do nothing."""


def test_the_source_is_shown_without_its_docstring():
    assert show(plain).text == "def plain(a, b=1):\n    # a comment stays\n    return a + b"
    assert show(Example).text == "class Example:\n    size = 3\n\n    def double(self):\n        return 2 * self.size"


def test_the_docstring_is_shown_if_wanted_or_if_there_is_nothing_else():
    assert "The docstring goes on." in show(plain, docstring=True).text
    assert show(only_a_docstring).text == 'def only_a_docstring():\n    """Do nothing."""'


def test_the_gradient_stands_above_the_value():
    lines = show(squared_error).text.splitlines()
    heads = [line for line in lines if line.startswith(("def", "@"))]
    assert [head.partition("(")[0] for head in heads] == [
        "def _squared_error_gradient",
        "def _squared_error_hessian",
        "@differentiable",
        "def squared_error",
    ]
    assert "    return 2 * (y_hat - y)" in lines
    assert "    return (y_hat - y) ** 2" in lines


def test_what_is_shown_runs_and_gives_the_same():
    namespace = dict(vars(closed_form))
    exec(show(least_squares).text, namespace)
    data = [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [0.0, 3.0, 8.0]
    assert namespace["least_squares"](*data).tolist() == least_squares(*data).tolist()


def test_a_sum_shows_each_of_its_terms_once():
    assert show(2 * squared_error + squared_error).text == show(squared_error).text


def test_several_functions_are_shown_in_order():
    text = show(gradient_descent, plain).text
    assert text == f"{show(gradient_descent)}\n\n\n{show(plain)}"


def test_a_notebook_gets_highlighted_code_and_a_terminal_plain_text():
    source = show(plain)
    assert source._repr_mimebundle_(include=None, exclude=None) == {
        "text/plain": source.text,
        "text/markdown": f"```python\n{source.text}\n```",
    }
    assert repr(source) == source.text


def test_a_lambda_is_shown_as_it_stands():
    f = Differentiable(lambda t: t.sum(axis=-1), lambda t: 0 * t + 1)
    assert "lambda t: 0 * t + 1" in show(f).text


@pytest.mark.parametrize("nothing", [len, 3, "f", None, [squared_error]])
def test_what_has_no_source_in_python_is_refused(nothing):
    with pytest.raises(ValueError, match="f must be a function"):
        show(nothing)


CALL = re.compile(r"^show\((.*)\)$", re.MULTILINE)


def listings():
    """What the chapters show of dlkit."""
    for path in sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                yield from (pytest.param(call, id=f"{path.stem[:2]}: {call}") for call in CALL.findall(cell.source))


@pytest.mark.parametrize("call", list(listings()))
def test_what_a_chapter_shows_fits_beside_its_contents(call):
    """A wider box is cut off, or scrolls."""
    text = repr(eval(f"show({call})", {**vars(dlkit), "softmax_of": softmax_of}))
    assert [line for line in text.split("\n") if len(line) > LONGEST_LINE] == []
