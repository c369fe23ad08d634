"""A browser shows, in each state, what `livefig.replay` computes, whose every state is compared with matplotlib's."""

import kinds_of_artists
import kinds_of_data
import kinds_of_figures
import pytest
from made import visit, write_page

from livefig import explore, replay

pytestmark = pytest.mark.browser
KINDS = (
    kinds_of_data.bars_and_error_bars,
    kinds_of_data.image,
    kinds_of_artists.legend_only_in_some_states,
    kinds_of_artists.seen_and_unseen,
    kinds_of_artists.annotation,
    kinds_of_figures.figure_text_in_some_states,
    kinds_of_figures.figure_drawn_anew,
)
SAME = """(groups) => Object.entries(groups).map(([key, markup]) => {
  const holder = document.createElementNS("http://www.w3.org/2000/svg", "g");
  holder.innerHTML = markup;
  return holder.firstElementChild.isEqualNode(document.querySelector(`[data-key="${key}"]`));
})"""


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_browser_replays_what_was_recorded(page, tmp_path, make):
    fig, change = make()

    def update(k=0):
        change(k)
        return f"state {k}"

    demo = explore(fig, update, k=(0, 3))
    visit(page, write_page(tmp_path / "page.html", demo), demo)
    recording = replay.Replay(demo.markup, demo.state)
    for k in (0, 3, 1, 0, 2, 3):
        page.locator('[data-dim="0"]').evaluate(
            "(e, k) => { e.value = k; e.dispatchEvent(new Event('input', { bubbles: true })); }", k
        )
        shown = recording.show((k,))
        assert page.locator(".livefig-readout").text_content() == shown.readout == f"state {k}"
        assert set(page.evaluate(SAME, shown.groups)) == {True}, k
    assert page.problems == []
