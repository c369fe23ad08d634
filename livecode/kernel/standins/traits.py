"""In place of `traitlets` and `anywidget`: widgets that hold synced values, and exchange messages with their views."""

import json
from collections.abc import Callable
from copy import copy
from typing import Any

from .. import current

MIME = "application/vnd.livecode.widget+json"


class TraitType:
    """A value of an object, which may be shown to its views."""

    start: Any = None

    def __init__(self, *arguments: Any, default_value: Any = None, **_: Any) -> None:
        values = [value for value in arguments if not isinstance(value, TraitType | type)]
        self.default = values[0] if values else default_value
        self.metadata: dict[str, Any] = {}

    def tag(self, **metadata: Any) -> "TraitType":
        """Say something of the trait: `sync=True` shows it to views."""
        self.metadata |= metadata
        return self

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.name not in instance.trait_values:
            instance.trait_values[self.name] = copy(self.start if self.default is None else self.default)
        return instance.trait_values[self.name]

    def __set__(self, instance: Any, value: Any) -> None:
        old = self.__get__(instance)
        instance.trait_values[self.name] = value
        change = Change(name=self.name, old=old, new=value, owner=instance, type="change")
        for handler, names in list(instance.trait_handlers):
            if names is None or self.name in names:
                handler(change)


class Change(dict):
    """What an observer is told."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def _trait(name: str, start: Any) -> type[TraitType]:
    return type(name, (TraitType,), {"start": start, "__doc__": f"A trait that starts as {start!r}."})


KINDS = {"Unicode": "", "Dict": {}, "List": [], "Tuple": (), "Set": set(), "Int": 0, "Integer": 0, "Float": 0.0}
KINDS |= {"Bool": False, "Bytes": b"", "Any": None, "Instance": None, "Union": None, "Enum": None, "Callable": None}
TRAITS = {name: _trait(name, start) for name, start in KINDS.items()}


class HasTraits:
    """An object with traits."""

    def __new__(cls, *_: Any, **__: Any) -> "HasTraits":
        """Make room for the values, before a class's own beginning asks for one."""
        new = super().__new__(cls)
        new.trait_values, new.trait_handlers = {}, []
        return new

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def observe(self, handler: Callable, names: Any = None, **_: Any) -> None:
        """Call the handler after each change of these traits, or of all."""
        some = names if isinstance(names, list | tuple) else None if names in (None, "All") else [names]
        self.trait_handlers.append((handler, some))

    def unobserve(self, handler: Callable, *_: Any, **__: Any) -> None:
        """Call it no more."""
        self.trait_handlers[:] = [known for known in self.trait_handlers if known[0] != handler]

    def traits(self, **wanted: Any) -> dict[str, TraitType]:
        """Return the traits by name, of which something is said."""
        found = {name: getattr(type(self), name) for name in dir(type(self)) if not name.startswith("__")}
        return {
            name: trait
            for name, trait in found.items()
            if isinstance(trait, TraitType) and wanted.items() <= trait.metadata.items()
        }


class AnyWidget(HasTraits):
    """A widget whose view is a script of the page; its messages go there and come from there."""

    def __init__(self, *_: Any, **values: Any) -> None:
        self._answers: list[Callable] = []
        super().__init__(**values)

    def send(self, content: Any, buffers: Any = None) -> None:  # noqa: ARG002 - the page takes JSON alone
        """Send a message to the views of the widget."""
        current.post(json.dumps({"type": "message", "widget": current.shown(self), "content": content}))

    def on_msg(self, callback: Callable, remove: bool = False) -> None:
        """Call `callback(widget, content, buffers)` for each message from a view."""
        self._answers.remove(callback) if remove else self._answers.append(callback)

    def answer(self, content: Any) -> None:
        """Take a message from a view."""
        for callback in list(self._answers):
            callback(self, content, [])

    def close(self) -> None:
        """Do nothing: what the page no longer shows is forgotten by itself."""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        traits = {name: getattr(self, name) for name in self.traits(sync=True)}
        kind = f"{type(self).__module__}.{type(self).__qualname__}"
        held = {"widget": current.shown(self), "kind": kind, "traits": traits}
        return {"text/plain": repr(self), MIME: held}, {}


def observe(*_: str, **__: Any) -> Callable:
    """Return what leaves a method as it is: stand-ins call no decorated observers."""
    return lambda method: method


default = validate = observe
MODULES = {
    "traitlets": {**TRAITS, "HasTraits": HasTraits, "TraitType": TraitType, "observe": observe,
                  "default": default, "validate": validate},
    "anywidget": {"AnyWidget": AnyWidget},
}  # fmt: skip
