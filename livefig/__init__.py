"""Figures that answer to the reader's hand: on a kernel, and on a static page without one.

`explore(fig, update, **controls)` takes an ordinary matplotlib figure and a function that changes its artists.
In a notebook it draws the state that the reader asks for. When notebooks are made for the website it draws every
state once and stores only what differs, so that the page can replay them with no kernel.
"""

from .controls import Point
from .settings import configure
from .widget import Explorer, explore

__all__ = ["Explorer", "Point", "configure", "explore"]
