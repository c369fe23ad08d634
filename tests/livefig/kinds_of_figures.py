"""Kinds of figure of several axes, or of axes of other kinds, and what belongs to the figure itself."""

import matplotlib.pyplot as plt
import numpy as np
from kind import X, kind, one
from matplotlib.lines import Line2D


@kind
def three_dimensions():
    fig = plt.figure(figsize=(4, 3))
    ax = fig.add_subplot(projection="3d")
    a, b = np.meshgrid(np.arange(4.0), np.arange(4.0))
    ax.plot_surface(a, b, a * b)
    (line,) = ax.plot([0, 1], [0, 1], [0, 1])

    def update(k):
        ax.view_init(20, 30 * k)
        line.set_data_3d([0, k], [0, 1], [0, 3])

    return fig, update


@kind
def polar():
    fig = plt.figure(figsize=(4, 3))
    ax = fig.add_subplot(projection="polar")
    (line,) = ax.plot(X, X)

    def update(k):
        line.set_data(X, X * k)
        ax.set_rmax(10 - k)
        ax.set_theta_offset(k / 3)

    return fig, update


@kind
def inset():
    fig, ax = one()
    inner = ax.inset_axes((0.5, 0.5, 0.4, 0.4))
    (line,) = inner.plot(X, X)

    def update(k):
        line.set_ydata(X * k)
        inner.set_xlim(0, 4 - k / 2)

    return fig, update


@kind
def inset_with_zoom():
    fig, ax = one()
    ax.plot(X, X**2)
    inner = ax.inset_axes((0.5, 0.5, 0.4, 0.4))
    inner.plot(X, X**2)
    ax.indicate_inset_zoom(inner)
    return fig, lambda k: inner.set(xlim=(0.2, 0.6 + k / 10), ylim=(0, 0.5))


@kind
def twin():
    fig, ax = one()
    other = ax.twinx()
    (line,) = other.plot(X, X)

    def update(k):
        line.set_ydata(X * 10**k)
        other.set_ylim(0, 3 * 10**k)
        other.set_ylabel("right" * k)

    return fig, update


@kind
def figure_color():
    fig, ax = one()
    return fig, lambda k: (
        fig.set_facecolor(["white", "#ffeeee", "#56b4e9", "black"][k]),
        ax.set_facecolor((1, 1, k / 4)),
    )


@kind
def figure_title():
    fig, _ = one()
    return fig, lambda k: fig.suptitle(["", "one", "$\\frac{1}{2}$", "three"][k])


@kind
def figure_text_in_some_states():
    fig, _ax = plt.subplots(1, 2, figsize=(6, 3))
    held = []

    def update(k):
        while held:
            held.pop().remove()
        held.extend(fig.text(0.5, 0.5, f"{i} of {k}") for i in range(k))

    return fig, update


@kind
def figure_legend_in_some_states():
    fig, ax = plt.subplots(1, 2, figsize=(6, 3))
    lines = ax[0].plot(X, X, label="line")
    held = []

    def update(k):
        while held:
            held.pop().remove()
        if k % 2:
            held.append(fig.legend(lines, ["line"], loc="center"))

    return fig, update


@kind
def axes_in_some_states():
    fig, _ax = plt.subplots(1, 2, figsize=(6, 3))
    held = []

    def update(k):
        while held:
            held.pop().remove()
        for i in range(k):
            held.append(fig.add_axes((0.1 + 0.3 * i, 0.4, 0.2, 0.3)))
            held[-1].plot(X, X * k)

    return fig, update


@kind
def figure_drawn_anew():
    fig = plt.figure(figsize=(6, 3))

    def update(k):
        fig.clf()
        for i in range(k % 2 + 1):
            ax = fig.add_subplot(1, 2, i + 1)
            ax.plot(X, X * k)
            ax.set_title(f"state {k}")

    return fig, update


@kind
def axes_drawn_anew():
    fig, ax = one()

    def update(k):
        ax.clear()
        ax.bar(range(k + 1), np.arange(k + 1) + 1.0, color="#009e73")
        ax.errorbar([0, 1], [1, 2], yerr=0.1 + k / 10)
        ax.set_title(f"{k + 1} bars")

    return fig, update


@kind
def subfigures():
    fig = plt.figure(figsize=(6, 3))
    left, right = fig.subfigures(1, 2)
    ax = left.subplots()
    (line,) = ax.plot(X, X)
    other = right.subplots()

    def update(k):
        line.set_ydata(X * k)
        right.suptitle(f"right {k}")
        other.set_xlim(0, k + 1)
        left.set_facecolor((1, 1, k / 4))

    return fig, update


@kind
def whole_figure_and_animated_artists():
    fig, ax = one()
    (line,) = ax.plot(X, X, animated=True)
    mark = fig.add_artist(Line2D([0, 1], [0.5, 0.5]))

    def update(k):
        line.set_ydata(X * k)
        mark.set_ydata([0, k / 4])

    return fig, update
