"""A small Sphinx extension: what a published page owes to its readers, to search engines, and to who links to it.

It says what it is about, when it was last changed and, where that is known, at which address it is; an address that
leads nowhere answers with a page that helps; and no browser may load anything for it from another host.
"""

import hashlib
import os
import shutil
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

# Settles the color mode before the first paint, so it stands within the page.
MODE_SCRIPT = Path(__file__).with_name("mode.js")
# What a browser may load: what lies beside the page, and the pictures and glyphs that are within it. Styles within
# the page are allowed, since KaTeX and the demos set sizes and places by them; scripts by their digest only.
# `file:` is for pages opened from a disk, where Firefox does not count the folder as 'self'; on a website it allows
# nothing, since no browser lets a website read files.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "file:"],
    "style-src": ["'self'", "file:", "'unsafe-inline'"],
    "img-src": ["'self'", "file:", "data:"],
    "font-src": ["'self'", "file:", "data:"],
    "connect-src": ["'self'", "file:"],
    "form-action": ["'self'", "file:"],
    "base-uri": ["'none'"],
}
# A page whose cells run begins a worker that lies beside it, and compiles Python's WebAssembly; nothing more.
RUNS = "livecode.js"
POLICY_OF_CELLS = {"script-src": ["'wasm-unsafe-eval'"], "worker-src": ["'self'"]}


def state_address(app: Sphinx, config: Config) -> None:
    """Let each page name its address, and make a map of the site, where BOOK_SITE_URL says where it will be."""
    config.notfound_urls_prefix = "/"
    if address := os.environ.get("BOOK_SITE_URL"):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError(f"BOOK_SITE_URL: expected https://HOST/PATH, got {address!r}; unset it to build without")
        config.html_baseurl = address.rstrip("/") + "/"
        config.notfound_urls_prefix = parts.path.rstrip("/") + "/"  # 404.html answers at any depth
        app.setup_extension("sphinx_sitemap")
        config.sitemap_url_scheme = "{link}"
        config.sitemap_excludes = ["404.html", "search.html"]
        config.sitemap_show_lastmod = "sphinx_last_updated_by_git" in app.extensions


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the template what the page says of itself, for those who show a link to it, and where its picture is."""
    context["site_address"] = app.config.html_baseurl
    context["mode_script"] = MODE_SCRIPT.read_text(encoding="utf-8")
    for node in doctree.findall(nodes.meta) if doctree else ():
        if node.get("name") == "description":
            context["description"] = node["content"]


def restrict(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """State the page's content security policy: this site's own files, and the scripts that stand in the page."""
    scripts = [script.attributes["body"] for script in context["script_files"] if not script.filename]
    allowed = sorted({digest(text) for text in [*scripts, context["mode_script"]]})
    policy = POLICY | {"script-src": [*POLICY["script-src"], *allowed]}
    if any(str(script.filename).endswith(RUNS) for script in context["script_files"]):
        policy |= {name: [*policy.get(name, []), *sources] for name, sources in POLICY_OF_CELLS.items()}
    content = "; ".join(" ".join((name, *sources)) for name, sources in policy.items())
    # First of all, since it holds for what comes after it.
    context["metatags"] = (
        f'<meta http-equiv="Content-Security-Policy" content="{content}" />\n{context.get("metatags", "")}'
    )


def digest(script: str) -> str:
    """Return the name by which a policy allows a script that stands within a page."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def close_off(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give the page that a link leads to no handle on the book's."""
    for link in doctree.findall(nodes.reference):
        if urlsplit(link.get("refuri", "")).scheme in ("http", "https"):
            link["rel"] = "noopener"


def write_plain(app: Sphinx, problem: Exception | None) -> None:
    """Tell hosts that run Jekyll to leave the site as it is: Jekyll publishes no folder whose name begins with _."""
    if problem is None and app.builder.format == "html":
        Path(app.outdir, ".nojekyll").touch()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx; describe() before, restrict() after what others do to the page."""
    app.setup_extension("notfound.extension")
    if shutil.which("git"):  # without it, the extension would take the source, and with it the menu, from each page
        app.setup_extension("sphinx_last_updated_by_git")
    app.connect("config-inited", state_address)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", restrict, priority=950)
    app.connect("doctree-resolved", close_off)
    app.connect("build-finished", write_plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
