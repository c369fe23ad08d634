"""The data are those of the published tables, and cannot be changed by accident."""

import csv
import hashlib
import subprocess
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits

from dlkit import penguins
from dlkit.data.digits import digits
from dlkit.data.penguins import TABLE

BIRDS = penguins()
WRITTEN = digits()


def test_the_two_birds_without_measurements_are_dropped_and_that_is_said():
    assert len(BIRDS) == 342
    assert (BIRDS.rows, BIRDS.dropped) == (344, 2)
    assert repr(BIRDS) == "342 penguins; 2 of 344 rows dropped: measurements missing"


def test_the_table_is_the_published_one():
    """That of palmerpenguins 0.1.6."""
    assert hashlib.sha256(TABLE.read_bytes()).hexdigest() == (
        "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"
    )


def test_every_array_is_that_of_the_table():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["body_mass_g"] != "NA"]
    for name in BIRDS.units:
        np.testing.assert_array_equal(getattr(BIRDS, name), [float(row[name]) for row in rows])
    for name in ("species", "island"):
        np.testing.assert_array_equal(getattr(BIRDS, name), [row[name] for row in rows])
    np.testing.assert_array_equal(BIRDS.year, [int(row["year"]) for row in rows])
    np.testing.assert_array_equal(BIRDS.sex, [row["sex"].replace("NA", "") for row in rows])


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


def test_reading_them_does_not_load_scikit_learn():
    code = "import sys; from dlkit import digits, penguins; penguins(); digits(); print('sklearn' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_flipper_length_tells_body_mass():
    assert np.corrcoef(BIRDS.flipper_length_mm, BIRDS.body_mass_g)[0, 1] == pytest.approx(0.871, abs=1e-3)


def test_only_keeps_the_species_asked_for_in_the_order_of_the_table():
    two = BIRDS.only("Gentoo", "Adelie")
    np.testing.assert_array_equal(two.body_mass_g, BIRDS.body_mass_g[BIRDS.species != "Chinstrap"])
    assert repr(two) == "274 of 342 penguins; 2 of 344 rows dropped: measurements missing"
    assert repr(BIRDS.only("Adelie", "Chinstrap", "Gentoo")) == repr(BIRDS)


def test_features_are_columns_in_the_order_asked_for_and_a_copy():
    X = BIRDS.features("body_mass_g", "bill_length_mm")
    np.testing.assert_array_equal(X, np.transpose([BIRDS.body_mass_g, BIRDS.bill_length_mm]))
    assert BIRDS.features("body_mass_g").shape == (342, 1)
    X[:] = 0
    assert BIRDS.body_mass_g.all()


def test_labels_are_places_in_the_order_given():
    names = np.array(["Adelie", "Chinstrap", "Gentoo"])
    np.testing.assert_array_equal(names[BIRDS.labels()], BIRDS.species)
    np.testing.assert_array_equal(names[::-1][BIRDS.labels(*names[::-1])], BIRDS.species)
    two = BIRDS.only("Adelie", "Gentoo")
    np.testing.assert_array_equal(two.labels("Adelie", "Gentoo"), two.species == "Gentoo")
    np.testing.assert_array_equal(two.labels(), 2 * (two.species == "Gentoo"))
    assert BIRDS.labels().dtype.kind == "i"


def test_the_digits_are_those_of_scikit_learn():
    peer = load_digits()
    np.testing.assert_array_equal(WRITTEN.images, peer.images)
    np.testing.assert_array_equal(WRITTEN.labels, peer.target)
    np.testing.assert_array_equal(WRITTEN.features(), peer.data / 16)
    assert (WRITTEN.images.dtype, WRITTEN.labels.dtype) == (float, int)
    assert repr(WRITTEN) == "1797 digits, 8 x 8 pixels from 0 to 16"


def test_the_docstring_of_the_digits_counts_right():
    counts = np.bincount(WRITTEN.labels)
    assert f"{len(WRITTEN)} handwritten digits" in digits.__doc__
    assert f"{counts.min()} to {counts.max()} of each of the ten classes" in digits.__doc__
    assert (WRITTEN.images.min(), WRITTEN.images.max(), len(counts)) == (0, 16, 10)


def test_pixel_i_j_is_column_8_i_plus_j():
    X = WRITTEN.features()
    assert X.shape == (1797, 64)
    np.testing.assert_array_equal(X[:, 8 * 2 + 5], WRITTEN.images[:, 2, 5] / 16)
    assert (X.min(), X.max()) == (0, 1)
    X[:] = 0
    assert WRITTEN.images.any()


def test_digits_are_selected_as_birds_are_and_cannot_be_changed():
    threes = WRITTEN[WRITTEN.labels == 3]
    np.testing.assert_array_equal(threes.images, WRITTEN.images[WRITTEN.labels == 3])
    assert repr(threes) == "183 of 1797 digits, 8 x 8 pixels from 0 to 16"
    assert WRITTEN[:0].features().shape == (0, 64)
    for images in (WRITTEN.images, threes.images):
        with pytest.raises(ValueError, match="read-only"):
            images[0] = 0
    with pytest.raises(AttributeError):
        WRITTEN.labels = threes.labels
