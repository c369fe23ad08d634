"""An editor learns how a name goes on and what a function is, before and after cells have run."""

import math

import numpy as np
import pytest

from livecode.kernel import assist

NAMES = {"np": np, "math": math, "theta": np.zeros(2), "slope": lambda x, y=1: x}


def labels(code, names=NAMES):
    found = assist.complete(code, len(code), names)
    return found["from"], [option["label"] for option in found["options"]]


@pytest.mark.parametrize(
    ("code", "start", "label"),
    [
        ("the", 0, "theta"),
        ("x = np.lins", 7, "linspace"),
        ("np.linalg.sol", 10, "solve"),
        ("theta.sh", 6, "shape"),
        ("pri", 0, "print"),
        ("whi", 0, "while"),
        ("import ma", 7, "math"),
        ("from math import sq", 17, "sqrt"),
        ("from math import pi, sq", 21, "sqrt"),
        ("my_name = 1\nmy", 12, "my_name"),
    ],
)
def test_a_name_goes_on(code, start, label):
    where, found = labels(code)
    assert where == start
    assert label in found


def test_nothing_is_known_of_what_has_not_run():
    assert labels("unknown.a") == (8, [])
    assert not any(name.startswith("_") for name in labels("np.")[1])


def test_a_function_is_offered_with_what_it_takes():
    (option,) = assist.complete("slo", 3, NAMES)["options"]
    assert option == {"label": "slope", "type": "function", "detail": "(x, y=1)"}


def test_a_function_is_looked_up_at_its_name_and_within_its_call():
    for code, at in (("math.gcd", 6), ("math.gcd(12, (1 + 2), ", 22)):
        assert assist.look_up(code, at, NAMES).startswith("math.gcd(*integers)\n\nGreatest Common Divisor.")
    assert assist.look_up("theta", 3, NAMES) == "theta: ndarray\n\narray([0., 0.])"
    assert assist.look_up("nothing", 3, NAMES) == ""
