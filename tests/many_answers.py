"""The checks of a chapter beside many answers: right ones however they are written, and wrong ones."""

import pytest

from dlkit import check
from dlkit.exercises import exercises


def said(capsys, name, function):
    check(name, function)
    return " ".join(capsys.readouterr().out.split())


def cases(answers):
    return [
        pytest.param(name, f, id=f"{name}-{k}") for name, functions in answers.items() for k, f in enumerate(functions)
    ]


def stated(page, unusual, wrong):
    """Return three tests: that there are enough, that what is right passes, that what is wrong fails with a hint."""
    every = exercises(page)

    def test_each_check_has_eight_right_answers_and_twelve_wrong_ones():
        assert list(unusual) == list(wrong) == list(every)
        assert all(len(functions) >= 8 for functions in unusual.values())
        assert all(len(functions) >= 12 for functions in wrong.values())

    @pytest.mark.parametrize(("name", "function"), cases(unusual))
    def test_a_right_answer_passes_however_it_is_written(capsys, name, function):
        assert said(capsys, name, function) == f"{name}: passed, all {len(every[name].cases)} cases."

    @pytest.mark.parametrize(("name", "function"), cases(wrong))
    def test_a_wrong_answer_fails_and_is_told_something(capsys, name, function):
        verdict = said(capsys, name, function)
        assert verdict.startswith(f"{name}: case ")
        assert " hint " in verdict

    return (
        test_each_check_has_eight_right_answers_and_twelve_wrong_ones,
        test_a_right_answer_passes_however_it_is_written,
        test_a_wrong_answer_fails_and_is_told_something,
    )
