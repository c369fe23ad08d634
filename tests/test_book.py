"""The book's Sphinx extension: where the repository's address comes from, what buttons that gives, and which Node."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT
from sphinx.errors import ConfigError

from book import place

ADDRESS = "https://github.com/someone/course"


@pytest.fixture
def checkout(tmp_path):
    """A git repository without a remote; call it with a remote's address to add one."""

    def git(*arguments):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, capture_output=True)

    git("init", "--quiet")

    def with_origin(remote):
        git("remote", "add", "origin", remote)
        return tmp_path

    with_origin.folder = tmp_path
    with_origin.git = git
    return with_origin


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/someone/course",
        "https://github.com/someone/course.git",
        "https://github.com/someone/course/",
        "https://someone:secret-token@github.com/someone/course.git",
        "git@github.com:someone/course.git",
        "ssh://git@github.com:22/someone/course.git",
        "https://github.com:443/someone/course.git",
        "https://GitHub.com/someone/course",
        "git://github.com/someone/course.git\n",
    ],
)
def test_every_way_to_write_a_remote_gives_one_address(remote):
    assert place.normalize_address(remote) == ADDRESS


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/course.git",
        "../course",
        "file:///srv/course",
        "C:\\course",
        "https://example.org/a/b",
        "https://github.com/someone",
        "https://github.com/someone/course/tree/main/chapters",
        "https://gitlab.com/group/course/-/tree/main",
        "https://github.com/some one/course",
        "https://[nonsense",
        "git@[::1]:someone/course.git",
    ],
)
def test_what_names_no_repository_on_a_known_host_is_no_address(remote):
    assert place.normalize_address(remote) is None


def test_subgroups_keep_their_path():
    assert place.normalize_address("git@gitlab.com:group/sub/course.git") == "https://gitlab.com/group/sub/course"


def test_the_stated_address_comes_first(checkout):
    folder = checkout("git@github.com:other/remote.git")
    environ = {"BOOK_REPOSITORY_URL": ADDRESS, "GITHUB_REPOSITORY": "other/workflow"}
    assert place.repository_address(environ, folder) == ADDRESS


def test_then_the_workflow_then_the_remote(checkout):
    folder = checkout("git@github.com:other/remote.git")
    assert place.repository_address({"GITHUB_REPOSITORY": "someone/course"}, folder) == ADDRESS
    assert place.repository_address({}, folder) == "https://github.com/other/remote"


def test_a_workflow_on_a_server_of_its_own_has_no_known_pages(checkout):
    environ = {"GITHUB_REPOSITORY": "someone/course", "GITHUB_SERVER_URL": "https://github.example.org"}
    assert place.repository_address(environ, checkout.folder) is None


def test_the_buttons_of_a_fork_lead_to_the_fork(checkout):
    folder = checkout("git@github.com:fork/course.git")
    checkout.git("remote", "add", "upstream", "git@github.com:someone/course.git")
    assert place.repository_address({}, folder) == "https://github.com/fork/course"


def test_without_any_there_is_none(checkout, tmp_path_factory):
    assert place.repository_address({}, checkout.folder) is None
    assert place.repository_address({}, tmp_path_factory.mktemp("no-repository")) is None


def test_a_stated_address_that_is_none_says_what_was_expected(tmp_path):
    with pytest.raises(ConfigError, match=r"BOOK_REPOSITORY_URL: expected https://HOST/OWNER/NAME.*got 'course'"):
        place.repository_address({"BOOK_REPOSITORY_URL": "course"}, tmp_path)


def test_a_machine_without_git_has_no_remote(monkeypatch, checkout):
    folder = checkout("git@github.com:other/remote.git")
    monkeypatch.setenv("PATH", "/nowhere")
    assert place.repository_address({}, folder) is None
    assert place.default_branch(folder) == "main"


def test_buttons_point_at_the_default_branch_of_the_remote(checkout):
    folder = checkout("git@github.com:other/remote.git")
    assert place.default_branch(folder) == "main"
    checkout.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert place.default_branch(folder) == "trunk"


def options_for(monkeypatch, folder, address):
    for name in ("BOOK_REPOSITORY_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    if address:
        monkeypatch.setenv("BOOK_REPOSITORY_URL", address)
    launch = {"notebook_interface": "jupyterlab", "binderhub_url": "https://b", "colab_url": "https://c"}
    config = SimpleNamespace(html_theme_options={"show_toc_level": 2, "launch_buttons": launch})
    place.add_buttons(SimpleNamespace(srcdir=folder), config)
    return config.html_theme_options


def test_without_an_address_no_button_is_made(monkeypatch, tmp_path):
    options = options_for(monkeypatch, tmp_path, None)
    assert options == {"show_toc_level": 2, "repository_url": "", "launch_buttons": {}}


def test_with_an_address_all_buttons_point_at_it(monkeypatch, tmp_path):
    options = options_for(monkeypatch, tmp_path, ADDRESS)
    assert options["repository_url"] == ADDRESS
    assert all(options[f"use_{name}_button"] for name in ("edit_page", "issues", "repository"))
    assert {"binderhub_url", "colab_url"} <= options["launch_buttons"].keys()
    assert options["show_toc_level"] == 2


@pytest.mark.parametrize(("host", "launch"), [("gitlab.com", {"binderhub_url"}), ("bitbucket.org", set())])
def test_hosts_that_a_service_does_not_know_get_no_button_for_it(monkeypatch, tmp_path, host, launch):
    options = options_for(monkeypatch, tmp_path, f"https://{host}/someone/course")
    assert options["launch_buttons"].keys() - {"notebook_interface"} == launch
    assert options["use_issues_button"] is (host == "gitlab.com")


@pytest.fixture
def bundled_node(monkeypatch):
    for name in ("NODEJS_BINARY", "STARTUP_TIMEOUT", "RENDER_TIMEOUT"):
        monkeypatch.setattr(place.katex, name, getattr(place.katex, name))
    server = place.katex.KaTeXServer
    monkeypatch.setattr(server, "start_server_process", server.start_server_process)
    place.use_bundled_node(None, None)
    return Path(place.katex.NODEJS_BINARY)


def test_node_comes_from_the_environment(bundled_node):
    assert bundled_node.is_absolute()
    done = subprocess.run([bundled_node, "--print", "6 * 7"], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the extension's refused tries
def test_mathematics_is_rendered_where_no_node_is_installed(bundled_node, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "/nowhere")
    server = place.katex.KaTeXServer
    process, sock = server.start_server_process(tmp_path, place.STARTUP_SECONDS)
    started = server(tmp_path, process, sock)
    try:
        answer = started.render({"latex": r"\theta^2", "katex_options": {}}, timeout=place.STARTUP_SECONDS)
    finally:
        process.stdin.close()
        process.stdout.close()
        started.terminate()
    assert 'class="katex"' in answer["html"]


def test_the_sources_name_no_repository(monkeypatch):
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert 'url: ""' in config
    assert not any(host in config for host in place.HOSTS)
