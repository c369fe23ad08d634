"""In place of `matplotlib_inline`: how notebooks draw figures, which a style may set."""

from typing import Any, ClassVar


class InlineBackend:
    """The settings; there is one of it."""

    _one: ClassVar["InlineBackend | None"] = None

    def __init__(self) -> None:
        self.figure_formats: set[str] = {"png"}
        self.print_figure_kwargs: dict[str, Any] = {}
        self.close_figures, self.rc = True, {}

    @classmethod
    def instance(cls, **_: Any) -> "InlineBackend":
        """Return the one that there is."""
        if cls._one is None:
            cls._one = cls()
        return cls._one


def set_matplotlib_formats(*formats: str, **options: Any) -> None:
    """Draw figures in these formats from now on, such as "svg"."""
    one = InlineBackend.instance()
    one.figure_formats, one.print_figure_kwargs = set(formats), options


MODULES = {
    "matplotlib_inline": {},
    "matplotlib_inline.config": {"InlineBackend": InlineBackend},
    "matplotlib_inline.backend_inline": {"set_matplotlib_formats": set_matplotlib_formats},
}
