"""Statements about the markup: complete, labeled, escaped, and the same on the site."""

import html
import json
import re
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest
from docutils import nodes
from myst_nb.core.render import MimeData
from small import descent_demo

from livefig import Point, explore, sphinx_ext


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


def test_a_ring_lies_where_matplotlib_draws_a_mark_at_the_same_place():
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 10), ylim=(0, 4), xticks=[], yticks=[])
    ax.plot([2, 8], [1, 3], "o", color="#d55e00")
    demo = explore(fig, lambda p: "", p=Point((2, 8, 6), (1, 3, 2), value=(2, 1), ax=ax))
    (point,) = demo.state["points"]
    marks = [(float(x), float(y)) for x, y in re.findall(r'<use [^>]*\bx="([\d.]+)" y="([\d.]+)"', demo.markup)]
    assert marks == list(zip(point["px"], point["py"], strict=True))
    assert f'transform="translate({point["px"][0]} {point["py"][0]})"' in demo.markup
