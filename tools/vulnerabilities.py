"""Ask pip-audit whether a version in requirements.txt has a known vulnerability.

    python tools/vulnerabilities.py

The exit status is 1 where one has, and 2 where the database could not be asked, or did not know a package:
then nothing is known about its version.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 5


def report(answer: str, said: str) -> int:
    """Print what pip-audit found, from its JSON and from what it said beside that; return the exit status."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        print(*said.splitlines()[-5:], sep="\n", file=sys.stderr)
        print(
            "The database of vulnerabilities could not be asked. Is there a network? Nothing was checked.",
            file=sys.stderr,
        )
        return 2
    skipped = [f"{package['name']}: {package['skip_reason']}" for package in packages if "skip_reason" in package]
    found = [
        f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
        for package in packages
        for known in package.get("vulns", [])
    ]
    if found:
        print(f"{len(found)} known vulnerabilities; `make requirements` takes newer versions:", *found, sep="\n    ")
    if skipped:
        more = ["..."] if len(skipped) > SHOWN else []
        told = f"{len(skipped)} of {len(packages)} packages could not be checked:"
        print(told, *skipped[:SHOWN], *more, sep="\n    ", file=sys.stderr)
    if found:
        return 1
    if skipped or not packages:
        return 2
    print(f"No known vulnerability in {len(packages)} packages.")
    return 0


def main() -> int:
    """Hand all pinned versions to pip-audit; dlkit itself, which is on no index, is left out."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "requirements.txt"
        pinned.write_text("".join(line for line in lines if not line.startswith("-e ")), encoding="utf-8")
        options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        command = [sys.executable, "-m", "pip_audit", "--requirement", pinned, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return report(done.stdout, done.stderr)


if __name__ == "__main__":
    sys.exit(main())
