"""What makes a page fit to be published: where it is, when it changed, what it may load; and the page of errors."""

import re
import shutil
import subprocess
from html import unescape
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from builds import build_book
from conftest import ROOT
from playwright.sync_api import expect
from recent import SWEEP
from small_book import small_book
from sphinx.errors import ConfigError

from book import publish

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the browser's driver

SITE = "https://someone.example/course"
CHAPTER = "chapters/01-linear-regression.html"


def pages_of(site):
    return [path for path in sorted(site.rglob("*.html")) if not path.relative_to(site).parts[0].startswith("_")]


def git(*arguments, check=True):
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=check).stdout


def copy_of_the_project(folder):
    """A clone in another place, with the changes that are not committed yet; its remote is the project's own."""
    git("clone", "--quiet", ROOT, folder)
    git("-C", folder, "remote", "remove", "origin")
    if origin := git("remote", "get-url", "origin", check=False).strip():
        git("-C", folder, "remote", "add", "origin", origin)
        if branch := git("symbolic-ref", "refs/remotes/origin/HEAD", check=False).strip():
            git("-C", folder, "symbolic-ref", "refs/remotes/origin/HEAD", branch)  # at which the buttons point
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    return folder


def build(folder, **environ):
    """Build a book from nothing, and return the folder of its site."""
    status, said = build_book(folder, "--all", "--quiet", "-W", "-n", "--keep-going", **environ)
    assert status == 0, said
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return copy_of_the_project(tmp_path_factory.mktemp("elsewhere") / "with another name")


