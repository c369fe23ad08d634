"""Statements about ranges and their texts: exact, in full, no two alike; and about the places of a Point."""

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import Point, explore, replay


def dimension(**controls):
    fig, _ = plt.subplots()
    return explore(fig, lambda k=None: "", **controls)._controls[0].dimensions[0]


@pytest.mark.parametrize("step", [0.1, 0.05, 0.01, 0.2, 0.3, 0.7, 1e-3, 1e-6, 1e5 / 3, 1 / 3])
@pytest.mark.parametrize("half", [1, 3, 7, 10])
def test_a_symmetric_range_passes_through_zero(step, half):
    read = dimension(k=(-half * step, half * step, step))
    assert read.values[half] == 0
    assert read.texts[half] == "0"
    np.testing.assert_allclose(read.values, np.arange(-half, half + 1) * step, rtol=1e-12, atol=1e-12 * step)


@pytest.mark.parametrize(
    ("abbreviation", "texts"),
    [
        ((-0.3, 0.3, 0.1), ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]),
        ((1_000_000, 1_000_003), ["1000000", "1000001", "1000002", "1000003"]),
        ((10**17, 10**17 + 2), [str(10**17), str(10**17 + 1), str(10**17 + 2)]),
        ((0.0, 2e6, 1e6), ["0", "1000000", "2000000"]),
        ((1.0, 1.0000003, 1e-7), ["1", "1.0000001", "1.0000002", "1.0000003"]),
        ((1e-7, 3e-7, 1e-7), ["1e−07", "2e−07", "3e−07"]),
    ],
)
def test_texts_are_short_in_full_and_differ(abbreviation, texts):
    assert list(dimension(k=abbreviation).texts) == texts


def test_too_many_values_are_refused_before_any_is_listed():
    with pytest.raises(ValueError, match=r"controls: 1000000000 \(k\) = 1000000000 states, and at most 3000"):
        dimension(k=(0, 10**9 - 1))
    for endless in ((0.0, 1.0, 1e-12), ipywidgets.FloatLogSlider(min=-10, max=10, step=1e-9)):
        with pytest.raises(ValueError, match="states, and at most 3000 can be recorded"):
            dimension(k=endless)
    with pytest.raises(ValueError, match="states, and at most 3000 can be recorded"):
        dimension(k=Point((0, 1, 1e-9), (0, 1, 0.5)))


def test_choices_that_are_called_alike_are_refused():
    with pytest.raises(ValueError, match=r"control 'k': two of its values are called 'a'; give each a name of its own"):
        dimension(k=[("a", 1), ("a", 2)])
    with pytest.raises(ValueError, match="two of its values are called '-1'"):
        dimension(k=["-1", "\N{MINUS SIGN}1"])


def test_a_readout_comes_back_to_the_letter():
    fig, _ = plt.subplots()
    said = ["M05", "M5", "M1.0 2", "-0", "007", 'd="M05 1"', "<b> & \N{MINUS SIGN}"]
    demo = explore(fig, lambda k="M05": k, k=said)
    demo.record()
    assert [page.readout for page in replay.states(demo.markup, demo.state)] == said


def test_a_text_in_the_picture_comes_back_to_the_letter():
    fig, ax = plt.subplots()
    text = ax.text(0, 0, "")
    said = ["M05", 'd="M05 1"', "x", ' x="007"', "M5"]
    demo = explore(fig, lambda k="M05": text.set_text(k), k=said)
    demo.record()
    pages = replay.states(demo.markup, demo.state)
    assert all(f">{k}</text>" in page.groups["a0"] for k, page in zip(said, pages, strict=True))


def test_a_point_lies_where_the_axes_show_its_values_from_the_bottom_up():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 4), ylim=(0, 2), position=(0.25, 0.2, 0.5, 0.5))
    (place,) = explore(fig, lambda p: "", p=Point((0, 4, 1), (0, 2, 1))).state["points"]
    assert place["px"] == [72, 108, 144, 180, 216]
    assert place["py"] == [172.8, 118.8, 64.8], "an SVG counts from the top, and the axes from the bottom"


def test_a_point_on_an_image_lies_on_its_pixels():
    fig, ax = plt.subplots(figsize=(4, 4))
    ax.imshow(np.zeros((5, 5)))
    (place,) = explore(fig, lambda p: "", p=Point((0, 4, 1), (0, 4, 1))).state["points"]
    assert place["py"] == sorted(place["py"]), "row 0 is at the top"


@pytest.mark.parametrize("scale", ["log", "logit"])
def test_a_point_beyond_a_scale_is_refused(scale):
    fig, ax = plt.subplots()
    ax.set_xscale(scale)
    with pytest.raises(ValueError, match=rf"control 'p': its grid has 0, which has no place on the {scale} scale of x"):
        explore(fig, lambda p: "", p=Point((0, 0.5, 0.1), (0, 1, 0.5)))


@pytest.mark.parametrize("projection", ["polar", "3d", "mollweide"])
def test_a_point_on_axes_without_straight_edges_is_refused(projection):
    fig = plt.figure()
    fig.add_subplot(projection=projection)
    with pytest.raises(ValueError, match="control 'p': a Point needs axes whose x and y lie along the edges"):
        explore(fig, lambda p: "", p=Point((0, 1, 0.5), (0, 1, 0.5)))
