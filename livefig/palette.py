"""The colors that follow the page into its dark mode, as CSS variables that the pictures name.

The default is Okabe and Ito's palette, safe for all color vision, and grays. A picture draws in the light colors; each
becomes a variable whose value the page sets, so one picture serves light and dark pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from re import fullmatch
from reprlib import repr as shown
from typing import Any

from matplotlib.colors import to_hex

COLORS = {
    "blue": "#0072b2",
    "orange": "#d55e00",
    "green": "#009e73",
    "pink": "#cc79a7",
    "yellow": "#e69f00",
    "sky": "#56b4e9",
    "ink": "#1f2328",
    "muted": "#656d76",
    "grid": "#d8dee4",
    "paper": "#ffffff",
}
DARK = {
    "blue": "#58a6ff",
    "orange": "#ff8b4d",
    "green": "#3fc79a",
    "pink": "#e39cc4",
    "yellow": "#f0b849",
    "sky": "#79c8f5",
    "ink": "#e6edf3",
    "muted": "#9aa4af",
    "grid": "#3a424c",
    "paper": "#14181d",
}
# What surrounds the picture; no figure draws in these.
FRAME = {"wash": ("#f6f8fa", "#1f252c"), "line": ("#818b98", "#7d8794"), "bad": ("#a40e26", "#ff9492")}
# Where the reader's system forces its colors, as high contrast does, the writing has to take part.
FORCED = {"ink": "CanvasText", "paper": "Canvas", "muted": "CanvasText", "grid": "GrayText", "wash": "Canvas"}
# Jupyter Book, JupyterLab, VS Code and Colab each say in their own way that their page is dark. A page of `to_html` has
# no switch and follows the system. :where() counts for nothing, so the last rule that holds decides.
DARK_PAGE = ':where(html[data-theme="dark"],body[data-jp-theme-light="false"],body.vscode-dark,html[theme="dark"])'
SYSTEM_PAGE = ':where(html[data-theme="system"])'


@dataclass(frozen=True)
class Palette:
    """Colors by name, for a light page and for a dark one, as #rrggbb."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    @cached_property
    def variables(self) -> dict[str, str]:
        """What is written for each color; black is ink and white is paper, unless the palette has them as others.

        The second value of var() is what a viewer without the style sheet shows.
        """
        named = {color: f"var(--livefig-{name}, {color})" for name, color in self.light.items()}
        ends = {"#000000": "ink", "#ffffff": "paper"}
        return {color: named[self.light[name]] for color, name in ends.items()} | named

    def style_sheet(self, scope: str = ".livefig", names: Mapping[str, Any] | None = None) -> str:
        """Return the rules that set the variables, for each kind of page; of `names` alone, where they are given."""

        def rule(colors: Mapping[str, str], scheme: str, where: str = "") -> str:
            kept = (f"--livefig-{name}:{color};" for name, color in colors.items() if names is None or name in names)
            return f"{where} {scope}{{{''.join(kept)}{scheme}}}".strip()

        scheme = ("color-scheme:light", "color-scheme:dark") if names is None else ("", "")
        light = {**self.light, **{name: pair[0] for name, pair in FRAME.items()}}
        dark = {**self.dark, **{name: pair[1] for name, pair in FRAME.items()}}
        return (
            f"{rule(light, scheme[0])}\n"
            f"{rule(dark, scheme[1], DARK_PAGE)}\n"
            f"@media screen and (prefers-color-scheme:dark){{{rule(dark, scheme[1], SYSTEM_PAGE)}}}\n"
            f"@media (forced-colors:active){{{rule(light | FORCED, scheme[0])}}}\n"
            f"@media (forced-colors:active) and (prefers-color-scheme:dark){{{rule(dark | FORCED, scheme[1])}}}\n"
        )

    def own_style_sheet(self, scope: str) -> str:
        """Return the rules for what differs from the default palette, which every page has; empty if nothing does."""
        own = {name for name, color in self.light.items()
               if (color, self.dark[name]) != (COLORS.get(name), DARK.get(name))}  # fmt: skip
        return self.style_sheet(scope, dict.fromkeys(own)) if own else ""


DEFAULT = Palette(COLORS, DARK)


def read_palette(colors: Any) -> Palette:
    """Return the default palette with some colors replaced or added: pairs (light, dark) by name.

    Raises:
        ValueError: no dictionary of pairs, a name that is no CSS name, a value that is no opaque color, or two names
            with the same light color, of which a picture could not say which it means.

    """
    if not isinstance(colors, Mapping):
        raise ValueError(f"palette must be a dict of pairs (light, dark) by name, got {shown(colors)}")
    light, dark = dict(COLORS), dict(DARK)
    for name, pair in colors.items():
        if not (isinstance(name, str) and fullmatch(r"[a-z][a-z0-9-]*", name)) or name in FRAME:
            raise ValueError(f"palette: {shown(name)} is no name for a color; use small letters, digits and hyphens, "
                             f"and none of {', '.join(FRAME)}")  # fmt: skip
        if not isinstance(pair, tuple | list) or len(pair) != 2:  # noqa: PLR2004
            raise ValueError(f"palette: {name!r} must be a pair (light, dark) of colors, got {shown(pair)}")
        try:
            light[name], dark[name] = (to_hex(color) for color in pair)
        except ValueError as problem:
            raise ValueError(f"palette: {name!r} = {shown(pair)} holds no color of matplotlib: {problem}") from None
    known: dict[str, str] = {}
    for name, color in light.items():
        if known.setdefault(color, name) != name:
            raise ValueError(f"palette: {known[color]!r} and {name!r} are both {color}; their light colors must differ")
    return Palette(light, dark)
