"""Plots draw what they are given, on the axes they are given, in colors that everyone can tell apart."""

import io
import itertools
import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from dlkit import (
    COLORS,
    add_intercept,
    empirical_risk,
    gradient_descent,
    least_squares,
    plot_contours,
    plot_data,
    plot_line,
    plot_loss_curve,
    plot_path,
    record,
    squared_error,
    use_style,
)

x = np.array([0.0, 1.0, 2.0, 4.0])
y = np.array([1.0, 3.0, 4.0, 9.0])
X = add_intercept(x[:, None])
THETA = least_squares(X, y)
J = empirical_risk(squared_error, X, y)
WINDOW = {"xlim": (-3, 3), "ylim": (0, 4)}
RUN = record(gradient_descent(J, [-2, 1], 0.05), J, steps=30)
DIVERGED = record(gradient_descent(J, [-2, 1], 5.0), J, steps=500)


@pytest.fixture(autouse=True)
def _fresh_figures():
    mpl.use("agg")
    with plt.rc_context():
        use_style()
        yield
        plt.close("all")


def _svg(figure):
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


CALLS = {
    "plot_data": lambda ax: plot_data(x, y, ax, xlabel="time (s)", ylabel="way (m)"),
    "plot_line": lambda ax: plot_line(THETA, ax),
    "plot_contours": lambda ax: plot_contours(J, ax, **WINDOW),
    "plot_path": lambda ax: plot_path(RUN, ax),
    "plot_loss_curve": lambda ax: plot_loss_curve(RUN, ax),
}


@pytest.mark.parametrize("draw", CALLS.values(), ids=CALLS)
def test_every_plot_returns_the_axes_given_or_makes_some(draw):
    _, (one, other) = plt.subplots(1, 2)
    assert draw(one) is one
    assert one.has_data()
    assert not other.has_data()
    assert isinstance(draw(None), plt.Axes)
    assert len(plt.get_fignums()) == 2


@pytest.mark.parametrize("draw", CALLS.values(), ids=CALLS)
def test_the_same_figure_has_the_same_bytes_and_only_colors_of_the_palette(draw):
    first, second = (_svg(draw(None).figure) for _ in range(2))
    assert first == second
    colors = {part[:7].lower() for part in first.split(": #")[1:] for part in ["#" + part]}
    assert colors
    assert colors <= set(COLORS.values())
    assert "<image" not in first
    assert "<text" in first  # texts stay texts


def test_the_data_are_where_they_were_measured():
    ax = plot_data(x, y, xlabel="time (s)", ylabel="way (m)")
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), np.column_stack([x, y]))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (s)", "way (m)")


def test_the_line_goes_from_edge_to_edge_and_leaves_the_limits():
    ax = plot_data(x, y, xlabel="x", ylabel="y")
    limits = ax.get_xlim(), ax.get_ylim()
    plot_line([100, 2], ax)
    assert (ax.get_xlim(), ax.get_ylim()) == limits
    np.testing.assert_allclose(ax.lines[-1].get_ydata(), 100 + 2 * np.array(limits[0]))


def test_contour_lines_are_where_the_objective_has_their_value():
    contours = plot_contours(J, levels=[2.0, 5.0, 10.0], **WINDOW).collections[0]
    np.testing.assert_array_equal(contours.levels, [2, 5, 10])
    for level, path in zip(contours.levels, contours.get_paths(), strict=True):
        np.testing.assert_allclose(J(path.vertices), level, rtol=5e-3)


def test_the_heights_of_contour_lines_above_the_least_grow_by_a_constant_factor():
    ax = plot_contours(J, levels=6, **WINDOW)
    levels = ax.collections[0].levels
    assert len(levels) == 6
    ratios = [(c - b) / (b - a) for a, b, c in zip(levels, levels[1:], levels[2:], strict=False)]
    np.testing.assert_allclose(ratios, 1000 ** (1 / 6))
    assert (ax.get_xlim(), ax.get_ylim()) == (WINDOW["xlim"], WINDOW["ylim"])


