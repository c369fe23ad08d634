"""The penguins are those of the published table, with units, and cannot be changed by accident."""

import subprocess
import sys

import numpy as np
import pytest
from palmerpenguins import load_penguins

from dlkit import penguins

BIRDS = penguins()


def test_the_two_birds_without_measurements_are_dropped_and_that_is_said():
    assert len(BIRDS) == 342
    assert (BIRDS.rows, BIRDS.dropped) == (344, 2)
    assert repr(BIRDS) == "342 penguins; 2 of 344 rows dropped: measurements missing"


def test_every_array_is_that_of_the_table():
    table = load_penguins().dropna(subset=list(BIRDS.units))
    for name in BIRDS.units:
        np.testing.assert_array_equal(getattr(BIRDS, name), table[name])
        assert np.isfinite(getattr(BIRDS, name)).all()
    for name in ("species", "island", "year"):
        np.testing.assert_array_equal(getattr(BIRDS, name), table[name])
    np.testing.assert_array_equal(BIRDS.sex, table["sex"].fillna(""))


def test_the_docstring_counts_right():
    for species, count in (("Adelie", 151), ("Chinstrap", 68), ("Gentoo", 123)):
        assert f"{count} {species}" in " ".join(penguins.__doc__.split())
        assert np.count_nonzero(BIRDS.species == species) == count
    assert np.count_nonzero(BIRDS.sex == "") == 9
    assert "nine of these" in penguins.__doc__


def test_every_measurement_has_its_unit_in_its_name_too():
    assert BIRDS.units == {
        "bill_length_mm": "mm",
        "bill_depth_mm": "mm",
        "flipper_length_mm": "mm",
        "body_mass_g": "g",
    }


@pytest.mark.parametrize(
    "which", [BIRDS.species == "Gentoo", slice(0, 100, 3), [5, 2, 2], np.zeros(342, dtype=bool)], ids=lambda _: ""
)
def test_a_selection_selects_from_every_array(which):
    chosen = BIRDS[which]
    for name in (*BIRDS.units, "species", "island", "sex", "year"):
        np.testing.assert_array_equal(getattr(chosen, name), getattr(BIRDS, name)[which])
    assert len(chosen) == len(BIRDS.species[which])
    assert repr(chosen) == f"{len(chosen)} of 342 penguins; 2 of 344 rows dropped: measurements missing"


def test_a_selection_of_a_selection():
    gentoo = BIRDS[BIRDS.species == "Gentoo"]
    assert len(gentoo[gentoo.sex == "female"]) == np.count_nonzero(
        (BIRDS.species == "Gentoo") & (BIRDS.sex == "female")
    )


def test_the_data_cannot_be_changed_in_place():
    for birds in (BIRDS, BIRDS[:3]):
        with pytest.raises(ValueError, match="read-only"):
            birds.body_mass_g[0] = 0
    with pytest.raises(AttributeError):
        BIRDS.body_mass_g = np.zeros(342)


def test_reading_it_does_not_load_pandas():
    code = "import sys, dlkit; dlkit.penguins(); print('pandas' in sys.modules, 'palmerpenguins' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_flipper_length_tells_body_mass():
    assert np.corrcoef(BIRDS.flipper_length_mm, BIRDS.body_mass_g)[0, 1] == pytest.approx(0.871, abs=1e-3)
