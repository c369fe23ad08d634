"""What matplotlib does at its import for what a page may never ask for; here it is done when it is asked for.

Each change is of its source, before that is compiled, and is refused where the source is another than expected.
"""

from .pinned import PYTHON
from .sources import Unavailable

MATPLOTLIB = f"lib/python{PYTHON}/site-packages/matplotlib/"

CHANGES = {
    # Of each of some hundred kinds of artists, what can be set. The docstrings that this would stand in are left out,
    # and a signature that is a function is called by whoever wants to see it.
    "artist.py": [
        (
            "        cls.set.__signature__ = Signature(\n",
            "        cls.set.__signature__ = lambda: Signature(\n",
        ),
        (
            '        cls.set.__doc__ = (\n            "Set multiple properties at once.\\n\\n"\n'
            '            "Supported properties are\\n\\n"\n            + kwdoc(cls))\n',
            "",
        ),
    ],
    "_docstring.py": [
        ("        return self.setdefault(key, kwdoc(cls))\n", '        return self.setdefault(key, "")\n'),
    ],
    # Axes in three dimensions, when they are named.
    "projections/__init__.py": [
        ("    from mpl_toolkits.mplot3d import Axes3D\n", "    Axes3D = None\n"),
        (
            "        return self._all_projection_types[name]\n",
            '        if name == "3d" and name not in self._all_projection_types:\n'
            "            from mpl_toolkits.mplot3d import Axes3D\n\n"
            "            self.register(Axes3D)\n"
            "        return self._all_projection_types[name]\n",
        ),
        (
            "        return sorted(self._all_projection_types)\n",
            '        return sorted({*self._all_projection_types, "3d"})\n',
        ),
    ],
}


def changed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files, with the changes in those of matplotlib."""
    files = dict(files)
    for name, changes in CHANGES.items():
        if (place := MATPLOTLIB + name) in files:
            text = files[place].decode()
            for old, new in changes:
                if text.count(old) != 1:
                    raise Unavailable(f"matplotlib's {name} is another than the one that is changed here")
                text = text.replace(old, new)
            files[place] = text.encode()
    return files
