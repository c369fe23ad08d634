"""Each kind of figure, in each state: what the page shows is what matplotlib draws of a figure made for that state."""

from functools import cache

import kinds_of_artists
import kinds_of_data
import kinds_of_figures
import kinds_of_ticks
import pytest
from afresh import afresh, plain
from kind import KINDS

from livefig import explore, replay

STATES = range(4)
FILES = kinds_of_artists, kinds_of_data, kinds_of_figures, kinds_of_ticks
each_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
drawn_once = cache(afresh)


def demo_of(make):
    fig, change = make()

    def update(k=1):
        change(k)

    return explore(fig, update, k=list(STATES))


def assert_same(groups, known, drawn, k):
    """The panels show what is drawn, in its order; of what belongs to no panel, each panel shows its part."""
    elements = plain(groups.values(), known)
    if len(groups) > 1:
        elements, drawn = sorted(set(elements)), sorted(set(drawn))
    assert elements == drawn, k


def test_there_are_more_than_forty_kinds():
    assert len(KINDS) > 40
    assert sum(sum(make.__module__ == file.__name__ for make in KINDS.values()) for file in FILES) == len(KINDS)


@each_kind
def test_what_is_replayed_is_what_is_drawn_afresh(make):
    demo = demo_of(make)
    demo.record()
    recording = replay.Replay(demo.markup, demo.state)
    for k in STATES:
        page = recording.show((k,))
        assert page.error == ""
        assert_same(page.groups, recording.definitions, drawn_once(make, k), k)
    assert any(drawn_once(make, k) != drawn_once(make, 0) for k in STATES), "the kind does not change"


@each_kind
def test_what_a_kernel_answers_is_what_is_drawn_afresh(make):
    demo = demo_of(make)
    for k in (3, 0, 2, 1):
        answer = demo.draw((k,))
        assert answer["error"] == ""
        known = replay.definitions(demo.markup, [d for seen in demo._known.values() for d in seen["defs"]])
        assert_same(replay.answered(demo.markup, answer), known, drawn_once(make, k), k)
