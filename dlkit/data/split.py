"""Examples to train on, and examples kept aside to test with."""

import numpy as np
from numpy.typing import ArrayLike

from .._arrays import finite, generator, shown
from .penguins import Examples


def train_test_split(*arrays: ArrayLike | Examples, test_size: float, rng: np.random.Generator) -> list:
    """Split examples at random into those to train on and those to test with, the same for each array.

    A model is judged by examples that it has not been fitted to, as its loss on the others is too low (Hastie,
    Tibshirani and Friedman, *The Elements of Statistical Learning*, section 7.2)::

        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, rng=np.random.default_rng(0))

    Each example comes to exactly one side, and both sides are shuffled.

    Args:
        *arrays: examples along the first axis, n of them in each, n >= 2; `penguins` and `digits` are split too.
        test_size: the fraction of the examples to test with, between 0 and 1. Rounded to whole examples, of which
            each side gets at least one.
        rng: where the randomness comes from; its state decides the split.

    Returns:
        A list, for each array the part to train on and the part to test with: a_train, a_test, b_train, b_test, ...

    Raises:
        ValueError: no arrays, arrays of different lengths or of less than two examples, a test_size that is not
            between 0 and 1, or rng is no generator.

    """
    wholes = [array if isinstance(array, Examples) else np.asarray(array) for array in arrays]
    n = _common_length(wholes)
    fraction = finite(test_size, "test_size")
    if fraction.ndim or not 0 < fraction < 1:
        raise ValueError(
            f"test_size must be a fraction between 0 and 1, got {shown(test_size)}; 0.25 tests with a quarter"
        )
    tested = min(max(round(float(fraction) * n), 1), n - 1)
    order = generator(rng, "rng").permutation(n)
    return [whole[rows] for whole in wholes for rows in (order[tested:], order[:tested])]


def _common_length(arrays: list) -> int:
    if not arrays:
        raise ValueError("arrays must be at least one array of examples, got none; write train_test_split(X, y, ...)")
    lengths = [len(array) if isinstance(array, Examples) or array.ndim else 0 for array in arrays]
    if len(set(lengths)) > 1 or lengths[0] < 2:  # noqa: PLR2004 - one for each side
        raise ValueError(
            f"arrays must hold the same examples, at least 2, along their first axes, got {lengths} of them; a row of "
            "X and an entry of y for each"
        )
    return lengths[0]
