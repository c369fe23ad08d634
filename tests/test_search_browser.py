"""The search in a browser: what is typed is found at once, the keys lead there, and nothing is loaded before."""

import threading

import pytest
from conftest import PHONE, open_tab
from contents import CORE
from playwright.sync_api import expect
from serve import make_server
from test_accessibility import AXE, CHECK

C2, C5 = (CORE[k].stem for k in (1, 4))

pytestmark = pytest.mark.browser


def places(tab):
    return tab.locator(".found-places .found-place")


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
    page.evaluate(AXE)
    assert page.evaluate(CHECK, [{}, "#pst-search-dialog"]) == []
    page.keyboard.press("ArrowDown")
    expect(places(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(places(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#pst-search-dialog input")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{C5}.html#two-classes-the-binary-cross-entropy*")
    expect(page.locator("#two-classes-the-binary-cross-entropy > h2")).to_be_in_viewport()
    page.keyboard.press("Control+k")  # it was not the place: what was found is there again, and what is typed is new
    expect(places(page)).to_have_count(10)
    page.keyboard.type("xor")
    expect(page.locator("#pst-search-dialog input")).to_have_value("xor")
    assert page.problems == []


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
    page.wait_for_url("**#reading-a-weight*")
    expect(page.locator("#pst-search-dialog")).to_be_hidden()
    assert page.problems == []


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
    tab.evaluate(AXE)
    assert tab.evaluate(CHECK, [{}, "#pst-search-dialog"]) == []
    tab.locator(".found-all").tap()
    tab.wait_for_url("**/course/search.html?q=hessian")
    expect(places(tab).nth(12)).to_be_attached()
    places(tab).first.tap()
    tab.wait_for_url("**/course/chapters/01-*.html#*")
    assert tab.problems == []
    tab.context.close()
    server.shutdown()
    server.server_close()


def test_a_result_leads_to_its_words_and_opens_what_they_are_folded_in(page, site_url):
    page.goto(f"{site_url}/index.html", wait_until="load")
    page.keyboard.press("Control+k")
    page.keyboard.type("loss NaN")
    places(page).and_(page.locator("[href*='#a-guide-what-to-try:~:text=']")).click()
    row = page.get_by_role("cell", name="It diverges")
    expect(row).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#a-guide-what-to-try"
    assert page.problems == []


def test_on_a_phone_the_search_can_be_closed_without_keys(phone, page, site_url):
    phone.goto(f"{site_url}/glossary.html", wait_until="load")
    phone.locator(".search-button__button:visible").tap()
    phone.get_by_role("button", name="Close the search").tap()
    expect(phone.locator("#pst-search-dialog")).to_be_hidden()
    page.goto(f"{site_url}/glossary.html", wait_until="load")
    page.keyboard.press("Control+k")
    expect(page.locator(".search-close")).to_be_hidden()


def test_the_page_of_results_follows_what_is_typed_and_says_when_there_is_nothing(page, site_url):
    page.goto(f"{site_url}/search.html?q=one-hot", wait_until="load")
    places(page).first.wait_for()
    page.keyboard.press("Enter")
    expect(places(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.locator("form.bd-search input").fill("backgammon")
    expect(page.locator(".found-count")).to_contain_text("Nothing found for “backgammon”")
    expect(page.locator(".found-count").get_by_role("link")).to_have_attribute("href", "glossary.html")
    assert page.url.endswith("?q=backgammon")
    assert page.problems == []


def test_where_the_search_does_not_arrive_it_says_so_and_tries_again(page, site_url):
    page.goto(f"{site_url}/index.html", wait_until="load")
    page.route("**/places.js", lambda route: route.abort())
    page.keyboard.press("Control+k")
    expect(page.locator(".found-count")).to_contain_text("did not arrive")
    page.unroute("**/places.js")
    page.keyboard.type("lasso")
    places(page).first.wait_for()


def test_without_scripts_the_page_of_results_says_what_to_do(no_script, site_url):
    no_script.goto(f"{site_url}/search.html?q=lasso")
    assert "needs JavaScript" in no_script.locator(".bd-search-container").inner_text()
    no_script.get_by_role("link", name="glossary", exact=True).click()
    assert no_script.url.endswith("glossary.html")
