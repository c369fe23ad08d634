"""What WebAssembly cannot do, and NumPy relies on: it signals no floating-point errors.

NumPy's `linalg` learns from such a signal that LAPACK has failed, and would return NaN in silence. Here the results
are looked at: one that is not finite, from arrays that are, is a `LinAlgError` with NumPy's words.
"""

import functools
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

SINGULAR, NOT_DEFINITE = "Singular matrix", "Matrix is not positive definite"
MESSAGES = {
    "solve": SINGULAR,
    "inv": SINGULAR,
    "cholesky": NOT_DEFINITE,
    "eig": "Eigenvalues did not converge",
    "eigvals": "Eigenvalues did not converge",
    "eigh": "Eigenvalues did not converge",
    "eigvalsh": "Eigenvalues did not converge",
    "svd": "SVD did not converge",
    "svdvals": "SVD did not converge",
    "lstsq": "SVD did not converge in Linear Least Squares",
}


def guard(linalg: ModuleType) -> None:
    """Let the functions of `numpy.linalg` say so when they fail; once."""
    inner = sys.modules.get("numpy.linalg._linalg", linalg)
    for name, message in MESSAGES.items():
        plain = getattr(linalg, name, None)
        if plain is not None and not hasattr(plain, "guarded"):
            new = _guarded(plain, message, linalg.LinAlgError)
            setattr(linalg, name, new)
            setattr(inner, name, new)  # where pinv, matrix_power and others look for it


def _guarded(function: Callable, message: str, error: type[Exception]) -> Callable:
    np = sys.modules["numpy"]

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        parts = result if isinstance(result, tuple) else (result,)
        if not all(_finite(np, part) for part in parts) and all(_finite(np, given) for given in args):
            raise error(message)
        return result

    call.guarded = True
    return call


def _finite(np: ModuleType, value: Any) -> bool:
    try:
        return bool(np.isfinite(value).all())
    except (TypeError, ValueError):  # no array of numbers, as None or a name
        return True


def hush(_: ModuleType) -> None:
    """Let matplotlib not tell of fonts that the page does not bring: it has others for them."""
    import logging  # noqa: PLC0415 - matplotlib has just loaded it

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


WHEN_LOADED = {"numpy.linalg": guard, "matplotlib": hush}


class _WhenLoaded(importlib.abc.MetaPathFinder):
    """Does what is to be done with a module as it is loaded, before anybody has a name of it."""

    def __init__(self) -> None:
        self._busy = False

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:  # noqa: ARG002
        if name not in WHEN_LOADED or self._busy:
            return None
        self._busy = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._busy = False
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def then(module: ModuleType) -> None:
                load(module)
                WHEN_LOADED[name](module)

            spec.loader.exec_module = then
        return spec


def install() -> None:
    """Guard what is loaded, and what will be."""
    for name in WHEN_LOADED.keys() & sys.modules.keys():
        WHEN_LOADED[name](sys.modules[name])
    if not any(isinstance(finder, _WhenLoaded) for finder in sys.meta_path):
        sys.meta_path.insert(0, _WhenLoaded())


class Missing(importlib.abc.MetaPathFinder):
    """Asked last for a module that nobody has found: its archive may be loaded then, while Python waits.

    Args:
        load: takes the name of a top-level module, and tells whether it is there now.

    """

    def __init__(self, load: Callable[[str], bool]) -> None:
        self._load, self._asked = load, set()
        self.waits = True  # False: what is missing is only found out

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:  # noqa: ARG002
        """Look again, if there was something to load."""
        if "." in name or name in self._asked or not self.waits:
            return None
        self._asked.add(name)
        try:
            if not self._load(name):
                return None
            importlib.invalidate_caches()
            return importlib.util.find_spec(name)
        finally:
            self._asked.discard(name)
