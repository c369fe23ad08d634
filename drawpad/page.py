"""What a page needs to show a pad: its script and its style sheet, which take parts of livefig's along."""

from pathlib import Path

from livefig import page as demos

HERE = Path(__file__).parent
VIEW = ("network", "brush", "hand", "view", "widget")
# The name by which livefig's host finds how it is mounted, and livecode the widget by its class.
REGISTER = """
(globalThis.livefigViews ??= {}).drawpad = mountPad;
(globalThis.livecodeWidgets ??= {})["drawpad.widget.DrawPad"] = widget;
"""


def _script() -> str:
    own = "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in VIEW)
    return f"{demos.sources('slide', 'play')}\n{own}"


def module() -> str:
    """Return the view of the widget, for a page with a kernel: one ES module."""
    return f"{_script()}\nexport default widget;\n"


def bundle() -> str:
    """Return the view for a page of a website, where livefig's script mounts it: one classic script."""
    return f'(() => {{\n"use strict";\n{_script()}{REGISTER}}})();\n'


def style_sheet() -> str:
    """Return the rules of the pad, which come after livefig's."""
    return (HERE / "pad.css").read_text(encoding="utf-8")
