"""A small Sphinx extension that keeps a formula in a sentence on one line with the comma or bracket that touches it.

A browser may break a line on either side of what is laid out as a box of its own, and a formula is such boxes
(CSS Text Level 3, section 5.1). So a line could begin with the period that ends a sentence. What touches a formula goes
into one element with it, in whose text no line breaks (`glued` in book.css). A formula that is longer than a line of a
phone is part of the sentence, and breaks after a relation or an operation (`long`). The name of a test, which is
longer still, breaks between its words, and so does a long name of code; short code does not break (`whole`).
"""

import re
from itertools import accumulate, groupby, pairwise

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

SPACE = " \t\r\n"  # not the space that never breaks
PIECES = re.compile(rf"[{SPACE}]+|[^{SPACE}–—/]+[–—/]?|[–—/]")  # a line may break at a space, after a dash or a slash
SYMBOLS = re.compile(r"\\[A-Za-z]+|[^\s{}_^\\]")  # of a formula
ON_ONE_LINE = 22  # so many; more may not fit beside each other on a phone
SHORT = 24  # characters of code, which fit on any line
WORDS = re.compile(r"[^_/:]+(?:::|[_/]+)?|[_/:]+")  # of a test's name


def pieces(node: nodes.Node) -> list[nodes.Node]:
    """Return the parts of a text between which a line may break, and any other node as it is."""
    return [nodes.Text(piece) for piece in PIECES.findall(node)] if isinstance(node, nodes.Text) else [node]


def may_break(before: nodes.Node, after: nodes.Node) -> bool:
    """Return whether a line may break between two neighbors: between two elements too, whatever they are."""
    texts = [node for node in (before, after) if isinstance(node, nodes.Text)]
    spaced = any(text[0] in SPACE for text in texts)
    return spaced or not texts or (isinstance(before, nodes.Text) and before[-1] in "–—/")


def at_edge(node: nodes.Node, edge: int) -> bool:
    """Return whether a node begins (edge 0) or ends (edge -1) with a formula."""
    while not isinstance(node, nodes.math):
        if not isinstance(node, nodes.Inline) or not node.children:
            return False
        node = node.children[edge]
    return True


def glue(children: list[nodes.Node]) -> list[nodes.Node]:
    """Return the children of a node, with each formula and what touches it in one element."""
    parts = [piece for child in children for piece in pieces(child)]
    lines = [0, *accumulate(may_break(before, after) for before, after in pairwise(parts))]
    glued: list[nodes.Node] = []
    for _, group in groupby(zip(lines, parts, strict=False), key=lambda pair: pair[0]):
        together = [part for _, part in group]
        touched = any(at_edge(before, -1) or at_edge(after, 0) for before, after in pairwise(together))
        glued += [nodes.inline("", "", *together, classes=["glued"])] if touched else together
    return glued


def split_name(name: str) -> list[nodes.Node]:
    """Return the words of a name, with a place where a line may break between them that nobody copies along."""
    words = [[nodes.Text(word), nodes.raw("", "<wbr>", format="html")] for word in WORDS.findall(name)]
    return [node for pair in words for node in pair][:-1]


class BreakLines(SphinxPostTransform):
    """Say where lines may break, once references are links."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: object) -> None:
        """Mark the long formulas, split the names of tests, and glue in every element that holds text."""
        for formula in self.document.findall(nodes.math):
            if len(SYMBOLS.findall(formula.astext())) > ON_ONE_LINE:
                formula["classes"].append("long")
        for literal in self.document.findall(nodes.literal):
            code = literal.astext()
            if "::" in code or (len(code) > SHORT and "_" in code and " " not in code):
                literal[:] = split_name(code)
            elif len(code) <= SHORT:
                literal["classes"].append("whole")
        for element in list(self.document.findall(nodes.TextElement)):
            fixed = isinstance(element, (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.math_block))
            if not fixed and any(at_edge(child, edge) for child in element.children for edge in (0, -1)):
                element[:] = glue(element.children)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above to Sphinx."""
    app.add_post_transform(BreakLines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
