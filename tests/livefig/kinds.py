"""Kinds of figure, each as a function that makes a figure and returns it with its `update(k)`; k goes from 0 to 3."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches, ticker
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, TextArea
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

KINDS = {}
X = np.linspace(0, 3, 7)
GRID = np.arange(12.0).reshape(3, 4)


def kind(make):
    KINDS[make.__name__] = make
    return make


def one():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 4), ylim=(0, 12))
    return fig, ax


@kind
def scatter_array():
    fig, ax = one()
    dots = ax.scatter(X, X, c=X)
    return fig, lambda k: dots.set_array(X[::-1] * k)


@kind
def scatter_offsets_and_sizes():
    fig, ax = one()
    dots = ax.scatter(X, X)

    def update(k):
        dots.set_offsets(np.column_stack([X, X * k]))
        dots.set_sizes([10 + 5 * k])

    return fig, update


@kind
def scatter_color_map_and_limits():
    fig, ax = one()
    dots = ax.scatter(X, X, c=X)

    def update(k):
        dots.set_cmap(["viridis", "gray", "magma", "cool"][k])
        dots.set_clim(0, 3 + k)

    return fig, update


@kind
def scatter_faces():
    fig, ax = one()
    dots = ax.scatter(X, X, color=["#112233"] * len(X))
    return fig, lambda k: dots.set_facecolor([(k / 4, x / 4, 0.5) for x in X])


@kind
def heat_map():
    fig, ax = one()
    mesh = ax.pcolormesh(GRID)
    return fig, lambda k: mesh.set_array(GRID**k)


@kind
def shared_norm():
    fig, ax = one()
    norm = Normalize(0, 12)
    ax.pcolormesh(GRID, norm=norm)
    ax.scatter(X, X, c=X, norm=norm)

    def update(k):
        norm.vmax = 6 + k

    return fig, update


@kind
def line_collection():
    fig, ax = one()
    lines = ax.add_collection(LineCollection([]))
    return fig, lambda k: lines.set_segments([[(0, 0), (k, i)] for i in range(k + 1)])


@kind
def polygons():
    fig, ax = one()
    polygons = ax.add_collection(PolyCollection([], facecolors="#d55e00"))
    return fig, lambda k: polygons.set_verts([[(0, 0), (k + 1, 1), (1, k + 2)]])


@kind
def patch_collection():
    fig, ax = one()
    held = ax.add_collection(PatchCollection([patches.Circle((1, 1), 0.5)]))
    return fig, lambda k: held.set_paths([patches.Circle((1 + k / 2, 2), 0.5)])


@kind
def arrows():
    fig, ax = one()
    quiver = ax.quiver(X, X, np.ones(7), np.ones(7))
    return fig, lambda k: quiver.set_UVC(np.cos(X * k), np.sin(X * k), X)


@kind
def endless_line():
    fig, ax = one()
    line = ax.axline((0, 0), slope=1)

    def update(k):
        line.set_slope(k + 0.5)
        line.set_xy1((0, k))

    return fig, update


@kind
def path_patch():
    fig, ax = one()
    patch = ax.add_patch(patches.PathPatch(Path([(0, 0), (1, 1), (2, 0)])))
    return fig, lambda k: patch.set_path(Path([(0, 0), (1, 1 + k), (2, 0)]))


@kind
def patches_of_many_kinds():
    fig, ax = one()
    box, ring, wedge = patches.Rectangle((0, 0), 1, 1), patches.Ellipse((2, 2), 1, 2), patches.Wedge((3, 5), 1, 0, 60)
    arrow, hatched = patches.FancyArrowPatch((0, 0), (1, 1)), patches.Polygon([(0, 8), (1, 9), (2, 8)], hatch="/")
    for patch in (box, ring, wedge, arrow, hatched):
        ax.add_patch(patch)

    def update(k):
        box.set_bounds(k, k, 1, 2)
        ring.set_angle(20 * k)
        wedge.theta2 = 90 + 30 * k
        wedge._recompute_path()
        arrow.set_positions((0, 0), (1 + k, 4))
        hatched.set_hatch("/\\x."[k])

    return fig, update


@kind
def text_box():
    fig, ax = one()
    text = ax.text(1, 1, "a box", bbox={"facecolor": "#e69f00"})

    def update(k):
        text.get_bbox_patch().set_facecolor((k / 4, 0.5, 0.5))
        text.get_bbox_patch().set_boxstyle("round", pad=0.3 + k / 5)

    return fig, update


@kind
def font_changed_in_place():
    fig, ax = one()
    text = ax.text(1, 1, "words")
    return fig, lambda k: text.get_fontproperties().set_size(8 + 2 * k)


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
def transform_changed_in_place():
    fig, ax = one()
    turn = Affine2D()
    ax.add_patch(patches.Rectangle((0, 0), 2, 1, transform=turn + ax.transData))
    ax.plot(X, X, transform=turn + ax.transData)
    return fig, lambda k: turn.clear().rotate_deg(15 * k)


@kind
def image():
    fig, ax = one()
    shown = ax.imshow(GRID, aspect="auto")

    def update(k):
        shown.set_data(GRID + k * np.eye(3, 4) * 5)
        shown.set_clim(0, 10 + k)
        shown.set_extent((0, 2 + k, 0, 3))

    return fig, update


@kind
def image_written_into():
    fig, ax = one()
    pixels = np.zeros((4, 4, 3))
    shown = ax.imshow(pixels)

    def update(k):
        pixels[:] = k / 4
        shown.set_data(pixels)

    return fig, update


@kind
def colorbar():
    fig, ax = one()
    mesh = ax.pcolormesh(GRID)
    bar = fig.colorbar(mesh, ax=ax)

    def update(k):
        mesh.set_clim(0, 5 + 2 * k)
        bar.set_label(f"to {k}")

    return fig, update


@kind
def legend():
    fig, ax = one()
    lines = [ax.plot(X, X + i)[0] for i in range(3)]

    def update(k):
        for i, line in enumerate(lines):
            line.set_label(f"{i} of {k}")
        ax.legend(handles=lines[: k + 1] if k < 3 else lines, loc=["best", "upper left", "lower right", "center"][k])

    return fig, update


@kind
def legend_only_in_some_states():
    fig, ax = one()
    ax.plot(X, X, label="line")

    def update(k):
        if k % 2:
            ax.legend()
        elif ax.get_legend():
            ax.get_legend().remove()

    return fig, update


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
def secondary_axis():
    fig, ax = one()
    ax.secondary_xaxis("top", functions=(lambda x: 2 * x, lambda x: x / 2))
    return fig, lambda k: ax.set_xlim(0, 4 + k)


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
    fig, ax = plt.subplots(1, 2, figsize=(6, 3))
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
    fig, ax = plt.subplots(1, 2, figsize=(6, 3))
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
def contours_with_labels():
    fig, ax = one()
    a, b = np.meshgrid(np.linspace(-2, 2, 20), np.linspace(-2, 2, 20))

    def update(k):
        ax.clear()
        ax.set_aspect("equal")
        ax.clabel(ax.contour(a, b, a**2 + (k + 1) * b**2, levels=[1, 2, 3], colors="#1f2328"))

    return fig, update


@kind
def filled_contours():
    fig, ax = one()
    a, b = np.meshgrid(np.linspace(-2, 2, 20), np.linspace(-2, 2, 20))

    def update(k):
        ax.clear()
        ax.contourf(a, b, a**2 + (k + 1) * b**2)

    return fig, update


@kind
def fraction_in_a_title():
    fig, ax = one()
    return fig, lambda k: ax.set_title(f"$\\frac{{{k}}}{{x^2}}$")


@kind
def seen_and_unseen():
    fig, ax = one()
    lines = [ax.plot(X, X + i, "o-")[0] for i in range(4)]
    return fig, lambda k: [line.set_visible(i <= k) for i, line in enumerate(lines)]


@kind
def order():
    fig, ax = one()
    lines = [ax.plot(X, X * (i + 1) % 4, linewidth=8)[0] for i in range(4)]
    return fig, lambda k: [line.set_zorder(2 + (i + k) % 4) for i, line in enumerate(lines)]


@kind
def bars_and_error_bars():
    fig, ax = one()
    bars = ax.bar(range(4), range(4))
    line, caps, (lines,) = ax.errorbar(X, X, yerr=1, capsize=3)

    def update(k):
        for i, bar in enumerate(bars):
            bar.set_height(i * k)
        line.set_ydata(X + k)
        caps[0].set_ydata(X + k - 1)
        caps[1].set_ydata(X + k + 1)
        lines.set_segments([[(x, x + k - 1), (x, x + k + 1)] for x in X])

    return fig, update


@kind
def band_drawn_anew():
    fig, ax = one()
    held = []

    def update(k):
        while held:
            held.pop().remove()
        held.append(ax.fill_between(X, X, X + k + 1, color="#cc79a7", alpha=0.5))

    return fig, update


@kind
def annotation():
    fig, ax = one()
    note = ax.annotate("here", (1, 1), xytext=(2, 5), arrowprops={"arrowstyle": "->"})

    def update(k):
        note.xy = (k, k)
        note.set_position((1, 3 + k))
        note.set_text(f"at {k}")

    return fig, update


@kind
def boxes_of_text():
    fig, ax = one()
    area = TextArea("words")
    ax.add_artist(AnnotationBbox(area, (2, 5)))
    anchored = ax.add_artist(AnchoredText("corner", loc="upper left"))

    def update(k):
        area.set_text(f"words {k}")
        anchored.txt.set_text("corner" * (k + 1))

    return fig, update


@kind
def table():
    fig, ax = one()
    cells = ax.table([["a", "b"], ["c", "d"]], loc="center")

    def update(k):
        cells[0, 0].get_text().set_text(f"{k}")
        cells[1, 1].set_facecolor((1, k / 4, k / 4))

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


@kind
def settings():
    fig, ax = one()

    def update(k):
        plt.rcParams["axes.unicode_minus"] = k % 2 == 0
        ax.set_xlim(-4, 4)

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
def axes_off_and_moved():
    fig, ax = one()
    ax.plot(X, X)

    def update(k):
        ax.set_position((0.1 + k / 20, 0.1, 0.6, 0.8))
        (ax.set_axis_off if k == 2 else ax.set_axis_on)()

    return fig, update


@kind
def path_effects():
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    fig, ax = one()
    text = ax.text(1, 1, "outlined")
    return fig, lambda k: text.set_path_effects([withStroke(linewidth=k + 1, foreground="#56b4e9")])


@kind
def aligned_labels():
    fig, axes = plt.subplots(2, 1, figsize=(4, 4))
    for ax in axes:
        ax.set_ylabel("label")
    fig.align_ylabels(axes)
    return fig, lambda k: axes[0].set_ylim(0, 10**k)
