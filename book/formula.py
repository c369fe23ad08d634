"""Formulas as a line of text, for where nothing else can be shown, such as the sentences that a search finds."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree import ElementTree

MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
DRAWN = re.compile(r'<span class="katex-html"')  # what is seen of a formula, beside its MathML
SPAN = re.compile(r"<(/?)span\b")
LONGEST = 60  # what is longer is no help in a sentence
RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True)) | {"⊤": "ᵀ"}
LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "ˉ": "\u0304", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "˜": "\u0303"}
SPACED = set("=≈≠<>≤≥∈→←↦⟹⇒≪≫∼∝≡±")
SUMS = {"∑", "∏", "∫"}
UNSEEN = {0x2061: " ", 0x2062: "", 0x2063: "", 0x200B: ""}  # the first stands between log and what it is taken of


def drawn(page: str) -> Iterator[tuple[int, int]]:
    """Yield where in a page each formula is drawn: most elements of the book, which no parser need go through."""
    end = 0
    while begin := DRAWN.search(page, end):
        depth = 0
        for span in SPAN.finditer(page, begin.start()):
            depth += -1 if span[1] else 1
            if not depth:
                break
        else:
            return  # a page that ends within a formula
        end = page.index(">", span.end()) + 1
        yield begin.start(), end


def without_drawn(page: str) -> str:
    """Return a page without what is drawn of its formulas."""
    kept, last = [], 0
    for begin, end in drawn(page):
        kept.append(page[last:begin])
        last = end
    return "".join(kept) + page[last:]


@cache
def in_line(math: str) -> str:
    """Return a formula of MathML as a line of text, or an ellipsis where it would be too long."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", _line(ElementTree.fromstring(math)))).strip()
    text = re.sub(r"(?<=\w) \(", "(", text)
    return text if len(text) <= LONGEST else "…"


def _line(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag in WRITTEN:
        return WRITTEN[tag](*map(_line, element))
    if len(element):
        return "".join(map(_line, element))
    text = (element.text or "").translate(UNSEEN)
    return f" {text} " if text in SPACED else text


def _grouped(part: str) -> str:
    part = part.strip()
    return part if len(part) == 1 or part.isalnum() else f"({part})"


def _raised(part: str) -> str:
    return _moved(part.strip(), RAISED, "^")


def _lowered(part: str) -> str:
    return _moved(part.strip(), LOWERED, "_")


def _moved(part: str, letters: dict[str, str], sign: str) -> str:
    if all(letter in letters for letter in part):
        return "".join(letters[letter] for letter in part)
    return sign + _grouped(part)


def _below(base: str, below: str, above: str = "") -> str:
    if base.strip() in SUMS:  # its limits are of no use in a line
        return base
    return base + _lowered(below) + (above and _raised(above))


# How an element of several parts is written.
WRITTEN: dict[str, Callable[..., str]] = {
    "annotation": lambda *_: "",
    "mfrac": lambda above, below: f"{_grouped(above)}/{_grouped(below)}",
    "mover": lambda base, *accent: base + ACCENTS.get("".join(accent).strip(), ""),
    "mphantom": lambda *_: "",
    "mspace": lambda *_: " ",
    "msqrt": lambda *parts: f"√{_grouped(''.join(parts))}",
    # KaTeX may put several parts where there should be one, as in λ_max.
    "msub": lambda base, *below: _below(base, "".join(below)),
    "msubsup": lambda base, *below: _below(base, "".join(below[:-1]), below[-1]),
    "msup": lambda base, *above: base + _raised("".join(above)),
    "mtd": lambda *parts: f" {''.join(parts)} ",
    "munder": lambda base, *_: base,
    "munderover": lambda base, *_: base,
}
