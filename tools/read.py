"""Serve the website, build what is changed, and have the browser load it anew.

    python tools/read.py [--port PORT]

The pages are served while they are built. What cannot be built is said here and on the page, and the site stays as it
was. The script that loads a page anew is put into what is served, not into the files.
"""

import argparse
import json
import sys
import threading
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path

import build
import serve
import sources
from warm import Warm
from watchfiles import watch

SCRIPT = Path(__file__).with_name("reload.js")
TAG = b'<script src="/_reload.js" defer></script></head>'
HEARTBEAT = 15  # seconds, after which a browser that has gone is noticed
WATCHED = (
    "*.md",
    "*.yml",
    "*.bib",
    "*.ipynb",
    "chapters/*",
    "assets/**/*",
    "book/**/*",
    "livefig/*",
    "drawpad/*",
    "dlkit/**/*.py",
)


class News:
    """What was built, for the browsers that listen."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.more = threading.Condition()

    def tell(self, changed: list[str], problem: str = "") -> None:
        """Say which files of the site are others than before, or why they could not be made."""
        with self.more:
            self.told.append(json.dumps({"changed": changed, "problem": problem}))
            self.more.notify_all()

    def after(self, number: int) -> list[str]:
        """Return what was told after the first ones, as soon as there is something; nothing after some seconds."""
        with self.more:
            self.more.wait_for(lambda: len(self.told) > number, HEARTBEAT)
            return self.told[number:]


class Handler(serve.Handler):
    """Serves the files of the site, with the script in each page, and the news."""

    def __init__(self, *arguments: object, news: News, **options: object) -> None:
        self.news = news
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:  # noqa: N802 - so it is called by http.server
        """Answer with the news, the script, a page with the script, or a file."""
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if self.path == "/_changes":
            self.send_news()
        elif self.path == "/_reload.js":
            self.send_bytes(SCRIPT.read_bytes(), "text/javascript")
        elif page.suffix == ".html" and page.is_file() and self.path.partition("?")[0].endswith(("/", ".html")):
            self.send_bytes(page.read_bytes().replace(b"</head>", TAG, 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def send_bytes(self, body: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_news(self) -> None:
        """Write what is told from now on; a browser that comes back says what it heard last."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        last = self.headers.get("Last-Event-ID", "")
        number = int(last) if last.isdigit() else len(self.news.told)
        while True:
            for said in self.news.after(number):
                number += 1
                self.wfile.write(f"id: {number}\ndata: {said}\n\n".encode())
            self.wfile.write(b": still here\n\n")
            self.wfile.flush()


def folders(root: Path) -> list[Path]:
    """Return the folders in which a change means that something is built."""
    return sorted({path.parent for path in sources.files(root, WATCHED)})


def times(site: Path) -> dict[str, int]:
    """Return when each file of the site was put there, which happens only when it is another one."""
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*.*") if path.is_file()}


def follow(root: Path, news: News, stop: threading.Event, saved: Iterable[object] | None = None) -> None:
    """Build after each change that is saved, and tell what came of it."""
    warm = Warm()
    warm.start()
    if saved is None:
        saved = watch(*folders(root), recursive=False, step=50, debounce=400, stop_event=stop, raise_interrupt=False)
    site, failed = build.Folders(root).site, False
    before = times(site)
    for _ in saved:
        try:
            built = build.build(root, warm=warm)
        except OSError as error:  # such as a file that an editor is just putting in place
            built = build.Built([], 0.0, build.explain(error))
        now = times(site)  # of which another command may have built a part
        built.changed = sorted({name for name, _ in now.items() ^ before.items()})
        before = now
        if built.problem:
            print(built.problem, build.ADVICE, sep="\n", file=sys.stderr, flush=True)
        elif built.changed or failed:
            print(built, flush=True)
        if built.problem or built.changed or failed:
            news.tell(built.changed, built.problem)
        failed = bool(built.problem)
    warm.close()


def main(arguments: list[str] | None = None) -> int:
    """Serve and build until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, help=f"the first free one from {serve.FIRST_PORT} on, if left out")
    parser.add_argument("--root", type=Path, default=sources.ROOT, help="the folder of the book")
    options = parser.parse_args(arguments)
    news, stop = News(), threading.Event()
    worker = threading.Thread(target=follow, args=(options.root, news, stop), daemon=True)
    worker.start()
    site = build.Folders(options.root).site
    status = serve.run(site, options.port, partial(Handler, news=news), "what you save is built, and shown at once")
    stop.set()
    worker.join(timeout=10)
    return status


if __name__ == "__main__":
    serve.hear_interrupts()
    sys.exit(main())
