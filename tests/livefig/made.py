"""Demos and pages that tests make for themselves."""

import matplotlib.pyplot as plt
import numpy as np

from livefig import Point, explore
from livefig.page import bundle, state_block, style_sheet


def two_rings():
    """A line through two points that are dragged, and a slider that moves it as a whole."""
    fig, ax = plt.subplots(layout="constrained", figsize=(5, 3.6))
    (line,) = ax.plot([], [], color="#0072b2")
    ax.set(xlim=(0, 10), ylim=(0, 10), title="Through two points")

    def through(left, right, lift=0):
        """A line through two points."""
        line.set_data(*np.array([left, right]).T + np.array([[0], [lift]]))
        return f"From ({left[0]:g}, {left[1]:g}) to ({right[0]:g}, {right[1]:g}), lifted by {lift}."

    return explore(
        fig,
        through,
        left=Point((1, 4, 1.5), (1, 9, 4), value=(2.5, 1)),
        right=Point((6, 9, 1.5), (1, 9, 4), value=(7.5, 5)),
        lift=(0, 3),
    )


def picture_with_colorbar():
    """A ring on an image, whose vertical axis points down, and a colorbar beside it."""
    fig, ax = plt.subplots(layout="constrained", figsize=(5, 4))
    image = ax.imshow(np.arange(12.0).reshape(3, 4))
    fig.colorbar(image, ax=ax, label="value")

    def pixel(at):
        """An image of twelve pixels, and one of them marked."""
        return f"Row {at[1]:g}, column {at[0]:g}: {4 * at[1] + at[0]:g}."

    return explore(fig, pixel, at=Point((0, 3, 1), (0, 2, 1), value=(1, 1), ax=ax))


def one_slider(**colors):
    """A bar whose height a slider sets."""
    fig, ax = plt.subplots(layout="constrained", figsize=(4, 3))
    (bar,) = ax.bar([0], [1], **colors)
    ax.set(ylim=(0, 5), title="One bar")

    def height(k=1):
        """A bar, from one to four high."""
        bar.set_height(k)
        return f"The bar is {k} high."

    return explore(fig, height, k=(1, 4))


def write_page(path, *demos, attributes="", head="", after=""):
    """Write a page with recorded demos, as an extension for some other tool might; return its address."""
    for demo in demos:
        demo.record()
    shown = "".join(demo.markup + state_block(demo.state) for demo in demos)
    path.write_text(
        f'<!doctype html><html lang="en" {attributes}><meta charset="utf-8"><title>Made</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style_sheet()}</style>{head}'
        f"<body>{shown}{after}<script>{bundle()}</script></body></html>",
        encoding="utf-8",
    )
    return path.as_uri()


def visit(tab, address, *demos):
    """Open the page, and wait until its demos answer."""
    tab.goto(address)
    for demo in demos:
        tab.locator(f"#{demo.state['name']}").scroll_into_view_if_needed()
        tab.wait_for_selector(f"#{demo.state['name']}[data-ready]")


def setting(tab, demo):
    """Return the index that the controls of a demo show, checkboxes and choices included."""
    return tab.evaluate(
        """(name) => {
          const root = document.getElementById(name), found = {};
          for (const c of root.querySelectorAll("[data-dim]"))
            if (c.type === "checkbox") found[c.dataset.dim] = Number(c.checked);
            else if (c.type !== "radio" || c.checked) found[c.dataset.dim] = Number(c.value);
          return Object.keys(found).map(Number).sort((a, b) => a - b).map((d) => found[d]);
        }""",
        demo["name"],
    )
