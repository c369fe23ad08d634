"""Statements about controls: what they take, where they start, what they are called, and what is refused."""

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import Explorer, Point, explore


def one(update=None, **controls):
    fig, _ = plt.subplots()
    explorer = explore(fig, update or (lambda k=None: ""), **controls)
    return explorer._controls[0].dimensions[0]


@pytest.mark.parametrize(
    ("abbreviation", "kind", "values"),
    [
        ((0, 3), "range", (0, 1, 2, 3)),
        ((0.1, 0.3, 0.1), "range", (0.1, 0.2, 0.3)),
        (["mean", "sum"], "choice", ("mean", "sum")),
        ([("one", 1.0), ("two", 2.0)], "choice", (1.0, 2.0)),
        ({"one": 1.0, "two": 2.0}.items(), "choice", (1.0, 2.0)),
        (True, "toggle", (False, True)),
        (ipywidgets.IntSlider(min=0, max=4, step=2), "range", (0, 2, 4)),
        (ipywidgets.FloatSlider(min=0, max=1, step=0.5), "range", (0.0, 0.5, 1.0)),
        (ipywidgets.FloatLogSlider(min=-1, max=1, step=1), "range", (0.1, 1.0, 10.0)),
        (ipywidgets.SelectionSlider(options=["a", "b"]), "range", ("a", "b")),
        (ipywidgets.Dropdown(options=["a", "b"]), "choice", ("a", "b")),
        (ipywidgets.RadioButtons(options=["a", "b"]), "choice", ("a", "b")),
        (ipywidgets.ToggleButtons(options=["a", "b"]), "choice", ("a", "b")),
        (ipywidgets.Checkbox(value=True), "toggle", (False, True)),
    ],
)
def test_controls_take_the_abbreviations_and_widgets_of_ipywidgets(abbreviation, kind, values):
    read = one(k=abbreviation)
    assert read.kind == kind
    assert read.values == values


def test_the_default_of_the_argument_is_where_a_control_starts():
    assert one(lambda k=0.3: "", k=(0.1, 0.5, 0.1)).start == 2
    assert one(lambda k="b": "", k=["a", "b"]).start == 1
    assert one(lambda k=False: "", k=True).start == 0
    assert one(lambda k=1: "", k=ipywidgets.IntSlider(value=3, min=0, max=5)).start == 3  # the widget's own value


def test_the_label_is_the_name_or_the_description():
    assert one(lambda learning_rate=1: "", learning_rate=(0, 3)).label == "learning rate"
    assert one(k=ipywidgets.IntSlider(min=0, max=3, description="steps taken")).label == "steps taken"


def test_a_point_arrives_as_an_array_on_its_grid():
    seen = []
    fig, _ = plt.subplots()

    def update(point):
        seen.append(point)

    explore(fig, update, point=Point((0, 4, 0.5), (0, 1, 0.1), value=(1.3, 0.52)))
    np.testing.assert_array_equal(seen[0], [1.5, 0.5])


def test_fixed_values_and_defaults_are_no_controls():
    fig, _ = plt.subplots()
    demo = explore(fig, lambda k, other=7: "", k=(0, 3))
    assert isinstance(demo, Explorer)
    assert [control.name for control in demo._controls] == ["k"]


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        ({"speed": (0, 3)}, r"control 'speed': update takes k; rename the control or add it there"),
        ({}, r"controls: give at least one"),
        ({"k": (3, 1)}, r"control 'k': \(3, 1\) is no range or choice"),
        ({"k": (0.0, 0.0, 0.1)}, r"control 'k'"),
        ({"k": []}, r"control 'k': \[\] holds 0 value\(s\); give at least two"),
        ({"k": ["only"]}, r"control 'k': \['only'\] holds 1 value\(s\)"),
        ({"k": "text"}, r"control 'k': 'text' has no finite list of values; use a tuple"),
        ({"k": ipywidgets.Text()}, r"has no finite list of values"),
        ({"k": object()}, r"control 'k'.*has no finite list of values"),
        ({"k": (0, 5000)}, r"controls: 5001 \(k\) = 5001 states, and at most 3000 can be recorded"),
        ({"k": Point((0, 1, 0), (0, 1, 0.1))}, r"is empty; need min < max and step > 0"),
        ({"k": Point((0, 1), (0, 1, 0.1))}, r"expected \(min, max, step\), got \(0, 1\)"),
        ({"k": Point((0, 1, np.nan), (0, 1, 0.1))}, r"is empty"),
        ({"k": Point((0, 1, 0.1), (0, 1, 0.1), ax="left")}, r"its ax is not among the axes of fig"),
    ],
)
def test_bad_controls_are_explained(controls, message):
    def update(k=None):
        return ""

    fig, _ = plt.subplots()
    with pytest.raises(ValueError, match=message):
        explore(fig, update, **controls)


def test_other_bad_use_is_explained():
    fig, ax = plt.subplots()
    with pytest.raises(ValueError, match="fig must be a matplotlib Figure, got"):
        explore(ax, lambda k: "", k=(0, 3))
    with pytest.raises(ValueError, match="update must be a function"):
        explore(fig, "update", k=(0, 3))
    with pytest.raises(ValueError, match=r"needs 'b': give it a control, b=\.\.\., or a default value"):
        explore(fig, lambda a, b: "", a=(0, 3))
    with pytest.raises(ValueError, match="must return its readout as text, or None; got 3"):
        explore(fig, lambda k: 3, k=(0, 3))
    with pytest.raises(ValueError, match=r"starts at 'c', which is none of its choices \['a', 'b'\]"):
        explore(fig, lambda k="c": "", k=["a", "b"])


def test_an_update_that_moves_the_axes_of_its_point_is_refused():
    fig, ax = plt.subplots()

    def zoom(p, k=1):
        ax.set_xlim(0, k)

    demo = explore(fig, zoom, p=Point((0, 1, 0.5), (0, 1, 0.5), ax=ax), k=(1, 3))
    with pytest.raises(ValueError, match="zoom changes the limits of the axes on which 'p' is dragged"):
        demo.record()
