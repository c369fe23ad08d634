"""Accuracy and confusion count what they say, and a split gives each example to exactly one side."""

import numpy as np
import pytest
from sklearn import metrics as peer

from dlkit.data.penguins import penguins
from dlkit.data.split import train_test_split
from dlkit.metrics import accuracy, confusion_matrix

RNG = np.random.default_rng(0)
LABELS, PREDICTED = RNG.integers(4, size=(2, 500))


def test_an_example_by_hand():
    predicted, labels = [0, 1, 1, 2], [0, 1, 2, 2]
    assert accuracy(predicted, labels) == 0.75
    np.testing.assert_array_equal(confusion_matrix(predicted, labels), [[1, 0, 0], [0, 1, 0], [0, 1, 1]])


def test_they_agree_with_scikit_learn():
    assert accuracy(PREDICTED, LABELS) == peer.accuracy_score(LABELS, PREDICTED)
    np.testing.assert_array_equal(confusion_matrix(PREDICTED, LABELS), peer.confusion_matrix(LABELS, PREDICTED))


def test_the_diagonal_over_n_is_the_accuracy_and_rows_count_the_classes():
    matrix = confusion_matrix(PREDICTED, LABELS, classes=6)
    assert matrix.shape == (6, 6)
    assert matrix.dtype.kind == "i"
    assert np.trace(matrix) / 500 == accuracy(PREDICTED, LABELS)
    np.testing.assert_array_equal(matrix.sum(axis=1), np.bincount(LABELS, minlength=6))
    np.testing.assert_array_equal(matrix.sum(axis=0), np.bincount(PREDICTED, minlength=6))


def test_accuracy_of_many_models_is_that_of_each():
    predicted = RNG.integers(4, size=(3, 2, 500))
    many = accuracy(predicted, LABELS)
    assert many.shape == (3, 2)
    for i in np.ndindex(3, 2):
        assert many[i] == accuracy(predicted[i], LABELS)


@pytest.mark.parametrize("kind", [bool, np.uint8, np.int32, np.float32, float])
def test_whole_numbers_of_any_kind_are_classes(kind):
    predicted, labels = (PREDICTED > 1).astype(kind), (LABELS > 1).astype(kind)
    np.testing.assert_array_equal(confusion_matrix(predicted, labels), confusion_matrix(PREDICTED > 1, LABELS > 1))


def test_a_split_gives_each_example_to_exactly_one_side_and_keeps_rows_together():
    X, y = np.arange(40.0).reshape(20, 2), np.arange(20)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, rng=np.random.default_rng(1))
    assert (len(y_train), len(y_test)) == (15, 5)
    np.testing.assert_array_equal(np.sort([*y_train, *y_test]), y)
    np.testing.assert_array_equal(X_train, X[y_train])
    np.testing.assert_array_equal(X_test, X[y_test])
    assert not np.array_equal(y_train, np.sort(y_train))


def test_the_split_is_decided_by_the_state_of_rng():
    a, b, c = (train_test_split(np.arange(50), test_size=0.5, rng=np.random.default_rng(seed)) for seed in (7, 7, 8))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)


@pytest.mark.parametrize(("n", "test_size", "tested"), [(2, 0.001, 1), (2, 0.999, 1), (10, 0.26, 3), (1797, 0.2, 359)])
def test_the_fraction_is_rounded_and_leaves_an_example_on_each_side(n, test_size, tested):
    train, test = train_test_split(range(n), test_size=test_size, rng=np.random.default_rng(0))
    assert (len(train), len(test)) == (n - tested, tested)


def test_every_example_is_as_likely_to_be_tested():
    rng = np.random.default_rng(3)
    often = np.bincount(
        np.concatenate([train_test_split(np.arange(8), test_size=0.25, rng=rng)[1] for _ in range(4000)])
    )
    assert np.abs(often / 4000 - 0.25).max() < 5 * np.sqrt(0.25 * 0.75 / 4000)


def test_birds_are_split_too_and_stay_birds():
    birds = penguins()
    train, test, y_train, _ = train_test_split(birds, birds.labels(), test_size=0.2, rng=np.random.default_rng(0))
    assert (len(train), len(test)) == (274, 68)
    np.testing.assert_array_equal(train.labels(), y_train)
