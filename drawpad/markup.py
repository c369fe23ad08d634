"""The HTML of a pad: the same on a kernel and on the static page, complete before any script has run."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

PAPER, INK, MUTED = "var(--livefig-paper, #ffffff)", "var(--livefig-ink, #1f2328)", "var(--livefig-muted, #656d76)"
GRID, BLUE, SKY = "var(--livefig-grid, #d8dee4)", "var(--livefig-blue, #0072b2)", "var(--livefig-sky, #56b4e9)"
# What is said of the gradient, as `view.js` writes it.
MARKED = "For {}: add ink at +, erase it at −. The slope of −log p at the largest mark is {} a cell."
PUSHES = {"left": ("←", -1, 0), "up": ("↑", 0, -1), "down": ("↓", 0, 1), "right": ("→", 1, 0)}


@dataclass(frozen=True)
class First:
    """What a pad shows at first: the ink of its cells from 0 to 1, the classes and their probabilities, the step."""

    name: str
    drawing: np.ndarray
    classes: Sequence[str]
    p: np.ndarray
    steps: Sequence[str]
    label: str  # of the slider
    samples: Sequence[str]

    @property
    def side(self) -> int:
        """How many cells a row has."""
        return round(self.drawing.size**0.5)

    @property
    def readout(self) -> str:
        """What is read, in words; `view.js` writes the same."""
        best, *others = np.argsort(-self.p, kind="stable")
        then = f"; then {self.classes[others[0]]}, {percent(self.p[others[0]])}" if others else ""
        empty = "" if self.drawing.any() else " Nothing is drawn yet."
        return f"Read as {self.classes[best]}, {percent(self.p[best])}{then}.{empty}"

    @property
    def longest(self) -> str:
        """As long as what is said becomes, for the room that it has."""
        name = max(self.classes, key=len)
        return f"{self.readout} {MARKED.format(name, '0.00')}"

    @property
    def alt(self) -> str:
        """What there is to see, for those who cannot."""
        return f"A drawing on {self.side} by {self.side} cells, and what a network takes it for. {self.readout}"


def percent(p: float) -> str:
    """Write a probability."""
    return f"{100 * p:.1f} %"


def cells(drawing: np.ndarray, side: int) -> str:
    """Return a square for each cell, ten units wide, as dark as its ink."""
    return "".join(
        f'<rect x="{10 * (i % side)}" y="{10 * (i // side)}" width="10" height="10" fill-opacity="{ink:.2f}"/>'
        for i, ink in enumerate(drawing.ravel())
    )


def pad(first: First) -> str:
    """Return the whole pad in its first state."""
    name, side = first.name, first.side
    board = (
        f'<svg class="drawpad-board" viewBox="0 0 {10 * side} {10 * side}" role="application" '
        f'aria-label="Drawing pad, {side} by {side} cells" aria-describedby="{name}-keys">'
        f"{cells(first.drawing, side)}"
        '<rect class="drawpad-cursor" x="0.5" y="0.5" width="9" height="9"/></svg>'
    )
    rows = f'style="--drawpad-rows:{-(-len(first.classes) // 2)}"'
    shown = f"Shown at: {first.label} {first.steps[-1]}." if len(first.steps) > 1 else "Shown at: the start."
    return (
        f'<figure class="livefig drawpad" id="{name}"><div class="drawpad-top"><div>{board}</div><div>'
        f'<ol class="drawpad-classes" role="list" aria-label="Probabilities" {rows}>{bars(first)}</ol></div></div>'
        f'<div class="livefig-said" data-longest="{escape(first.longest)}">'
        f'<p class="livefig-readout">{escape(first.readout)}</p></div>'
        '<p class="drawpad-unseen drawpad-said" aria-live="polite"></p>'
        '<p class="drawpad-unseen drawpad-where" role="status"></p>'
        '<form class="livefig-controls"><fieldset disabled class="livefig-all"><legend>Draw, and move through the '
        f"training</legend>{_controls(first)}</fieldset>"
        f'<p class="drawpad-note" id="{name}-keys">Draw with mouse, finger or pen, or with keys: arrows move a cursor, '
        "with Shift they draw on the way, Space draws, Delete erases.</p>"
        '<p class="drawpad-note drawpad-by"></p></form>'
        f'<figcaption class="livefig-settings">{escape(shown)}</figcaption></figure>'
    )


def bars(first: First) -> str:
    """Return a line for each class: its name, a bar, its probability."""
    best, best_class = int(np.argmax(first.p)), ' class="drawpad-best"'
    return "".join(
        f'<li{best_class if k == best else ""} style="--drawpad-p:{p:.3f}"><span>{escape(text)}</span>'
        f'<span class="drawpad-bar"></span><span>{percent(p)}</span></li>'
        for k, (text, p) in enumerate(zip(first.classes, first.p, strict=True))
    )


def _controls(first: First) -> str:
    pushes = "".join(
        f'<button type="button" data-push="{right} {down}" aria-label="push it one cell {way}">{arrow}</button>'
        for way, (arrow, right, down) in PUSHES.items()
    )
    tools = (
        '<div class="drawpad-tools"><span>'
        '<button type="button" class="drawpad-erase" aria-pressed="false">Erase</button>'
        '<button type="button" class="drawpad-undo" aria-disabled="true">Undo</button>'
        '<button type="button" class="drawpad-clear">Clear</button></span>'
        f'<span role="group" aria-label="Push the drawing by one cell"><span>Push</span>{pushes}</span>'
        '<button type="reset" class="livefig-reset">Reset</button></div>'
    )
    samples = "".join(
        f'<button type="button" data-sample="{k}" aria-label="load a drawing: {escape(text)}">{escape(text)}</button>'
        for k, text in enumerate(first.samples)
    )
    if samples:
        samples = (
            f'<div class="drawpad-samples" role="group" aria-label="Load a drawing"><span>Load</span>{samples}</div>'
        )
    options = "".join(f'<option value="{k}">{escape(text)}</option>' for k, text in enumerate(first.classes))
    add = (
        '<div class="drawpad-add"><label class="livefig-toggle"><input type="checkbox" class="drawpad-hints"> '
        "What to add (+), what to erase (−)</label>"
        '<label class="livefig-select"><span>to be read as</span><select class="drawpad-aim">'
        f'<option value="-1">the most probable</option>{options}</select></label></div>'
    )
    return tools + samples + _slider(first) + add


def _slider(first: First) -> str:
    if len(first.steps) == 1:
        return ""
    label, last, text = escape(first.label), len(first.steps) - 1, escape(first.steps[-1])
    return (
        f'<div class="livefig-process" data-process="0"><label class="livefig-range"><span>{label}</span>'
        f'<input type="range" data-dim="0" min="0" max="{last}" step="1" value="{last}" aria-valuetext="{text}">'
        f"<output>{text}</output></label><span>"
        f'<button type="button" data-step="-1" aria-label="one step back: {label}">‹</button>'
        f'<button type="button" data-play="500" aria-description="{label}">Play</button>'
        f'<button type="button" data-step="1" aria-label="one step on: {label}">›</button></span></div>'
    )


def picture(first: First) -> str:
    """Return the first state as one SVG document, for viewers of notebooks that run no widget."""
    side, scale, rows = first.side, 20 / first.side, len(first.classes)
    high, best = max(220, 20 * rows + 20), int(np.argmax(first.p))
    lines = []
    for k, (text, p) in enumerate(zip(first.classes, first.p, strict=True)):
        y, color = 10 + 20 * k, BLUE if k == best else SKY
        lines.append(
            f'<text x="256" y="{y + 14}" text-anchor="end">{escape(text)}</text>'
            f'<rect x="264" y="{y + 3}" width="{90 * p:.1f}" height="14" fill="{color}"/>'
            f'<text x="410" y="{y + 14}" text-anchor="end">{percent(p)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{first.name}-picture" viewBox="0 0 420.0 {high:.1f}" '
        f'width="420.0pt" font-family="sans-serif" font-size="12" fill="{INK}"><title>{escape(first.alt)}</title>'
        f'<g transform="translate(10 10) scale({scale:g})" stroke="{GRID}" stroke-width="0.4">'
        f"{cells(first.drawing, side)}</g>{''.join(lines)}</svg>\n"
    )
