"""Kinds of figure whose ticks, scales, spines or settings change."""

import matplotlib.pyplot as plt
import numpy as np
from kind import X, kind, one
from matplotlib import ticker


@kind
def ticks():
    fig, ax = one()
    return fig, lambda k: ax.set_xticks(range(k + 1), [f"{k}-{i}" for i in range(k + 1)])


@kind
def tick_labels_changed_one_by_one():
    fig, ax = one()
    ax.set_xticks([0, 1, 2])

    def update(k):
        for label in ax.get_xticklabels():
            label.set_rotation(15 * k)
            label.set_color((k / 4, 0, 0))

    return fig, update


@kind
def tick_font_changed_in_place():
    fig, ax = one()
    ax.set_xticks([0, 1, 2])
    return fig, lambda k: [label.get_fontproperties().set_size(6 + k) for label in ax.get_xticklabels()]


@kind
def tick_style():
    fig, ax = one()
    return fig, lambda k: ax.tick_params(
        "both", length=k * 3, direction=["in", "out", "inout", "in"][k], labelsize=6 + k
    )


@kind
def tick_formatter_function():
    fig, ax = one()
    unit = [1]
    ax.xaxis.set_major_formatter(lambda value, _: f"{value * unit[0]:g}")

    def update(k):
        unit[0] = 10**k

    return fig, update


@kind
def tick_formatter_attribute():
    fig, ax = one()
    formatter = ticker.FormatStrFormatter("%.1f")
    ax.xaxis.set_major_formatter(formatter)

    def update(k):
        formatter.fmt = f"%.{k}f"

    return fig, update


@kind
def tick_locator_attribute():
    fig, ax = one()
    locator = ticker.MaxNLocator(3)
    ax.yaxis.set_major_locator(locator)
    return fig, lambda k: locator.set_params(nbins=2 + 2 * k)


@kind
def grid_lines():
    fig, ax = one()

    def update(k):
        ax.grid(False)
        if k:
            ax.grid(True, axis="xyx"[k - 1], color=["#0072b2", "#d55e00", "#009e73"][k - 1])

    return fig, update


@kind
def scales():
    fig, ax = one()
    ax.plot(X + 0.1, X + 0.1)
    ax.set(xlim=(0.1, 4), ylim=(0.1, 12))
    return fig, lambda k: ax.set_yscale(["linear", "log", "symlog", "asinh"][k])


@kind
def scale_parameter():
    fig, ax = one()
    ax.plot(X, X**2)
    return fig, lambda k: ax.set_yscale("symlog", linthresh=0.1 + k)


@kind
def scale_function():
    fig, ax = one()
    power = [1.0]
    ax.set_yscale("function", functions=(lambda y: np.abs(y) ** power[0], lambda y: np.abs(y) ** (1 / power[0])))
    ax.plot(X, X**2)

    def update(k):
        power[0] = 1 + k / 2
        ax.set_ylim(0, 12)

    return fig, update


@kind
def spines():
    fig, ax = one()

    def update(k):
        ax.spines["left"].set_position(("data", k))
        ax.spines["top"].set_visible(k % 2 == 0)
        ax.spines["bottom"].set_bounds(0, k + 1)

    return fig, update


@kind
def aligned_labels():
    fig, axes = plt.subplots(2, 1, figsize=(4, 4))
    for ax in axes:
        ax.set_ylabel("label")
    fig.align_ylabels(axes)
    return fig, lambda k: axes[0].set_ylim(0, 10**k)


@kind
def settings():
    fig, ax = one()

    def update(k):
        plt.rcParams["axes.unicode_minus"] = k % 2 == 0
        ax.set_xlim(-4, 4)

    return fig, update


@kind
def secondary_axis():
    fig, ax = one()
    ax.secondary_xaxis("top", functions=(lambda x: 2 * x, lambda x: x / 2))
    return fig, lambda k: ax.set_xlim(0, 4 + k)


@kind
def axes_off_and_moved():
    fig, ax = one()
    ax.plot(X, X)

    def update(k):
        ax.set_position((0.1 + k / 20, 0.1, 0.6, 0.8))
        (ax.set_axis_off if k == 2 else ax.set_axis_on)()

    return fig, update
