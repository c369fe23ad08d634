"""What an editor asks: how a name goes on, and what a function takes and says of itself."""

import ast
import builtins
import inspect
import keyword
import pkgutil
import re
import sys
from types import ModuleType
from typing import Any

IMPORTING = re.compile(r"^\s*(?:from|import)\s+([\w.]*)$")
FROM = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(?:\(?\s*)(?:\w+\s*,\s*)*(\w*)$")
OPTIONS_AT_MOST = 200


def complete(code: str, at: int, names: dict[str, Any]) -> dict[str, Any]:
    """Return how the name before a place may go on: `from` is where it begins.

    Args:
        code: the cell.
        at: the place, in characters from the start.
        names: the page's names.

    """
    line = code[:at].rpartition("\n")[2]
    if found := FROM.match(line):
        module = sys.modules.get(found[1])
        return _answer(at, found[2], [(name, module) for name in dir(module)] if module else [])
    if found := IMPORTING.match(line):
        return _answer(at, found[1], [(name, None) for name in _modules()], "module")
    word = re.search(r"(?:[^\W\d]\w*\.)*(?:[^\W\d]\w*)?$", line)[0]
    owner, _, begun = word.rpartition(".")
    if owner:
        try:
            value = _value(owner, names)
        except Exception:  # noqa: BLE001 - nothing is known of it yet
            return _answer(at, begun, [])
        return _answer(at, begun, [(name, value) for name in dir(value)])
    known = {name for name in names if not name.startswith("__")} | _assigned(code)
    options = [_option(name, names.get(name), name in names) for name in _fitting(known, begun)]
    options += [_option(name, getattr(builtins, name), True) for name in _fitting(dir(builtins), begun)]
    options += [{"label": word, "type": "keyword", "detail": ""} for word in _fitting(keyword.kwlist, begun)]
    unique = {option["label"]: option for option in reversed(options)}
    return {"from": at - len(begun), "options": list(reversed(unique.values()))[:OPTIONS_AT_MOST]}


def _answer(at: int, begun: str, found: list[tuple[str, Any]], kind: str = "") -> dict[str, Any]:
    options = []
    for name, owner in found:
        if not name.startswith(begun) or (name.startswith("_") and not begun.startswith("_")):
            continue
        if kind:
            options.append({"label": name, "type": kind, "detail": ""})
        else:  # of a class or module as it is written: an attribute may compute
            options.append(_option(name, inspect.getattr_static(owner, name, None), True))
    return {"from": at - len(begun), "options": options[:OPTIONS_AT_MOST]}


def _fitting(names: Any, begun: str) -> list[str]:
    return sorted(n for n in names if n.startswith(begun) and (begun.startswith("_") or not n.startswith("_")))


def _option(name: str, value: Any, known: bool) -> dict[str, str]:
    value = value.__func__ if isinstance(value, staticmethod | classmethod) else value
    if not known:
        kind, detail = "variable", ""
    elif isinstance(value, ModuleType):
        kind, detail = "module", ""
    elif isinstance(value, type):
        kind, detail = "class", ""
    elif callable(value):
        kind, detail = "function", signature(value)
    else:
        kind, detail = "property" if isinstance(value, property) else "variable", type(value).__name__
    return {"label": name, "type": kind, "detail": detail}


def _assigned(code: str) -> set[str]:
    return set(re.findall(r"^\s*(?:def |class )?([^\W\d]\w*)(?=\s*(?:=(?!=)|\())", code, re.MULTILINE))


def _modules() -> list[str]:
    found = {module.name for module in pkgutil.iter_modules()} | set(sys.stdlib_module_names)
    found |= {name for name in sys.modules if "." not in name}
    return sorted(name for name in found if not name.startswith("_"))


def _value(dotted: str, names: dict[str, Any]) -> Any:
    first, *rest = dotted.split(".")
    value = names[first] if first in names else getattr(builtins, first)
    for name in rest:
        value = getattr(value, name)
    return value


def signature(value: Any) -> str:
    """Return the arguments that a function takes, without annotations; nothing where they are not known."""
    try:
        read = inspect.signature(value)
    except (ValueError, TypeError):
        return ""
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in read.parameters.values()]
    try:
        text = str(read.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    except Exception:  # noqa: BLE001 - a default that cannot be written
        return ""
    return text if len(text) <= 200 else f"{text[:200]}...)"  # noqa: PLR2004


def look_up(code: str, at: int, names: dict[str, Any]) -> str:
    """Return what the name at a place is: a signature and a docstring, or the kind of value.

    Within the brackets of a call it is the function that is called.
    """
    for dotted in _candidates(code, at):
        try:
            value = _value(dotted, names)
        except Exception:  # noqa: BLE001
            continue
        said = inspect.getdoc(value) or ""
        if callable(value):
            return f"{dotted}{signature(value)}\n\n{said}".strip()
        kind = type(value).__name__
        if isinstance(value, ModuleType):
            return f"{dotted}: module\n\n{said}".strip()
        text = repr(value)
        return f"{dotted}: {kind}\n\n{text if len(text) < 400 else text[:400] + ' ...'}"  # noqa: PLR2004
    return ""


def _candidates(code: str, at: int) -> list[str]:
    """Return the name at a place, and those of the calls around it, the innermost first."""
    start, end = code[:at], code[at:]
    before = re.search(r"[\w.]*$", start)[0]
    after = re.match(r"\w*", end)[0]
    found = [before + after] if before + after else []
    depth = 0
    for place in range(len(start) - 1, -1, -1):
        character = start[place]
        if character in ")]}":
            depth += 1
        elif character in "([{":
            if depth == 0 and character == "(":
                called = re.search(r"[\w.]*$", start[:place])[0]
                found += [called] if called else []
            depth = max(depth - 1, 0)
    return [name for name in found if _is_name(name)]


def _is_name(dotted: str) -> bool:
    try:
        node = ast.parse(dotted, mode="eval").body
    except SyntaxError:
        return False
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
