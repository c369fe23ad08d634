"""A process is played, or taken step by step: by hand, by keyboard, and never where nobody sees it."""

import ipywidgets
import matplotlib.pyplot as plt
import pytest
from conftest import WIDE, open_tab
from made import visit, write_page

from livefig import Play, explore

SHOWN = "(k) => document.querySelector('.livefig-readout').textContent === `at ${k}`"


def process(steps, default=None):
    fig, ax = plt.subplots(figsize=(4, 3))
    (dot,) = ax.plot([0], [0], "o")
    ax.set(xlim=(0, 10))

    def walk(step=default):
        """A dot that walks."""
        dot.set_xdata([step])
        return f"at {step}"

    return explore(fig, walk, step=steps)


def test_a_process_is_a_slider_with_an_interval():
    for steps in (Play((0, 4), 100), ipywidgets.Play(min=0, max=4, interval=100)):
        (dimension,) = process(steps)._controls[0].dimensions
        assert (dimension.kind, dimension.values, dimension.interval) == ("range", (0, 1, 2, 3, 4), 100)
    (dimension,) = (
        process(Play(ipywidgets.SelectionSlider(options=[("a", 1), ("b", 9)], value=9)))._controls[0].dimensions
    )
    assert (dimension.texts, dimension.start, dimension.interval) == (("a", "b"), 1, 700)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Play((0, 4), 0), "interval must be a number of milliseconds, 100 or more; got 0"),
        (lambda: Play((0, 4), True), "interval must be"),
        (lambda: process(Play(["a", "b"])), r"control 'step': \['a', 'b'\] makes no slider that could be played"),
    ],
)
def test_what_cannot_be_played_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    demo = process(Play((0, 4), 100), 3)
    after = '<div style="height: 3000px"></div>'
    return write_page(tmp_path_factory.mktemp("play") / "page.html", demo, after=after), demo


@pytest.mark.browser
def test_it_plays_to_the_end_from_the_beginning_and_takes_single_steps(page, address):
    visit(page, *address)
    run, back, on = page.locator("[data-play]"), page.locator("[data-step='-1']"), page.locator("[data-step='1']")
    on.click()
    assert page.evaluate(SHOWN, 4)
    assert on.get_attribute("aria-disabled") == "true"
    run.focus()
    page.keyboard.press("Enter")  # from the end, so it begins anew
    assert run.text_content() == "Stop"
    assert page.locator(".livefig-readout").get_attribute("aria-live") == "off"
    page.wait_for_function("() => document.querySelector('[data-play]').textContent === 'Play'")
    assert page.evaluate(SHOWN, 4)
    assert page.locator(".livefig-readout").get_attribute("aria-live") == "polite"
    back.click()
    back.click()
    assert page.evaluate(SHOWN, 2)
    assert page.problems == []


@pytest.mark.browser
@pytest.mark.parametrize("way", ["slider", "reset", "button", "away"])
def test_it_stops_for_a_hand_and_off_the_screen(page, address, way):
    visit(page, *address)
    run = page.locator("[data-play]")
    page.locator("input[type=range]").fill("0")
    run.click()
    if way == "slider":
        page.locator("input[type=range]").press("Home")
    elif way == "away":
        page.evaluate("() => scrollTo(0, 3000)")
    else:
        (page.locator(".livefig-reset") if way == "reset" else run).click()
    page.wait_for_function("() => document.querySelector('[data-play]').textContent === 'Play'", timeout=2000)
    assert not page.evaluate(SHOWN, 4)


@pytest.mark.browser
def test_who_wants_no_motion_steps(browser, address):
    tab = open_tab(browser, **WIDE, reduced_motion="reduce")
    visit(tab, *address)
    assert not tab.locator("[data-play]").is_visible()
    tab.locator("[data-step='-1']").click()
    assert tab.evaluate(SHOWN, 2)
    tab.context.close()
