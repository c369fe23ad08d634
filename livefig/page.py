"""What a page needs to show a demo, and one whole page that needs nothing else."""

import hashlib
import json
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from .palette import DEFAULT

HERE = Path(__file__).parent
VIEW = ("replay", "stack", "slide", "play", "view")
LONG = 2.0  # seconds that a recording may take before it is told how far it is
# What surrounds the demo in a page of its own.
PAGE_STYLE = (
    "html{color-scheme:light dark}body{margin:0;padding:1rem;background:Canvas}main{max-width:60rem;margin:auto}"
    "@media(max-width:30rem){body{padding:.25rem}}"
)
# Nothing comes from anywhere, and no script runs but the one whose digest stands here. The pictures set colors and
# places by styles of their own, which only 'unsafe-inline' allows.
POLICY = (
    "default-src 'none'; script-src '{}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)


def sources(*names: str) -> str:
    """Return these parts of the view, one after the other."""
    return "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in names)


def module() -> str:
    """Return the view of the widget, for a page with a kernel: one ES module."""
    return sources(*VIEW, "widget")


def bundle() -> str:
    """Return the view and its host, for a page without a kernel: one classic script, which also loads from a disk."""
    script = sources(*VIEW, "widget", "host").replace("export default", "const widget =")
    return f'(() => {{\n"use strict";\n{script}}})();\n'


def style_sheet() -> str:
    """Return the style sheet of every page with a demo."""
    return DEFAULT.style_sheet() + (HERE / "view.css").read_text(encoding="utf-8")


def state_block(state: dict[str, Any], attributes: str = "") -> str:
    """Return the block of JSON that tells the host about the demo before it."""
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/json" class="livefig-state"{attributes}>{text}</script>'


def whole_page(markup: str, state: dict[str, Any], title: str, language: str) -> str:
    """Return one HTML document with the demo, its states, its script and its style; it loads nothing."""
    script = bundle()
    digest = f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" data-theme="system">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(digest)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style_sheet()}{PAGE_STYLE}\n</style>\n</head>\n<body>\n"
        f"<main>{markup}{state_block(state)}</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def read_path(path: Any) -> Path:
    """Return where a page is to be written.

    Raises:
        ValueError: no path, a folder, or a file in a folder that does not exist.

    """
    if not isinstance(path, str | Path):
        raise ValueError(f"path must be a str or a Path, got {path!r}; for example demo.to_html('figure.html')")
    path = Path(path)
    if path.is_dir():
        raise ValueError(f"path: {str(path)!r} is a folder; name a file in it, such as {str(path / 'figure.html')!r}")
    if not path.parent.is_dir():
        raise ValueError(f"path: there is no folder {str(path.parent)!r} to write {path.name!r} into; make it first")
    return path


def progress(name: str) -> Callable[[int, int], None]:
    """Return what a recording calls after each state: it tells on one line of stderr how far a long one is."""
    start, told = time.monotonic(), 0.0

    def step(done: int, of: int) -> None:
        nonlocal told
        seconds = time.monotonic() - start
        if seconds > LONG and (seconds - told > 0.5 or done == of):  # noqa: PLR2004 - twice a second
            told = seconds
            sys.stderr.write(f"\r{name}: {done} of {of} states drawn" + "\n" * (done == of))
            sys.stderr.flush()

    return step
