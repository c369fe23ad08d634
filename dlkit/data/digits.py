"""Handwritten digits, those that scikit-learn ships too, as images, features and labels."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from .._arrays import Floats
from .penguins import Examples

TABLE = Path(__file__).with_name("digits.csv.gz")
SIDE = 8  # pixels along each side of an image
BLOCK = 16  # pixels of the original bitmap that one value counts, so the largest value


@dataclass(frozen=True, eq=False, repr=False)
class Digits(Examples):
    """Handwritten digits, one image in each entry of the arrays; made by `digits`.

    With ``written = digits()``, ``len(written)`` counts them, and ``written[mask]`` is a subset, for a mask, a slice
    or an array of indices. The arrays are read-only, so that no cell of a notebook can change the data under another.

    Attributes:
        images: shape (n, 8, 8), whole numbers from 0 (white) to 16 (black) as floats: how many pixels of a block of
            4 by 4 are ink.
        labels: which digit was written, 0 to 9, shape (n,).
        rows: how many digits the table has.

    """

    images: Floats
    labels: np.ndarray
    rows: int

    subset: ClassVar[str] = "written[written.labels == 3]"

    def features(self) -> Floats:
        """Return the pixels as rows of a matrix X of shape (n, 64), divided by 16 and so from 0 to 1.

        Pixel (i, j) of an image is column 8 i + j: ``X.reshape(-1, 8, 8)`` are images again. A copy, which may be
        changed.
        """
        return self.images.reshape(len(self), SIDE * SIDE) / BLOCK

    def __repr__(self) -> str:
        """Say how many digits there are, and of how many."""
        return f"{self._count(self.rows, 'digits')}, {SIDE} x {SIDE} pixels from 0 to {BLOCK}"


def digits() -> Digits:
    """Return 1797 handwritten digits as images of 8 by 8 pixels, 174 to 183 of each of the ten classes.

    People filled in forms; each digit was brought to a bitmap of 32 by 32 pixels, black or white, and this was
    divided into blocks of 4 by 4. A value counts the pixels of its block that are ink, 0 to 16.

    These are the test part of the data set alone, written by 13 people of whom none wrote for the training part
    (3823 digits by 30 others, not included). A split of these digits into training and test examples puts digits
    of one hand on both sides, so its accuracy says less about new hands than that of the original split.

    The table lies beside this module, as scikit-learn has it; nothing is downloaded.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
    1998, doi:10.24432/C50P49.

    License: CC BY 4.0.

    """
    table = np.loadtxt(TABLE, delimiter=",")
    images, labels = table[:, :-1].reshape(-1, SIDE, SIDE), table[:, -1].astype(int)
    return Digits(images=images.copy(), labels=labels, rows=len(table))
