"""Least squares in exact rational arithmetic, with which what floating point gives is compared."""

from fractions import Fraction

import numpy as np


def pseudo_inverse_times(X, y):
    """Return the pseudo-inverse of X times y as fractions, and the rank of X; every float is a fraction.

    X = C F, with C the columns that hold a pivot and F the rows of the reduced echelon form, both of full rank, so
    the pseudo-inverse is F^T (F F^T)^-1 (C^T C)^-1 C^T (Ben-Israel and Greville, *Generalized Inverses*, section 1.7).
    """
    units = [Fraction(2) ** int(e) for e in np.frexp(np.abs(X).max(axis=0))[1] - 60]  # large integers are quick
    columns = [[Fraction(float(v)) / u for v in column] for column, u in zip(np.transpose(X), units, strict=True)]
    targets = [Fraction(float(v)) for v in y]
    gram = [[_dot(a, b) for b in columns] for a in columns]
    pivots, rows = _echelon(gram)
    if not pivots:
        return [Fraction(0)] * len(columns), 0
    rows = [[v / units[p] * u for v, u in zip(row, units, strict=True)] for p, row in zip(pivots, rows, strict=True)]
    of_pivots = _solve([[gram[i][j] for j in pivots] for i in pivots], [_dot(columns[i], targets) for i in pivots])
    of_pivots = [c / units[p] for c, p in zip(of_pivots, pivots, strict=True)]
    combination = _solve([[_dot(a, b) for b in rows] for a in rows], of_pivots)
    return [_dot(combination, column) for column in zip(*rows, strict=True)], len(pivots)


def minus(theta, exact):
    """Return theta, floats, minus the exact numbers, rounded only now."""
    return np.array([float(Fraction(float(t)) - e) for t, e in zip(theta, exact, strict=True)])


def _dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def _solve(A, b):
    _, rows = _echelon([[*row, value] for row, value in zip(A, b, strict=True)])
    return [row[-1] for row in rows]


def _echelon(matrix):
    """Return the pivots' columns and the rows that are not 0 of the reduced echelon form, by Gauss and Jordan."""
    rows, pivots = [list(row) for row in matrix], []
    for column in range(len(rows[0])):
        k = len(pivots)
        found = next((i for i in range(k, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        rows[k], rows[found] = rows[found], rows[k]
        rows[k] = [value / rows[k][column] for value in rows[k]]
        for i in range(len(rows)):
            if i != k and rows[i][column]:
                rows[i] = [a - rows[i][column] * b for a, b in zip(rows[i], rows[k], strict=True)]
        pivots.append(column)
    return pivots, rows[: len(pivots)]
