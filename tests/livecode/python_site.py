"""A folder with Python for the browser, served as a static host does; and a tab that talks to its worker."""

import contextlib
import gzip
import http.server
import threading
from functools import cache, partial
from pathlib import Path

from serve import Handler, Server

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".pyodide"

# One worker; `go(code)` runs a cell and gives all that came of it.
PAGE = """() => {
    globalThis.heard = [];
    globalThis.worker = new Worker("worker.js");
    worker.onmessage = ({ data }) => heard.push(data);
    worker.onerror = (event) => heard.push({ type: "failed", message: event.message });
    worker.postMessage({ type: "start", base: "/" });
    let number = 0;
    globalThis.go = (code) => new Promise((resolve) => {
        const id = ++number, from = heard.length;
        const listen = ({ data }) => {
            if (["done", "failed"].includes(data.type) && (data.id ?? id) === id) {
                worker.removeEventListener("message", listen);
                resolve(heard.slice(from).filter((message) => message.type !== "progress"));
            }
        };
        worker.addEventListener("message", listen);
        worker.postMessage({ type: "run", id, cell: 1, sources: { 1: code }, skip: [], all: false });
    });
}"""


@cache
def compressed(path):
    content = Path(path).read_bytes()
    return content if path.endswith(".bin") else gzip.compress(content, 6, mtime=0)


class Compressing(Handler):
    """Files as a static host sends them: compressed, and kept by the browser."""

    cache = "max-age=600"
    sent: dict[str, int]

    def do_GET(self):  # noqa: N802 - as the base class names it
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = compressed(str(path))
        self.sent[path.name] = self.sent.get(path.name, 0) + len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix != ".bin":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Stranger(http.server.BaseHTTPRequestHandler):
    """Another host, which notes who asks it, and would allow it."""

    asked: list[str]

    def answer(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()

    do_GET = do_POST = do_HEAD = do_OPTIONS = answer  # noqa: N815 - as the base class names them

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served(handler):
    """Run a server, and give its address."""
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def site(folder, sent):
    """Serve a folder that `distribution.write` wrote; `sent` counts bytes by file."""
    (folder / "page.html").write_text("<!doctype html><title>A page</title><link rel=icon href=data:>")
    return served(partial(type("Counting", (Compressing,), {"sent": sent}), directory=str(folder)))


def text_of(messages):
    """Return what a run printed, and the errors of it."""
    outputs = [message["output"] for message in messages if message["type"] == "output"]
    return "".join(o.get("text", "") if o["output_type"] == "stream" else o.get("traceback", "") for o in outputs)
