"""What a figure looks like when it is made from nothing for one state, and saved by matplotlib itself."""

import hashlib
import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
from small import shown

from livefig.picture import SVG
from livefig.svg import Canonical

NAMESPACE = re.compile(r"^\{[^}]*\}")
VARIABLE = re.compile(r"var\(--livefig-\w+, (#\w+)\)")
REFERENCE = re.compile(r"(?<=#)[a-z]+-[0-9a-f]{8}")
OWN_NAME = re.compile(r' id="[^"]*"')


def afresh(make, k):
    """The elements of the picture that `make` and its `update(k)` give, and no state before it."""
    with mpl.rc_context(SVG), io.StringIO() as file:
        fig, update = make()
        fig.set_dpi(72)
        update(k)
        fig.draw_without_rendering()
        update(k)  # in axes that have their places
        for artist in fig.findobj(lambda artist: artist.get_rasterized()):  # a colorbar's cells
            artist.set_rasterized(False)
        fig.savefig(file, format="svg", dpi=72, metadata={"Date": None})
        paper = fig.get_facecolor() == (1, 1, 1, 1)
        plt.close(fig)
        root = ElementTree.fromstring(file.getvalue().replace("base64,\n", "base64,"))
    for element in root.iter():
        element.tag = NAMESPACE.sub("", element.tag)
        for key in list(element.attrib):
            element.set(NAMESPACE.sub("", key), element.attrib.pop(key))
    raw = {}
    for parent in list(root.iter()):
        for defs in parent.findall("defs"):
            raw |= {element.get("id"): element for element in defs if element.get("id")}
            parent.remove(defs)
    (figure,) = root.findall("g")
    if paper:
        figure.remove(figure[0])
    canonical = Canonical("a", raw, {})
    return plain([canonical.write(figure)], canonical.definitions)


def plain(groups, definitions):
    """The elements of panels' groups, with definitions named by what they hold, and colors as matplotlib has them."""

    def named(found):
        content = colored(OWN_NAME.sub("", REFERENCE.sub(named, definitions[found[0]])))
        return hashlib.sha256(content.encode()).hexdigest()

    together = shown({str(i): group for i, group in enumerate(groups)})
    return [colored(REFERENCE.sub(named, text)) for texts in together.values() for text in texts]


def colored(text):
    text = VARIABLE.sub(r"\1", text).replace("#1f2328", "#000000")
    return re.sub(r"(;|(?<=\"))fill:#000000(;|(?=\"))", r"\1", text).replace(' style=""', "").replace(';"', '"')
