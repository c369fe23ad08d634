"""A small Sphinx extension: the links of a page's menu that the theme gets wrong, or leaves half empty.

Its link to a new issue names the page in the title alone, and asks for nothing. Its link to Binder breaks where the
path of the repository or the name of the branch has a slash, as in GitLab's groups of groups.
"""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.application import Sphinx

BINDER = {"github.com": "gh", "gitlab.com": "gl"}


def issue_address(repository: str, title: str, file: str, address: str | None) -> str:
    """Return the address of a new issue on the repository's host, in which the page is already named."""
    where = [f"Page: {title}", f"File: {file}", *([f"Address: {address}"] if address else [])]
    body = "\n".join([*where, "", "What is wrong, and what should stand there:", "", ""])
    title = f"Error on the page “{title}”"
    if urlsplit(repository).hostname == "gitlab.com":
        form, fields = "/-/issues/new", {"issue[title]": title, "issue[description]": body}
    else:
        form, fields = "/issues/new", {"title": title, "body": body}
    return f"{repository}{form}?{urlencode(fields, quote_via=quote)}"


def binder_address(binder: str, repository: str, branch: str, file: str) -> str:
    """Return the address at which Binder opens a file of the repository in JupyterLab."""
    parts = urlsplit(repository)
    path = parts.path.strip("/")
    path = path if parts.hostname == "github.com" else quote(path, safe="")  # on GitLab all of it is one name to Binder
    return f"{binder}/v2/{BINDER[parts.hostname]}/{path}/{quote(branch, safe='')}?urlpath=lab/tree/{file}"


def complete_links(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Put these addresses in place of the theme's."""
    options = app.config.html_theme_options
    repository = options["repository_url"]
    if not repository or page not in app.env.titles:
        return
    file = str(app.env.doc2path(page, base=False))
    for group in context["header_buttons"]:
        for button in group.get("buttons", []):
            if button.get("label") == "source-issues-button":
                title = app.env.titles[page].astext()
                button["url"] = issue_address(repository, title, file, context.get("pageurl"))
            elif button.get("text") == "Binder":
                binder = options["launch_buttons"]["binderhub_url"]
                button["url"] = binder_address(binder, repository, options["repository_branch"], file)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, after the theme has made its buttons."""
    app.connect("html-page-context", complete_links, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
