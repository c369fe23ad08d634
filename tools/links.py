"""Follow every link of the book to another host, and print those that lead nowhere.

    python tools/links.py

The exit status is 1 where a link is broken, and 2 where none could be followed, which says nothing about the links.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "_build" / "links"
# What a host answers to programs and not to readers, as many publishers do behind doi.org.
REFUSED = re.compile(r"(?:401|403|406|429) ")
ANSWERED = re.compile(r"\d{3} ")  # whatever begins with a status was said by a host
FAILED = ("broken", "timeout", "rate-limited")


@dataclass
class Findings:
    """What became of the links: how many were followed, and a line for each that failed."""

    followed: int = 0
    broken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    answered: bool = False


def judge(entries: Iterable[dict]) -> Findings:
    """Sort Sphinx's findings, one for each place of a link."""
    found = Findings()
    for entry in entries:
        if not entry["uri"].startswith(("http://", "https://")):
            continue
        found.followed += 1
        failed = entry["status"] in FAILED
        found.answered |= not failed or bool(ANSWERED.match(entry["info"]))
        if failed:
            line = f"{entry['filename']}:{entry['lineno']}: {entry['uri']}\n    {entry['status']}: {entry['info']}"
            (found.refused if REFUSED.match(entry["info"]) else found.broken).append(line)
    return found


def report(found: Findings) -> int:
    """Print what was found; return the exit status."""
    if not found.followed:
        print("The book has no link to another host, or none was found; see _build/links/log.", file=sys.stderr)
        return 2
    if not found.answered:
        print(*found.broken[:3], sep="\n", file=sys.stderr)
        print(
            f"None of {found.followed} links was answered by its host. Is there a network? Nothing was checked.",
            file=sys.stderr,
        )
        return 2
    if found.refused:
        print(f"{len(found.refused)} refused to answer a program; look at them in a browser:", *found.refused, sep="\n")
    if found.broken:
        print(f"{len(found.broken)} of {found.followed} links are broken:", *found.broken, sep="\n")
        return 1
    print(f"{found.followed - len(found.refused)} of {found.followed} links lead somewhere, none is broken.")
    return 0


def main() -> int:
    """Let Sphinx follow the links, and judge what it found."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    result = FOLDER / "_build" / "html" / "output.json"
    result.unlink(missing_ok=True)
    command = ["jupyter-book", "build", "--all", "--quiet", "--builder", "linkcheck", "--path-output", FOLDER, ROOT]
    with (FOLDER / "log").open("w") as log:  # its exit status is 1 for a broken link too, so the file below decides
        subprocess.run([Path(sys.executable).with_name(command[0]), *command[1:]], stdout=log, stderr=log, check=False)
    if not result.is_file():
        print((FOLDER / "log").read_text(), "The links were not followed; mend what is named above.", file=sys.stderr)
        return 2
    return report(judge(json.loads(line) for line in result.read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    sys.exit(main())
