"""What the script of the page takes hold of, found in what authors write: quizzes, and boxes that ask to predict.

A question of a quiz is a paragraph before drop-downs that begin with *Right* or *Wrong*. A box of the class
``predict-first`` holds one question, or a numbered list of them; a bullet list at the end of a question is its choices,
and a question without has a field. Without a script, in print and in Jupyter all of it is what authors wrote.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

OUTCOME = re.compile(r"(Right|Wrong)\b")
QUESTION = "quiz-question"


def outcome(node: nodes.Node) -> str:
    """Return ``right`` or ``wrong`` for a drop-down that is an option of a quiz, and nothing for any other node."""
    if not isinstance(node, nodes.container) or node.get("design_component") != "dropdown" or not node[1:]:
        return ""
    found = OUTCOME.match(node[1].astext())
    return found[1].lower() if found else ""


def quizzes(doctree: nodes.document) -> Iterator[list[tuple[nodes.paragraph, list[nodes.container]]]]:
    """Find the quizzes: those questions, with their options, that stand in one section."""
    for section in doctree.findall(nodes.section):
        found: list[tuple[nodes.paragraph, list[nodes.container]]] = []
        for before, node in zip(section.children, section.children[1:], strict=False):
            if not outcome(node):
                continue
            if isinstance(before, nodes.paragraph):
                found.append((before, []))
            if found:
                found[-1][1].append(node)
        if found:
            yield found


def mark_quizzes(doctree: nodes.document) -> None:
    """Name questions and options by classes, and keep a place for the score below the last."""
    for quiz in list(quizzes(doctree)):
        for question, options in quiz:
            question["classes"].append(QUESTION)
            for option in options:
                option["container_classes"] = [*option["container_classes"], "quiz-option", f"quiz-{outcome(option)}"]
        last = quiz[-1][1][-1]
        last.parent.insert(last.parent.index(last) + 1, nodes.container(classes=["quiz-score"]))


def count_questions(doctree: nodes.document) -> int:
    """Return how many questions of quizzes a page has."""
    return sum(QUESTION in paragraph["classes"] for paragraph in doctree.findall(nodes.paragraph))


def mark_predictions(doctree: nodes.document) -> None:
    """Give each question of a box its choices, or a place for a field, and the box one for what follows."""
    for box in doctree.findall(nodes.admonition):
        if "predict-first" not in box["classes"]:
            continue
        numbered = [item for part in box if isinstance(part, nodes.enumerated_list) for item in part]
        for question in numbered or [box]:
            if isinstance(question[-1], nodes.bullet_list):
                choices = question[-1]
                question.remove(choices)
                question.append(nodes.container("", choices, classes=["predict-choices"]))
            else:
                question.append(nodes.container(classes=["predict-field"]))
        box.append(nodes.container(classes=["predict-done"]))


def mark_start(doctree: nodes.document) -> None:
    """Mark the first paragraph of the front page that is one link, and nothing else: there the course starts."""
    for paragraph in doctree.findall(nodes.paragraph):
        if len(paragraph) == 1 and isinstance(paragraph[0], addnodes.pending_xref):
            paragraph["classes"].append("start")
            return


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Mark what a page has of these."""
    mark_quizzes(doctree)
    mark_predictions(doctree)
    if app.env.docname == app.config.root_doc:
        mark_start(doctree)


def setup(app: Sphinx) -> None:
    """Connect the above to Sphinx."""
    app.connect("doctree-read", mark)
