"""The demos as they are committed: recorded, within the budget of a page, and described."""

import base64
import gzip
import html
import re

import nbformat
import pytest
from canonical import STATE
from demos import NOTEBOOKS, ROOT

BUDGET = 150_000  # bytes in the page, compressed


def recorded():
    for notebook in NOTEBOOKS:
        models = nbformat.read(notebook, as_version=4).metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        for model in models.values():
            if "frames" in model["state"].get("state", {}):
                yield pytest.param(model["state"], id=model["state"]["state"]["name"])


DEMOS = list(recorded())


def test_there_are_demos():
    assert len(DEMOS) >= 3


def test_their_names_are_unique_in_a_page_and_fit_in_an_address():
    names = [(demo.values[0]["state"]["name"]) for demo in DEMOS]
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
    for page in (ROOT / "_build" / "html").rglob("*.html"):
        found = re.findall(r'<figure class="livefig" id="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(found) == len(set(found)), page


@pytest.mark.parametrize("demo", DEMOS)
def test_every_state_is_recorded_and_they_fit_in_a_page(demo):
    frames = base64.b64decode(demo["state"]["frames"])
    assert gzip.decompress(frames).startswith(b'{"defs":')
    assert len(frames) + len(gzip.compress(demo["markup"].encode())) <= BUDGET


@pytest.mark.parametrize("demo", DEMOS)
def test_the_description_says_what_the_picture_shows(demo):
    (described,) = re.findall(r'role="img" aria-label="([^"]+)"', demo["markup"])
    assert len(html.unescape(described).split()) >= 10
