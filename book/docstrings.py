"""How the reference page reads a docstring: its sections as lists, its rows of formulas as pieces that can wrap."""

import inspect
import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import GoogleDocstring

import dlkit


def first_paragraph(text: str) -> str:
    """Return the sentence that a docstring begins with, in one line."""
    return " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())


class Docstring(GoogleDocstring):
    """Napoleon's reader, for docstrings that say shapes in sentences and leave types to the annotations."""

    def _parse_parameters_section(self, _section: str) -> list[str]:
        return self._format_fields("Args", self._consume_fields())

    def _parse_attributes_section(self, _section: str) -> list[str]:
        return self._format_fields("Attributes", self._consume_fields())

    def _parse_returns_section(self, _section: str) -> list[str]:
        # Napoleon would take what stands before a colon for a type.
        return [*self._format_block(":returns: ", self._dedent(self._consume_to_next_section())), ""]

    def _parse_yields_section(self, _section: str) -> list[str]:
        return self._parse_returns_section(_section)


def read_docstring(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """Turn the sections of a docstring into field lists, and say of a Differentiable of which kind it is."""
    lines[:] = Docstring(lines, Config(), app, what, name, value, options).lines()
    if isinstance(value, dlkit.Differentiable):
        shape = "elementwise" if value.elementwise else "reduces the last axis"
        knows = ", with its Hessian" if value.hessian_function else ""
        end = lines.index("") if "" in lines else len(lines)
        lines[end:end] = ["", ".. container:: reference-kind", "", f"   `Differentiable`: {shape}{knows}."]


def read_signature(app: Sphinx, what: str, name: str, value: Any, *_: Any) -> tuple[str, None] | None:
    """Leave out the signature of a class of which the docstring says that a function makes its objects."""
    return ("", None) if what == "class" and "made by `" in first_paragraph(value.__doc__) else None


def split_formulas(app: Sphinx, doctree: nodes.document) -> None:
    r"""Make a row of formulas, with \qquad between them, wrap where the page is too narrow for it."""
    blocks = [block for entry in doctree.findall(addnodes.desc_content) for block in entry.findall(nodes.math_block)]
    for block in dict.fromkeys(blocks):  # a method's entry lies in that of its class
        row = formulas(block.astext())
        if len(row) > 1:
            parts = [nodes.math_block("", tex, **block.attributes) for tex in row]
            block.replace_self(nodes.container("", *parts, classes=["reference-formulas"]))


def formulas(tex: str) -> list[str]:
    r"""Return the formulas of a row; what is in braces or an environment stays whole, and so do aligned lines.

    >>> formulas(r"a = b, \qquad \frac{c \qquad d}{2}")
    ['a = b,', '\\frac{c \\qquad d}{2}']
    """
    if r"\\" in re.sub(r"\\begin\{(\w+)\}.*?\\end\{\1\}", "", tex, flags=re.DOTALL):
        return [tex]
    found = [""]
    for piece in re.split(r"\\qquad(?![a-zA-Z])|\n\s*\n", tex):
        if found[-1] and _is_open(found[-1]):
            found[-1] += rf" \qquad {piece.strip()}"
        else:
            found.append(piece.strip())
    return found[1:]


def _is_open(tex: str) -> bool:
    tokens = re.findall(r"\\[a-zA-Z]+|\\.|[{}]", tex)
    pairs = (("{", "}"), (r"\begin", r"\end"), (r"\left", r"\right"))
    return any(tokens.count(opening) != tokens.count(closing) for opening, closing in pairs)
