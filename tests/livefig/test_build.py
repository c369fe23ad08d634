"""A build whose demos would not answer fails, and says which and what to do; a build of good ones passes."""

import re
from pathlib import Path

import pytest
from books import build, notebook, saved, write
from made import one_slider, two_rings

pytestmark = pytest.mark.no_cover
FAILED = "Demos that would not answer"
PATHS = [str(path) for path in (Path(__file__).parent, Path(__file__).parents[2])]


def recorded(demo):
    demo.record()
    return demo


def test_demos_without_their_states_fail_every_build_until_they_are_mended(tmp_path):
    write(
        tmp_path,
        index=saved(recorded(one_slider())),
        first_state=saved(two_rings(), recorded(one_slider())),
        no_state=saved(one_slider(), with_state=False),
    )
    for _ in range(2):  # a second build reads only what changed, and must not pass for that
        status, said = build(tmp_path)
        told = said.partition(FAILED)[2]
        assert status != 0
        assert "first_state.ipynb: demo 'through' (cell 2) holds only its first state" in told
        assert "no_state.ipynb: demo 'height' (cell 2) was saved without the state of its widget" in told
        assert "index.ipynb" not in told
        for name in ("first_state", "no_state"):
            assert f"LIVEFIG_RECORD=1 jupyter nbconvert --to notebook --execute --inplace {name}.ipynb" in told
    write(tmp_path, first_state=saved(recorded(two_rings())), no_state=saved(recorded(one_slider())))
    status, said = build(tmp_path)
    assert status == 0, said
    for name, demo in (("index", "height"), ("first_state", "through"), ("no_state", "height")):
        text = (tmp_path / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
        (file,) = re.findall(r'data-recorded="([^"]+)"', text)
        assert f'<figure class="livefig" id="{demo}"' in text
        assert (tmp_path / "_build" / "html" / file).is_file()
        assert "cdn" not in text.lower(), "no stock script of widgets"


def test_two_demos_of_one_name_on_a_page_fail_the_build_and_a_book_may_name_its_own_command(tmp_path):
    heading = saved(recorded(one_slider()))
    heading.cells[0].source += "\n\n## Height"
    write(
        tmp_path,
        index=saved(recorded(one_slider()), recorded(two_rings()), recorded(one_slider())),
        apart=saved(recorded(one_slider())),
        empty=saved(two_rings()),
        heading=heading,
    )
    status, said = build(tmp_path, "-D", "livefig_command=make {notebook}", "-j", "2")  # pages read side by side
    told = said.partition(FAILED)[2]
    assert status != 0
    assert "index.ipynb: two demos have the name 'height' (cell 2 and cell 4)" in told
    assert "heading.ipynb: demo 'height' has the name of a heading" in told
    assert "rename it" in told
    assert "apart" not in told
    assert "    make empty.ipynb" in told


def test_another_widget_without_its_state_is_left_to_others(tmp_path):
    page = saved(one_slider(), with_state=False)
    page.cells[1].outputs[0].data["text/plain"] = "IntSlider(value=0)"
    write(tmp_path, index=page)
    status, said = build(tmp_path)
    assert status == 0, said


def test_a_build_that_executes_the_notebooks_records_their_demos(tmp_path):
    cell = """\
import matplotlib.pyplot as plt
from livefig import explore

fig, ax = plt.subplots()
(line,) = ax.plot([0, 1], [0, 1])

def slope(k=1):
    "A line."
    line.set_ydata([0, k])
    return f"slope {k}"

explore(fig, slope, k=(0, 3))
"""
    write(tmp_path, index=notebook(cell))
    status, said = build(tmp_path, "-W", "-n", execute="cache")
    assert status == 0, said
    assert len(list((tmp_path / "_build" / "html" / "_static" / "demos").glob("slope-*.js"))) == 1


def test_a_notebook_that_stops_in_the_build_is_named_and_not_the_demos_that_it_did_not_come_to(tmp_path):
    cell = "from made import one_slider\n\ndisplay(one_slider())\nraise TypeError('xs and ys')"
    write(tmp_path, index=notebook(f"import sys\nsys.path += {PATHS!r}\n{cell}"))
    status, said = build(tmp_path, execute="force")
    told = said.partition(FAILED)[2]
    assert status != 0
    assert "index.ipynb ended with an error: TypeError: xs and ys" in told
    assert "LIVEFIG_RECORD" not in told
