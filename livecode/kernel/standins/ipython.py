"""In place of `IPython`: what cells and libraries ask of it, and no more."""

import base64
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .. import current, formats
from .inline import set_matplotlib_formats


def display(*values: Any, raw: bool = False, metadata: dict | None = None, **_: Any) -> None:
    """Show values where the cell's output stands; if raw, each is a dict of its forms by mime type."""
    for value in values:
        data, about = (value, {}) if raw else formats.bundle(value)
        current.outputs.show("display_data", data, {**about, **(metadata or {})})


def clear_output(wait: bool = False) -> None:
    """Take away what the cell has shown; if `wait`, when something new comes."""
    current.outputs.clear(wait=wait)


class Rich:
    """Something whose form is given."""

    mime = "text/plain"

    def __init__(self, data: Any = None, filename: str | None = None, **_: Any) -> None:
        path = Path(filename) if filename else None
        if path:
            data = path.read_bytes() if self.mime == "image/png" else path.read_text(encoding="utf-8")
        self.data = data

    def __repr__(self) -> str:
        return f"<IPython.core.display.{type(self).__name__} object>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {self.mime: self.data}


def _rich(name: str, mime: str) -> type[Rich]:
    return type(name, (Rich,), {"mime": mime, "__doc__": f"Something that is shown as {mime}."})


HTML, Markdown, SVG = _rich("HTML", "text/html"), _rich("Markdown", "text/markdown"), _rich("SVG", "image/svg+xml")
Latex, JSON, Pretty = _rich("Latex", "text/latex"), _rich("JSON", "application/json"), _rich("Pretty", "text/plain")


class Math(Latex):
    """A formula."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {self.mime: f"$\\displaystyle {str(self.data).strip('$')}$"}


class Image(Rich):
    """A picture, from bytes or from a file."""

    mime = "image/png"

    def __init__(self, data: Any = None, filename: str | None = None, **options: Any) -> None:
        if isinstance(data, str):  # as a path
            data, filename = None, data
        super().__init__(data, filename)
        self.metadata = {key: options[key] for key in ("width", "height", "alt") if options.get(key) is not None}

    def _repr_mimebundle_(self, **_: Any) -> Any:
        mime = "image/jpeg" if self.data[:2] == b"\xff\xd8" else self.mime
        return {mime: base64.b64encode(self.data).decode()}, {mime: self.metadata} if self.metadata else {}


class Shell:
    """What `get_ipython()` returns: it has a kernel, as in a notebook."""

    def __init__(self) -> None:
        self.kernel, self.config = SimpleNamespace(), {}
        self.user_ns: dict[str, Any] = {}
        self.events = SimpleNamespace(register=lambda *_: None, unregister=lambda *_: None)

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        """Do what `%config` for figures would; other magics do nothing here."""
        kinds = [kind for kind in ("svg", "retina", "png") if kind in line]
        if name == "config" and "figure_format" in line and kinds:
            set_matplotlib_formats(*kinds)

    magic = run_cell_magic = run_line_magic


SHELL = Shell()


def get_ipython() -> Shell:
    """Return the shell."""
    return SHELL


_PARTS = (HTML, Markdown, SVG, Latex, JSON, Pretty, Math, Image, display, clear_output)
SHOWN = {part.__name__: part for part in _PARTS} | {"set_matplotlib_formats": set_matplotlib_formats}
MODULES = {
    "IPython": {"display": display, "get_ipython": get_ipython, "version_info": (9, 0, 0), "__version__": "9.0.0"},
    "IPython.display": SHOWN,
    "IPython.core": {},
    "IPython.core.display": SHOWN,
    "IPython.core.pylabtools": {"backend2gui": {}},  # matplotlib looks for it
    "IPython.core.getipython": {"get_ipython": get_ipython},
}
