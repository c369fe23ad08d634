"""Statements about colors: the palette's follow the page, and those that come from data stay."""

import re

import matplotlib.pyplot as plt
import numpy as np

from livefig import explore

GRAYS = plt.get_cmap("gray")
INK, PAPER, BLUE = "var(--livefig-ink", "var(--livefig-paper", "var(--livefig-blue"


def markup_of(draw, **subplots):
    fig, ax = plt.subplots(**subplots)
    ax.set_axis_off()
    draw(ax)
    return explore(fig, lambda k=0: "", k=(0, 3)).markup.partition('<p class="livefig-readout"')[0]


def test_lines_texts_and_patches_of_the_palette_follow_the_page():
    def draw(ax):
        ax.plot([0, 1], color="#0072b2")
        ax.text(0, 0, "text", color="black")
        ax.add_patch(plt.Rectangle((0, 0), 1, 1, facecolor="white", edgecolor="k"))

    markup = markup_of(draw)
    assert BLUE in markup
    assert f"stroke:{INK}" in markup
    assert f"fill:{PAPER}" in markup
    assert "#000000" not in markup


def test_the_furniture_of_axes_follows_the_page_also_around_data():
    fig, ax = plt.subplots()
    ax.imshow(np.eye(3), cmap="gray")
    markup = explore(fig, lambda k=0: "", k=(0, 3)).markup
    assert f"stroke:{INK}" in markup, "spines and ticks"
    assert f"fill:{PAPER}" in markup, "the background"


def test_cells_of_a_heat_map_and_what_is_written_on_them_stay():
    def draw(ax):
        ax.pcolormesh(np.eye(3), cmap="gray")
        ax.text(0.5, 0.5, "on black", color="white")
        ax.text(1.5, 0.5, "on white", color="black")
        ax.plot([0, 1], color="black")

    markup = markup_of(draw)
    assert INK not in markup
    assert PAPER not in markup
    assert markup.count("fill:#ffffff") == 4, "three cells and a text"
    assert markup.count("fill:#000000") == 7, "six cells and a text"
    assert markup.count("stroke:#000000") == 1


def test_faces_computed_by_a_color_map_stay():
    values = np.linspace(0, 1, 5)
    for draw in (
        lambda ax: ax.scatter(values, values, c=values, cmap="gray"),
        lambda ax: ax.scatter(values, values, c=GRAYS(values)),
        lambda ax: ax.bar(values, values + 1, color=GRAYS(values)),
        lambda ax: ax.table([["", ""], ["", ""]], cellColours=GRAYS([[0, 0.5], [0.7, 1.0]]), edges=""),
        lambda ax: [ax.add_patch(plt.Rectangle((v, 0), 0.1, 1, color=GRAYS(v))) for v in values],
        lambda ax: ax.contourf(np.add.outer(values, values), cmap="gray"),
    ):
        markup = markup_of(draw)
        assert INK not in markup
        assert PAPER not in markup


def test_one_color_of_the_palette_for_many_faces_follows_the_page():
    values = np.linspace(0, 1, 5)
    for draw in (
        lambda ax: ax.scatter(values, values, color="black"),
        lambda ax: ax.bar(values, values, color="black"),
        lambda ax: ax.fill_between(values, values, color="black"),
    ):
        assert "#000000" not in markup_of(draw), "matplotlib writes no black, and the page fills with its ink"


def test_a_twin_of_axes_that_data_fill_stays_too():
    def draw(ax):
        ax.imshow(np.eye(3), aspect="auto")
        ax.twinx().plot([0, 1], color="black")

    assert "stroke:#000000" in markup_of(draw)


def test_a_figure_has_the_paper_of_the_page_unless_it_has_a_color():
    for color, there in (("white", False), ("#fafad2", True), ("black", True)):
        fig, ax = plt.subplots(figsize=(2, 1))
        ax.set_axis_off()
        fig.set_facecolor(color)
        assert ("M0 72L144 72L144 0L0 0z" in explore(fig, lambda k=0: "", k=(0, 3)).markup) is there


def test_markers_that_stand_still_follow_the_page_but_not_while_data_lie_below_them():
    """Though markers of the same arguments are drawn once."""
    fig, ax = plt.subplots()
    ax.set_axis_off()
    below = ax.pcolormesh(np.eye(3), cmap="gray", visible=False)
    (others,) = ax.plot([0.5, 1.5], [1.5, 2.5], "o", color="black")  # which define the marker first
    ax.plot([0.5, 1.5], [0.5, 1.5], "o", color="black")
    picture = explore(fig, lambda k=0: "", k=(0, 3))._picture
    shown = []
    for visible in (False, True, False):
        below.set_visible(visible)
        others.set_visible(not visible)
        shown.append("".join(map(str, picture.nodes())))
    assert f"stroke:{INK}" in shown[0]
    assert INK not in shown[1]
    assert shown[2] == shown[0]
    names = [set(re.findall(r'href="#([^"]+)"', text)) for text in shown]
    assert names[0] != names[1], "their definition has another color, too"
    assert names[0] | names[1] <= set(picture.definitions)
