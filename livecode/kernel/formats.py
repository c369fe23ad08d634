"""A value in the forms that a page can show, as IPython finds them."""

import base64
import pprint
import sys
from typing import Any

TEXT_AT_MOST = 100_000  # characters of one value
ITEMS_AT_MOST = 1000  # of a list that is laid out over several lines
WIDTH = 79
METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
}
Bundle = tuple[dict[str, Any], dict[str, Any]]


def bundle(value: Any) -> Bundle:
    """Return a value's forms by mime type, and what is said of them.

    A form that fails to come is left out, as IPython does; plain text is always there.
    """
    data, metadata = {"text/plain": plain(value)}, {}
    if isinstance(value, type):  # its methods are for its instances
        return data, metadata
    whole = _asked(value, "_repr_mimebundle_", include=None, exclude=None)
    more, about = whole if isinstance(whole, tuple) else (whole or {}, {})
    data |= {mime: _text(form) for mime, form in more.items()}
    metadata |= about
    for mime, method in METHODS.items():
        if mime not in data and (form := _asked(value, method)) is not None:
            form, about = form if isinstance(form, tuple) else (form, None)
            data[mime] = _text(form)
            if about:
                metadata[mime] = about
    if not whole and is_figure(value):
        more, about = pictures(value)
        data, metadata = data | more, metadata | about
    return data, metadata


def plain(value: Any) -> str:
    """Return a value as plain text; a long list, tuple, set or dict gets a line for each item."""
    try:
        text = repr(value)
        laid_out = type(value) in (list, tuple, set, frozenset, dict) and len(value) <= ITEMS_AT_MOST
        if laid_out and len(text) > WIDTH and "\n" not in text:
            text = pprint.pformat(value, width=WIDTH, sort_dicts=False)
    except Exception as problem:  # noqa: BLE001 - it may be anybody's
        text = f"<{type(value).__name__}, whose repr fails: {type(problem).__name__}: {problem}>"
    if len(text) > TEXT_AT_MOST:
        text = f"{text[:TEXT_AT_MOST]}\n... {len(text):,} characters in all"
    return text


def _asked(value: Any, method: str, **arguments: Any) -> Any:
    try:
        found = getattr(value, method, None)
        return found(**arguments) if callable(found) else None
    except Exception:  # noqa: BLE001
        return None


def _text(form: Any) -> Any:
    return base64.b64encode(form).decode() if isinstance(form, bytes) else form


def is_figure(value: Any) -> bool:
    """Tell whether a value is a figure of matplotlib, without loading it."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def pictures(figure: Any) -> Bundle:
    """Return a figure in the forms that the page's settings name: PNG, or what a style has asked for."""
    from .figures import draw  # noqa: PLC0415 - with matplotlib

    return draw(figure)
