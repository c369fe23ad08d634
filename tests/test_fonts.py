"""The fonts of the mathematics are cut to what is written in them. What the browser draws: test_every_page.py."""

import pytest
from conftest import ROOT
from fontTools.ttLib import TTFont

from book import fonts
from book.fonts import Face, Rule

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

WHOLE = ROOT / "assets" / "katex"
CSS = """
@font-face{font-family:KaTeX_Size1;font-style:normal;font-weight:400;src:url(fonts/one.woff2) format("woff2")}
.katex{font:normal 1.21em KaTeX_Main,serif}.katex .mathbf{font-family:KaTeX_Main;font-weight:700}
.katex .delimsizing.mult .delim-size1>span,.katex .big{font-family:KaTeX_Size1}.katex .mord{color:red}
"""


def characters_in(font):
    with TTFont(font) as opened:
        return {chr(code) for code in opened.getBestCmap()}


def written(page):
    return fonts.written_in(page, CSS)


def test_files_and_rules_are_read_from_the_sheet():
    files, rules = fonts.read_sheet(CSS)
    assert files == {Face("KaTeX_Size1", "400", "normal"): "fonts/one.woff2"}
    assert Rule({"mathbf"}, {"katex"}, {"family": "KaTeX_Main", "weight": "700"}) in rules
    assert Rule(set(), {"katex", "delimsizing", "mult", "delim-size1"}, {"family": "KaTeX_Size1"}) in rules
    assert len(rules) == 3


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('a<span class="katex">b<span class="katex-html">c</span>d</span>', {Face(): {"c"}}),
        (
            '<span class="katex-html">a<i class="mathbf">b<i class="mord">c</i></i>d</span>',
            {Face(): {"a", "d"}, Face(weight="700"): {"b", "c"}},
        ),
        (
            '<span class="katex-html"><b class="delimsizing mult"><b class="delim-size1"><b>(</b></b></b></span>',
            {Face("KaTeX_Size1"): {"("}},
        ),
        ('<span class="katex-html"><b class="delim-size1">(</b></span>', {Face(): {"("}}),
        (
            '<span class="katex-html">x<br /><img src="x">&lt;<svg><path d="M0"></path></svg>y</span>',
            {Face(): {*"x<y"}},
        ),
        ('<p class="mathbf">a', {}),
    ],
)
def test_the_font_of_a_character_follows_from_the_classes_around_it(page, expected):
    assert written(page) == expected


def test_a_font_keeps_the_characters_that_it_is_cut_to(tmp_path):
    whole = (WHOLE / "fonts" / "KaTeX_Main-Regular.woff2").read_bytes()
    font = tmp_path / "cut.woff2"
    font.write_bytes(fonts.cut(whole, "xΩ漢", True))  # the last is in no font of KaTeX's
    assert characters_in(font) == {"x", "Ω"}
    assert font.stat().st_size < len(whole) / 5
    assert fonts.cut(whole, "xΩ漢", True) == font.read_bytes()
