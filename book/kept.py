"""What a build computed, kept for the next one by the digest of what it was computed from.

Reading all pages for the classes and characters that they use takes longer than writing one page. What was found in a
text is right for the same text in any later build, whatever the times of the files say.
"""

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


class Kept:
    """A folder of results; those that a build did not ask for are thrown away at its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: set[str] = set()

    def result(self, compute: Callable[..., Any], *inputs: str | bytes | bool | list[str]) -> Any:
        """Return ``compute(*inputs)``, from the folder where it was computed from equal inputs before."""
        name = hashlib.sha256(repr((compute.__module__, compute.__qualname__, inputs)).encode()).hexdigest()
        path = self.folder / name
        self.asked.add(name)
        if path.is_file():
            return pickle.loads(path.read_bytes())
        found = compute(*inputs)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")  # who stops a build leaves no half of a result
        part.write_bytes(pickle.dumps(found))
        part.replace(path)
        return found

    def tidy(self) -> None:
        """Throw away what this build did not ask for."""
        for path in self.folder.glob("*"):
            if path.name not in self.asked:
                path.unlink()


def kept(app: Sphinx) -> Kept:
    """Return the folder of this build, which lies beside what Sphinx keeps of the pages that it read."""
    if not hasattr(app, "kept_results"):
        app.kept_results = Kept(Path(app.doctreedir) / "kept")
    return app.kept_results


def pages(app: Sphinx) -> list[str]:
    """Return the text of each page of the site, once all are written."""
    return [path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html"))]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx, after all that may ask."""
    app.connect("build-finished", lambda app, problem: problem or kept(app).tidy(), priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
