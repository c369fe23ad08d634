"""The demos as they are committed: recorded, within the budget of a page, and described."""

import base64
import gzip
import html
import itertools
import math
import re

import pytest
from contents import DEEPER
from demos import NOTEBOOKS, demos_of, some_states

from dlkit import COLORS
from livefig.packing import unpack
from livefig.palette import COLORS as FOLLOWING

BUDGET = 300_000  # bytes in the page, compressed
DEMOS = [pytest.param(demo, id=demo.state["name"]) for notebook in NOTEBOOKS for demo in demos_of(notebook)]


def test_every_demo_has_a_name_of_its_own_on_its_page_that_fits_in_an_address():
    for notebook in NOTEBOOKS:
        names = [demo.state["name"] for demo in demos_of(notebook)]
        assert names or notebook in itertools.chain(*DEEPER.values()), notebook.name
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
        assert len(names) == len(set(names)), notebook.name


@pytest.mark.parametrize("demo", DEMOS)
def test_every_state_is_recorded(demo):
    """Each track has a value for each state; what it leaves out does not depend on that control."""
    tracks = demo.content["tracks"]
    assert tracks
    for *_, part, packed in tracks:
        axes, table = demo.content["parts"][part]
        count = math.prod(demo.shape[axis] for axis in axes)
        held = len(unpack(packed))
        assert held > 1
        if table is None:
            assert held == count
        else:
            assert len(table) == count
            assert set(table) == set(range(held))


@pytest.mark.parametrize("demo", DEMOS)
def test_each_state_says_something_and_no_control_does_nothing(demo):
    said = {index: demo.values(index) for index in itertools.product(*map(range, demo.shape))}
    assert all(demo.readout(index) for index in some_states(demo))
    for axis in range(len(demo.shape)):
        moved = (said[index] != said[*index[:axis], 0, *index[axis + 1 :]] for index in said)
        assert any(moved), demo.state["dims"][axis]["name"]


@pytest.mark.parametrize("demo", DEMOS)
def test_the_states_fit_in_a_page(demo):
    frames = base64.b64decode(demo.state["frames"])
    assert len(frames) + len(gzip.compress(demo.markup.encode())) <= BUDGET


@pytest.mark.parametrize("demo", DEMOS)
def test_the_description_says_what_the_picture_shows(demo):
    (described,) = re.findall(r'role="img" aria-label="([^"]+)"', demo.markup)
    assert len(html.unescape(described).split()) >= 10


def test_the_book_draws_in_the_colors_that_follow_the_page():
    """Neither package imports the other; a color that only one of them knew would stay light on a dark page."""
    assert COLORS == FOLLOWING
