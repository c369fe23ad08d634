"""The benchmarks: ratios come out right, and both sides of each comparison compute the same, at a small size."""

import re
import sys

import nbformat
import numpy as np
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks import calls, demos, descent, least_squares, networks, newton, products, report, surfaces, training
from benchmarks.compare import Comparison, equal, interleaved, measured, ratio
from benchmarks.notes import note

SMALL = {
    "least squares": lambda: least_squares.against_scikit_learn(40, 3, goal=1),
    "lbfgs": lambda: newton.against_scikit_learn("small", *newton.correlated(60, 3), "lbfgs", goal=1),
    "newton-cholesky": lambda: newton.against_scikit_learn(
        "small", *newton.correlated(60, 3), "newton-cholesky", goal=1
    ),
    "surface, linear": lambda: surfaces.surface(*surfaces.LINEAR[:3], goal=1, n=7, side=4),
    "surface, logistic": lambda: surfaces.surface(*surfaces.LOGISTIC[:3], goal=1, n=7, side=4),
    "runs, linear": lambda: surfaces.trajectories(*surfaces.LINEAR, goal=1, runs=(2, 3, 2), steps=5, n=9),
    "runs, logistic": lambda: surfaces.trajectories(*surfaces.LOGISTIC, goal=1, runs=(2, 3, 2), steps=5, n=9),
    "network, scikit-learn": lambda: networks.against_scikit_learn(training.one_layer(epochs=1), goal=1),
    "network, layers": lambda: networks.against_layers(training.one_layer(epochs=1), goal=1),
    "training, scikit-learn": lambda: networks.against_scikit_learn(training.two_layers(epochs=1), goal=1),
    "network, products": lambda: products.against_products((5, 4, 3), 6, goal=1, steps=2),
}
WITH_TORCH = {
    "L-BFGS": lambda: newton.against_torch("small", *newton.correlated(60, 3), goal=1),
    "compressed": lambda: descent.against_torch("compressed", descent.squared_error, goal=1, n=30, d=3, steps=9),
    "rows": lambda: descent.against_torch(
        "through the rows", descent.another_squared_error, goal=1, n=30, d=3, steps=9
    ),
    "network": lambda: networks.against_torch(training.one_layer(epochs=1), goal=1),
    "training": lambda: networks.against_torch(training.two_layers(epochs=1), goal=1),
}
WITH_AUTOGRAD = {
    "compressed": lambda: descent.against_autograd("compressed", descent.squared_error, n=30, d=3, steps=9),
    "rows": lambda: descent.against_autograd("through the rows", descent.another_squared_error, n=30, d=3, steps=9),
}


def agrees(comparison):
    answer = comparison.ours()
    assert comparison.agree(answer, comparison.floor())
    return comparison.agree(answer, comparison.theirs())


@pytest.mark.parametrize("name", SMALL)
def test_all_sides_compute_the_same(name):
    assert agrees(SMALL[name]())


@pytest.mark.parametrize("name", WITH_TORCH)
def test_all_sides_compute_the_same_as_torch(name):
    pytest.importorskip("torch", reason="PyTorch is not installed, so nothing is compared with it: make torch")
    assert agrees(WITH_TORCH[name]())


@pytest.mark.parametrize("name", WITH_AUTOGRAD)
def test_all_sides_compute_the_same_as_autograd(name):
    pytest.importorskip("autograd", reason="autograd is not installed, so nothing is compared with it: make bench")
    assert agrees(WITH_AUTOGRAD[name]())


def test_the_two_ways_of_descent_are_two():
    X, y = descent.regression(30, 3)
    compressed, through_rows = (
        descent.empirical_risk(loss, X, y) for loss in (descent.squared_error, descent.another_squared_error)
    )
    assert "_compressed" in compressed.value_function.__qualname__
    assert "_compressed" not in through_rows.value_function.__qualname__


@pytest.fixture
def timed():
    """Two functions that take the times told, by a clock that they move; and the order of their calls."""
    now, calls = [0.0], []

    def taking(name, times):
        left = iter(times)

        def function():
            calls.append(name)
            now[0] += next(left)

        return function

    return taking, lambda: now[0], calls


