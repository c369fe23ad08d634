"""A small Sphinx extension: the directive `hub-links`, links that open each notebook on a teacher's JupyterHub.

The links are nbgitpuller's: https://HUB/hub/user-redirect/git-pull?repo=...&branch=...&urlpath=lab/tree/NAME/FILE.
The repository's address is the one that the menus of the pages use; that of the hub is typed into the page
(assets/hub.js), which needs a script. Without one, or without a known repository, HUB and REPOSITORY stand for them.
"""

import html
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from .place import default_branch, repository_address

HUB = "https://HUB"
REPOSITORY = "https://github.com/OWNER/REPOSITORY"


def hub_link(hub: str, repository: str, branch: str, file: str) -> str:
    """Return the link that brings a repository into a learner's folder on a hub, and opens a file in JupyterLab.

    >>> hub_link("https://hub.example.edu", "https://github.com/me/course", "main", "index.ipynb")[:60]
    'https://hub.example.edu/hub/user-redirect/git-pull?repo=http'
    """
    repository = repository.rstrip("/")
    name = repository.rpartition("/")[2].removesuffix(".git")
    query = urlencode({"repo": repository, "branch": branch, "urlpath": f"lab/tree/{name}/{file}"})
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"


class HubLinks(nodes.General, nodes.Element):
    """Where the links will be; the titles of the pages are known once all were read."""


class HubLinksDirective(SphinxDirective):
    """Without content."""

    def run(self) -> list[nodes.Node]:
        return [HubLinks()]


def notebooks(env: BuildEnvironment) -> list[tuple[str, str]]:
    """Return the file and the title, with its number, of each notebook of the book, in its order."""
    files = {page: str(env.doc2path(page, base=False)) for page in env.found_docs}
    first = env.config.root_doc
    numbers = {page: env.toc_secnumbers.get(page, {}).get("", ()) for page in files if files[page].endswith(".ipynb")}
    pages = sorted(numbers, key=lambda page: (page != first, numbers[page]))
    titles = (f"{'.'.join(map(str, numbers[page]))}. {env.titles[page].astext()}".lstrip(". ") for page in pages)
    return [(files[page], title) for page, title in zip(pages, titles, strict=True)]


def visit_links(translator: Any, node: HubLinks) -> None:
    """Write the form and the links."""
    folder = Path(translator.builder.srcdir)
    repository = repository_address(os.environ, folder) or REPOSITORY
    branch = default_branch(folder)
    fields = [
        ("hub", "Address of the hub", HUB, "https://hub.example.edu"),
        ("repository", "Address of the repository", repository, REPOSITORY),
        ("branch", "Branch", branch, "main"),
    ]
    inputs = "".join(
        f'<label>{label} <input name="{name}" value="{html.escape(value)}" placeholder="{example}" '
        f'spellcheck="false" autocomplete="off"></label>'
        for name, label, value, example in fields
    )
    entries = "".join(
        f'<li data-file="{html.escape(file)}">{html.escape(title)}'
        f"<code>{html.escape(hub_link(HUB, repository, branch, file))}</code></li>"
        for file, title in notebooks(translator.builder.env)
    )
    form = f'<form class="hub-form pst-js-only">{inputs}</form>'
    translator.body.append(f'<div class="hub-links">{form}<ul>{entries}</ul></div>')
    raise nodes.SkipNode


def load_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the pages that have the form."""
    if doctree and next(doctree.findall(HubLinks), None):
        app.add_js_file("hub.js")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_node(HubLinks, html=(visit_links, None))
    app.add_directive("hub-links", HubLinksDirective)
    app.connect("html-page-context", load_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
