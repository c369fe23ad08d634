"""A pad on which the reader draws, and a network that reads the drawing: with a kernel, and on a page without one.

`draw_digit(weights)` takes the weights of a network at some steps of its training. The page computes the probabilities
and the gradient by the cells at each touch of the pad, with the weights of the step on a slider: one matrix product a
layer takes no time. A forward pass in Python, `predict`, answers in its place where Python is.

It is a demo of livefig: its look, its numbers, its files on the page are those of the figures there.
"""

from .widget import DrawPad, draw_digit

__all__ = ["DrawPad", "draw_digit"]
