"""Print the whole book into one PDF file: the built website's pages, put together and printed by Chromium.

    python tools/pdf.py [PAGE ...]

Pages are named as in _toc.yml, such as chapters/01-linear-regression; a part of the book is a file of its own, in which
links to the other pages are plain text.

The document is put together in the browser (tools/paper/), from the pages as they are on the website: their numbers,
citations and formulas are the ones that the reader of the website sees. A Sphinx build of one page (singlehtml) would
need the time of a second build, and drops the page from links such as chapters/01#quiz, so they would meet the first
`quiz` of the book. Page numbers are known after a first print, written into the document, and printed again.
"""

import io
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from browser import FLAGS, MISSING, find_browser
from playwright.sync_api import Page, Route, sync_playwright
from pypdf import PdfReader
from pypdf.generic import TextStringObject
from serve import SITE, make_server
from toc import read_toc

ROOT = Path(__file__).resolve().parents[1]
PAPER = Path(__file__).resolve().parent / "paper"
OUT = ROOT / "_build" / "pdf" / "introduction-to-deep-learning.pdf"
WIDTH = 650  # of the text on paper, in pixels: 172 mm
MOST_PRINTS = 4
MINUTES = 10 * 60_000  # a slow machine may need them for one print


def read_book(chosen: Sequence[str] = ()) -> dict[str, Any]:
    """Return the title, the author and the parts of the book, each with its pages in order; and what is left out.

    Raises:
        ValueError: a page that the book does not have.

    """
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    parts = [{"caption": part.caption, "pages": part.pages} for part in read_toc()]
    every = [page for part in parts for page in part["pages"]]
    if unknown := [page for page in chosen if page not in every]:
        raise ValueError(f"there is no page {', '.join(unknown)}; the pages are {', '.join(every)}")
    if chosen:
        parts = [{**part, "pages": [page for page in part["pages"] if page in chosen]} for part in parts]
    left_out = [page for page in every if chosen and page not in chosen]
    book = {"title": config["title"], "author": config["author"], "left_out": left_out}
    return {**book, "parts": [part for part in parts if part["pages"]]}


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


def print_until_stable(tab: Page, file: Path) -> int:
    """Print, write the page numbers, and print again until they are right; return the number of pages."""
    known: dict[str, int] = {}
    for count in range(1, MOST_PRINTS + 1):
        print(f"Printing, time {count}" + ("" if known else ", to learn the page numbers"), flush=True)
        tab.evaluate("(numbers) => writeNumbers(numbers)", known)
        # Tags and the outline move no line, so the first print goes without.
        tab.pdf(path=file, prefer_css_page_size=True, print_background=True, outline=count > 1, tagged=count > 1)
        numbers, pages = page_numbers(file)
        if numbers == known:
            return pages
        known = numbers
    raise RuntimeError(f"the page numbers still change after {MOST_PRINTS} prints")


def book_date() -> str | None:
    """Return the date of the sources, as a PDF writes it: of SOURCE_DATE_EPOCH, else of the last commit."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        try:
            seconds = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        except OSError:  # no git on this machine
            return None
    return datetime.fromtimestamp(int(seconds), UTC).strftime("D:%Y%m%d%H%M%S+00'00'") if seconds else None


def state_author(content: bytes, author: str, date: str | None) -> bytes:
    """Name the author in what the file says of itself, and give it the date of its sources.

    Chromium does neither. The author takes the room of the browser's name for itself and of the time of the print, so
    that nothing in the file moves: pypdf would need half a minute to write more than 100,000 objects anew.

    Raises:
        ValueError: the file does not begin as Chromium's do, or the author's name is longer than these.

    """
    found = re.search(rb"<</Title .*?>>(?=\s*endobj)", content[:5000], re.DOTALL)
    old = found.group() if found else b""
    name = io.BytesIO()
    TextStringObject(author).write_to_stream(name)
    end = b">>" if old.endswith(b">>") else b""
    lines = [line for line in old.removesuffix(end).split(b"\n") if not line.startswith(b"/ModDate")]
    lines = [b"/Author " + name.getvalue() if line.startswith(b"/Creator") else line for line in lines]
    new = b"\n".join(lines) + end
    if date:
        new = re.sub(rb"(?<=Date \().{23}(?=\))", date.encode(), new)
    if b"/Author" not in new or len(new) > len(old):
        raise ValueError("the author cannot be written into the printed file")
    return content.replace(old, new.removesuffix(b">>").ljust(len(old) - 2) + b">>", 1)


def number_nodes(content: bytes) -> bytes:
    """Number the cells of tables by their order, where Chromium gives numbers that differ from run to run."""
    cell = re.compile(rb"(?<=\(node)\d{8}(?=\))")
    order = {name: b"%08d" % i for i, name in enumerate(sorted(set(cell.findall(content))), start=1)}
    return cell.sub(lambda found: order[found.group()], content)


def main(chosen: Sequence[str] = ()) -> int:
    """Print the book, or the chosen pages; return the exit status."""
    begin, problems, book, browser = time.monotonic(), [], read_book(chosen), find_browser()
    if browser is None:
        sys.exit(f"The book is printed by a browser: {MISSING}.")
    out = OUT.with_stem(f"{OUT.stem}-part") if chosen else OUT
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")  # a file that is not complete does not bear the name
    with served() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        tab = chromium.new_page(viewport={"width": WIDTH, "height": 920})
        tab.set_default_timeout(MINUTES)
        print("Putting the pages together", flush=True)
        open_paper(tab, address, problems)
        problems += tab.evaluate("(book) => assemble(book)", book)
        pages = 0 if problems else print_until_stable(tab, part)
        chromium.close()
    if problems:
        print("\n".join(["The book was not printed:", *dict.fromkeys(problems)]), file=sys.stderr)
        return 1
    content = state_author(part.read_bytes(), book["author"], book_date())
    out.write_bytes(number_nodes(content))
    part.unlink()
    print(f"{pages} pages, {out.stat().st_size / 1e6:.1f} MB, in {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
