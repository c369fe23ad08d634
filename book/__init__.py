"""The book's one Sphinx extension: what this book needs beyond Jupyter Book, a module for each concern.

| module | what it does |
|---|---|
| `place` | the repository's address for the buttons, the Node that renders the mathematics |
| `mathml` | formulas that are valid MathML |
| `menu` | the links of a page's menu to a new issue and to Binder |
| `sidebar` | names for the folds of the side bar |
| `hub` | the directive `hub-links`, for teachers |
| `minutes` | the directive `chapter-map`: what a page holds, and how long it takes |
| `reference` | the reference page, from the docstrings |
| `reader` | the place of the reader on the page, progress, quizzes, predictions, keys, previews |
| `gallery` | the first state of every demo, as a list of pictures |
| `breaks` | where lines may break beside formulas |
| `pictures` | pictures that load when they are near, with their size in the page |
| `publish` | content policy, description, address, map of the site, 404 |
| `fonts` | the fonts of the mathematics, cut to what the pages write |
| `search`, `places`, `formula` | what the search finds: places, their sentences, the glossary's other names |
| `light`, `sheet` | one style sheet of the rules in use, deferred scripts |
| `kept` | what a build computed, for the next one |
| `incremental` | which pages a build writes again: content decides |
"""

from sphinx.application import Sphinx

from . import (
    breaks,
    fonts,
    gallery,
    hub,
    incremental,
    kept,
    light,
    mathml,
    menu,
    minutes,
    pictures,
    place,
    publish,
    reader,
    reference,
    search,
    sidebar,
)

CONCERNS = (
    *(place, mathml, menu, sidebar, hub, minutes, reference, reader, gallery, breaks, pictures, publish),
    *(fonts, search, light, kept, incremental),
)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect all of it to Sphinx."""
    for concern in CONCERNS:
        concern.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
