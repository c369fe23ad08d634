"""Where Python is, `predict` answers: the widget's module, as a notebook loads it, asks the pad that made it."""

import json

import numpy as np
import pytest
from conftest import WIDE, open_tab
from pads import bar, column_pad
from playwright.sync_api import expect

from drawpad import page

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]
SHOW = """
import widget from "./module.js";
const heard = [], traits = JSON.parse(document.getElementById("traits").textContent);
globalThis.model = {
  get: (name) => traits[name],
  send: (question) => ask(question).then((answers) => answers.forEach((one) => heard.forEach((hear) => hear(one)))),
  on: (_, hear) => heard.push(hear),
  off: (_, hear) => heard.splice(heard.indexOf(hear), 1),
};
globalThis.away = widget.render({ model, el: document.getElementById("cell") });
globalThis.heard = heard;
"""


def predict(X, layers):
    """Read the drawing upside down, so that it is seen who answers."""
    if X.sum(axis=1).max() > 60:
        raise RuntimeError("too much ink")
    ((W, b),) = layers
    Z = np.exp((X @ W + b)[:, ::-1] / 4)
    return Z / Z.sum(axis=1, keepdims=True)


@pytest.fixture
def shown(browser):
    """Open a page with a pad, whose questions are answered by it, or by nobody."""
    tabs = []

    def show(pad, answers=True):
        tab = open_tab(browser, **WIDE)
        tabs.append(tab)
        sent, asked = [], []
        pad.send = sent.append

        def ask(question):
            asked.append(question)
            if answers:
                pad._answer(pad, question, [])
            found, sent[:] = list(sent), []
            return found

        traits = json.dumps({"markup": pad.markup, "state": pad.state}).replace("</", "<\\/")
        html = (
            f'<!doctype html><meta charset="utf-8"><style>{pad._css}</style><div id="cell"></div>'
            f'<script type="application/json" id="traits">{traits}</script><script type="module">{SHOW}</script>'
        )
        tab.expose_function("ask", ask)
        tab.clock.install()
        tab.route("http://127.0.0.1:1/", lambda route: route.fulfill(content_type="text/html", body=html))
        script = {"content_type": "text/javascript", "body": page.module()}
        tab.route("http://127.0.0.1:1/module.js", lambda route: route.fulfill(**script))
        tab.goto("http://127.0.0.1:1/")
        tab.wait_for_selector(".livefig-live")
        return tab, asked

    yield show
    for tab in tabs:
        assert tab.problems == []
        tab.context.close()


def test_a_function_in_python_answers_with_its_own_slopes(shown):
    tab, asked = shown(column_pad(predict=predict))
    readout = tab.locator(".livefig-readout")
    expect(readout).to_contain_text("Read as 6, ")
    expect(tab.locator(".drawpad-by")).to_have_text("Computed by predict, in Python.")
    tab.locator(".drawpad-hints").check()
    tab.locator(".drawpad-aim").select_option("2")
    expect(readout).to_contain_text("For 2: ")
    places = tab.locator(".drawpad-marks [data-add=true]:not([hidden])").evaluate_all(
        "(all) => all.map((mark) => mark.getAttribute('transform').match(/\\d+/)[0])"
    )
    assert set(places) == {"75"}, "column 7, which this function reads as 2"
    assert asked[-1]["drawing"] == bar(3).ravel().tolist()
    tab.locator("input[type=range]").press("Home")
    expect(readout).to_contain_text("Read as 0, 10.0 %")
    box = tab.locator(".drawpad-board").bounding_box()
    tab.mouse.move(box["x"] + 5, box["y"] + 5)
    tab.mouse.down()
    for k in range(11):
        tab.mouse.move(box["x"] + (5 if k % 2 else box["width"] - 5), box["y"] + k * box["height"] / 10)
    tab.mouse.up()
    expect(readout).to_have_text("predict fails: RuntimeError: too much ink")
    tab.get_by_role("button", name="Undo").click()
    expect(readout).to_contain_text("Read as 0, 10.0 %")
    tab.evaluate("() => away()")
    assert tab.evaluate("() => heard.length") == 0


def test_where_nobody_answers_the_page_computes_and_says_so(shown):
    tab, asked = shown(column_pad(predict=predict), answers=False)
    tab.clock.fast_forward(9000)
    expect(tab.locator(".drawpad-by")).to_have_text(
        "No Python answers, so the page computes with the recorded weights."
    )
    tab.clock.run_for(100)
    expect(tab.locator(".livefig-readout")).to_contain_text("Read as 3, ")
    assert len(asked) == 1


def test_without_a_function_nobody_is_asked(shown):
    tab, asked = shown(column_pad())
    tab.clock.run_for(100)
    tab.get_by_role("button", name="load a drawing: a bar at 7").click()
    tab.clock.run_for(100)
    expect(tab.locator(".livefig-readout")).to_contain_text("Read as 7, ")
    assert asked == []
