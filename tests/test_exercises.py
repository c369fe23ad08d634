"""Each exercise can be solved from its own words, in NumPy alone; and each known mistake is told apart."""

import inspect
import re
import sys
import time
from importlib import import_module
from itertools import permutations

import numpy as np
import pytest
from answers import NAIVE, RIGHT, SLIPS, naive_sigmoid, sigmoid

from dlkit import Differentiable, check, numerical_gradient
from dlkit.exercises import CHAPTERS, Case, Exercise, exercises

CHAPTER_1 = list(exercises("01-linear-regression"))  # tests/test_check.py has its answers
ALL = exercises()


@pytest.fixture
def verdict(capsys):
    def run(name, *function):
        check(name, *function)
        return " ".join(capsys.readouterr().out.split())

    return run


def arguments_of(exercise):
    return exercise.signature.partition("(")[2].rstrip(")").split(", ")


def test_every_exercise_has_a_name_of_its_own():
    names = [name for chapter in CHAPTERS for name in exercises(chapter)]
    assert names == list(ALL)
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), f"{name!r}: the name of a check is small letters and hyphens"


def test_each_chapter_draws_its_cases_anew_from_its_own_seed():
    for number, chapter in enumerate(CHAPTERS, 1):
        module = import_module(f"dlkit.exercises.{chapter[3:].replace('-', '_')}")
        again = module.build(np.random.default_rng(number))
        for name, exercise in exercises(chapter).items():
            for one, other in zip(exercise.cases, again[name].cases, strict=True):
                for a, b in zip(one.arguments, other.arguments, strict=True):
                    assert isinstance(a, Differentiable) or np.array_equal(a, b)


@pytest.mark.parametrize("name", list(RIGHT))
def test_an_answer_in_numpy_alone_passes(verdict, name):
    assert verdict(name, RIGHT[name]) == f"{name}: passed, all {len(ALL[name].cases)} cases."


def test_there_is_such_an_answer_to_every_exercise():
    missing = [name for name in ALL if name not in CHAPTER_1 and name not in RIGHT]
    assert missing == [], "write an answer to each in NumPy alone, and add it to RIGHT in tests/answers.py"
    assert CHAPTER_1 + list(RIGHT) == list(ALL), "RIGHT in tests/answers.py has the order of the exercises"


@pytest.mark.parametrize("name", list(ALL))
def test_the_solution_passes(verdict, name):
    assert verdict(name, ALL[name].solution) == f"{name}: passed, all {len(ALL[name].cases)} cases."


@pytest.mark.parametrize("name", list(ALL))
def test_what_is_expected_is_finite(name):
    exercise = ALL[name]
    assert len(exercise.cases) >= 4, "an exercise has at least four cases"
    for case in exercise.cases:
        with np.errstate(all="ignore"):
            assert np.isfinite(np.asarray(exercise.solution(*case.arguments), dtype=float)).all()


@pytest.mark.parametrize("name", list(ALL))
def test_every_known_mistake_fails_with_its_own_hint(verdict, name):
    assert len(ALL[name].mistakes) >= 2, "an exercise knows at least two mistakes"
    for wrong, hint in ALL[name].mistakes:
        said = verdict(name, wrong)
        assert said.startswith(f"{name}: case ")
        assert said.endswith(f"hint {hint}")


@pytest.mark.parametrize(("name", "function", "case", "hint"), NAIVE)
def test_a_formula_that_loses_all_digits_fails_in_the_case_made_for_it(verdict, name, function, case, hint):
    said = verdict(name, function)
    head, _, rest = said.partition(" input ")
    assert " fails: " in head
    assert case in head
    assert hint in rest


@pytest.mark.parametrize(("name", "function", "hint"), SLIPS)
def test_a_slip_is_recognized_however_it_is_written(verdict, name, function, hint):
    assert hint in verdict(name, function).partition(" hint ")[2]


def test_who_is_wrong_in_an_unknown_way_is_told_more_than_who_has_not_begun(verdict):
    exercise = ALL["chain-rule"]
    assert verdict("chain-rule", lambda x: 7 * x).endswith(f"hint {exercise.hint}")
    assert exercise.hint not in verdict("chain-rule")


def test_every_hint_of_a_case_is_seen_by_someone(verdict):
    seen = [verdict(name, function) for name, function, _, _ in NAIVE]
    for name in set(ALL) - set(CHAPTER_1):
        for case in ALL[name].cases:
            known = [hint for _, hint in ALL[name].mistakes]
            assert not case.hint or case.hint in known or any(said.endswith(case.hint) for said in seen), case.about


@pytest.mark.parametrize("name", list(ALL))
def test_an_answer_not_yet_written_is_told_how_to_start(verdict, name):
    exercise = ALL[name]
    said = verdict(name)
    assert said.startswith(f"{name}: not started yet. write {exercise.signature}, which returns {exercise.returns}")
    assert exercise.start in said
    assert said.endswith(f'check("{name}", {exercise.signature.partition("(")[0]})')


@pytest.mark.parametrize("name", list(ALL))
def test_the_signature_fits_the_cases_and_the_mistakes(name):
    exercise = ALL[name]
    for case in exercise.cases:
        assert len(case.arguments) == len(arguments_of(exercise))
    for wrong, _ in exercise.mistakes:
        if inspect.isfunction(wrong):
            inspect.signature(wrong).bind(*arguments_of(exercise))


