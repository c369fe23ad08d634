"""Serve the built website on this machine, print its address, and open it where there is a screen."""

import argparse
import http.server
import os
import signal
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
FIRST_PORT = 8000
TRIES = 100


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files as they are now: a reader who rebuilds and reloads sees the change."""

    cache = "no-store"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", self.cache)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with the book's own page, as hosts of static sites do."""
        page = Path(self.directory, "404.html")
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """A server that takes a port only when it is free, on Windows too."""

    allow_reuse_address = os.name != "nt"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that leaves a page before all of it has come."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(
    folder: Path, port: int | None, handler: Callable[..., Handler] = Handler
) -> http.server.ThreadingHTTPServer:
    """Bind the wanted port; without a wish, the first that is free from 8000 on.

    Raises:
        OSError: the wanted port is in use, or no port is free.

    """
    handler = partial(handler, directory=str(folder))
    if port is not None:
        return Server(("127.0.0.1", port), handler)
    for number in range(FIRST_PORT, FIRST_PORT + TRIES):
        try:
            return Server(("127.0.0.1", number), handler)
        except OSError:
            continue
    raise OSError(f"no free port from {FIRST_PORT} to {FIRST_PORT + TRIES - 1}; name one with --port")


def has_screen() -> bool:
    """Tell whether there is somebody to open a browser for."""
    if os.environ.get("CI") or os.environ.get("SSH_CONNECTION"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(folder: Path, port: int | None, handler: Callable[..., Handler] = Handler, beside: str = "") -> int:
    """Serve a folder until Ctrl-C; return the exit status."""
    if not (folder / "index.html").is_file():
        print(f"{folder} holds no index.html; build the website with `make book`", file=sys.stderr)
        return 1
    try:
        server = make_server(folder, port, handler)
    except OSError as problem:
        print(f"--port {port}: {problem}" if port else problem, file=sys.stderr)
        return 1
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        print(f"\nThe book is at {address}   (Ctrl-C stops it{beside and f'; {beside}'})", flush=True)
        if has_screen():
            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


def hear_interrupts() -> None:
    """Let Ctrl-C end the program; what is started in the background ignores it otherwise."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help=f"the first free one from {FIRST_PORT} on, if left out")
    parser.add_argument("--folder", type=Path, default=SITE, help="what to serve")
    options = parser.parse_args(arguments)
    return run(options.folder, options.port)


if __name__ == "__main__":
    hear_interrupts()
    sys.exit(main())
