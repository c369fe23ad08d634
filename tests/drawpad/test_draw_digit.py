"""What `draw_digit` takes, what it refuses, what it shows before any script has run, and what it answers in Python."""

import html
import re

import numpy as np
import pytest
from canonical import comparable
from conftest import ROOT
from pads import STEPS, bar, column_pad, columns, layers

import livefig
from drawpad import DrawPad, draw_digit
from drawpad.network import forward

PAGE = (ROOT / "livefig.md").read_text(encoding="utf-8")
RNG = np.random.default_rng(0)
WEIGHTS = [layers(RNG, 100, 8, 3) for _ in STEPS]


@pytest.fixture
def said():
    """The pad, and what it sends to a view."""
    sent = []

    def ask(pad, **question):
        pad.send = sent.append
        pad._answer(pad, {"id": 1, "aim": None, "step": 0, "drawing": [0.0] * 100, **question}, [])
        return sent.pop() if sent else None

    return ask


def softmax_regression(X, layers):
    ((W, b),) = layers
    Z = np.exp(X @ W + b)
    return Z / Z.sum(axis=1, keepdims=True)


def test_the_first_state_stands_in_the_html():
    pad = column_pad()
    assert isinstance(pad, DrawPad)
    assert repr(pad) == "DrawPad draw-a-digit: 100-10, 4 steps"
    readout = re.search(r'livefig-readout">(.*?)</p>', pad.markup).group(1)
    assert readout == "Read as 3, 100.0 %; then 0, 0.0 %."
    assert pad.markup.count("fill-opacity") == 100
    assert pad.markup.count('fill-opacity="1.00"') == 8
    assert pad.markup.count("<li") == 10
    assert "Shown at: training step 1000." in pad.markup
    for control in re.findall(r"<(?:input|select|button)[^>]*>", pad.markup):
        assert re.search("aria-label|data-|class=", control), control
    data, _ = pad._repr_mimebundle_()
    assert data["image/svg+xml"].startswith('<svg xmlns="http://www.w3.org/2000/svg" id="draw-a-digit-picture"')
    assert "Read as 3" in data["image/svg+xml"]


def test_the_example_of_the_page_on_livefig_reads_a_drawing():
    (block,) = re.findall(r"^```python\n(from drawpad .*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    *lines, last = block.rstrip().splitlines()
    names = {}
    exec("\n".join([*lines, f"pad = {last}"]), names)
    assert repr(names["pad"]) == "DrawPad draw-a-digit: 64-32-10, 12 steps"
    assert "Read as 0, " in names["pad"].markup


def test_names_of_the_author_are_escaped():
    pad = draw_digit(WEIGHTS, classes=["<b>", "&", "c"], steps=["<i>"] * 4, samples=[bar(1)], labels=["<u>"])
    shown = pad.markup + pad._repr_mimebundle_()[0]["image/svg+xml"]
    assert not re.search("<[biu]>", shown)
    assert html.escape("<b>") in shown


def test_one_set_of_weights_has_no_slider_and_an_empty_pad_is_possible():
    pad = draw_digit(WEIGHTS[:1], name="Three Classes")
    assert pad.state["name"] == "three-classes"
    assert pad.state["dims"] == []
    assert "data-dim" not in pad.markup
    assert "Nothing is drawn yet." in pad.markup


def test_ink_is_the_value_of_a_full_cell():
    one, sixteen = (draw_digit(WEIGHTS, ink=ink, start=ink * bar(2)) for ink in (1, 16))
    assert one.markup.count('fill-opacity="1.00"') == sixteen.markup.count('fill-opacity="1.00"') == 8
    P = forward(WEIGHTS[-1], 16 * bar(2).reshape(1, -1), "relu")
    assert f"{100 * P.max():.1f} %" in sixteen.markup


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"weights": []}, "weights must be a list"),
        ({"weights": WEIGHTS[0]}, "weights\\[0\\] must be a list of pairs"),
        ({"weights": [[np.zeros((100, 3))]]}, "weights\\[0\\] must be a list of pairs"),
        ({"weights": [[(np.zeros((100, 3)), np.zeros(4))]]}, "got shapes \\(100, 3\\) and \\(4,\\)"),
        ({"weights": [[(np.zeros((100, 3)), np.zeros(3)), (np.zeros((4, 3)), np.zeros(3))]]}, "takes what the one"),
        ({"weights": [[(np.full((100, 3), np.nan), np.zeros(3))]]}, "finite"),
        ({"weights": [[(np.full((100, 3), 1e60), np.zeros(3))]]}, "finite numbers of single"),
        ({"weights": [WEIGHTS[0], layers(RNG, 100, 9, 3)]}, "the same shapes at all steps"),
        ({"weights": [layers(RNG, 99, 3)]}, "side must be"),
        ({"weights": [layers(RNG, 784, 110, 10)]}, "a page has room for 300 kB"),
        ({"side": 8}, "side must be"),
        ({"steps": [1, 2]}, "steps must be 4"),
        ({"steps": 4}, "steps must be a list"),
        ({"classes": "abcd"}, "classes must be 3"),
        ({"labels": ["a"]}, "labels must be 0"),
        ({"activation": "sigmoid"}, "activation must be one of relu, tanh"),
        ({"ink": 0}, "ink must be a positive number"),
        ({"ink": True}, "ink must be a positive number"),
        ({"samples": np.zeros((2, 8, 8))}, "samples must have 100 cells"),
        ({"samples": np.zeros(100)}, "samples must have 100 cells"),
        ({"samples": np.zeros((21, 100))}, "at most 20"),
        ({"samples": [bar(1) * 2]}, "from 0 to ink = 1"),
        ({"start": -bar(1)}, "start must lie from 0"),
        ({"start": bar(1) * np.nan}, "start must lie from 0"),
        ({"start": "three"}, "start must be an array"),
        ({"predict": 3}, "predict must be a function"),
        ({"name": "!"}, "name must be a text"),
    ],
)
def test_what_does_not_fit_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        draw_digit(wrong.pop("weights", WEIGHTS), **wrong)


