"""How the one style sheet is made: which rules stay, in which order sheets are joined."""

import re

import pytest

from book import light, sheet

PAGE = '<div class="card wide" id="top"><p>text</p></div>'


def purged(css, page=PAGE, script=""):
    return sheet.purge(css, sheet.used_by([page], [script]))


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".card{color:red}.gone{color:red}", ".card{color:red}"),
        (".card.gone,.wide > p , #top{color:red}", ".wide > p,#top{color:red}"),
        ("#missing{color:red}", ""),
        ("table td{color:red}p::before{content:'a  b'}", 'p::before{content:"a  b"}'),
        (".card:not(.gone){color:red}", ".card:not(.gone){color:red}"),
        (".card:is(.gone,.wide){color:red}", ".card:is(.gone,.wide){color:red}"),
        ("@media print{.gone{color:red}}@media screen{.gone{top:0}.wide{left:0}}", "@media screen{.wide{left:0}}"),
        ("/* why */ [data-x=y] , *{color : red}", "[data-x=y],*{color : red}"),
        ("@font-face{font-family:A;src:url(a.woff2)}", "@font-face{font-family:A;src:url(a.woff2)}"),
        (".later{top:0}", ".later{top:0}"),
    ],
)
def test_a_rule_stays_where_something_may_match_it(css, kept):
    assert purged(css, script="box.classList.add('later')") == kept


def test_sheets_are_joined_with_what_they_import_and_addresses_that_still_lead_there(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "one.css").write_text('@import "../two.css";\na{background:url("../images/a.svg")}')
    (tmp_path / "two.css").write_text("b{background:url(b.svg)} i{background:url(data:image/svg+xml,x)}")
    css = sheet.joined(tmp_path, ["styles/one.css"])
    assert re.findall(r"url\(([^)]*)\)", css) == ["b.svg", "data:image/svg+xml,x", '"images/a.svg"']
    assert "@import" not in css


def test_the_sheets_of_all_pages_come_in_an_order_that_does_not_hang_on_what_was_written_last():
    sheets = {"two": ["a.css", "c.css"], "one": ["a.css", "b.css"]}
    assert light.in_order(sheets) == [*light.FIRST, "a.css", "b.css", "c.css"]
    assert light.in_order(dict(reversed(sheets.items()))) == light.in_order(sheets)
