"""Print the whole book into one PDF file: the built website's pages, put together and printed by Chromium.

The document is put together in the browser (tools/paper/), from the pages as they are on the website: their numbers,
citations and formulas are the ones that the reader of the website sees. A Sphinx build of one page (singlehtml) would
need the time of a second build, and drops the page from links such as chapters/01#quiz, so they would meet the first
`quiz` of the book. Page numbers are known after a first print, written into the document, and printed again.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, Route, sync_playwright
from pypdf import PdfReader, PdfWriter
from serve import SITE, make_server

ROOT = Path(__file__).resolve().parents[1]
PAPER = Path(__file__).resolve().parent / "paper"
OUT = ROOT / "_build" / "pdf" / "introduction-to-deep-learning.pdf"
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDTH = 650  # of the text on paper, in pixels: 172 mm
MOST_PRINTS = 4
MINUTES = 10 * 60_000  # a slow machine may need them for one print


def read_book() -> dict[str, Any]:
    """Return the title, the author and the parts of the book, each with its pages in order."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = [
        {"caption": part["caption"], "pages": [chapter["file"] for chapter in part["chapters"]]}
        for part in contents["parts"]
    ]
    first = {"pages": [contents["root"]]}
    return {"title": config["title"], "author": config["author"], "parts": [first, *parts]}


def find_browser() -> str:
    """Return the path of an installed Chromium or Chrome, or end with what to do."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("The book is printed by Chromium or Chrome; none is installed (on Debian: apt-get install chromium).")
    return path


@contextmanager
def served() -> Iterator[str]:
    """Serve the built website while the book is printed."""
    server = make_server(SITE, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def open_paper(tab: Page, address: str, problems: list[str]) -> None:
    """Open the empty document; it and its scripts are no part of the website, and come from tools/paper."""

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith(f"{address}/paper/"):
            route.fulfill(path=PAPER / url.rpartition("/")[2])
        elif url.startswith((address, "data:")):
            route.continue_()
        else:
            problems.append(f"asked another host: {url}")
            route.abort()

    tab.route("**/*", answer)
    tab.on("pageerror", lambda error: problems.append(f"error in a script: {error}"))
    tab.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    tab.emulate_media(media="print")
    tab.goto(f"{address}/paper/paper.html")


def page_numbers(file: Path) -> tuple[dict[str, int], int]:
    """Return the page of each id that some link leads to, from 1 on, and the number of pages."""
    reader = PdfReader(file)
    numbers = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages, start=1)}
    found = {name.removeprefix("/"): target.page for name, target in reader.named_destinations.items()}
    return {name: numbers[page.idnum] for name, page in found.items()}, len(reader.pages)


def print_until_stable(tab: Page) -> int:
    """Print, write the page numbers, and print again until they are right; return the number of pages."""
    known: dict[str, int] = {}
    for count in range(MOST_PRINTS):
        print("Printing" + (", to learn the page numbers" if not known else f", time {count + 1}, with them"), flush=True)
        # Tags and the outline change no line, so the first print goes without.
        tab.pdf(path=OUT, prefer_css_page_size=True, print_background=True, outline=count > 0, tagged=count > 0)
        numbers, pages = page_numbers(OUT)
        if numbers == known:
            return pages
        known = numbers
        tab.evaluate("(numbers) => writeNumbers(numbers)", numbers)
    sys.exit(f"The page numbers still change after {MOST_PRINTS} prints.")


def main() -> int:
    """Print the book; return the exit status."""
    begin, problems, book = time.monotonic(), [], read_book()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        tab = browser.new_page(viewport={"width": WIDTH, "height": 920})
        tab.set_default_timeout(MINUTES)
        print("Putting the pages together", flush=True)
        open_paper(tab, address, problems)
        told = tab.evaluate("(book) => assemble(book)", book)
        problems += told["problems"]
        print("time", time.monotonic()-begin, problems)
        pages = print_until_stable(tab)
        browser.close()
    print(f"{pages} pages, {OUT.stat().st_size / 1e6:.1f} MB, {time.monotonic() - begin:.0f} s: {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
