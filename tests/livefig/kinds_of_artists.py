"""Kinds of figure whose lines, patches, texts and legends change."""

from kind import X, kind, one
from matplotlib import patches
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, TextArea
from matplotlib.path import Path
from matplotlib.transforms import Affine2D


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
def transform_changed_in_place():
    fig, ax = one()
    turn = Affine2D()
    ax.add_patch(patches.Rectangle((0, 0), 2, 1, transform=turn + ax.transData))
    ax.plot(X, X, transform=turn + ax.transData)
    return fig, lambda k: turn.clear().rotate_deg(15 * k)


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
def path_effects():
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    fig, ax = one()
    text = ax.text(1, 1, "outlined")
    return fig, lambda k: text.set_path_effects([withStroke(linewidth=k + 1, foreground="#56b4e9")])
