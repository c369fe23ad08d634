"""The HTML of a demo: the same on a kernel and on the static page, complete before any script has run."""

from collections.abc import Sequence
from html import escape

from .controls import Control
from .picture import Picture, State
from .record import group_markup

MAX_RADIO = 4  # longer lists of choices become a drop-down menu
LEAST = 16  # rem: panels narrower than this, on average, wrap
COLUMN_LETTERS = 26  # of the options of a choice in one column of controls; more take two columns
RADIO_LETTERS = 5  # the room of a button and of the gap behind it, in letters


def demo(
    name: str,
    picture: Picture,
    state: State,
    controls: Sequence[Control],
    readout: str,
    alt: str,
    front: str = "a0",
    longest: str = "",
) -> str:
    """Return the whole demo in its first state.

    `front` is the key of the panel that lies in front where there is no room for all; the room of the readout is that
    of `longest`.
    """
    number, parts = 0, []
    for control in controls:
        parts.append(_control(name, control, number))
        number += len(control.dimensions)
    shown = settings(controls, [d.start for c in controls for d in c.dimensions])
    own = picture.palette.own_style_sheet(f"#{name}")
    return (
        f'<figure class="livefig" id="{name}" style="{_measures(picture)}">{f"<style>{own}</style>" if own else ""}'
        f'<div class="livefig-panels">{panels(picture, state, controls, alt, front)}</div>'
        f'<div class="livefig-said" data-longest="{escape(longest or readout)}">'
        f'<p class="livefig-readout" aria-live="polite">{escape(readout)}</p></div>'
        '<form class="livefig-controls"><fieldset disabled class="livefig-all"><legend>Move it</legend>'
        f"{''.join(parts)}"
        '<button type="reset" class="livefig-reset">Reset</button></fieldset></form>'
        f'<figcaption class="livefig-settings">Shown at: {escape(shown)}.</figcaption></figure>'
    )


def _measures(picture: Picture) -> str:
    """Return how high the panels are, how wide the widest is, and how many there are, for the style sheet."""
    widest = max(width for _, width, _ in picture.panels)
    return f"--livefig-tall:{picture.height:.1f};--livefig-widest:{widest:.1f};--livefig-of:{len(picture.panels)}"


def settings(controls: Sequence[Control], index: Sequence[int]) -> str:
    """Return the values of the controls in words; shown where the controls cannot be: in print, without a script."""
    numbers = iter(index)
    return ", ".join(f"{d.label} {d.texts[next(numbers)]}" for control in controls for d in control.dimensions)


def panels(picture: Picture, state: State, controls: Sequence[Control], alt: str, front: str) -> str:
    """Return one SVG for each column of the figure; the first carries the description."""
    total, count, parts = picture.width, len(picture.panels), []
    definitions = "".join(picture.definitions.values())
    for i, (left, width, keys) in enumerate(picture.panels):
        who = f'role="img" aria-label="{escape(alt)}"' if i == 0 else 'aria-hidden="true"'
        groups = "".join(group_markup(key, state[key]) for key in keys)
        handles = "".join(_handle(c, picture) for c in controls if c.point and picture.panel_of(c.point.ax) in keys)
        view_box = f"{left:.1f} 0 {width:.1f} {picture.height:.1f}"
        share = width / total  # the least widths have the same ratios, so that neighbors keep one scale
        least = f"{share * count * LEAST:.2f}rem"
        style = f"--livefig-share:{share:.4f};--livefig-wide:{width:.1f};--livefig-least:{least};--livefig-at:{i}"
        lies = " livefig-front" if front in keys else ""
        parts.append(
            f'<svg class="livefig-panel{lies}" viewBox="{view_box}" style="{style}">'
            f"<defs>{definitions if i == 0 else ''}</defs><g {who}>{groups}</g>{handles}</svg>"
        )
    return "".join(parts)


