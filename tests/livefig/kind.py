"""What the kinds of figure are made with.

A kind is a function that makes a figure and returns it with its `update(k)`; k goes from 0 to 3.
"""

import matplotlib.pyplot as plt
import numpy as np

KINDS = {}
X = np.linspace(0, 3, 7)
GRID = np.arange(12.0).reshape(3, 4)


def kind(make):
    """Note a kind by its name."""
    KINDS[make.__name__] = make
    return make


def one():
    """A figure with one axes."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 4), ylim=(0, 12))
    return fig, ax
