"""A small demo, and what was recorded of one."""

import base64
import gzip
import json
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np

from livefig import Point, explore
from livefig.record import group_markup


def descent_demo(rates=(0.02, 0.12, 0.02), changing=lambda ax, rate: None):
    """A small cousin of the book's demos: a path over contours, a curve beside it, a point to drag."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
    a, b = np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-3, 3, 60))
    left.contour(a, b, a**2 + 8 * b**2, levels=np.geomspace(0.1, 80, 8), colors="#656d76")
    left.set(xlabel="slope", ylabel="intercept", xlim=(-3, 3), ylim=(-3, 3))
    (path,) = left.plot([], [], "o-", color="#d55e00", markersize=3)
    (curve,) = right.semilogy([], [], color="#0072b2")
    right.set(xlim=(0, 20), ylim=(1e-8, 1e3), xlabel="step", ylabel="loss")
    note = right.text(0.95, 0.95, "", transform=right.transAxes, ha="right", va="top")

    def descent(learning_rate, start, line=True):
        """A path over contours, and its loss."""
        theta = np.cumprod(np.tile(1 - learning_rate * np.array([2.0, 16.0]), (20, 1)), axis=0) * start
        path.set_data(*theta.T)
        path.set_linestyle("-" if line else "none")
        value = theta**2 @ np.array([1.0, 8.0])
        curve.set_data(np.arange(20), value)
        note.set_text(f"rate {learning_rate:g}")
        changing(right, learning_rate)
        return f"loss {value[-1]:.3g}"

    return explore(fig, descent, learning_rate=rates, start=Point((-2, 2, 1), (-2, 2, 2), (2, 2), ax=left), line=True)


def unpacked(explorer):
    return json.loads(gzip.decompress(base64.b64decode(explorer.state["frames"])))


def markups(state):
    """The markup of each panel's group."""
    return {key: group_markup(key, nodes) for key, nodes in state.items()}


def shown(groups):
    """What is seen of each group: its elements, without groups that only hold others, or nothing."""
    return {key: list(_elements(ElementTree.fromstring(text))) for key, text in groups.items()}


def _elements(element):
    for child in element:
        if child.tag == "g" and not child.attrib:
            yield from _elements(child)
        else:
            yield ElementTree.tostring(child, encoding="unicode")
