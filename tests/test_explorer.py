"""Statements about demos: what is recorded is what is drawn, small, and the same each time; bad use is explained."""

import base64
import gzip
import html
import json
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from docutils import nodes
from myst_nb.core.render import MimeData

from livefig import Explorer, Point, explore, settings, sphinx_ext
from livefig.picture import Picture
from livefig.record import SLOT, Recording, differences, grid, pack
from livefig.svg import _compact


def descent_demo(rates=(0.02, 0.12, 0.02), changing=lambda ax, rate: None):
    """A small cousin of the book's demos: a path over contours, a curve beside it, a point to drag."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
    a, b = np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-3, 3, 60))
    left.contour(a, b, a**2 + 8 * b**2, levels=np.geomspace(0.1, 80, 8), colors="#656d76")
    left.set(xlabel="slope", ylabel="intercept", xlim=(-3, 3), ylim=(-3, 3))
    (path,) = left.plot([], [], "o-", color="#d55e00", markersize=3)
    (curve,) = right.semilogy([], [], color="#0072b2")
    right.set(xlim=(0, 20), ylim=(1e-8, 1e3), xlabel="step", ylabel="loss")
    note = right.text(0.95, 0.95, "", transform=right.transAxes, ha="right", va="top")

    def descent(learning_rate, start, line=True):
        """A path over contours, and its loss."""
        theta = np.cumprod(np.tile(1 - learning_rate * np.array([2.0, 16.0]), (20, 1)), axis=0) * start
        path.set_data(*theta.T)
        path.set_linestyle("-" if line else "none")
        value = theta**2 @ np.array([1.0, 8.0])
        curve.set_data(np.arange(20), value)
        note.set_text(f"rate {learning_rate:g}")
        changing(right, learning_rate)
        return f"loss {value[-1]:.3g}"

    return explore(fig, descent, learning_rate=rates, start=Point((-2, 2, 1), (-2, 2, 2), (2, 2), ax=left), line=True)


def unpacked(explorer):
    return json.loads(gzip.decompress(base64.b64decode(explorer.state["frames"])))


def texts(packed):
    """Undo `pack`, as replay.js does."""
    templates, which, columns = packed
    which = which or [0] * (len(columns[0]) // templates[0].count(SLOT) if templates[0].count(SLOT) else 1)
    tables = [
        np.cumsum(np.reshape(numbers, (template.count(SLOT), -1)), axis=1) if numbers else np.zeros((0, 0))
        for template, numbers in zip(templates, columns, strict=True)
    ]
    row = [0] * len(templates)
    result = []
    for t in which:
        parts = templates[t].split(SLOT)
        numbers = tables[t][:, row[t]] if len(parts) > 1 else []
        row[t] += 1
        pieces = [f"{n / 10:.1f}".removesuffix(".0") + part for n, part in zip(numbers, parts[1:], strict=True)]
        result.append(parts[0] + "".join(pieces))
    return result


# What is drawn


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
    assert texts(errors[3]) == ["", "ZeroDivisionError: division by zero"]


# What is stored


def test_the_recording_holds_every_state_exactly():
    demo = descent_demo()
    demo.record()
    content = unpacked(demo)
    for number, index in enumerate(grid(demo._shape)):
        readout = demo._call(index)
        state = demo._picture.state()
        for address, attribute, part, packed in content["tracks"]:
            if address in ("readout", "error") or attribute == "#tree":
                expected = {"readout": readout, "error": ""}.get(address)
                if expected is None:
                    key, k, *path = address.split("/")
                    expected = subtree(state[key][int(k)], path)
            else:
                continue
            axes, table = content["parts"][part]
            place = int(np.ravel_multi_index([index[a] for a in axes], [demo._shape[a] for a in axes])) if axes else 0
            assert texts(packed)[table[place] if table else place] == expected, (number, address)


def subtree(text, path):
    element = ElementTree.fromstring(text)
    for k in path:
        element = element[int(k)]
    return ElementTree.tostring(element, encoding="unicode")


def test_two_recordings_have_the_same_bytes():
    first, second = descent_demo(), descent_demo()
    first.record()
    second.record()
    assert first.state == second.state
    assert first.markup == second.markup


@pytest.mark.parametrize(
    "values",
    [
        ["M1.5 2L3 4.1", "M1.6 2.1L3.3 4", "M0 0L-3.5 1"],
        ["M1 2", "M1 2L3 4", "M5.5 6", "M1 -2L3 4.9"],
        ['<g><use x="1.5" y="2" style="fill:#a1b2c3" /></g>', '<g><use x="3" y="-0.5" style="fill:#a1b2c3" /></g>'],
        ["loss 1.25", "loss 3e-05", ""],
        ["12.5", "-3", "0.1"],
        [f"M{10**18} 1", "M2 1"],
        ["Mean 0.037 of 12.", "Mean 1.25 of 12.", "M 0.25", "M 2.0"],
        ["2.0", "3.0", "-0", "007", "0.05"],
    ],
)
def test_packing_loses_nothing(values):
    assert texts(pack(values)) == values


def test_a_track_is_stored_over_the_dimensions_it_depends_on():
    recording = Recording((3, 4))
    recording.add("a", "x", [str(i) for i, _ in grid((3, 4))])
    recording.add("b", "x", ["same"] * 12)
    content = json.loads(gzip.decompress(base64.b64decode(recording.packed([]))))
    assert content["parts"] == [[[0], None]]
    assert [track[0] for track in content["tracks"]] == ["a"]


def test_differences_are_the_fragments_that_changed():
    base = {"a0": ("<g>1</g>", "<g>2</g>"), "a1": ("<g />",)}
    assert differences(base, base) == []
    assert differences(base, {**base, "a0": ("<g>1</g>", "<g>3</g>")}) == [["a0/1", "#tree", "<g>3</g>"]]
    assert differences(base, {**base, "a1": ()}) == [["a1", "#tree", '<g data-key="a1"></g>']]


def test_a_demo_over_the_size_of_a_page_is_refused(monkeypatch):
    monkeypatch.setattr(settings, "_now", settings.Settings(max_bytes=1000))
    with pytest.raises(ValueError, match=r"descent: its 180 states take \d+ kB compressed, and a page has room for 1"):
        descent_demo().record()


def test_the_view_and_the_host_are_within_fifteen_kilobytes():
    assert len(gzip.compress(sphinx_ext.bundle().encode())) <= 15_000
    assert "export" not in sphinx_ext.bundle()


# The markup


def test_the_markup_shows_the_first_state_and_labels_everything():
    demo = descent_demo()
    assert 'aria-label="A path over contours, and its loss."' in demo.markup
    assert demo.markup.count("<svg") == 2  # the columns may wrap
    assert html.escape(demo._call([2, 4, 2, 1])) in demo.markup
    assert len(re.findall(r"<label", demo.markup)) == 4  # rate, two coordinates, line
    assert 'role="slider"' in demo.markup
    assert 'style="fill:#' not in demo.markup  # colors follow the page
    assert "Shown at: learning rate 0.06, slope 2, intercept 2, line on." in demo.markup


def test_a_figure_with_a_title_of_its_own_stays_whole():
    fig, _ = plt.subplots(1, 2)
    fig.suptitle("both")
    assert explore(fig, lambda k=0: "", k=(0, 3)).markup.count("<svg") == 1


def test_ids_of_two_demos_on_a_page_differ():
    def first(k=0):
        """One."""

    def second(k=0):
        """Two."""

    ids = []
    for update in (first, second):
        fig, ax = plt.subplots()
        ax.plot([0, 1], "o")
        ids.append(set(re.findall(r'id="([^"]+)"', explore(fig, update, k=(0, 3)).markup)))
    assert ids[0]
    assert not ids[0] & ids[1]


def test_text_from_the_author_is_escaped():
    fig, _ = plt.subplots()
    demo = explore(fig, lambda k="<b>": f"<script>{k}", k=["<b>", "&"])
    assert "<b>" not in demo.markup
    assert "<script>" not in demo.markup


def test_the_output_has_a_picture_for_viewers_without_widgets_and_no_address():
    demo = descent_demo()
    data, _ = demo._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert data["text/plain"] == "Explorer descent: learning_rate (6), start (5 x 3), line (2); 180 states"


def test_the_site_holds_each_demo_once_and_other_widgets_as_they_were():
    demo = descent_demo()
    demo.record()
    layout = demo.get_state()["layout"].removeprefix("IPY_MODEL_")
    slider = {"model_name": "IntSliderModel", "state": {}}
    models = {"m1": {"state": demo.get_state()}, layout: {"state": {}}, "m2": slider}
    metadata = {"widgets": {sphinx_ext.STATE: {"state": models}}}
    client = SimpleNamespace(nb_metadata=metadata)
    owner = SimpleNamespace(nb_client=client, document={}, nb_config=SimpleNamespace(ipywidgets_js={}))
    renderer = sphinx_ext.DemoRenderer(owner, None)
    (node,) = renderer.render_widget_view(SimpleNamespace(content={"model_id": "m1"}, cell_index=0))
    assert (node["markup"], node["state"]) == (demo.markup, demo.state)
    assert owner.document["nb_js_files"]["livefig"] == ("livefig.js", {"defer": "defer"})
    renderer.render_nb_finalise(metadata)
    assert "ipywidgets_state" not in owner.document["nb_js_files"], "m2 is shown nowhere"
    renderer.render_widget_view(MimeData("", {"model_id": "m2"}, cell_index=1))
    renderer.render_nb_finalise(metadata)
    _, script = owner.document["nb_js_files"]["ipywidgets_state"]
    assert json.loads(script["body"])["state"] == {"m2": slider}


def test_the_page_holds_the_first_state_and_a_file_beside_it_what_was_recorded(tmp_path):
    demo = descent_demo()
    demo.record()
    numbers = {"chapters/one": {"demo": {"demo-descent": (1, 2)}}}
    builder = SimpleNamespace(
        outdir=tmp_path,
        current_docname="chapters/one",
        get_target_uri="{}.html".format,
        env=SimpleNamespace(toc_fignumbers=numbers),
    )
    page = SimpleNamespace(builder=builder, body=[])
    with pytest.raises(nodes.SkipNode):
        sphinx_ext.visit_demo(page, sphinx_ext.Demo(markup=demo.markup, state=demo.state, ids=["demo-descent"]))
    text = "".join(page.body)
    assert ">Demo 1.2</p>" in text
    assert demo.markup in text
    known = json.loads(re.search(r"<script[^>]*>(.*)</script>", text).group(1))
    assert known == {name: value for name, value in json.loads(json.dumps(demo.state)).items() if name != "frames"}
    file = tmp_path / re.search(r'data-recorded="\.\./([^"]+)"', text).group(1)
    assert file.read_text(encoding="utf-8") == f'livefigRecorded("descent", {json.dumps(demo.state["frames"])});\n'


# The controls


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


def test_a_line_that_ends_where_it_began_is_written_alike_whether_it_is_closed_or_not():
    assert _compact("M 1.01 2 L 3 4.02 L 1 2 z", 1) == _compact("M 1.01 2 L 3 4.02 L 1 2", 1) == "M1 2L3 4L1 2"
    assert _compact("M 1 2 L 3 4 z", 1) == "M1 2L3 4z"
    assert _compact("M 1 2 L 3 4 L 1 2 z M 1 2 L 5 4 z", 1) == "M1 2L3 4L1 2M1 2L5 4z"
