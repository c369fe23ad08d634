"""Statements about what each state hangs on: its arguments alone; what does not is refused, or told on a kernel."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from small import markups, shown

from livefig import Point, explore, replay
from livefig.picture import ChangedFigureError


def line_demo(change, **controls):
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])

    def tilt(k=0):
        line.set_ydata([0, k])
        return change(ax, line, k)

    return explore(fig, tilt, **(controls or {"k": (0, 5)}))


def test_an_update_that_forgets_to_undo_a_change_is_refused_and_the_artist_named():
    demo = line_demo(lambda ax, line, k: line.set_color("red") if k == 3 else None)
    with pytest.raises(ValueError, match=r"tilt draws .* differently .* \(Line2D\(_child0\) in axes 1 is"):
        demo.record()


def test_an_update_that_counts_its_calls_is_refused():
    calls = []
    demo = line_demo(lambda ax, line, k: ax.set_title(len(calls)) and calls.append(k))
    with pytest.raises(ValueError, match=r"draws its first state differently after the others \(Text\(.*\) in axes 1"):
        demo.record()


def test_a_readout_that_changes_is_refused():
    rng = np.random.default_rng(0)
    demo = line_demo(lambda ax, line, k: f"{rng.normal()}")
    with pytest.raises(ValueError, match=r"differently after the others \(its readout\)"):
        demo.record()


def test_artists_that_pile_up_are_told_on_a_kernel_too():
    demo = line_demo(lambda ax, line, k: ax.plot([k, 0], [0, 1]) and None)
    answer = demo.draw((3,))
    assert "draws its first state differently after the others (Line2D(_child" in answer["error"]
    assert "take away what it added" in answer["error"]
    assert answer["changes"] == []


def test_a_figure_that_changes_its_size_is_refused():
    demo = line_demo(lambda ax, line, k: ax.get_figure().set_size_inches(4 + k, 3))
    with pytest.raises(ChangedFigureError, match="the size of the figure changes; set its size and dpi once"):
        demo.record()
    assert "the size of the figure changes" in demo.draw((3,))["error"]


def test_an_artist_with_a_filter_is_refused_by_name():
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1], label="blurred")
    line.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    with pytest.raises(ValueError, match=r"Line2D\(blurred\) has an agg_filter, which SVG cannot show"):
        explore(fig, lambda k=0: "", k=(0, 3))


def test_axes_that_move_under_a_point_are_answered_on_a_kernel_too():
    fig, ax = plt.subplots()
    demo = explore(fig, lambda p, k=1: ax.set_xlim(0, k) and None, p=Point((0, 1, 0.5), (0, 1, 0.5), ax=ax), k=(1, 3))
    sent = []
    demo.send = sent.append
    demo._answer(demo, {"index": [0, 0, 2]}, [])
    assert "changes the limits of the axes on which 'p' is dragged" in sent[0]["error"]


def test_a_state_that_cannot_be_drawn_says_so_and_the_others_are_right():
    demo = line_demo(lambda ax, line, k: ax.set_title("$\\notaword$" if k == 3 else str(k)) and None)
    sent = []
    demo.send = sent.append
    demo._answer(demo, {"index": [3]}, [])
    assert sent[0]["error"].startswith("ValueError: ")
    assert "notaword" in sent[0]["error"]
    assert demo.draw((4,))["error"] == ""
    demo.record()
    pages = list(replay.states(demo.markup, demo.state))
    assert [bool(page.error) for page in pages] == [False, False, False, True, False, False]
    for page in (*pages[:3], *pages[4:]):
        demo._call(page.index)
        assert shown(page.groups) == shown(markups(demo._picture.state()))


def test_what_only_some_states_show_does_not_stick_on_a_kernel():
    fig, axes = plt.subplots(1, 2, figsize=(8, 3))
    (line,) = axes[0].plot([0, 1], label="line")
    held = []

    def legends(k=0):
        while held:
            held.pop().remove()
        if k == 1:
            held.append(fig.legend([line], ["line"]))
        if k == 2:
            held.append(fig.text(0.5, 0.5, "above", backgroundcolor="white"))

    demo = explore(fig, legends, k=(0, 2))
    assert demo.markup.count("<svg") == 2
    assert "above" in str(replay.answered(demo.markup, demo.draw((2,))))
    assert replay.answered(demo.markup, demo.draw((0,))) == replay.answered(demo.markup, {"changes": []})
    demo.record()
    assert demo.markup.count("<svg") == 1, "what belongs to the figure has to lie over all axes"
    last = list(replay.states(demo.markup, demo.state))[2].groups["a0"]
    assert last.index("above") > last.rindex("<path"), "it lies above the axes"


def test_pure_updates_whose_first_call_came_before_the_layout_are_recorded():
    for change in (
        lambda fig, ax, k: fig.suptitle(f"state {k}"),
        lambda fig, ax, k: ax.set_title(f"$\\frac{{{k}}}{{2}}$"),
    ):
        fig, ax = plt.subplots(layout="constrained")

        def titled(k=1, change=change, fig=fig, ax=ax):
            change(fig, ax, k)

        demo = explore(fig, titled, k=(0, 4))
        assert demo.record() > 0
