"""Put the source of a function into a notebook, highlighted: what is read is what runs."""

import ast
import inspect
import textwrap
from collections.abc import Callable

from ._arrays import shown
from .function import Differentiable

LONGEST_LINE = 72  # characters that a page shows beside its contents without cutting them off


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
            Annotations of types are left out.

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
    return _bare(text, docstring=docstring)


def _bare(text: str, *, docstring: bool) -> str:
    """Return the source without annotations, which a page around it has no need of, and without docstrings."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a lambda in the middle of an expression, for one
        return text
    lines: list[str | None] = text.split("\n")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in (node for node in ast.walk(tree) if isinstance(node, functions)):
        _write_head(node, lines)
    if docstring:
        return "\n".join(line for line in lines if line is not None)
    for node in (node for node in ast.walk(tree) if isinstance(node, (*functions, ast.ClassDef))):
        if ast.get_docstring(node) is not None and len(node.body) > 1 and node.body[1].lineno > node.body[0].end_lineno:
            first, following = node.body[:2]
            # Up to the next statement, or to a comment above it.
            last = first.end_lineno
            while last < following.lineno - 1 and not lines[last].strip():
                last += 1
            lines[first.lineno - 1 : last] = [None] * (last - first.lineno + 1)
    return "\n".join(line for line in lines if line is not None)


def _write_head(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str | None]) -> None:
    """Write what stands above the body of a function anew: without annotations, in lines that are not too long."""
    indent = " " * node.col_offset
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            parts = [ast.unparse(part) for part in (*decorator.args, *decorator.keywords)]
            _replace(lines, decorator, decorator.end_lineno, f"{indent}@{ast.unparse(decorator.func)}", parts, ")")
    if node.body[0].lineno == node.lineno:  # all of it stands in one line
        return
    for argument in ast.walk(node.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    last = next(k for k in range(node.lineno, node.body[0].lineno) if lines[k - 1].rstrip().endswith(":"))
    keyword = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    _replace(lines, node, last, f"{indent}{keyword} {node.name}", _written(node.args), "):")


def _written(arguments: ast.arguments) -> list[str]:
    """Return the arguments of a function as they are written, each with its default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    parts = [_with_default(a, d) for a, d in zip(positional, defaults, strict=True)]
    if arguments.posonlyargs:
        parts.insert(len(arguments.posonlyargs), "/")
    if arguments.vararg or arguments.kwonlyargs:
        parts.append(f"*{arguments.vararg.arg if arguments.vararg else ''}")
    parts += [_with_default(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return parts + ([f"**{arguments.kwarg.arg}"] if arguments.kwarg else [])


def _with_default(argument: ast.arg, default: ast.expr | None) -> str:
    return argument.arg if default is None else f"{argument.arg}={ast.unparse(default)}"


def _replace(lines: list[str | None], node: ast.AST, last: int, start: str, parts: list[str], end: str) -> None:
    """Put a call or a head in place of the lines that it has; where it is long, each part gets a line."""
    text = f"{start}({', '.join(parts)}{end}"
    if len(text) > LONGEST_LINE:
        indent = " " * (len(start) - len(start.lstrip()))
        text = "\n".join([f"{start}(", *(f"{indent}    {part}," for part in parts), f"{indent}{end}"])
    lines[node.lineno - 1 : last] = [text, *[None] * (last - node.lineno)]
