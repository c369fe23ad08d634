"""Open an issue about the jobs of this workflow that failed, with the end of their logs.

    python tools/report.py

It runs in a workflow of GitHub after those jobs. While an issue of its title is open, it opens no other.
"""

import json
import os
import re
import subprocess
import sys

TITLE = "The weekly check failed"
SHOWN_LINES = 60
MOST_LETTERS = 15_000  # of one log; GitHub takes 65 536 in an issue
NEEDED = ("GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GH_TOKEN")
# A time before each line, and colors.
NOISE = re.compile(r"^\ufeff?\d{4}-\d\d-\d\dT[\d:.]+Z |\x1b\[[\d;]*m", re.MULTILINE)


def gh(*arguments: str, text: str | None = None) -> str:
    """Run GitHub's command line, which says itself what went wrong."""
    return subprocess.run(["gh", *arguments], input=text, stdout=subprocess.PIPE, text=True, check=True).stdout


def section(job: dict, log: str) -> str:
    """Write what the issue says of one job."""
    tail = "\n".join(NOISE.sub("", log).splitlines()[-SHOWN_LINES:])[-MOST_LETTERS:]
    fence = "~" * max([3, *(len(found) + 1 for found in re.findall("~+", tail))])
    return f"## {job['name']}\n\nThe whole log: {job['html_url']}\n\n{fence}text\n{tail}\n{fence}\n"


def main() -> int:
    """Collect the logs, and open the issue where none is open."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        print(f"{', '.join(missing)}: not set. make report runs in a workflow of GitHub only.", file=sys.stderr)
        return 2
    repository = os.environ["GITHUB_REPOSITORY"]
    try:
        jobs = json.loads(gh("api", f"repos/{repository}/actions/runs/{os.environ['GITHUB_RUN_ID']}/jobs"))["jobs"]
        failed = [job for job in jobs if job["conclusion"] == "failure"]
        if not failed:
            print("No job of this run failed; there is nothing to report.")
            return 0
        fields = ("--json", "title,url", "--limit", "1000")
        for issue in json.loads(gh("issue", "list", "--repo", repository, "--state", "open", *fields)):
            if issue["title"] == TITLE:
                print(f"An issue is open already: {issue['url']}")
                return 0
        body = "\n".join(section(job, gh("api", f"repos/{repository}/actions/jobs/{job['id']}/logs")) for job in failed)
        print(gh("issue", "create", "--repo", repository, "--title", TITLE, "--body-file", "-", text=body))
    except FileNotFoundError:
        print("gh is not installed: https://cli.github.com", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as problem:
        print(f"No issue was opened: `{' '.join(problem.cmd[:3])}` failed, see above.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
