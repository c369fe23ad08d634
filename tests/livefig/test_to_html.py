"""One file holds a figure with all its states: it opens from a disk, asks for nothing, and answers like a page."""

import re

import matplotlib.pyplot as plt
import pytest
from made import one_slider, picture_with_colorbar, setting, two_rings
from playwright.sync_api import expect

from livefig import explore, page

CONTRAST = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = light(getComputedStyle(document.querySelector(".livefig")).backgroundColor);
  return [...document.querySelectorAll(".livefig text, .livefig-readout, .livefig legend, .livefig span")]
    .map((e) => light(getComputedStyle(e)[e.matches("text") ? "fill" : "color"]))
    .map((front) => (Math.max(front, behind) + 0.05) / (Math.min(front, behind) + 0.05));
}"""


def everything():
    """A demo with every kind of control."""
    fig, (left, right) = plt.subplots(1, 2, layout="constrained", figsize=(7, 3))
    (line,) = left.plot([0, 1], [0, 1])
    right.bar([0, 1], [1, 2], color="#d55e00")
    left.set(title="A line & <its> bars", ylim=(-3, 3))

    def lines(slope=1, mark="none", choice="c", shown=True):
        """A line, and two bars beside it."""
        line.set_ydata([0, slope])
        line.set_marker({"none": "", "dot": "o"}[mark])
        line.set_visible(shown)
        return f"{slope}, {mark}, {choice}, {shown}"

    return explore(fig, lines, slope=(0, 3), mark=["none", "dot"], choice=list("abcde"), shown=True)


@pytest.fixture
def sent(tmp_path):
    demo = everything()
    return demo, demo.to_html(tmp_path / "figure.html")


def test_the_file_is_whole_and_says_what_it_is(sent, tmp_path):
    demo, path = sent
    assert path == tmp_path / "figure.html"
    text = path.read_text(encoding="utf-8")
    assert text.startswith('<!doctype html>\n<html lang="en"')
    assert "<title>A line &amp; &lt;its&gt; bars</title>" in text
    assert re.findall(r"""\b(?:src|href)=["'](?!#)[^"']*|url\((?!["']?#)[^)]*""", text) == []
    assert demo.state["frames"] in text
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
    assert demo.to_html(str(path), title="Zwei Balken", language="de") == path
    text = path.read_text(encoding="utf-8")
    assert '<html lang="de"' in text
    assert "<title>Zwei Balken</title>" in text


@pytest.mark.browser
@pytest.mark.parametrize("device", ["page", "phone"])
def test_from_a_disk_each_control_moves_it_and_the_states_are_right(request, sent, device):
    demo, path = sent
    tab = request.getfixturevalue(device)
    asked = []
    tab.on("request", lambda found: asked.append(found.url))
    tab.goto(path.as_uri())
    tab.wait_for_selector("#lines[data-ready]")
    readout = tab.locator(".livefig-readout")

    def shows(index):
        assert setting(tab, demo.state) == index
        assert readout.text_content() == demo._call(index)
        tree = tab.evaluate("document.querySelector('[data-key=a0]').outerHTML")
        state = demo._picture.state()["a0"]
        for d in re.findall(r'\bd="([^"]+)"', "".join(map(str, state))):
            assert f'd="{d}"' in tree

    shows([1, 0, 2, 1])
    tab.locator('[data-dim="0"]').focus()
    tab.keyboard.press("ArrowRight")
    shows([2, 0, 2, 1])
    tab.locator('[data-dim="1"]').nth(1).check()
    shows([2, 1, 2, 1])
    tab.locator('[data-dim="2"]').select_option("4")
    shows([2, 1, 4, 1])
    tab.locator('[data-dim="3"]').uncheck()
    shows([2, 1, 4, 0])
    expect(tab).to_have_url(f"{path.as_uri()}#lines?slope=2&mark=dot&choice=e&shown=off")
    tab.locator(".livefig-reset").click()
    shows([1, 0, 2, 1])
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in asked if not url.startswith(path.as_uri())] == []
    assert tab.problems == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_it_is_light_or_dark_as_the_system_is_and_readable_in_either(page, tmp_path, scheme, forced):
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    page.goto(two_rings().to_html(tmp_path / "rings.html").as_uri())
    behind = page.evaluate("getComputedStyle(document.querySelector('.livefig')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", behind)[:3])) < 128) is (scheme == "dark")
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 10
    assert min(contrasts) >= 4.5
    page.emulate_media(media="print", forced_colors="none")
    behind = page.evaluate("getComputedStyle(document.querySelector('.livefig')).backgroundColor")
    assert behind == "rgb(255, 255, 255)", "paper is white"


def test_without_a_title_the_page_has_the_name_of_the_demo(tmp_path):
    text = picture_with_colorbar().to_html(tmp_path / "image.html").read_text(encoding="utf-8")
    assert "<title>pixel</title>" in text


def test_a_place_that_cannot_be_written_is_explained(tmp_path):
    demo = one_slider()
    with pytest.raises(ValueError, match=r"path: there is no folder '.*missing' to write 'figure.html' into; make it"):
        demo.to_html(tmp_path / "missing" / "figure.html")
    with pytest.raises(ValueError, match=r"path: '.*' is a folder; name a file in it, such as '.*figure\.html'"):
        demo.to_html(tmp_path)
    with pytest.raises(ValueError, match=r"path must be a str or a Path, got 3; for example"):
        demo.to_html(3)
    assert demo.state["frames"] == "", "nothing was recorded for it"


def test_a_long_recording_tells_how_far_it_is_and_a_short_one_is_silent(tmp_path, capsys, monkeypatch):
    one_slider().to_html(tmp_path / "short.html")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(page, "LONG", 0.0)
    demo = one_slider()
    demo.to_html(tmp_path / "long.html")
    assert capsys.readouterr().err.endswith("\rheight: 4 of 4 states drawn\n")
    demo.to_html(tmp_path / "again.html")
    assert capsys.readouterr().err == "", "it is recorded already"
