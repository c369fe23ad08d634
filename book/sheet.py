"""How style sheets are joined into one, and which of their rules stay: those that something on a page may match."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

import tinycss2

# Scripts and remarks hold no element; a tag ends where no quoted value is open.
NO_ELEMENTS = re.compile(r"(<script\b[^>]*>).*?</script>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")
ELEMENT = re.compile(r"<([a-zA-Z][^\s/>]*)")
NAMES = re.compile(r"""\s(?:class|id)=(["'])(.*?)\1""", re.DOTALL)
WORD = re.compile(r"[\w-]+")
# Their rules hold rules, and stay if one of those does; the content of all others stays as it is.
NESTED = {"media", "supports", "layer"}
# What asks for no occurrence: of :not() the absence, of the others one of several.
UNSURE = {"not", "is", "where", "has", "matches", "any", "-webkit-any", "-moz-any"}


@dataclass
class Used:
    """What occurs on the pages (elements) and on the pages or in the scripts (names of classes and ids)."""

    elements: set[str] = field(default_factory=lambda: {"html", "body", "from", "to"})
    names: set[str] = field(default_factory=set)


def used_by_page(page: str) -> Used:
    """Return what occurs on a page."""
    used = Used()
    for tag in set(TAG.findall(NO_ELEMENTS.sub(r"\1", page))):  # a page has a hundred times as many as it has kinds
        used.elements.add(ELEMENT.match(tag)[1].lower())
        used.names.update(name for _, value in NAMES.findall(tag) for name in unescape(value).split())
    return used


def used_by_script(script: str) -> Used:
    """Return what a script may make: every word of it may become an element, a class or an id."""
    words = set(WORD.findall(script))
    return Used({word.lower() for word in words}, words)


def used_by(pages: Iterable[str], scripts: Iterable[str]) -> Used:
    """Collect what occurs on pages and in scripts."""
    return together([*map(used_by_page, pages), *map(used_by_script, scripts)])


def together(parts: Iterable[Used]) -> Used:
    """Join what occurs on several pages and in several scripts."""
    used = Used()
    for part in parts:
        used.elements |= part.elements
        used.names |= part.names
    return used


def purge(css: str, used: Used) -> str:
    """Return the style sheet without comments and without the rules that no page can need."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules, used))


def purge_by_names(css: str, elements: list[str], names: list[str]) -> str:
    """Do the same for what occurs in a fixed order, by which the result can be kept."""
    return purge(css, Used(set(elements), set(names)))


def _kept(rules: Iterable[Any], used: Used) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _split(rule.prelude) if _possible(s, used)]
            if selectors:
                body = _compact(rule.content)
                yield f"{','.join(_compact(s) for s in selectors)}{{{body}}}" if body else ""
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTED and rule.content is not None:
            inner = "".join(_kept(tinycss2.parse_blocks_contents(rule.content, True, True), used))
            if inner:
                yield f"@{rule.at_keyword} {_compact(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and rule.content is not None:
            yield f"@{rule.at_keyword} {_compact(rule.prelude)}".rstrip() + f"{{{_compact(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":  # the one sheet is UTF-8 like the pages
            yield f"@{rule.at_keyword} {_compact(rule.prelude)};"
        elif rule.type == "declaration":  # nested directly in @media within a rule
            yield f"{rule.name}:{_compact(rule.value)}{'!important' if rule.important else ''};"


def _split(prelude: list[Any]) -> Iterator[list[Any]]:
    """Split a list of selectors at its commas; those within parentheses are tokens of their own."""
    selector: list[Any] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _possible(selector: list[Any], used: Used) -> bool:
    """Tell whether something on the pages may match."""
    before = ""
    for token in selector:
        if token.type == "hash" and token.value not in used.names:
            return False
        if token.type == "ident" and before == "." and token.value not in used.names:
            return False
        if token.type == "ident" and before not in (".", ":") and token.lower_value not in used.elements:
            return False
        if token.type == "function" and token.lower_name not in UNSURE and before != ":":
            return True  # not a selector that is known here
        before = token.value if token.type == "literal" else ""
    return True


def _compact(tokens: list[Any]) -> str:
    """Write tokens with one space where there was white space, and none at the ends."""
    kept = [t for t in tokens if t.type != "comment"]
    text = re.sub(r"\s+", " ", tinycss2.serialize(kept)) if _no_strings(kept) else tinycss2.serialize(kept)
    return text.strip()


def _no_strings(tokens: list[Any]) -> bool:
    return not any(t.type in ("string", "url") for t in tokens)


def joined(static: Path, sheets: Iterable[str]) -> str:
    """Read style sheets below a folder, one after the other, with what they import, as one that lies in the folder."""
    return "\n".join(_relocated(static, sheet) for sheet in sheets)


def _relocated(static: Path, sheet: str) -> str:
    folder = PurePosixPath(sheet).parent
    text = (static / sheet).read_text(encoding="utf-8")

    def imported(found: re.Match[str]) -> str:
        return _relocated(static, _inside(folder, found["file"]))

    def moved(found: re.Match[str]) -> str:
        return f"url({found['quote']}{_inside(folder, found['file'])}"

    imports = re.compile(r"@import\s+(?:url\()?[\"']?(?P<file>[^\"')]+)[\"']?\)?\s*;")
    # An address that begins with a scheme, a slash or a # is not relative.
    own = re.sub(r"url\((?P<quote>[\"']?)(?P<file>(?![a-z]+:|/|#)[^\"')]+)", moved, imports.sub("", text))
    return "".join(map(imported, imports.finditer(text))) + own  # imports stand at the top of a sheet, or do nothing


def _inside(folder: PurePosixPath, file: str) -> str:
    parts: list[str] = []
    for part in (folder / file).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
