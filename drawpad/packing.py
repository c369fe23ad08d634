"""Weights and drawings as one text: little-endian floats of single precision, gzipped, in base64."""

import base64
import gzip

import numpy as np

from .network import Layers


def pack(steps: list[Layers], drawings: np.ndarray) -> str:
    """Pack the layers of all steps, W row after row and then b, and after them the drawings."""
    parts = [part.ravel() for layers in steps for layer in layers for part in layer]
    values = np.concatenate([*parts, drawings.ravel()]).astype("<f4")
    return base64.b64encode(gzip.compress(values.tobytes(), mtime=0)).decode()


def unpack(packed: str) -> np.ndarray:
    """Return all numbers in a row."""
    return np.frombuffer(gzip.decompress(base64.b64decode(packed)), "<f4").astype(float)
