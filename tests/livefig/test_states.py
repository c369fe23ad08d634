"""Statements about drawing states: what is shown is what matplotlib draws, and each state hangs on itself alone."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from small import descent_demo, unpacked

from livefig import explore
from livefig.packing import unpack
from livefig.picture import Picture


def test_drawing_only_what_is_stale_gives_the_same_picture_as_drawing_everything():
    demo = descent_demo()
    for index in [(0, 0, 0, 0), (4, 3, 1, 1), (2, 4, 2, 0), (0, 0, 0, 1), (4, 4, 2, 1)]:
        demo._call(index)
        partly = demo._picture.state()
        fresh = Picture(demo._picture.figure, demo._picture.prefix).state()
        assert partly == fresh


def test_a_state_whose_limits_move_is_drawn_as_a_whole():
    demo = descent_demo(changing=lambda ax, rate: ax.set_xlim(0, 100 * rate + 10))
    for index in [(0, 0, 0, 0), (4, 3, 1, 1)]:
        demo._call(index)
        assert demo._picture.state() == Picture(demo._picture.figure, demo._picture.prefix).state()


def test_an_update_that_clears_and_redraws_its_axes_works_too():
    fig, ax = plt.subplots()

    def bars(n=2):
        """Bars."""
        ax.clear()
        ax.bar(range(n), np.arange(n) + 1)
        ax.set_title(f"{n} bars")
        return f"{n}"

    demo = explore(fig, bars, n=(1, 5))
    demo.record()
    assert len(unpacked(demo)["tracks"]) > 0
    assert demo.draw([4])["changes"] != demo.draw([0])["changes"]


def test_an_update_that_piles_up_artists_is_refused_when_recorded():
    fig, ax = plt.subplots()
    demo = explore(fig, lambda k=1: ax.plot([0, k], [0, 1]) and "", k=(1, 3))
    with pytest.raises(ValueError, match="draws its first state differently after the others"):
        demo.record()


def test_only_the_first_state_is_drawn_when_the_cell_runs():
    calls = []
    fig, _ = plt.subplots()
    demo = explore(fig, lambda k=1: calls.append(k), k=(0, 9))
    assert calls == [1]
    assert demo.state["frames"] == ""
    demo.draw([7])
    demo.draw([7])  # remembered
    assert calls == [1, 7]


def test_a_live_answer_names_what_differs_from_the_first_picture():
    demo = descent_demo()
    sent = []
    demo.send = sent.append
    demo._answer(demo, {"index": [3, 0, 0, 1]}, [])
    assert sent[0]["index"] == [3, 0, 0, 1]
    assert sent[0]["readout"].startswith("loss ")
    assert {address.split("/")[0] for address, _, _ in sent[0]["changes"]} == {"a0", "a1"}
    demo._answer(demo, {"index": [99, -4, 0, 1]}, [])  # a view never asks this; it is brought into the range
    assert sent[1]["index"] == [5, 0, 0, 1]
    for nonsense in ({}, {"index": [1]}, "index", {"index": "abcd"}):
        demo._answer(demo, nonsense, [])
    assert len(sent) == 2


def test_a_demo_keeps_the_style_it_was_made_in():
    demos = []
    for later in ({}, {"xtick.labelsize": 30, "font.size": 20}):
        fig, ax = plt.subplots()

        def zoom(k=1, ax=ax):
            ax.set_xlim(0, k)
            ax.set_title(k)

        demos.append(explore(fig, zoom, k=(1, 20)))
        with plt.rc_context(later):
            demos[-1].draw([15])
    assert demos[0].draw([15]) == demos[1].draw([15])


def test_a_demo_goes_on_drawing_in_its_own_figure_when_its_names_are_used_again():
    names = {"plt": plt, "explore": explore}
    cell = """
fig, ax = plt.subplots()
(line,) = ax.plot([0, 1], [0, 1])
def tilt(k=1):
    line.set_ydata([0, k])
    return str(k)
demo = explore(fig, tilt, k=(0, 3))
"""
    exec(cell, names)
    first = names["demo"]
    exec(cell, names)
    names["line"] = None
    assert first.draw([3])["changes"] == names["demo"].draw([3])["changes"] != []


def test_a_state_that_fails_says_why_and_leaves_the_others_usable():
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])

    def inverse(k=1):
        """A line."""
        line.set_ydata([0, 1 / k])
        return f"1/{k}"

    demo = explore(fig, inverse, k=(-1, 1))
    assert demo.draw([1]) == {"changes": [], "defs": [], "readout": "", "error": "ZeroDivisionError: division by zero"}
    assert demo.draw([0])["readout"] == "1/-1"
    demo.record()
    errors = next(track for track in unpacked(demo)["tracks"] if track[0] == "error")
    assert unpack(errors[3]) == ["", "ZeroDivisionError: division by zero"]
