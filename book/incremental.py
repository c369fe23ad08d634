"""A small Sphinx extension: which pages a build reads and writes again. Content decides, not the times of files.

A page is read again when its source, or a file that it depends on, is not what it was when the site was last built
without a warning. It is written again when it was read, when what Sphinx knows of the pages that it refers to is
another (book/knowledge.py), or when git says another day of its last change. What holds for all pages, such as the
settings, the templates and this extension, is not looked at here: `tools/build.py` then begins in an empty folder.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from . import knowledge
from .kept import pages

RECORD = "record.json"  # beside what Sphinx keeps of the pages
RECORDED = re.compile(r'data-recorded="[^"]*?([^"/]+)"')  # the file with the states of a demo


@dataclass
class Record:
    """What the site was last built from without a warning."""

    sources: dict[str, str] = field(default_factory=dict)  # of each page, a digest of all files that it is made from
    days: dict[str, str] = field(default_factory=dict)  # of each page, when it was last changed, for git
    known: dict[str, str] = field(default_factory=dict)  # of each page, what others may show of it: book/knowledge.py
    names: dict[str, list[str]] = field(default_factory=dict)  # of each page, by which others refer to it
    refers: dict[str, list[str]] = field(default_factory=dict)  # of each page, the names that it refers to

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(self)), encoding="utf-8")
        part.replace(path)


class Website(StandaloneHTMLBuilder):
    """Sphinx's own builder of websites, with another sense of what is out of date."""

    name = "html"
    search = False  # book/search.py writes what the search finds

    def get_outdated_docs(self) -> Iterable[str]:
        """Return the pages that are not there; and the first, since style sheets are copied along with some page."""
        missing = [page for page in self.env.found_docs if not Path(self.get_outfilename(page)).is_file()]
        return [self.config.root_doc, *missing]


def sources_of(app: Sphinx, page: str) -> list[Path]:
    """Return the files that a page is made from; what the build itself made of them is not among them."""
    made = Path(app.outdir).parent.resolve()
    files = {Path(app.srcdir, name).resolve() for name in (app.env.doc2path(page), *app.env.dependencies[page])}
    return sorted(path for path in files if not path.is_relative_to(made))


def digest(app: Sphinx, page: str) -> str:
    """Return a name for the content of a page's files, as they are now."""
    found = hashlib.sha256()
    for path in sources_of(app, page):
        content = path.read_bytes() if path.is_file() else b"is not there"
        found.update(f"{os.path.relpath(path, app.srcdir)} {len(content)} ".encode() + content)
    return found.hexdigest()


def begin(app: Sphinx) -> None:
    """Tell Sphinx which pages it has read as they are: to it, all others were last read at the beginning of time."""
    if app.builder.name != "html":
        return
    path = Path(app.doctreedir) / RECORD
    app.book_record = Record(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else Record()
    app.book_started = time.time()
    for page in app.env.all_docs:
        unchanged = app.book_record.sources.get(page) == digest(app, page)
        app.env.all_docs[page] = time.time_ns() // 1000 if unchanged else 0
    if hasattr(app.env, "git_last_updated"):  # it asks git for those of which it knows nothing
        app.env.git_last_updated.update(dict.fromkeys(app.env.git_last_updated))


def forget(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget the pages that are about to be read, until all is well: what fails now is read again next time."""
    if app.builder.name == "html":
        for page in docnames:
            app.book_record.sources.pop(page, None)
        app.book_record.save(Path(app.doctreedir) / RECORD)
        app.book_read = set(docnames)


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Note the names that a page refers to; a solution names its exercise in an attribute."""
    if app.builder.name == "html":
        named = {node.get("target_label") for node in doctree.findall(nodes.Element)}
        named |= {node.get("reftarget") for node in doctree.findall(addnodes.pending_xref)}
        app.book_record.refers[app.env.docname] = sorted(name.lower() for name in named if name)


def spread(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages to write for another reason than their own source."""
    if app.builder.name != "html":
        return []
    record, app.book_known, app.book_names = app.book_record, knowledge.known(env), knowledge.names(env)
    changed = {page for page in {*record.known, *app.book_known} if record.known.get(page) != app.book_known.get(page)}
    outdated = {page for page, day in days(env).items() if record.days.get(page) != day}
    for page in changed:  # forgotten too, until the pages that hang on it are written
        record.known.pop(page, None)
        names = {*record.names.get(page, ()), *app.book_names.get(page, ())}
        outdated |= {other for other, named in record.refers.items() if not names.isdisjoint(named)} | {page}
    if changed:
        record.save(Path(app.doctreedir) / RECORD)
    return sorted(env.found_docs if "" in changed else outdated & env.found_docs)


def days(env: BuildEnvironment) -> dict[str, str]:
    """Return what git says of each page."""
    return {page: repr(said) for page, said in getattr(env, "git_last_updated", {}).items()}


def remove_leftovers(app: Sphinx) -> None:
    """Remove the pictures, recorded states and sources that belong to no page any more."""
    shown = {name for _, name in app.env.images.values()}
    recorded = {name for page in pages(app) for name in RECORDED.findall(page)}
    for folder, names in (("_images", shown), ("_static/demos", recorded)):
        for path in Path(app.outdir, folder).glob("*"):
            if path.name not in names:
                path.unlink()
    kept = {Path(app.outdir, "_sources", app.env.doc2path(page, base=False)) for page in app.env.found_docs}
    for path in Path(app.outdir, "_sources").rglob("*.*"):
        if (
            path.is_file() and path not in kept and path.with_suffix("") not in kept
        ):  # a host may ask for another suffix
            path.unlink()


def finish(app: Sphinx, problem: Exception | None) -> None:
    """Note what the site was built from, if nothing was wrong; a file that was saved meanwhile counts as changed."""
    if problem or app.builder.name != "html":
        return
    remove_leftovers(app)
    if app._warncount:
        return
    for page in app.book_read:
        files = sources_of(app, page)
        if all(path.is_file() and path.stat().st_mtime < app.book_started for path in files):
            app.book_record.sources[page] = digest(app, page)
    app.book_record.days = days(app.env)
    app.book_record.known, app.book_record.names = app.book_known, app.book_names
    app.book_record.save(Path(app.doctreedir) / RECORD)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx: after what others add to the environment, and after they finished the site."""
    app.add_builder(Website, override=True)
    app.connect("builder-inited", begin, priority=900)
    app.connect("env-before-read-docs", forget)
    app.connect("doctree-read", note_references)
    app.connect("env-get-updated", spread, priority=900)
    app.connect("build-finished", finish, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
