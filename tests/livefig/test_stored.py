"""Statements about what is stored: every state exactly, small, and the same bytes each time."""

import base64
import gzip
import json

import pytest
from small import descent_demo, markups, shown

from livefig import replay, settings, sphinx_ext
from livefig.packing import TREE, pack, unpack
from livefig.record import TEXT, Recording, differences, grid
from livefig.svg import compact


def test_the_recording_holds_every_state_exactly():
    """Attributes, texts and subtrees: what the page shows, and what is drawn, is the same node by node."""
    demo = descent_demo()
    demo.record()
    pages = list(replay.states(demo.markup, demo.state))
    assert [page.index for page in pages] == grid(demo._shape)
    for page in pages:
        readout = demo._call(page.index)
        assert (page.readout, page.error) == (readout, "")
        assert shown(page.groups) == shown(markups(demo._picture.state())), page.index


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
@pytest.mark.parametrize("attribute", ["d", "x", "transform", TREE, TEXT])
def test_packing_loses_nothing(values, attribute):
    assert unpack(pack(values, attribute)) == values


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


def test_a_line_that_ends_where_it_began_is_written_alike_whether_it_is_closed_or_not():
    assert compact("M 1.01 2 L 3 4.02 L 1 2 z", 1) == compact("M 1.01 2 L 3 4.02 L 1 2", 1) == "M1 2L3 4L1 2"
    assert compact("M 1 2 L 3 4 z", 1) == "M1 2L3 4z"
    assert compact("M 1 2 L 3 4 L 1 2 z M 1 2 L 5 4 z", 1) == "M1 2L3 4L1 2M1 2L5 4z"