def test_the_path_goes_through_every_iterate_and_starts_with_a_circle():
    ax = plot_path(RUN, plot_contours(J, **WINDOW))
    steps, start = ax.lines
    np.testing.assert_array_equal(steps.get_xydata(), RUN.theta)
    np.testing.assert_array_equal(start.get_xydata(), RUN.theta[:1])
    assert start.get_fillstyle() == "none"
    np.testing.assert_array_equal(plot_path(RUN.theta).lines[0].get_xydata(), RUN.theta)


def test_a_path_that_leaves_the_window_does_not_move_it():
    ax = plot_path(DIVERGED, plot_contours(J, **WINDOW))
    assert (ax.get_xlim(), ax.get_ylim()) == (WINDOW["xlim"], WINDOW["ylim"])


def test_a_path_on_axes_that_hold_something_leaves_their_limits():
    _, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    limits = ax.get_xlim(), ax.get_ylim()
    plot_path(RUN, ax)
    ax.figure.draw_without_rendering()
    assert (ax.get_xlim(), ax.get_ylim()) == limits


@pytest.mark.parametrize("draw", [plot_path, plot_loss_curve])
def test_a_run_that_diverged_is_drawn_without_a_warning(draw):
    assert "inf" not in _svg(draw(DIVERGED).figure)


def test_nothing_finite_is_an_empty_plot():
    assert "inf" not in _svg(plot_loss_curve([np.inf, np.nan]).figure)


def test_many_runs_are_many_lines_in_colors_of_their_own():
    runs = record(gradient_descent(J, [-2, 1], [0.01, 0.03, 0.05]), J, steps=10)
    assert len({line.get_color() for line in plot_loss_curve(runs).lines}) == 3
    assert len(plot_path(runs).lines) == 6


def test_the_loss_curve_is_logarithmic_where_it_can_be():
    assert plot_loss_curve(RUN).get_yscale() == "log"
    assert plot_loss_curve([1, 0, -1]).get_yscale() == "linear"
    np.testing.assert_array_equal(plot_loss_curve(RUN).lines[0].get_ydata(), RUN.value)


def test_labels_that_are_there_stay():
    _, ax = plt.subplots()
    ax.set_xlabel("intercept")
    plot_contours(J, ax, **WINDOW)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("intercept", "θ₁")


def test_the_style_has_the_colors_of_the_palette_and_nothing_behind_the_drawing():
    cycle = [f"#{color}".replace("##", "#") for color in plt.rcParams["axes.prop_cycle"].by_key()["color"]]
    assert cycle == [COLORS[name] for name in ("blue", "orange", "green", "pink", "yellow", "sky")]
    named = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color", "grid.color")
    assert {mpl.colors.to_hex(plt.rcParams[name]) for name in named} <= set(COLORS.values())
    assert plt.rcParams["figure.facecolor"] == plt.rcParams["axes.facecolor"] == "none"
    assert (plt.rcParams["svg.fonttype"], plt.rcParams["svg.hashsalt"]) == ("none", "dlkit")


# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency, 2009.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    "none": np.eye(3),
}


def _lab(color, deficiency):
    """Return a color as seen, in CIE L*a*b*, where distances are differences for the eye."""
    rgb = np.array(mpl.colors.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ seen / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_no_two_colors_look_alike_to_anyone(deficiency):
    """A difference of 10 is seen at a glance; about 2.3 can just be noticed."""
    seen = {name: _lab(COLORS[name], deficiency) for name in ("blue", "orange", "green", "pink", "yellow", "sky")}
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 10, (one, other)


def test_use_style_needs_no_notebook():
    code = (
        "import dlkit; dlkit.use_style(); dlkit.use_style(); import matplotlib as m; print(m.rcParams['svg.hashsalt'])"
    )
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["dlkit"]


def test_a_notebook_shows_figures_as_svg_of_their_own_size_the_same_every_time():
    draw = "_, ax = plt.subplots(figsize=(4, 3))\nax.plot([1, 3, 2]);"
    cells = ["import dlkit, matplotlib.pyplot as plt\ndlkit.use_style()", draw, "dlkit.use_style()", draw]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120).execute()
    _, first, _, second = (cell.outputs for cell in notebook.cells)
    assert first == second
    (output,) = first
    svg = output.data["image/svg+xml"]
    assert 'width="288pt" height="216pt"' in svg
    assert "dc:date" not in svg
    assert "Matplotlib v" not in svg
    assert "image/png" not in output.data
