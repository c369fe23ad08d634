"""A small Sphinx extension: writes down what the search can find, place by place, with the words of the glossary.

MiniSearch (assets/search/) stands in for Sphinx's own search, which knows pages, and no words but those that are
written there. The list is a script, since a page that was opened from a disk may load nothing else.
"""

import json
import posixpath
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx

from .kept import kept
from .places import Place, places_of

LIST = "search/places.js"
# Sphinx's own scripts for searching, which it copies whether a page asks for them or not.
UNUSED = ("searchtools.js", "language_data.js", "sphinx_highlight.js")
GLOSSARY = "glossary"
ALSO = re.compile(r"also called ([^.;:]+)", re.IGNORECASE)
BETWEEN = re.compile(r",\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+")
# How much a place counts beside a section of a chapter.
KINDS = {"section": 1.0, "exercise": 0.4, "term": 0.25, "function": 0.25, "citation": 0.3}
ELSEWHERE = 0.5  # on a page that is no chapter
REPEATED = 0.5  # under a heading that several pages have, such as Summary or Quiz
SEVERAL = 3


def terms(places: dict[str, list[Place]]) -> dict[tuple[str, str], list[list[str]]]:
    """Return what the glossary says: at which places a term is treated, and by which names it is known."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for place in places.get(GLOSSARY, []):
        if place.kind != "term":
            continue
        called = [place.title, *(name for said in ALSO.findall(place.text) for name in BETWEEN.split(said.strip()))]
        found[GLOSSARY, place.anchor] = [called]
        for link in place.links:
            page, _, name = link.partition("#")
            page = posixpath.normpath(page).removesuffix(".html") if page else GLOSSARY
            found.setdefault((page, unquote(name)), []).append(called)
    return found


def listed(places: dict[str, list[Place]]) -> dict[str, list]:
    """Return the list that the page reads: its pages, and the places on them."""
    known = terms(places)
    pages = {page: of_page for page, of_page in sorted(places.items(), key=lambda item: "/" not in item[0]) if of_page}
    titles = Counter(title for of_page in pages.values() for title in {bare(place.title) for place in of_page})
    entries = []
    for number, (page, of_page) in enumerate(pages.items()):
        chapter = any(numbered(place.title) for place in of_page)
        for k, place in enumerate(of_page):
            weight = KINDS[place.kind] * (1 if chapter or place.kind in ("term", "function", "citation") else ELSEWHERE)
            weight *= REPEATED if titles[bare(place.title)] >= SEVERAL else 1
            names = {*place.ids, *([""] if k == 0 else [])}
            called = [group for name in sorted(names) for group in known.get((page, name), ())]
            called = [group for i, group in enumerate(called) if group not in called[:i]]
            entries.append([number, place.anchor, place.title, round(weight, 3), called, place.text, place.code])
    return {"pages": [[f"{page}.html", of_page[0].title] for page, of_page in pages.items()], "places": entries}


def numbered(title: str) -> bool:
    """Tell whether a heading bears the number of a section of a chapter."""
    return bool(re.match(r"\d+\.\d", title))


def bare(title: str) -> str:
    """Return a heading without its number."""
    return re.sub(r"^[\d.]+\s+", "", title)


def write_list(app: Sphinx, problem: Exception | None) -> None:
    """Write what there is to find, once all pages are there."""
    if problem or app.builder.name != "html":
        return
    results, places = kept(app), {}
    for page in sorted(app.env.found_docs):
        path = Path(app.builder.get_outfilename(page))
        if path.is_file():
            places[page] = results.result(places_of, path.read_text(encoding="utf-8"))
    found = listed(places)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in found["places"])
    pages = json.dumps(found["pages"], ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir, "_static", LIST)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'globalThis.bookPlaces = {{"pages": {pages}, "places": [\n{lines}\n]}};\n', encoding="utf-8")
    for name in UNUSED:
        Path(app.outdir, "_static", name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, before what it keeps is tidied."""
    app.connect("build-finished", write_list, priority=850)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
