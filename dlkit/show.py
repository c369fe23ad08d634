"""Put the source of a function into a notebook, highlighted: what is read is what runs."""

import ast
import inspect
import textwrap
from collections.abc import Callable

from ._arrays import shown
from .function import Differentiable


class Source:
    """Source code that a notebook shows highlighted; made by `show`."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        """Return the code itself."""
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text, "text/markdown": f"```python\n{self.text}\n```"}


def show(f: Callable | Differentiable, *more: Callable | Differentiable, docstring: bool = False) -> Source:
    """Show the source of functions, as the file that is running has it.

    Of a `Differentiable`, the gradient, the second derivative if it has one, and then the value are shown; of a sum,
    each of its terms.

    Args:
        f: a function, a class or a `Differentiable`.
        *more: any number of others, shown below it.
        docstring: whether to include the docstrings, which say in words what the page around the code says too.

    Returns:
        Something that a notebook displays as code when it is the last line of a cell.

    Raises:
        ValueError: the source cannot be had: not a function, or one that is not written in Python.

    """
    pieces = dict.fromkeys(piece for one in (f, *more) for piece in _functions(one))  # each once, in order
    return Source("\n\n\n".join(_source(piece, docstring=docstring) for piece in pieces))


def _functions(f: Callable | Differentiable) -> list[Callable]:
    if not isinstance(f, Differentiable):
        if not callable(f):
            raise ValueError(f"f must be a function, got {shown(f)}; pass the function itself, without calling it")
        return [f]
    parts = (part for _, f in f.terms for part in (f.gradient_function, f.hessian_function, f.value_function))
    return [part for part in parts if part is not None]


def _source(f: Callable, *, docstring: bool) -> str:
    try:
        text = textwrap.dedent(inspect.getsource(f)).rstrip()
    except (TypeError, OSError):
        raise ValueError(
            f"f must be a function written in Python, got {shown(f)}, which has no source to show"
        ) from None
    return text if docstring else _without_docstrings(text)


def _without_docstrings(text: str) -> str:
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a lambda in the middle of an expression, for one
        return text
    lines = text.split("\n")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in (node for node in ast.walk(tree) if isinstance(node, kinds)):
        if ast.get_docstring(node) is not None and len(node.body) > 1 and node.body[1].lineno > node.body[0].end_lineno:
            first, following = node.body[:2]
            # Up to the next statement, or to a comment above it.
            last = first.end_lineno
            while last < following.lineno - 1 and not lines[last].strip():
                last += 1
            lines[first.lineno - 1 : last] = [None] * (last - first.lineno + 1)
    return "\n".join(line for line in lines if line is not None)
