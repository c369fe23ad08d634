"""The one form in which notebooks are committed: the same run gives the same bytes."""

import base64
import copy
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from nbformat import NotebookNode

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}
FRAMES = re.compile(r'"frames": "([A-Za-z0-9+/=]+)"')
# In the markup of a demo, what all states together say: which panel lies in front, the longest readout, and the places
# and shapes of what other states have.
FOUND_IN_ALL = re.compile(
    r' livefig-front|<g>(?:<g />)*</g>|<g />|<defs>.*?</defs>|(?<=data-longest=\\")(?:[^"\\]|\\[^"])*'
)
PARTS = 64  # of weights, of which each has its size
KEPT_CELL_METADATA = ("mystnb", "tags", "editable", "slideshow", "jupyter")


def canonical(notebook: NotebookNode) -> str:
    """Return the text of a notebook's file, without what differs from run to run or from machine to machine."""
    notebook = copy.deepcopy(notebook)
    names = _rename_models(notebook)
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell["id"] = _cell_id(cell, seen)
        cell["metadata"] = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA}
        for output in cell.get("outputs", []):
            _clean_output(output)
        if "outputs" in cell:
            cell["outputs"] = _merge_streams(cell.outputs)
    metadata: dict[str, Any] = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    if "myst" in notebook.metadata:  # what the page says of itself to search engines
        metadata["myst"] = notebook.metadata["myst"]
    states = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    kept = {names[old]: _renamed(state, names) for old, state in states.items() if old in names}
    if kept:
        metadata["widgets"] = {STATE: {"version_major": 2, "version_minor": 0, "state": kept}}
    content = {"cells": notebook.cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(_multiline(content), indent=1, sort_keys=True, ensure_ascii=False)
    return text + "\n"


def comparable(text: str) -> str:
    """Return a canonical text with its recordings unpacked, since another machine may compress them differently.

    Of the weights of a drawing pad, which end a long computation that each machine rounds in its own way, the sizes
    stand there to two digits.
    """

    def unpack(found: re.Match[str]) -> str:
        content = gzip.decompress(base64.b64decode(found[1]))
        if content.startswith(b"{"):
            return f'"frames": {content.decode()}'
        parts = np.array_split(np.frombuffer(content, "<f4").astype(float), PARTS)
        return f'"frames": {len(content)} bytes, {" ".join(f"{np.linalg.norm(part):.1e}" for part in parts)}'

    return FRAMES.sub(unpack, text)


def without_recordings(text: str) -> str:
    """Return a canonical text without what is known of a demo only when all its states were recorded."""
    return FOUND_IN_ALL.sub("", FRAMES.sub('"frames": ""', text))


def _cell_id(cell: NotebookNode, seen: dict[str, int]) -> str:
    """Name a cell by its kind and source; the second of two equal cells gets a number."""
    name = hashlib.sha256(f"{cell.cell_type}:{cell.source}".encode()).hexdigest()[:8]
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def _views(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if VIEW in output.get("data", {}):
                yield output.data[VIEW]


def _rename_models(notebook: NotebookNode) -> dict[str, str]:
    """Number the widget models in order of appearance; those that no shown widget needs get no name."""
    states = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    names: dict[str, str] = {}

    def visit(model: str) -> None:
        if model in states and model not in names:
            names[model] = f"model-{len(names) + 1:03d}"
            for reference in _references(states[model]):
                visit(reference)

    for view in _views(notebook):
        visit(view["model_id"])
        view["model_id"] = names.get(view["model_id"], view["model_id"])
    return names


def _references(value: Any) -> Iterator[str]:
    """Find the models that a model's state refers to, written IPY_MODEL_ and the id."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
    elif isinstance(value, str) and value.startswith("IPY_MODEL_"):
        yield value.removeprefix("IPY_MODEL_")


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(v, names) for v in value]
    if isinstance(value, str) and value.startswith("IPY_MODEL_"):
        return f"IPY_MODEL_{names[value.removeprefix('IPY_MODEL_')]}"
    return value


def _clean_output(output: NotebookNode) -> None:
    output.pop("transient", None)
    if output.output_type in ("display_data", "execute_result"):
        output["metadata"] = {k: v for k, v in output.get("metadata", {}).items() if v}


def _merge_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighboring pieces of one stream: how a kernel cuts it up is chance."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last["text"] += output.text
        else:
            merged.append(output)
    return merged


def _multiline(notebook: dict[str, Any]) -> dict[str, Any]:
    """Write sources and texts as lists of lines, as Jupyter does, so that a diff shows lines."""
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                output["text"] = output["text"].splitlines(keepends=True)
            for mime, value in output.get("data", {}).items():
                textual = mime.startswith("text/") or mime == "image/svg+xml"
                if isinstance(value, str) and textual:
                    output["data"][mime] = value.splitlines(keepends=True)
    return notebook
