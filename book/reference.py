"""The reference page, made from the docstrings of dlkit, livefig and drawpad.

The directive `dlkit-reference` writes a section for each topic, with an entry for each name of either ``__all__``.
Nothing is listed here but the order of the topics, so no function can be forgotten and no entry can be out of date.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective, SphinxRole

import dlkit
import drawpad
import livefig

from .docstrings import first_paragraph, read_docstring, read_signature, split_formulas

# In the order of the course. A module that stands in no topic becomes one of its own, at the end.
TOPICS = {
    "Functions and gradients": ("function", "numerical"),
    "Norms": ("norms",),
    "Activations": ("activations",),
    "Losses": ("losses", "cross_entropy", "information", "naive"),
    "Linear models": ("linear", "closed_form", "metrics"),
    "Descent": ("descent", "stochastic", "newton", "trajectory"),
    "Networks": ("network", "layers", "blocks", "residual"),
    "Automatic differentiation of numbers": ("scalar",),
    "Data": ("data",),
    "Plots": ("plots", "style"),
    "Demos": ("livefig", "drawpad"),
    "Source and self-checks": ("source", "exercises"),
}
PACKAGES = (dlkit, livefig, drawpad)
WHOLE = {livefig.__name__, drawpad.__name__}  # rooms that are one module each in the reference


class Entry(NamedTuple):
    """A public name, and where it is defined: the key by which entries are sorted."""

    module: str  # as in `plots`, also for what plots.descent defines; all of livefig is one
    place: tuple[str, int]
    name: str

    @property
    def package(self) -> str:
        return self.place[0].partition(".")[0]

    @property
    def value(self) -> Any:
        return getattr(importlib.import_module(self.package), self.name)

    @property
    def is_data(self) -> bool:
        return not callable(self.value)

    @property
    def text(self) -> str:
        """The docstring; of a constant, the comment above it."""
        if not self.is_data:
            return inspect.getdoc(self.value) or ""
        lines = Path(inspect.getsourcefile(importlib.import_module(self.place[0]))).read_text(encoding="utf-8")
        above = "\n".join(lines.split("\n")[: self.place[1] - 1])
        comment = re.search(r"(?:^#.*\n?)+\Z", above, re.MULTILINE)
        return re.sub(r"^#:? ?", "", comment.group(), flags=re.MULTILINE) if comment else ""

    @property
    def summary(self) -> str:
        return first_paragraph(self.text)


@functools.cache
def entries() -> list[Entry]:
    """Return an entry for each public name, by module and, within a module, in the order of its source."""
    constants = dict(_constants())
    found = []
    for package in PACKAGES:
        for name in package.__all__:
            value = inspect.unwrap(getattr(package, name))
            place = (value.__module__, inspect.getsourcelines(value)[1]) if callable(value) else constants[name]
            module = place[0].split(".")[1] if package is dlkit else package.__name__
            found.append(Entry(module, place, name))
    return sorted(found)


def topics() -> Iterator[tuple[str, list[tuple[ModuleType, list[Entry]]]]]:
    """Yield each topic's title, with its modules and their entries."""
    by_module: dict[str, list[Entry]] = {}
    for entry in entries():
        by_module.setdefault(entry.module, []).append(entry)
    known = dict(TOPICS)
    for name in by_module.keys() - set().union(*TOPICS.values()):
        title = re.split(r"[:;,.]", first_paragraph(_module(name).__doc__ or name))[0]
        known[title] = (*known.get(title, ()), name)
    for title, modules in known.items():
        if held := [(_module(name), by_module[name]) for name in modules if name in by_module]:
            yield title, held


def _module(name: str) -> ModuleType:
    return importlib.import_module(name if name in WHOLE else f"dlkit.{name}")


def _constants() -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the module and the line at which each constant is assigned, which the value itself does not know."""
    for module in pkgutil.walk_packages(dlkit.__path__, "dlkit."):
        source = inspect.getsource(importlib.import_module(module.name))
        for node in ast.parse(source).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            yield from ((t.id, (module.name, node.lineno)) for t in targets if isinstance(t, ast.Name))


class Reference(SphinxDirective):
    """Writes the sections, as Markdown that holds autodoc's directives."""

    def run(self) -> list[nodes.Node]:
        for package in PACKAGES:
            for source in Path(package.__file__).parent.rglob("*.py"):
                self.env.note_dependency(str(source))
        lines = _section("Conventions", dlkit.__doc__.partition("\n\n")[2].split("\n"))
        for title, modules in topics():
            lines += _section(title, _topic(modules))
        page = nodes.Element()
        page.document = self.state.document
        self.state.nested_parse(lines, self.content_offset, page, match_titles=True)
        return page.children


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return [f"## {title}", "", "```{eval-rst}", *lines, "```", ""]


def _topic(modules: list[tuple[ModuleType, list[Entry]]]) -> Iterator[str]:
    for module, held in modules:
        yield from (inspect.getdoc(module).partition("\n\n")[0], "", ".. container:: reference-contents", "")
        yield from (f"   - `{entry.name}` {entry.summary}" for entry in held)
        yield ""
    for entry in (entry for _, held in modules for entry in held):
        if entry.is_data:
            yield from (f".. py:data:: {entry.name}", "   :module: dlkit", "")
            yield from (f"   {line}" for line in [*entry.text.split("\n"), "", *_items(entry.value)])
        else:
            kind = "class" if inspect.isclass(entry.value) else "function"
            yield from (f".. auto{kind}:: {entry.package}.{entry.name}", *["   :members:"] * (kind == "class"), "")
        yield ""


def _items(value: Any) -> Iterable[str]:
    """Return what a constant holds; of a dictionary, its keys and values."""
    if not isinstance(value, dict):
        return [f"``{value!r}``"]
    return [":Items:", *(f"   * **{key}** -- ``{held!r}``" for key, held in value.items())]


class DlkitRole(SphinxRole):
    """What stands in single backticks: a link where it is a public name, else code."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        code = nodes.literal(self.text, self.text)
        inside = self.env.ref_context.get("py:class", "")
        for name in (f"{inside}.{self.text}", self.text):  # in Scalar, tanh is its own and not the activation
            if package := _package_of(name):
                link = addnodes.pending_xref("", code, refdomain="py", reftype="obj", reftarget=f"{package}.{name}")
                link["refwarn"] = True
                self.set_source_info(link)
                return [link], []
        return [code], []


def _package_of(name: str) -> str | None:
    """Return the package of which this is a public name, or a documented member of one."""
    first, _, member = name.partition(".")
    for package in PACKAGES:
        if first in package.__all__:
            found = vars(getattr(package, first)).get(member) if member else None
            documented = (inspect.isfunction(found) or isinstance(found, property)) and bool(found.__doc__)
            return package.__name__ if documented or not member else None
    return None


def set_defaults(app: Sphinx, config: Config) -> None:
    """Set what the docstrings need of Sphinx and of autodoc."""
    config.default_role = "dlkit"  # of reStructuredText alone; the pages are Markdown, where single backticks are code
    config.autodoc_typehints = "none"  # the docstrings say the shapes, which the annotations do not
    config.autodoc_preserve_defaults = True
    config.autodoc_member_order = "bysource"
    config.add_module_names = False
    config.toc_object_entries = False  # each topic has a list of its own


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive and the role, and connect the above to autodoc."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("dlkit-reference", Reference)
    app.add_role("dlkit", DlkitRole())
    app.connect("config-inited", set_defaults)
    app.connect("autodoc-process-docstring", read_docstring)
    app.connect("autodoc-process-signature", read_signature)
    app.connect("doctree-read", split_formulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
