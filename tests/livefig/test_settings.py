"""Settings: colors that follow the page into the dark, when demos are recorded, how large one may be."""

import json

import matplotlib.pyplot as plt
import pytest
from conftest import ROOT
from made import one_slider, visit, write_page

import livefig
from livefig import configure, explore, settings
from livefig.palette import COLORS, DARK, DEFAULT, read_palette


@pytest.fixture(autouse=True)
def _settings_go_back(monkeypatch):
    monkeypatch.setattr(settings, "_now", settings.Settings())
    monkeypatch.delenv("LIVEFIG_RECORD", raising=False)


def test_a_color_of_the_palette_is_named_in_the_picture_and_set_in_the_demo():
    configure(palette={"brick": ("#bb5566", "#ee99aa"), "blue": ("navy", "#77aadd")})
    markup = one_slider(color="#BB5566", edgecolor="navy").markup
    assert "fill:var(--livefig-brick, #bb5566)" in markup
    assert "stroke:var(--livefig-blue, #000080)" in markup
    style = markup.partition("<style>")[2].partition("</style>")[0]
    light, dark = style.split("\n")[:2]
    assert light == "#height{--livefig-blue:#000080;--livefig-brick:#bb5566;}"
    assert dark.endswith(" #height{--livefig-blue:#77aadd;--livefig-brick:#ee99aa;}")
    assert "orange" not in style, "what is as it was stands in the style sheet of the page"


def test_the_default_palette_adds_nothing_to_a_demo_and_is_the_default_again():
    assert "<style>" not in one_slider().markup
    configure(palette={"brick": ("#bb5566", "#ee99aa")})
    configure(palette={})
    assert settings.settings().palette == DEFAULT
    markup = one_slider(color="#bb5566").markup
    assert "<style>" not in markup
    assert "fill:#bb5566" in markup


def test_a_demo_keeps_the_palette_it_was_made_with():
    configure(palette={"brick": ("#bb5566", "#ee99aa")})
    fig, ax = plt.subplots()

    def bars(n=1):
        """Bars."""
        ax.clear()
        ax.bar(range(n), range(1, n + 1), color="#bb5566")
        return f"{n}"

    demo = explore(fig, bars, n=(1, 3))
    configure(palette={})
    changes = json.dumps(demo.draw([2])["changes"])
    assert "var(--livefig-brick, #bb5566)" in changes
    assert '"fill:#bb5566' not in changes


def test_black_is_ink_and_white_is_paper_unless_the_palette_has_them():
    assert DEFAULT.variables["#000000"] == DEFAULT.variables[COLORS["ink"]]
    assert DEFAULT.variables["#ffffff"] == DEFAULT.variables[COLORS["paper"]]
    own = read_palette({"night": ("black", "white")})
    assert own.variables["#000000"] == "var(--livefig-night, #000000)"


def test_the_page_of_the_book_has_the_palette_and_the_limits_of_the_code():
    text = (ROOT / "livefig.md").read_text(encoding="utf-8")
    assert [f"| {name} | `{COLORS[name]}` | `{DARK[name]}` |" in text for name in COLORS] == [True] * len(COLORS)
    assert COLORS.keys() == DARK.keys()
    assert f"may be {livefig.ranges.MAX_STATES} at most" in text
    assert f"may take {settings.Settings().max_bytes // 1000} kB compressed" in text


@pytest.mark.browser
@pytest.mark.parametrize(
    ("attributes", "scheme", "expected"),
    [
        ("", "light", "rgb(187, 85, 102)"),
        ("", "dark", "rgb(187, 85, 102)"),  # a page that never says that it is dark stays light
        ('data-theme="dark"', "light", "rgb(238, 153, 170)"),
        ('data-theme="light"', "dark", "rgb(187, 85, 102)"),
        ('data-theme="system"', "dark", "rgb(238, 153, 170)"),
        ('theme="dark"', "light", "rgb(238, 153, 170)"),
    ],
)
def test_the_colors_follow_every_kind_of_page(page, tmp_path, attributes, scheme, expected):
    configure(palette={"brick": ("#bb5566", "#ee99aa")})
    demo = one_slider(color="#bb5566")
    page.emulate_media(color_scheme=scheme)
    visit(page, write_page(tmp_path / "page.html", demo, attributes=attributes), demo)
    bar = page.locator("[data-key=a0] path[style*=brick]").first
    assert bar.evaluate("(e) => getComputedStyle(e).fill") == expected
    page.locator("[data-dim='0']").press("ArrowRight")
    assert bar.evaluate("(e) => getComputedStyle(e).fill") == expected


def test_recording_is_switched_by_the_environment_and_by_configure(monkeypatch):
    assert one_slider().state["frames"] == ""
    monkeypatch.setenv("LIVEFIG_RECORD", "1")
    assert one_slider().state["frames"] != ""
    configure(record=False)
    assert one_slider().state["frames"] == ""
    monkeypatch.setenv("LIVEFIG_RECORD", "0")
    configure(record=True)
    assert one_slider().state["frames"] != ""


def test_zero_in_the_environment_is_no(monkeypatch):
    monkeypatch.setenv("LIVEFIG_RECORD", "0")
    assert one_slider().state["frames"] == ""


def test_the_budget_can_be_changed_and_what_is_left_out_stays():
    configure(max_bytes=100)
    configure(record=True)
    with pytest.raises(
        ValueError, match=r"has room for 0 kB; .* or allow more: livefig\.configure\(max_bytes=\.\.\.\)"
    ):
        one_slider()
    configure(max_bytes=50_000)
    assert one_slider().state["frames"] != ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"palette": ["blue"]}, r"palette must be a dict of pairs \(light, dark\) by name, got \['blue'\]"),
        ({"palette": {"Blue 1": ("#000001", "#000002")}}, r"palette: 'Blue 1' is no name for a color; use small"),
        ({"palette": {"wash": ("#000001", "#000002")}}, r"palette: 'wash' is no name for a color"),
        ({"palette": {"sea": "#000001"}}, r"palette: 'sea' must be a pair \(light, dark\) of colors, got '#000001'"),
        ({"palette": {"sea": ("#000001", "#000002", "#000003")}}, r"palette: 'sea' must be a pair"),
        ({"palette": {"sea": ("#000001", "marine")}}, r"palette: 'sea' = .* holds no color of matplotlib"),
        (
            {"palette": {"sea": ("#0072b2", "#000002")}},
            r"palette: 'blue' and 'sea' are both #0072b2; their light colors",
        ),
        ({"record": 1}, r"record must be True or False, got 1"),
        ({"max_bytes": 0}, r"max_bytes must be a positive integer, got 0"),
        ({"max_bytes": True}, r"max_bytes must be a positive integer, got True"),
        ({"max_bytes": 1.5}, r"max_bytes must be a positive integer, got 1\.5"),
    ],
)
def test_wrong_settings_are_explained_and_change_nothing(wrong, message):
    before = settings.settings()
    with pytest.raises(ValueError, match=message):
        configure(**wrong)
    assert settings.settings() == before
