"""Light modules in place of those that a page has not: each only where the real one is absent."""

import importlib.util
import sys
from types import ModuleType
from typing import Any

from . import controls, inline, ipython, traits

ALL: dict[str, dict[str, Any]] = inline.MODULES | ipython.MODULES | traits.MODULES | controls.MODULES


def install(*, force: bool = False) -> list[str]:
    """Put the stand-ins where imports find them; return their names.

    Args:
        force: also where the real module is there, as a test wants it.

    """
    absent = {name for name in ALL if "." not in name and (force or _absent(name))}
    taken = [name for name in ALL if name.partition(".")[0] in absent]
    for name in taken:
        module = sys.modules[name] = ModuleType(name, "A light stand-in.")
        module.__dict__.update(ALL[name])
        module.__spec__ = importlib.util.spec_from_loader(name, None, is_package=True)
        module.__path__ = []
        above, _, last = name.rpartition(".")
        if above:
            held = vars(sys.modules[above])
            held[last] = module
    return taken


def _absent(name: str) -> bool:
    try:
        return name not in sys.modules and importlib.util.find_spec(name) is None
    except ValueError:
        return False