@pytest.fixture(scope="module")
def twins(tmp_path_factory, request):
    """Two folders of the same sources in two places, built from nothing: small books, and in a sweep the whole one."""
    if SWEEP:
        ours, theirs = ROOT, request.getfixturevalue("elsewhere")
        request.getfixturevalue("site")
    else:
        ours = small_book(tmp_path_factory.mktemp("twins") / "book")
        theirs = shutil.copytree(ours, ours.with_name("with another name"))
    for folder in {ours, theirs} - {ROOT}:
        build(folder, LIVECODE_CACHE=str(ROOT / ".pyodide"))  # whose files are verified where they are put
    return ours / "_build" / "html", theirs / "_build" / "html"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small book with the settings of the real one, built as for an address."""
    folder = small_book(tmp_path_factory.mktemp("published") / "book")
    git("init", "--quiet", folder)
    git("-C", folder, "add", "--all")
    git("-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "All")
    return build(folder, BOOK_SITE_URL=SITE, BOOK_REPOSITORY_URL="https://github.com/someone/course")


def test_two_builds_in_two_places_give_the_same_site(twins):
    site, other = twins
    ours, theirs = ({p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()} for f in (site, other))
    assert ours == theirs
    assert [name for name in sorted(ours) if (site / name).read_bytes() != (other / name).read_bytes()] == []


def test_a_page_names_its_address_and_its_picture(published):
    for path in pages_of(published):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(published).as_posix()
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', text) == [f"{SITE}/{name}"]
        assert f'<meta property="og:url" content="{SITE}/{name}"' in text
        assert '<meta name="twitter:card" content="summary_large_image" />' in text
        picture = re.search(r'<meta property="og:image" content="([^"]*)"', text).group(1)
        assert (published / picture.removeprefix(f"{SITE}/")).is_file()


def test_the_map_of_the_site_lists_every_page_that_is_written_with_the_day_of_its_last_change(published):
    space = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = ElementTree.parse(published / "sitemap.xml").getroot().findall("map:url", space)
    days = {entry.find("map:loc", space).text: entry.find("map:lastmod", space) for entry in entries}
    written = {path.relative_to(published).as_posix() for path in pages_of(published)} - {"404.html", "search.html"}
    assert days.keys() == {f"{SITE}/{name}" for name in written}
    for address, day in days.items():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", day.text), address


def test_without_an_address_there_is_no_map_and_no_canonical_link(site):
    assert not (site / "sitemap.xml").exists()
    assert not any('rel="canonical"' in path.read_text(encoding="utf-8") for path in pages_of(site))


def test_the_page_of_errors_finds_its_files_and_links_from_any_depth(published, site):
    for folder, prefix in ((published, "/course/"), (site, "/")):
        text = (folder / "404.html").read_text(encoding="utf-8")
        addresses = re.findall(r'(?:href|src|action)="([^"#]+)', text)
        inside = [address for address in addresses if not address.startswith("http")]
        assert len(inside) > 15
        for address in inside:
            assert address.startswith(prefix), address
            target = folder / (address.removeprefix(prefix).partition("?")[0] or "index.html")
            assert target.is_file(), address


def test_a_wrong_address_answers_with_the_page_of_errors(site_url):
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{site_url}/chapters/no-such-page.html")
    with caught.value as answer:
        assert answer.code == HTTPStatus.NOT_FOUND
        assert "There is no such page" in answer.read().decode()


def test_every_page_that_is_in_git_bears_the_day_of_its_last_change(site):
    for name in git("ls-files").split():
        page = (site / name).with_suffix(".html")
        if page.is_file() and Path(name).suffix in (".md", ".ipynb"):
            assert re.search(r"Last updated on \w+ \d\d, \d{4}\.", page.read_text(encoding="utf-8")), name


def test_outside_of_a_repository_a_page_has_its_menu_and_no_date(elsewhere, tmp_path):
    folder = tmp_path / "unpacked"
    shutil.copytree(elsewhere, folder, ignore=shutil.ignore_patterns(".git", "_build"))
    (folder / "_toc.yml").write_text("format: jb-book\nroot: one\nchapters:\n- file: two\n")
    (folder / "one.md").write_text("# One\n")
    (folder / "two.md").write_text("# Two\n")
    page = (build(folder) / "two.html").read_text(encoding="utf-8")
    assert "Last updated" not in page
    assert "Use this page" in page


def policy_of(text):
    content = unescape(re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text).group(1))
    return {name: sources.split() for name, _, sources in (part.partition(" ") for part in content.split("; "))}


def test_the_policy_of_every_page_names_no_host_and_allows_just_the_scripts_within_it(site, published):
    for path in pages_of(site) + pages_of(published):
        text = path.read_text(encoding="utf-8")
        policy = policy_of(text)
        assert policy["default-src"] == ["'none'"]
        allowed = {source for sources in policy.values() for source in sources}
        named = {"'none'", "'self'", "file:", "data:", "'unsafe-inline'"}
        if runs := "livecode.js" in text:  # Python, in the page's own worker
            named.add("'wasm-unsafe-eval'")
            assert policy["worker-src"] == ["'self'"]
        assert ("'wasm-unsafe-eval'" in policy["script-src"]) == ("worker-src" in policy) == runs
        digests = {source for source in allowed if source.startswith("'sha256-")}
        assert allowed <= named | digests
        assert "'unsafe-inline'" not in policy["script-src"]
        within = re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", text, re.DOTALL)
        assert digests == {publish.digest(script) for script in within}, path.name
        assert text.index("Content-Security-Policy") < text.index("<script")


def test_a_page_that_a_link_leads_to_gets_no_handle_on_ours(published):
    for path in pages_of(published):
        for tag in re.findall(r'<a\s[^>]*href="https?://[^>]*>', path.read_text(encoding="utf-8")):
            assert SITE in tag or 'rel="noopener"' in tag, f"{path.name}: {tag}"


@pytest.mark.browser
def test_the_policy_stops_what_it_should(page, site_url):
    page.goto(f"{site_url}/{CHAPTER}")
    tried = """async () => {
        const heard = [];
        addEventListener("securitypolicyviolation", (event) => heard.push(event.effectiveDirective));
        const within = document.createElement("script");
        within.textContent = "globalThis.ran = true";
        document.head.append(within);
        const picture = new Image();
        picture.src = "https://elsewhere.example/picture.png";
        await fetch("https://elsewhere.example/data").catch(() => {});
        await new Promise((done) => setTimeout(done, 200));
        return [globalThis.ran === undefined, heard.sort()];
    }"""
    assert page.evaluate(tried) == [True, ["connect-src", "img-src", "script-src-elem"]]
    assert not any(problem.startswith("asked another host") for problem in page.problems)


@pytest.mark.browser
def test_the_site_opens_from_a_disk_with_its_demos_and_its_search(page, site):
    page.goto((site / CHAPTER).as_uri())
    demo = page.locator(".livefig").first
    demo.scroll_into_view_if_needed()
    page.locator(".livefig[data-ready]").first.wait_for()
    picture, said = demo.locator(".livefig-picture, svg").first, demo.locator(".livefig-readout")
    before = said.text_content()
    demo.locator("input[type=range]").first.press("End")
    expect(said).not_to_have_text(before)
    assert picture.bounding_box()["width"] > 100
    page.goto((site / "search.html").as_uri() + "?q=residual")
    page.locator(".found-place").first.click()
    page.wait_for_url("**/chapters/*.html#*")
    assert page.url.startswith("file:")


def test_the_address_of_the_site_is_taken_from_the_environment(monkeypatch):
    asked = []
    app = SimpleNamespace(setup_extension=asked.append, extensions={"sphinx_last_updated_by_git": None})
    config = SimpleNamespace(html_baseurl="")
    monkeypatch.delenv("BOOK_SITE_URL", raising=False)
    publish.state_address(app, config)
    assert (config.html_baseurl, config.notfound_urls_prefix, asked) == ("", "/", [])
    monkeypatch.setenv("BOOK_SITE_URL", "https://someone.github.io/course")
    publish.state_address(app, config)
    assert (config.html_baseurl, config.notfound_urls_prefix) == ("https://someone.github.io/course/", "/course/")
    assert asked == ["sphinx_sitemap"]
    monkeypatch.setenv("BOOK_SITE_URL", "https://course.example")
    publish.state_address(app, config)
    assert config.notfound_urls_prefix == "/"
    monkeypatch.setenv("BOOK_SITE_URL", "someone.github.io/course")
    with pytest.raises(ConfigError, match="BOOK_SITE_URL: expected https://HOST/PATH, got 'someone"):
        publish.state_address(app, config)
