"""Plots of classes, functions, norms, bars, networks and images: what stands in the picture is what was given."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlkit import (
    COLORS,
    Linear,
    Network,
    absolute_error,
    cross_entropy,
    digits,
    empirical_risk,
    gradient_descent,
    huber,
    l1,
    l2,
    lp,
    plot_bars,
    plot_classes,
    plot_confusion_matrix,
    plot_data,
    plot_decision_boundary,
    plot_functions,
    plot_image,
    plot_images,
    plot_loss_curve,
    plot_network,
    plot_probability,
    plot_unit_ball,
    record,
    sigmoid,
    squared_error,
    tanh,
    use_style,
)

mpl.use("agg")
RNG = np.random.default_rng(2)
X = RNG.normal(size=(30, 2))
Y = np.arange(30) % 3
NAMES = ["Adelie", "Chinstrap", "Gentoo"]
NET = Network(Linear(2, 2), tanh, Linear(2, 2))
THETA = NET.initialize(RNG)


@pytest.fixture(autouse=True)
def _style():
    with plt.rc_context():
        use_style()
        yield


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def _classes(ax=None):
    return plot_classes(X, Y, ax, names=NAMES, xlabel="bill length (mm)", ylabel="bill depth (mm)")


def test_each_class_has_its_points_its_color_its_marker_and_its_name():
    ax = _classes()
    for k, line in enumerate(ax.lines):
        np.testing.assert_array_equal(line.get_xydata(), X[k == Y])
    assert len({line.get_marker() for line in ax.lines}) == len({line.get_color() for line in ax.lines}) == 3
    assert [text.get_text() for text in ax.get_legend().get_texts()] == NAMES
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("bill length (mm)", "bill depth (mm)")


def _boundary(ax):
    return np.concatenate([path.vertices for collection in ax.collections for path in collection.get_paths()])


def test_the_boundary_of_one_score_is_where_it_is_zero():
    w = np.array([1.0, -2.0])
    ax = plot_decision_boundary(lambda x: x @ w + 0.3, _classes())
    points = _boundary(ax)
    assert len(points) > 10
    np.testing.assert_allclose(points @ w + 0.3, 0, atol=1e-9)


def test_the_boundary_of_many_scores_is_where_the_largest_two_are_equal():
    W, b = np.array([[1.0, -1, 0.2], [0.5, 0.5, -1]]), np.array([0.1, 0, -0.2])
    ax = _classes()
    limits = ax.get_xlim(), ax.get_ylim()
    plot_decision_boundary(lambda x: x @ W + b, ax)
    largest = np.sort(_boundary(ax) @ W + b, axis=-1)
    np.testing.assert_allclose(largest[:, -1], largest[:, -2], atol=0.1)  # exact but at the corner of three regions
    assert np.median(largest[:, -1] - largest[:, -2]) < 1e-9
    assert (ax.get_xlim(), ax.get_ylim()) == limits


def test_a_boundary_outside_the_window_is_not_drawn():
    ax = plot_decision_boundary(lambda x: x[..., 0] + 1e6, _classes())
    assert not ax.collections


def test_the_probability_goes_from_edge_to_edge_and_its_boundary_is_marked():
    ax = plot_data([1.0, 3.0], [0.0, 1.0], xlabel="flipper length (cm)", ylabel="Gentoo")
    limits = ax.get_xlim()
    plot_probability([-4, 2], ax)
    x, p = ax.lines[1].get_data()
    np.testing.assert_allclose(p, sigmoid(-4 + 2 * x))
    assert (x[0], x[-1]) == ax.get_xlim() == limits
    assert list(ax.lines[2].get_xdata()) == [2, 2]
    assert len(plot_probability([5, 0]).lines) == 1  # no slope, no boundary


def test_the_confusion_matrix_shows_its_counts_rows_are_true():
    ax = plot_confusion_matrix([[5, 1], [0, 7]], names=NAMES[:2])
    assert _texts(ax) == ["5", "1", "0", "7"]
    assert [text.get_position() for text in ax.texts] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert [text.get_color() == COLORS["orange"] for text in ax.texts] == [False, True, False, False]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert ax.yaxis_inverted()


def test_functions_are_drawn_with_their_values_or_derivatives():
    losses = squared_error, absolute_error, huber(0.5)
    ax = plot_functions(*losses, xlim=(-2, 2), args=(0.5,))
    for loss, line in zip(losses, ax.lines, strict=True):
        x, y = line.get_data()
        np.testing.assert_allclose(y, loss(x, 0.5))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "squared_error",
        "absolute_error",
        "huber(0.5)",
    ]
    assert len({line.get_linestyle() for line in ax.lines}) == 3
    slopes = plot_functions(*losses, xlim=(-2, 2), args=(0.0,), gradient=True)
    x, y = slopes.lines[1].get_data()
    assert np.isnan(y).sum() in {1, 2}  # the jump is open
    np.testing.assert_array_equal(y[~np.isnan(y)], np.sign(x[~np.isnan(y)]))
    assert not np.isnan(slopes.lines[2].get_ydata()).any()
    assert (slopes.get_xlabel(), slopes.get_ylabel()) == ("prediction", "derivative")
    assert plot_functions(sigmoid, xlim=(-1, 1)).get_xlabel() == "score z"


@pytest.mark.parametrize(("norm", "corner"), [(l1, [1, 0]), (lp(np.inf), [1, 1]), (l2, [0, 1]), (lp(3), [0, -1])])
def test_all_vectors_of_a_ball_have_its_norm_and_its_corners_are_sharp(norm, corner):
    ax = plot_unit_ball(norm, radius=2.5)
    points = ax.lines[0].get_xydata()
    np.testing.assert_allclose(norm(points), 2.5)
    assert np.abs(points - 2.5 * np.array(corner)).sum(axis=-1).min() < 1e-12
    assert ax.get_aspect() == 1


def test_bars_have_the_heights_of_the_values_side_by_side():
    ax = plot_bars([[0.1, -0.7], [0.3, 0.4]], names=["a", "b"], ylabel="weight (kg/cm)", labels=["one", "two"])
    assert [bar.get_height() for bar in ax.patches] == [0.1, -0.7, 0.3, 0.4]
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in sorted(ax.patches, key=lambda bar: bar.get_x())]
    assert all(before[1] <= after[0] + 1e-12 for before, after in itertools.pairwise(spans))
    assert ax.get_ylabel() == "weight (kg/cm)"
    assert plot_bars([1e-9, 1], names=["a", "b"], ylabel="norm", log=True).get_yscale() == "log"


def test_every_number_of_a_network_is_on_its_picture():
    trace = NET.forward(THETA, X[:1])
    gradient = NET.objective(cross_entropy, X[:1], [1]).gradient(THETA)
    ax = plot_network(NET, THETA, trace=trace, gradient=gradient)
    texts = _texts(ax)
    for W, b in NET.parameters(THETA):
        assert all(f"{w:.3g}" in texts for w in W.ravel())
        assert all(f"b = {bias:.3g}" in texts for bias in b)
    for value in (trace["x"], trace["a1"], trace["z2"]):
        assert all(f"{number:.3g}" in texts for number in value.ravel())
    assert all(f"{slope:.3g}" in texts for slope in gradient)


def test_the_numbers_of_a_small_network_do_not_lie_on_each_other():
    fig, ax = plt.subplots(figsize=(7, 4))
    plot_network(NET, THETA, ax, gradient=THETA)
    fig.canvas.draw()
    boxes = [text.get_window_extent().shrunk(0.95, 0.8) for text in ax.texts]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_an_image_is_black_for_the_largest_and_signed_where_there_are_negatives():
    image = digits().images[0]
    picture = plot_image(image).images[0]
    np.testing.assert_array_equal(picture.get_array(), image)
    assert picture.get_clim() == (0, image.max())
    assert plot_image([[-1, 3]]).images[0].get_clim() == (-3, 3)
    plot_image(np.zeros((2, 2)))


def test_images_stand_in_rows():
    grid = plot_images(digits().images[:5], [str(k) for k in range(5)], columns=3)
    assert grid.shape == (2, 3)
    assert [ax.get_title(plt.rcParams["axes.titlelocation"]) for ax in grid.flat] == ["0", "1", "2", "3", "4", ""]
    assert [len(ax.images) for ax in grid.flat] == [1, 1, 1, 1, 1, 0]


def test_loss_curves_against_what_was_asked_for_with_names():
    J = empirical_risk(squared_error, X, Y)
    run = record(gradient_descent(J, np.zeros(2), np.array([0.1, 0.2])), J, steps=30, every=10)
    ax = plot_loss_curve(run, labels=["slow", "fast"])
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [0, 10, 20, 30])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["slow", "fast"]
    seen = plot_loss_curve(run, x=30 * run.step, xlabel="examples seen")
    np.testing.assert_array_equal(seen.lines[0].get_xdata(), [0, 300, 600, 900])
    assert seen.get_xlabel() == "examples seen"