def test_ratios_are_of_neighbors_and_the_peer_over_dlkit(timed):
    taking, clock, calls = timed
    ours, theirs = taking("a", [9, 1, 2, 4]), taking("b", [9, 3, 4, 40])  # the first run of each only says how long
    times = interleaved([ours, theirs], 3, clock)
    assert calls == ["a", "b"] * 4
    assert times.tolist() == [[1, 3], [2, 4], [4, 40]]
    found = ratio(times[:, 1], times[:, 0])
    assert found.median == 3  # of 3, 2 and 10; the ratio of the medians would be 2
    assert (found.low, found.high) == pytest.approx((2.2, 8.6))


def test_a_side_that_is_done_sooner_runs_several_times_in_its_turn(timed):
    taking, clock, calls = timed
    times = interleaved([taking("a", [0.01] * 5), taking("b", [0.03] * 3)], 2, clock)
    assert calls == ["a", "b", *["a", "a", "b"] * 2]
    assert times == pytest.approx(np.array([[0.01, 0.03]] * 2))


def test_different_answers_are_refused():
    comparison = Comparison("work", "peer", 1, lambda: [1.0], lambda: [1.1], lambda a, b: equal(a, b, "sums", 1e-3), 1)
    with pytest.raises(AssertionError, match=r"sums differ by 9\.1e-02, which is more than 1e-03"):
        measured(comparison)
    with pytest.raises(AssertionError, match="shapes"):
        equal([1, 2], [1], "sums", 1)
    assert equal([1.0], [1.0], "sums", 0) == "sums equal"


@pytest.mark.parametrize(("goal", "met"), [(2, "yes"), (3, "**no**"), (None, "")])
def test_a_ratio_that_falls_short_is_reported_as_it_is(goal, met):
    comparison = Comparison("work", "peer", goal, None, None, None)
    times = np.array([[0.001, 0.002, 0.0005], [0.001, 0.0025, 0.0005], [0.001, 1.234, 0.0005]])
    cells = report.row(comparison, times, "equal").strip("| ").split(" | ")
    assert cells[2] == "2.5 (2.1 to 988)"
    assert cells[4].strip() == met
    assert cells[6:8] == ["0.5 ms", "5 (4.2 to 1975)"]


def test_what_falls_short_has_a_note_of_its_own():
    works = {name: make().work for name, make in SMALL.items()}
    said = report.notes([*works.values(), *works.values()])
    assert said.count("\n- ") == len({text for text in map(note, works.values()) if text}) >= 5
    assert note("another work") == ""


def test_a_call_is_beside_its_own_mathematics():
    """It computes the same, and takes longer than nothing."""
    assert calls.overheads(repeats=1).count(" µs (") == len(list(calls.calls()))


def test_least_squares_keeps_digits_where_cholesky_has_none():
    ours, cholesky = least_squares.errors(draws=3)
    assert ours.max() < 1e-7
    assert cholesky.min() > 1e-3
    assert "| ≤ 1e-07 | yes |" in report.table_of_errors(ours, cholesky)


def test_the_peers_have_the_versions_of_the_main_environment():
    pins = [
        dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "benchmarks/requirements.txt")
    ]
    common = pins[0].keys() & pins[1].keys()
    assert {"numpy", "scikit-learn", "scipy"} <= common
    assert all(pins[0][name] == pins[1][name] for name in common)


def test_a_notebook_is_run_and_its_demos_are_recorded(tmp_path):
    made = 'import sys\nsys.path.insert(0, "FOLDER")\nfrom made import one_slider\none_slider()'
    source = made.replace("FOLDER", str(ROOT / "tests" / "livefig"))
    cells = [nbformat.v4.new_markdown_cell("# One"), nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
    (demo,) = demos.live_demos(tmp_path / "one.ipynb")
    size, each = demos.recording(demo)
    assert 0 < size < 100
    assert each > 0
    assert all(demos.drawing(demo, kind, times=1) > 0 for kind in ("", "svg", "png"))
