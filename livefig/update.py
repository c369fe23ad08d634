"""What an update function tells about its demo: its name, its description, and the names that it uses."""

import re
from collections.abc import Callable
from functools import wraps
from types import FunctionType

from matplotlib.figure import Figure


def with_its_names(update: Callable[..., str | None]) -> Callable[..., str | None]:
    """Return `update` with the global names as they are now.

    A notebook uses names such as `fig` and `line` again for its next figure; this demo must go on drawing in its own.
    """
    if not isinstance(update, FunctionType):
        return update
    names = dict(update.__globals__)
    bound = FunctionType(update.__code__, names, update.__name__, update.__defaults__, update.__closure__)
    bound.__kwdefaults__ = update.__kwdefaults__
    return wraps(update)(bound)


def slug(update: Callable[..., str | None]) -> str:
    """Return the demo's name in the page and in links: the function's name, in lower case with hyphens."""
    return re.sub(r"\W+", "-", update.__name__.replace("_", "-")).strip("-").lower() or "demo"


def description(update: Callable[..., str | None], figure: Figure) -> str:
    """Return what is read to those who cannot see the picture: the docstring, or else the labels of the axes."""
    if update.__doc__:
        return " ".join(update.__doc__.split())
    described = [" against ".join(filter(None, (ax.get_ylabel(), ax.get_xlabel()))) for ax in figure.axes]
    return "Figure of " + "; ".join(filter(None, described)) if any(described) else "Interactive figure"


def name_of(figure: Figure) -> str:
    """Return the figure's own title, or else that of its axes, or nothing."""
    titles = [figure.get_suptitle(), *(ax.get_title() or ax.get_title(loc="left") for ax in figure.axes)]
    return next((" ".join(title.replace("$", "").split()) for title in titles if title), "")
