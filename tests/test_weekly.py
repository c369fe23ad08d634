"""What the weekly workflow says: about links, about vulnerabilities, and in the issue that it opens."""

import json
import os
import subprocess
import sys

import links
import pytest
import report
import vulnerabilities
from conftest import ROOT


def link(uri="https://example.org/a", status="working", info=""):
    return {"filename": "index.ipynb", "lineno": 7, "status": status, "code": 0, "uri": uri, "info": info}


NO_HOST = "HTTPSConnectionPool(host='example.org', port=443): Max retries exceeded"


@pytest.mark.parametrize(
    ("entries", "status", "said"),
    [
        ([link(), link(status="redirected")], 0, "2 of 2 links lead somewhere, none is broken."),
        ([link(), link(uri="#here", status="broken")], 0, "1 of 1 links"),
        (
            [link(), link(status="broken", info="404 Client Error: Not Found")],
            1,
            "index.ipynb:7: https://example.org/a",
        ),
        ([link(), link(status="broken", info=NO_HOST)], 1, "1 of 2 links are broken"),
        ([link(), link(status="timeout", info="Read timed out.")], 1, "timeout: Read timed out."),
        ([link(), link(status="broken", info="403 Client Error: Forbidden")], 0, "1 refused to answer a program"),
        ([link(status="broken", info="404 Client Error: Not Found")], 1, "1 of 1 links are broken"),
        ([link(status="broken", info=NO_HOST)], 2, "Nothing was checked."),
        ([], 2, "has no link to another host"),
    ],
)
def test_what_is_said_of_links(entries, status, said, capsys):
    assert links.report(links.judge(entries)) == status
    printed = capsys.readouterr()
    assert said in (printed.out if status < 2 else printed.err)


def package(name, *found, **more):
    vulns = [{"id": known, "fix_versions": ["2.0"], "description": ""} for known in found]
    return {"name": name, "version": "1.0", "vulns": vulns} | more


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([package("a"), package("b")], 0, "No known vulnerability in 2 packages."),
        ([package("a", "PYSEC-1"), package("b")], 1, "a 1.0: PYSEC-1, mended in 2.0"),
        ([package("a"), {"name": "b", "skip_reason": "not found"}], 2, "1 of 2 packages could not be checked"),
        ([package("a", "PYSEC-1"), {"name": "b", "skip_reason": "not found"}], 1, "b: not found"),
        ([], 2, ""),
    ],
)
def test_what_is_said_of_vulnerabilities(packages, status, said, capsys):
    assert vulnerabilities.report(json.dumps({"dependencies": packages, "fixes": []}), "") == status
    printed = capsys.readouterr()
    assert said in printed.out + printed.err


def test_a_database_that_cannot_be_reached_is_no_clean_bill(capsys):
    assert vulnerabilities.report("", "ERROR: no route to the host") == 2
    said = capsys.readouterr().err
    assert "no route to the host" in said
    assert "Nothing was checked." in said


FAKE_GH = """#!{python}
import json, os, sys
arguments = sys.argv[1:]
with open({calls!r}, "a") as calls:
    print(json.dumps([arguments, sys.stdin.read() if arguments[1] == "create" else ""]), file=calls)
if arguments[:2] == ["issue", "list"]:
    print({issues!r})
elif arguments[0] == "api" and arguments[1].endswith("/jobs"):
    print({jobs!r})
elif arguments[0] == "api":
    print("2026-01-05T04:25:00.0000000Z first\\n2026-01-05T04:25:01.0000000Z \\x1b[31m~~~ last of " + arguments[1])
"""


@pytest.fixture
def reported(tmp_path):
    """A function that runs the report with a gh that answers as told; its result, and what gh was asked."""

    def run(jobs, issues=(), **environ):
        calls, program = tmp_path / "calls", tmp_path / "gh"
        answers = {"issues": json.dumps(list(issues)), "jobs": json.dumps({"jobs": jobs})}
        program.write_text(FAKE_GH.format(python=sys.executable, calls=str(calls), **answers), encoding="utf-8")
        program.chmod(0o755)
        stated = {"GITHUB_REPOSITORY": "someone/course", "GITHUB_RUN_ID": "42", "GH_TOKEN": "token"}
        environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"} | stated | environ
        command = [sys.executable, ROOT / "tools" / "report.py"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done, [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []

    return run


def job(name, conclusion, number=1):
    return {"id": number, "name": name, "conclusion": conclusion, "html_url": f"https://example.org/job/{number}"}


JOBS = [job("links", "failure", 1), job("newest", "success", 2), job("vulnerabilities", "failure", 3)]


def test_an_issue_shows_the_end_of_each_log_that_matters(reported):
    done, calls = reported(JOBS, [{"title": "Another", "url": "https://example.org/1"}])
    assert done.returncode == 0, done.stderr
    arguments, body = calls[-1]
    assert arguments == ["issue", "create", "--repo", "someone/course", "--title", report.TITLE, "--body-file", "-"]
    assert "## links\n\nThe whole log: https://example.org/job/1\n\n~~~~text\nfirst\n~~~ last of repos" in body
    assert "actions/jobs/3/logs\n~~~~\n" in body
    assert "newest" not in body


def test_no_second_issue_is_opened_while_one_is_open(reported):
    done, calls = reported(JOBS, [{"title": report.TITLE, "url": "https://example.org/7"}])
    assert done.stdout == "An issue is open already: https://example.org/7\n"
    assert not any("create" in arguments for arguments, _ in calls)


def test_without_a_failure_there_is_nothing_to_report(reported):
    done, calls = reported([job("links", "success"), job("report", None, 2)])
    assert done.stdout == "No job of this run failed; there is nothing to report.\n"
    assert len(calls) == 1


def test_outside_of_a_workflow_it_says_so(reported):
    done, calls = reported(JOBS, GITHUB_RUN_ID="")
    assert (done.returncode, calls) == (2, [])
    assert "GITHUB_RUN_ID: not set" in done.stderr


def test_a_missing_gh_is_said(reported):
    done, _ = reported(JOBS, PATH="/nowhere")
    assert done.returncode == 2
    assert "gh is not installed" in done.stderr