@pytest.mark.parametrize("name", list(ALL))
def test_what_is_wrong_is_said_in_lines_that_fit_a_page(capsys, name):
    for function in (..., lambda *_: None, lambda *_: 1 / 0, lambda *_: np.full((2, 3), np.nan)):
        check(name, function)
        assert max(map(len, capsys.readouterr().out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("huber", lambda p, y, d: (p - y) ** 2 / 2 if abs(p - y) <= d else d * (abs(p - y) - d / 2)),
        ("huber-gradient", lambda p, y, d: p - y if abs(p - y) <= d else d * np.sign(p - y)),
        ("soft-threshold", lambda z, c: np.sign(z) * (abs(z) - c) if abs(z) > c else 0),
    ],
)
def test_an_if_on_a_whole_array_is_told_what_chooses_entry_by_entry(verdict, name, function):
    said = verdict(name, function)
    assert "got ValueError: The truth value of an array" in said
    assert said.endswith("np.where(condition, one, other) chooses entry by entry.")


def test_labels_are_integers_and_steps_can_be_counted():
    for case in ALL["cross-entropy"].cases:
        assert case.arguments[1].dtype.kind == "i"
    for case in ALL["gradient-descent"].cases:
        assert len(range(case.arguments[-1])) == case.arguments[-1]
    assert ALL["sigmoid"].cases[0].arguments[0].dtype == float


def test_a_function_among_the_arguments_is_printed_by_its_name_and_has_the_gradient_it_says(verdict):
    assert "input f = x_1^2, x = [3]" in verdict("numerical-gradient", lambda f, x: 0 * x)
    for case in ALL["numerical-gradient"].cases:
        f, x = case.arguments
        assert np.allclose(f.gradient(x), numerical_gradient(f, x), rtol=1e-7, atol=1e-9)


def test_an_overflow_is_an_error_only_where_the_case_says_so(verdict):
    assert "got FloatingPointError: overflow" in verdict("sigmoid", lambda z: 1 / (1 + np.exp(-z)))
    strict = [case.about for exercise in ALL.values() for case in exercise.cases if case.strict]
    assert strict == ["large scores", "scores of 1000"]

    def delta(delta, W, z):
        slope = naive_sigmoid(z) * (1 - naive_sigmoid(z))
        return delta @ W.T * slope

    assert "passed" in verdict("hidden-delta", delta)


def test_a_small_number_is_compared_by_its_own_size_where_the_case_says_so(verdict):
    assert [case.about for exercise in ALL.values() for case in exercise.cases if case.relative] == [
        "probabilities of almost 0"
    ]
    assert "got [2.06115e-09, 9.35762e-14, 9.35762e-14]" in verdict("sigmoid", lambda z: sigmoid(np.maximum(z, -30)))


def test_of_a_large_result_the_entry_is_told_that_is_wrong_for_its_size(capsys, monkeypatch):
    tiny = np.geomspace(1e-20, 1, 40)
    one = Case("forty numbers", (tiny,), relative=True)
    root = Exercise("root(x)", "the roots", "Use np.sqrt.", np.sqrt, (one,))
    monkeypatch.setattr(sys.modules["dlkit.exercises.check"], "exercises", lambda: {"root": root})
    check("root", lambda x: np.sqrt(x) + np.where(np.arange(40) == 3, 1e-15, 0))
    assert "an array of shape (40,), whose entry [3] is 5.87803e-10" in capsys.readouterr().out
    check("root", lambda x: x**0.5)
    assert capsys.readouterr().out == "root: passed, all 1 cases.\n"


def other_orders():
    for name, function in RIGHT.items():
        number = len(arguments_of(ALL[name]))
        for order in permutations(range(number)) if number <= 3 else ():
            if order != tuple(range(number)):
                yield pytest.param(name, function, order, id=f"{name}-{''.join(map(str, order))}")


@pytest.mark.parametrize(("name", "function", "order"), list(other_orders()))
def test_who_takes_the_arguments_in_another_order_is_told_so(verdict, name, function, order):
    exercise = ALL[name]
    said = verdict(name, lambda *args: function(*(args[k] for k in order)))
    told = f"The arguments come in the order {', '.join(arguments_of(exercise))}."
    if name in exercises("02-logistic-regression"):
        assert said.endswith(f"hint {told}")
    # Elsewhere it can be right all the same, as where prediction and target are squared, or be a known mistake.
    ways = [told, *(f"hint {hint}" for _, hint in exercise.mistakes), f"passed, all {len(exercise.cases)} cases."]
    assert said.endswith(tuple(ways))


def test_of_many_arguments_no_other_order_is_tried(verdict):
    said = verdict("gradient-descent", lambda b, A, *others: RIGHT["gradient-descent"](A, b, *others))
    assert "gradient-descent: case 1 of 6 fails" in said
    assert "The arguments come" not in said


def test_who_tries_other_orders_prints_nothing_twice_and_waits_for_nothing(capsys):
    def loud(X, theta):
        print("called")
        while len(X) == 2:  # in another order, as theta has two entries
            time.sleep(0.01)
        raise ZeroDivisionError

    since = time.monotonic()
    check("classify", loud)
    assert time.monotonic() - since < 2
    assert capsys.readouterr().out.count("called") == 1
