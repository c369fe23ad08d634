"""GitHub's workflows: actions pinned by commit, the least permissions, and nothing but commands that exist here."""

import re

import pytest
import yaml
from conftest import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
# All that any job may do beyond reading the repository, and the one job that may.
MORE = {
    ("publish", "build"): {"pages": "read"},
    ("publish", "deploy"): {"pages": "write", "id-token": "write"},
    ("weekly", "report"): {"actions": "read", "issues": "write"},
}

each_workflow = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def events(path):
    return read(path)[True]  # to YAML, the key `on` is the Boolean


def steps(path):
    return [(job, step) for job in read(path)["jobs"].values() for step in job["steps"]]


def test_there_are_three():
    assert [path.stem for path in FILES] == ["publish", "test", "weekly"]


@each_workflow
def test_every_action_is_pinned_by_commit_and_says_its_version(path):
    used = re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))
    assert len(used) == sum("uses" in step for _, step in steps(path)) > 0
    for line in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_an_action_has_one_version_in_all_of_them():
    used = {line for path in FILES for line in re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used})


@each_workflow
def test_every_command_is_one_of_the_repository(path):
    for job, step in steps(path):
        if "run" not in step:
            continue
        for target in job.get("strategy", {}).get("matrix", {}).get("target", [""]):
            command = step["run"].replace("${{ matrix.target }}", target)
            if command != "bash .ci/run":
                assert command.partition(" ")[0] == "make", command
                assert command.partition(" ")[2] in TARGETS, command


@each_workflow
def test_a_job_may_do_what_it_has_to_and_no_more(path):
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        checks_out = any("actions/checkout" in step.get("uses", "") for step in job["steps"])
        expected = {"contents": "read"} if checks_out else {}
        assert job["permissions"] == expected | MORE.get((path.stem, name), {}), name


@each_workflow
def test_no_credentials_stay_in_the_checkout(path):
    for _, step in steps(path):
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
        assert "GH_TOKEN" not in step.get("env", {}) or step["run"] == "make report"


@each_workflow
def test_what_builds_pages_has_the_whole_history(path):
    for job in read(path)["jobs"].values():
        if any("setup-python" in step.get("uses", "") for step in job["steps"]):
            assert job["steps"][0]["with"]["fetch-depth"] == 0


@each_workflow
def test_runs_end_and_do_not_pile_up(path):
    workflow = read(path)
    assert workflow["concurrency"]["group"].startswith(path.stem)
    assert all(job["timeout-minutes"] <= 120 for job in workflow["jobs"].values())


def test_a_push_is_tested_once_and_before_it_is_published():
    publish, test = (ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("publish", "test"))
    assert "push" in events(publish)
    assert "push" not in events(test)
    assert "pull_request" in events(test)
    build = read(publish)["jobs"]["build"]
    assert "default_branch" in build["if"]
    commands = [step["run"] for step in build["steps"] if "run" in step]
    assert commands == ["make test", "make book"]
    tested, built = (step for step in build["steps"] if "run" in step)
    assert tested["env"] == {"CI": "true"}
    assert built["env"] == {"BOOK_SITE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert read(publish)["jobs"]["deploy"]["needs"] == "build"