def test_predict_answers_with_the_weights_of_the_step(said):
    pad = column_pad(predict=softmax_regression)
    drawing = bar(7).ravel().tolist()
    assert said(pad, drawing=drawing) == {"p": pytest.approx([0.1] * 10), "id": 1}
    answer = said(pad, drawing=drawing, step=2, aim=-1)
    assert np.argmax(answer["p"]) == 7
    ((W, _),) = columns()[2]
    expected = W @ (np.array(answer["p"]) - np.eye(10)[7])
    assert np.abs(np.array(answer["gradient"]) - expected).max() < 1e-6
    toward = said(pad, drawing=drawing, step=2, aim=1)["gradient"]
    assert (np.reshape(toward, (10, 10))[:, 1] < 0).all()
    assert (np.reshape(toward, (10, 10))[:, 7] > 0).all()


def test_without_predict_nothing_is_answered(said):
    assert said(column_pad()) is None


@pytest.mark.parametrize(
    ("predict", "message"),
    [
        (lambda X, layers: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda X, layers: X, "ValueError: predict must return finite probabilities of shape (1, 10)"),
        (lambda X, layers: np.full((len(X), 10), np.nan), "ValueError: predict must return finite"),
    ],
)
def test_what_goes_wrong_in_predict_is_told(said, predict, message):
    assert said(column_pad(predict=predict))["error"].startswith(message)


def test_predict_may_change_the_layers_that_it_is_given(said):
    def predict(X, layers):
        layers[0][0][...] = 0
        return softmax_regression(X, layers)

    pad = column_pad(predict=predict)
    said(pad)
    assert (pad._weights[3][0][0] == columns()[3][0][0]).all()


def test_where_notebooks_are_recorded_predict_says_what_the_page_will():
    livefig.configure(record=True)
    try:
        column_pad(predict=softmax_regression)
        with pytest.raises(ValueError, match="at step 10 their probabilities differ by"):
            column_pad(predict=lambda X, layers: np.full((len(X), 10), 0.1))
    finally:
        livefig.settings._now = livefig.settings.replace(livefig.settings.settings(), record=None)


def test_notebooks_are_compared_without_what_another_machine_rounds_otherwise():
    def text(weights):
        return f'"frames": "{draw_digit(weights).state["frames"]}"'

    nearly = [[(W * (1 + 1e-7 * RNG.normal(size=W.shape)), b) for W, b in step] for step in WEIGHTS]
    others = [layers(RNG, 100, 8, 3) for _ in STEPS]
    assert text(WEIGHTS) != text(nearly)
    assert comparable(text(WEIGHTS)) == comparable(text(nearly)) != comparable(text(others))
