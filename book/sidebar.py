"""A small Sphinx extension: the folds of the side bar have names.

The theme makes a fold of each chapter with pages below it, whose button holds an arrow alone, nothing to read aloud.
"""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

NAME = "Deeper pages of {}"


def named(generate: Callable[..., BeautifulSoup]) -> Callable[..., BeautifulSoup]:
    """Return what makes the side bar's entries, with a name for the button of each fold."""

    def generated(*arguments: Any, **options: Any) -> BeautifulSoup:
        entries = generate(*arguments, **options)
        for button in entries.select("li.has-children > details > summary"):
            button["aria-label"] = NAME.format(button.find_parent("li").a.get_text())
        return entries

    return generated


def name_folds(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Name them on every page."""
    if "generate_toctree_html" in context:
        context["generate_toctree_html"] = named(context["generate_toctree_html"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, after the theme has made what makes the entries."""
    app.connect("html-page-context", name_folds, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
