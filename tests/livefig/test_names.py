"""Statements about the update itself: what may be one, the names that it goes on using, what it is called."""

from functools import partial, wraps

import ipywidgets
import matplotlib.pyplot as plt
import pytest

from livefig import explore
from livefig.update import with_its_names

CELL = """
import functools

unit = 1
def scaled(k):
    return k * unit
def formatted(k):
    return f"{name} {scaled(k)}"
def logged(function):
    @functools.wraps(function)
    def wrapper(k):
        return function(k)
    return wrapper
@logged
def decorated(k):
    return formatted(k)
def nested():
    def inner(k):
        return formatted(k)
    return inner
def countdown(k):
    return "0" if k <= 0 else countdown(k - 1) + formatted(k)
shown = {"one": formatted}
class Update:
    def __call__(self, k):
        return formatted(k)
def through_a_dict(k):
    return shown["one"](k)
def lambdas(k):
    return [lambda value: formatted(value)][0](k)
name = "first"
updates = [formatted, decorated, nested(), countdown, Update(), through_a_dict, lambdas,
           functools.partial(formatted), Update().__call__]
"""


@pytest.mark.parametrize("number", range(9))
def test_helpers_keep_the_names_that_they_had(number):
    names = {"__name__": "__main__"}
    exec(CELL, names)
    update = names["updates"][number]
    before, bound = update(2), with_its_names(update)
    names.update(name="second", unit=100, formatted=None, scaled=None, shown={}, countdown=None)
    assert bound(2) == before
    assert "first 2" in before


def test_what_closures_share_stays_shared():
    count = 0

    def counting(k):
        nonlocal count
        count += k

    with_its_names(counting)(3)
    assert count == 3


def figure():
    return plt.subplots()[0]


def test_partials_methods_and_callable_objects_are_updates():
    class Shift:
        """A shift."""

        def __call__(self, k=1):
            return f"object {k}"

        def method(self, k=1):
            """A method."""
            return f"method {k}"

    def shift(by, k=1):
        """A partial shift."""
        return f"by {by} {k}"

    demos = [
        explore(figure(), update, k=(0, 3))
        for update in (partial(shift, 5), partial(shift, by=6), Shift(), Shift().method)
    ]
    assert [demo._call((2,)) for demo in demos] == ["by 5 2", "by 6 2", "object 2", "method 2"]
    assert [demo.state["name"] for demo in demos] == ["shift", "shift", "shift", "method"]
    for demo, told in zip(demos, ["A partial shift.", "A partial shift.", "A shift.", "A method."], strict=True):
        assert f'aria-label="{told}"' in demo.markup


def test_controls_may_be_called_fig_and_update():
    demo = explore(figure(), lambda fig, update: f"{fig} {update}", fig=(0, 3), update=[True, False])
    assert demo._call((3, 1)) == "3 False"


def test_a_fixed_value_is_passed_on():
    demo = explore(figure(), lambda k, z=7: f"{k} {z}", k=(0, 3), z=ipywidgets.fixed(5))
    assert demo._call((2,)) == "2 5"
    with pytest.raises(ValueError, match="controls: give at least one"):
        explore(figure(), lambda z: "", z=ipywidgets.fixed(5))


def test_an_argument_by_place_only_is_refused():
    def update(k, /):
        return ""

    with pytest.raises(ValueError, match="control 'k': update takes it by place only"):
        explore(figure(), update, k=(0, 3))


def test_a_decorated_update_has_its_own_name_and_description():
    def twice(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            function(*args, **kwargs)
            return function(*args, **kwargs)

        return wrapper

    @twice
    def turned(k=1):
        """What is turned."""
        return f"{k}"

    demo = explore(figure(), turned, k=(0, 3))
    assert demo.state["name"] == "turned"
    assert 'aria-label="What is turned."' in demo.markup