def standalone(name: str, picture: Picture, state: State, alt: str) -> str:
    """Return the first state as one SVG document, for viewers of notebooks that run no widget."""
    groups = "".join(group_markup(key, fragments) for key, fragments in state.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}-picture" viewBox="0 0 {picture.width:.1f} '
        f'{picture.height:.1f}" width="{picture.width:.1f}pt" font-family="sans-serif" stroke-linejoin="round" '
        f'stroke-linecap="butt"><title>{escape(alt)}</title><defs>{"".join(picture.definitions.values())}</defs>'
        f"{groups}</svg>\n"
    )


def places(control: Control, picture: Picture) -> tuple[list[float], list[float]]:
    """Return where the grid of a Point lies in the picture, in the points of the SVG."""
    (xs, ys), transform = control.dimensions, control.point.ax.transData
    px = [transform.transform((x, ys.values[0]))[0] for x in xs.values]
    py = [picture.height - transform.transform((xs.values[0], y))[1] for y in ys.values]
    return [round(float(p), 1) for p in px], [round(float(p), 1) for p in py]


def _handle(control: Control, picture: Picture) -> str:
    px, py = places(control, picture)
    x, y = control.dimensions
    return (
        f'<g class="livefig-handle" data-point="{control.name}" tabindex="-1" role="slider" '
        f'aria-label="{escape(control.label)}: drag it, or use the arrow keys" aria-valuenow="{x.start}" '
        f'aria-valuemin="0" aria-valuemax="{len(px) - 1}" aria-valuetext="{_pair(control, x.start, y.start)}" '
        f'transform="translate({px[x.start]} {py[y.start]})"><circle r="16"/><circle r="6.5"/></g>'
    )


def _pair(control: Control, i: int, j: int) -> str:
    x, y = control.dimensions
    return escape(f"{x.label} {x.texts[i]}, {y.label} {y.texts[j]}")


def _control(name: str, control: Control, number: int) -> str:
    if control.point:
        inner = "".join(_input(name, d, number + k) for k, d in enumerate(control.dimensions))
        return (
            f'<div class="livefig-point" role="group" aria-label="{escape(control.label)}">'
            f"<span>{escape(control.label)}: drag the ring in the picture, or</span>{inner}</div>"
        )
    return _input(name, control.dimensions[0], number)


def _process(slider: str, d: object, number: int) -> str:
    """Return a slider with the buttons that play it; view.css takes Play from those who want no motion."""
    label = escape(d.label)
    return (
        f'<div class="livefig-process" data-process="{number}">{slider}<span>'
        f'<button type="button" data-step="-1" aria-label="one step back: {label}">‹</button>'
        f'<button type="button" data-play="{d.interval}" aria-description="{label}">Play</button>'
        f'<button type="button" data-step="1" aria-label="one step on: {label}">›</button></span></div>'
    )


def _input(name: str, d: object, number: int) -> str:
    where, label = f'data-dim="{number}"', escape(d.label)
    if d.kind == "toggle":
        checked = " checked" if d.start else ""
        return f'<label class="livefig-toggle"><input type="checkbox" {where}{checked}> {label}</label>'
    if d.kind == "range":
        text = escape(d.texts[d.start])
        slider = (
            f'<label class="livefig-range"><span>{label}</span><input type="range" {where} min="0" '
            f'max="{len(d.values) - 1}" step="1" value="{d.start}" aria-valuetext="{text}">'
            f"<output>{text}</output></label>"
        )
        return _process(slider, d, number) if d.interval else slider
    if len(d.values) > MAX_RADIO:
        options = "".join(
            f'<option value="{i}"{" selected" if i == d.start else ""}>{escape(text)}</option>'
            for i, text in enumerate(d.texts)
        )
        return f'<label class="livefig-select"><span>{label}</span><select {where}>{options}</select></label>'
    radios = "".join(
        f'<label><input type="radio" name="{name}-{number}" {where} value="{i}"'
        f"{' checked' if i == d.start else ''}>{escape(text)}</label>"
        for i, text in enumerate(d.texts)
    )
    wide = " livefig-wide" if sum(len(text) + RADIO_LETTERS for text in d.texts) > COLUMN_LETTERS else ""
    return f'<fieldset class="livefig-choice{wide}"><legend>{label}</legend><span>{radios}</span></fieldset>'
