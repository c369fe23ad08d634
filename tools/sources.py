"""Which files the commands look at, and names for their content, which decides what is done again."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What the pages say beside the sources.
ADDRESSES = ("BOOK_SITE_URL", "BOOK_REPOSITORY_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL")
# The pages, by the names of which those of the book are chosen in _toc.yml.
PAGES = ("*.md", "*.ipynb", "chapters/*.ipynb")
# Read by a page (the reference) or joined with others once all pages are there.
OF_SOME_PAGES = ("dlkit/**/*.*", "assets/*.css")
# In each page: a change means that all of them are built from nothing.
OF_ALL_PAGES = (
    *("_config.yml", "_toc.yml", "references.bib", "requirements.txt", "tools/build.py", "tools/warm.py"),
    *("book/**/*.*", "livefig/**/*.*", "drawpad/**/*.*", "livecode/**/*.*", "assets/**/*.*"),
)


def files(root: Path, patterns: Iterable[str]) -> list[Path]:
    """Return the files that match, in a fixed order, without what Python and editors leave behind."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not {"__pycache__", ".ipynb_checkpoints", "node_modules"} & set(path.parts))


def digest(root: Path, paths: Iterable[Path], *beside: str) -> str:
    """Return a name for the content of files, and for what else counts."""
    found = hashlib.sha256(repr(beside).encode())
    for path in paths:
        content = path.read_bytes()
        found.update(f"\n{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()


def of_all_pages(root: Path = ROOT) -> str:
    """Return a name for what holds for all pages: settings, templates, extension, addresses, place, Python."""
    some = set(files(root, OF_SOME_PAGES))
    paths = [path for path in files(root, OF_ALL_PAGES) if path not in some]
    addresses = [f"{name}={os.environ.get(name, '')}" for name in ADDRESSES]
    remote = git(root, "remote", "get-url", "origin") + git(root, "symbolic-ref", "refs/remotes/origin/HEAD")
    return digest(root, paths, str(root), sys.version, remote, *addresses)


def of_the_site(root: Path = ROOT) -> str:
    """Return a name for all that the site is made from; git's days of the pages change with each commit."""
    paths = files(root, (*PAGES, *OF_SOME_PAGES))
    return digest(root, paths, of_all_pages(root), git(root, "rev-parse", "HEAD"))


def git(root: Path, *arguments: str) -> str:
    """Return what git says, or nothing where it does not know."""
    try:
        done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, check=False)
    except OSError:  # no git on this machine
        return ""
    return done.stdout if done.returncode == 0 else ""
