"""Figures that answer to the reader's hand: on a kernel, and on a static page without one.

`explore(fig, update, **controls)` takes an ordinary matplotlib figure and a function that changes its artists.
In a notebook it draws the state that the reader asks for. When notebooks are made for the website it draws every
state once and stores only what differs, so that the page can replay them with no kernel.

Every state is drawn by matplotlib as a whole, so it shows whatever matplotlib would show; a state that hangs on others,
and what SVG cannot show, are refused by the name of the artist. Rasterized artists are drawn as lines and areas.

Colors of the palette, black and white among them, follow the page into its dark mode. Colors that come from data stay:
images, what has a color map, many faces at once of which some are no color of the palette, and whatever is drawn over
data that fill the axes. `livefig.colors` has the rule.
"""

from .controls import Play, Point
from .settings import configure
from .widget import Explorer, explore

__all__ = ["Explorer", "Play", "Point", "configure", "explore"]
