"""The built website, as a browser and a reader without one find it. Every page is visited; none is listed here."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from conftest import ROOT, visit
from sphinxcontrib import katex

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

STORED_COLOR_MODES = ("dark", "unknown")
ONE_OF_EACH_KIND = ("index.html", "chapters/01-linear-regression.html", "reference.html", "search.html", "404.html")


class Page(HTMLParser):
    """What the tests ask about a page: its ids, the addresses it names, its pictures."""

    def __init__(self, text):
        super().__init__()
        self.text, self.ids, self.links, self.loads, self.images = text, set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img":
            self.images.append(found)
        loaded = found.get("src") or (found.get("href") if tag == "link" else None)
        if loaded:
            self.loads.append(loaded)


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the book by its path."""
    paths = [path for path in site.rglob("*.html") if not path.relative_to(site).parts[0].startswith("_")]
    found = {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in sorted(paths)}
    notebooks = [ROOT / "index.ipynb", *(ROOT / "chapters").glob("*.ipynb")]
    assert {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in notebooks} <= found.keys()
    return found


@pytest.fixture(scope="module")
def chapters(pages):
    """The pages of the table of contents: those that are written, not generated."""
    return {name: page for name, page in pages.items() if name not in ("404.html", "search.html")}


def test_every_page_has_a_language_and_a_title_of_its_own(pages):
    titles = [re.search(r"<title>\s*(.*?)\s*</title>", page.text, re.DOTALL) for page in pages.values()]
    assert all(titles)
    assert len({title.group(1) for title in titles} - {""}) == len(pages)
    assert [name for name, page in pages.items() if not re.search(r"<html[^>]*\slang=\"en\"", page.text)] == []


def test_no_demo_has_the_name_of_a_heading(pages):
    for name, page in pages.items():
        for demo in re.findall(r'<figure[^>]*class="livefig[^>]*id="([^"]+)"', page.text):
            assert len(re.findall(rf'\sid="{re.escape(demo)}"', page.text)) == 1, f"{name}: {demo}"


def test_every_page_describes_itself_for_search_engines_and_for_links_to_it(chapters):
    said = {
        name: re.findall(r'<meta content="([^"]*)" name="description"', page.text) for name, page in chapters.items()
    }
    assert [name for name, found in said.items() if len(found) != 1 or not 50 < len(found[0]) <= 160] == []
    assert len({found[0] for found in said.values()}) == len(said)
    for name, page in chapters.items():
        shown = re.findall(r'<meta property="og:(?:title|description)" content="([^"]+)"', page.text)
        assert unescape(shown[1]) == unescape(said[name][0]), name


def test_no_page_loads_from_another_host(pages, site):
    foreign = re.compile(r"(?:https?:)?//[\w.-]+", re.IGNORECASE)
    found = {(name, address) for name, page in pages.items() for address in page.loads if foreign.match(address)}
    for sheet in (site / "_static").rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text(encoding="utf-8")):
            if foreign.match(address):
                found.add((sheet.name, address))
    assert found == set()


def test_every_link_inside_the_book_leads_somewhere(pages, site):
    broken = []
    for name, page in pages.items():
        for link in page.links:
            address, fragment = urldefrag(link)
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            target = urlsplit(urljoin(f"/{name}", address)).path.lstrip("/") if address else name
            target = unquote(target) or "index.html"
            if not (site / target).is_file():
                broken.append(f"{name}: {link}: no such page")
            elif fragment and target in pages and unquote(fragment).partition("?")[0] not in pages[target].ids:
                broken.append(f"{name}: {link}: no such place on the page")
    assert broken == []


def test_mathematics_is_in_the_pages(chapters):
    assert any('class="katex"' in page.text for page in chapters.values())
    for name, page in chapters.items():
        errors = re.findall(r'class="katex-error"[^>]*title="([^"]*)"', page.text)
        assert errors == [], f"{name}: KaTeX cannot read a formula"
        assert not re.search(r"<script[^>]*(?:mathjax|katex)", page.text, re.IGNORECASE), name
        read = re.sub(r"<(pre|code|script|style|annotation)\b.*?</\1>", "", page.text, flags=re.DOTALL)
        assert not re.search(r"\\[(\[]|\$\$|\\begin\{", read), f"{name}: TeX that was not set"


def test_the_style_sheet_of_the_mathematics_has_the_version_that_set_it():
    sheet = (ROOT / "assets" / "katex" / "katex.min.css").read_text(encoding="utf-8")
    assert f'"{katex.katex_version}"' in sheet
    fonts = set(re.findall(r"url\(fonts/([^)]+)\)", sheet))
    assert fonts == {path.name for path in (ROOT / "assets" / "katex" / "fonts").iterdir()}


def test_every_picture_has_a_description(chapters):
    for name, page in chapters.items():
        bare = [image.get("src") for image in page.images if not image.get("alt") and not image.get("aria-hidden")]
        assert bare == [], name


@pytest.mark.browser
@pytest.mark.parametrize("mode", STORED_COLOR_MODES)
def test_no_page_has_a_problem(page, site_url, mode):
    """Neither a request that fails or leaves the machine nor a word on the console, whatever color mode is stored.

    In the mode of the system test_accessibility.py visits every page. Nor does any script fetch another one to set the
    mathematics, which is in the page already.
    """
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(f"localStorage.setItem('mode', '{mode}')")
    for name in ONE_OF_EACH_KIND:
        visit(page, f"{site_url}/{name}")
    assert page.problems == []
    scripts = [url for url in asked if urlsplit(url).path.endswith(".js")]
    assert scripts
    assert [url for url in scripts if re.search(r"mathjax|katex", url, re.IGNORECASE)] == []


@pytest.mark.browser
def test_a_page_that_asks_another_host_has_a_problem(page):
    """Else the tests above and elsewhere could not fail."""
    page.set_content('<img src="https://elsewhere.example/picture.png">', wait_until="load")
    assert "asked another host: https://elsewhere.example/picture.png" in page.problems


@pytest.mark.browser
def test_color_mode_follows_the_system_and_the_button(page, site_url):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site_url}/index.html")
    root = page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    seen = set()
    for _ in range(3):
        page.locator(".theme-switch-button").first.click()
        seen.add((root.get_attribute("data-mode"), root.get_attribute("data-theme")))
    assert seen == {("light", "light"), ("dark", "dark"), ("auto", "dark")}


@pytest.mark.browser
def test_a_dark_page_is_printed_light(page, site_url):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site_url}/index.html")
    seen = page.evaluate("""() => ["beforeprint", "afterprint"].map((name) => {
        dispatchEvent(new Event(name));
        return document.documentElement.dataset.theme;
    })""")
    assert seen == ["light", "dark"]


@pytest.mark.browser
def test_a_long_equation_scrolls_inside_itself(phone, site_url):
    phone.goto(f"{site_url}/index.html")
    width = phone.evaluate("""() => {
        document.querySelector('article').insertAdjacentHTML('beforeend',
            '<div class="math"><span class="eqno">(1)</span><span class="katex-display"><span class="katex">' +
            '<span class="katex-html" style="width: 2000px">x</span></span></span></div>');
        const box = document.querySelector('article > .math:last-child .katex-display');
        return [box.scrollWidth > box.clientWidth, document.documentElement.scrollWidth, innerWidth];
    }""")
    assert width[0]
    assert width[1] <= width[2]


@pytest.mark.browser
def test_keyboard_focus_is_visible(page, site_url):
    page.goto(f"{site_url}/index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
