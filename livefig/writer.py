"""What matplotlib's SVG renderer writes to: elements of a tree in place of text."""

from xml.etree import ElementTree

from .memory import Drawn

GROUP = "group"


class Writer:
    """What RendererSVG writes to: keeps elements in place of text."""

    def __init__(self) -> None:
        self.root = ElementTree.Element(GROUP)
        self.defs = ElementTree.Element("defs")
        self._open = [self.root]

    def start(self, tag: str, attrib: dict[str, str] | None = None, **extra: str) -> int:
        """Open an element; return how many were open."""
        attributes = {key: value for key, value in {**(attrib or {}), **extra}.items() if value}
        opened = self.defs if tag == "defs" else ElementTree.SubElement(self._open[-1], tag, attributes)
        self._open.append(opened)
        return len(self._open) - 1

    def data(self, text: str) -> None:
        """Add text to the open element."""
        self._open[-1].text = (self._open[-1].text or "") + text

    def end(self, tag: str | None = None, indent: bool = True) -> None:  # noqa: ARG002 - matplotlib's signature
        """Close the open element."""
        self._open.pop()

    def element(self, tag: str, text: str | None = None, attrib: dict[str, str] | None = None, **extra: str) -> None:
        """Add a whole element."""
        self.start(tag, attrib, **extra)
        if text:
            self.data(text)
        self.end()

    def comment(self, comment: str) -> None:
        """Leave comments out."""

    def close(self, number: int) -> None:
        """Close all elements down to one that was open before."""
        del self._open[max(number, 1) :]

    def put(self, drawn: Drawn) -> None:
        """Add what was drawn before."""
        self._open[-1].append(drawn.element)
        self.defs.extend(drawn.definitions)

    def last(self, defined: int) -> Drawn:
        """Return the last element that was added, with the definitions beyond a number of them."""
        return Drawn(self._open[-1][-1], self.defs[defined:])

    def flush(self) -> None:
        """Do nothing: there is no file."""
