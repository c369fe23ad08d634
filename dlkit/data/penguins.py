"""The Palmer penguins as named arrays with units, and what the data sets share."""

import csv
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from .._arrays import Floats, shown

TABLE = Path(__file__).with_name("penguins.csv")
MISSING = "NA"
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


class Examples:
    """Named arrays with one entry for each example: what the data sets share. Their classes are frozen dataclasses."""

    subset: ClassVar[str] = "examples[:10]"  # how a subset is written, for messages

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for array in self._arrays().values():
            array.setflags(write=False)

    def _arrays(self) -> dict[str, np.ndarray]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def __len__(self) -> int:
        """Count the examples."""
        return len(next(iter(self._arrays().values())))

    def __getitem__(self, which: slice | ArrayLike) -> Self:
        """Return the examples selected by a mask, a slice or an array of indices.

        Raises:
            ValueError: `which` selects no list of examples.

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
            f"example {self.subset}"
        )

    def _count(self, whole: int, noun: str) -> str:
        return f"{whole} {noun}" if len(self) == whole else f"{len(self)} of {whole} {noun}"


@dataclass(frozen=True, eq=False, repr=False)
class Penguins(Examples):
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

    subset: ClassVar[str] = 'birds[birds.species == "Gentoo"]'

    def only(self, *species: str) -> Self:
        """Return the birds of these species, in the order of the table.

        Args:
            *species: names, such as "Adelie" and "Gentoo".

        Raises:
            ValueError: no species, an unknown one, or one twice.

        """
        return self[np.isin(self.species, _chosen("species", species, SPECIES))]

    def features(self, *names: str) -> Floats:
        """Return the measurements of these names as columns of a matrix X of shape (n, k), one bird in each row.

        A copy, which may be changed. Each column is in the unit of its name: ``units`` has it.

        Args:
            *names: measurements, such as "flipper_length_mm".

        Raises:
            ValueError: no name, an unknown one, or one twice.

        """
        return np.column_stack([getattr(self, name) for name in _chosen("names", names, tuple(self.units))])

    def labels(self, *species: str) -> np.ndarray:
        """Return the class of each bird, shape (n,): the place of its species in the order given, from 0.

        Without arguments the order is Adelie, Chinstrap, Gentoo. With two species the labels are 0 and 1, as
        logistic regression takes them: ``birds.only("Adelie", "Gentoo").labels("Adelie", "Gentoo")``.

        Args:
            *species: the species, in the order of the labels.

        Raises:
            ValueError: an unknown species, one twice, or a bird is of none of them.

        """
        order = _chosen("species", species, SPECIES) if species else SPECIES
        matches = self.species[:, None] == np.array(order)
        if not matches.any(axis=1).all():
            others = ", ".join(np.unique(self.species[~matches.any(axis=1)]))
            listed = ", ".join(f'"{name}"' for name in order)
            raise ValueError(
                f"species must name every bird's, got {shown(species)} for birds that include {others}; write "
                f"birds.only({listed}).labels({listed})"
            )
        return matches.argmax(axis=1)

    def __repr__(self) -> str:
        """Say how many birds there are, and how many rows were dropped and why."""
        birds = self._count(self.rows - self.dropped, "penguins")
        return f"{birds}; {self.dropped} of {self.rows} rows dropped: measurements missing"


def penguins() -> Penguins:
    """Return the Palmer penguins: size, species and sex of birds of three species from three islands of Antarctica.

    The table has 344 rows. The two without measurements are dropped, which leaves 342 birds: 151 Adelie, 68
    Chinstrap and 123 Gentoo. The sex of nine of these was not determined; they are kept.

    The table lies beside this module, as the package palmerpenguins 0.1.6 has it; nothing is downloaded.

    Source: collected by Dr. Kristen Gorman and the Palmer Station Long Term Ecological Research program, 2007 to
    2009. K. B. Gorman, T. D. Williams and W. R. Fraser, Ecological sexual dimorphism and environmental variability
    within a community of Antarctic penguins (genus Pygoscelis), PLoS ONE 9(3): e90081, 2014,
    doi:10.1371/journal.pone.0090081. Table: A. M. Horst, A. P. Hill and K. B. Gorman, palmerpenguins: Palmer
    Archipelago (Antarctica) penguin data, 2020, doi:10.5281/zenodo.3960218.

    License: CC0 1.0, public domain.

    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    birds = [row for row in table if MISSING not in (row[name] for name in Penguins.units)]
    text = {name: np.array([row[name] for row in birds]) for name in ("species", "island")}
    measured = {name: np.array([float(row[name]) for row in birds]) for name in Penguins.units}
    sex = np.array(["" if row["sex"] == MISSING else row["sex"] for row in birds])
    year = np.array([int(row["year"]) for row in birds])
    return Penguins(**text, **measured, sex=sex, year=year, rows=len(table), dropped=len(table) - len(birds))


def _chosen(argument: str, names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return names if there is at least one, each is known, and none comes twice."""
    if not names or len(set(map(str, names))) < len(names) or not all(isinstance(k, str) and k in known for k in names):
        raise ValueError(
            f"{argument} must be one or more of {', '.join(known)}, each once, got {shown(names)}; for example "
            f'"{known[0]}", "{known[-1]}"'
        )
    return names
