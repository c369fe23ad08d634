"""Small real data sets, read from installed packages, as named arrays with units."""

import csv
import importlib.util
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, shown

MISSING = "NA"


@dataclass(frozen=True, eq=False, repr=False)
class Penguins:
    """The Palmer penguins, one entry per bird in each array; made by `penguins`.

    ``len(birds)`` counts them, and ``birds[mask]`` is a subset, for a mask, a slice or an array of indices. The
    arrays are read-only, so that no cell of a notebook can change the data under another.

    Attributes:
        species: "Adelie", "Chinstrap" or "Gentoo".
        island: "Biscoe", "Dream" or "Torgersen".
        bill_length_mm: length of the bill's upper ridge, in millimeters.
        bill_depth_mm: depth of the bill, in millimeters.
        flipper_length_mm: length of the flipper, in millimeters.
        body_mass_g: body mass, in grams.
        sex: "female", "male", or "" where it was not determined.
        year: 2007, 2008 or 2009.
        rows: how many rows the table has, dropped ones included.
        dropped: how many rows were dropped because a measurement is missing.
        units: from the name of each measurement to its unit.

    """

    species: np.ndarray
    island: np.ndarray
    bill_length_mm: Floats
    bill_depth_mm: Floats
    flipper_length_mm: Floats
    body_mass_g: Floats
    sex: np.ndarray
    year: np.ndarray
    rows: int
    dropped: int

    units: ClassVar[dict[str, str]] = {
        "bill_length_mm": "mm",
        "bill_depth_mm": "mm",
        "flipper_length_mm": "mm",
        "body_mass_g": "g",
    }

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for array in self._arrays().values():
            array.setflags(write=False)

    def _arrays(self) -> dict[str, np.ndarray]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def __len__(self) -> int:
        """Count the birds."""
        return len(self.species)

    def __getitem__(self, which: slice | ArrayLike) -> "Penguins":
        """Return the birds selected by a mask, a slice or an array of indices.

        Raises:
            ValueError: `which` selects no list of birds.

        """
        try:
            indices = np.arange(len(self))[which]
        except (IndexError, TypeError) as problem:
            raise self._bad_selection(which) from problem
        if indices.ndim != 1:
            raise self._bad_selection(which)
        return replace(self, **{name: array[indices] for name, array in self._arrays().items()})

    def _bad_selection(self, which: object) -> ValueError:
        n = len(self)
        return ValueError(
            f"which must be a mask of shape ({n},), a slice, or a list of indices below {n}, got {shown(which)}; for "
            'example birds[birds.species == "Gentoo"]'
        )

    def __repr__(self) -> str:
        """Say how many birds there are, and how many rows were dropped and why."""
        complete = self.rows - self.dropped
        birds = f"{complete} penguins" if len(self) == complete else f"{len(self)} of {complete} penguins"
        return f"{birds}; {self.dropped} of {self.rows} rows dropped: measurements missing"


def penguins() -> Penguins:
    """Return the Palmer penguins: size, species and sex of birds of three species from three islands of Antarctica.

    The table has 344 rows. The two without measurements are dropped, which leaves 342 birds: 151 Adelie, 68
    Chinstrap and 123 Gentoo. The sex of nine of these was not determined; they are kept.

    Read from the table that the installed package palmerpenguins holds; nothing is downloaded.

    Source: collected by Dr. Kristen Gorman and the Palmer Station Long Term Ecological Research program, 2007 to
    2009. K. B. Gorman, T. D. Williams and W. R. Fraser, Ecological sexual dimorphism and environmental variability
    within a community of Antarctic penguins (genus Pygoscelis), PLoS ONE 9(3): e90081, 2014,
    doi:10.1371/journal.pone.0090081. Table: A. M. Horst, A. P. Hill and K. B. Gorman, palmerpenguins: Palmer
    Archipelago (Antarctica) penguin data, 2020, doi:10.5281/zenodo.3960218.

    License: CC0 1.0, public domain.

    Raises:
        ModuleNotFoundError: the package palmerpenguins is not installed.

    """
    with _table("palmerpenguins", "data/penguins.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    birds = [row for row in table if MISSING not in (row[name] for name in Penguins.units)]
    text = {name: np.array([row[name] for row in birds]) for name in ("species", "island")}
    measured = {name: np.array([float(row[name]) for row in birds]) for name in Penguins.units}
    sex = np.array(["" if row["sex"] == MISSING else row["sex"] for row in birds])
    year = np.array([int(row["year"]) for row in birds])
    return Penguins(**text, **measured, sex=sex, year=year, rows=len(table), dropped=len(table) - len(birds))


def _table(package: str, path: str) -> Path:
    """Return the place of a file of an installed package without importing it: palmerpenguins would load pandas."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"the package {package}, which holds the table, is not installed; pip install {package}"
        )
    return Path(spec.origin).parent / path
