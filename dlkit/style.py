"""The palette and the style of every figure in the book."""

import os
import sys
from pathlib import Path

# Okabe and Ito's palette, which is safe for readers with color vision deficiencies, and the grays around it.
COLORS = {
    "blue": "#0072b2",
    "orange": "#d55e00",
    "green": "#009e73",
    "pink": "#cc79a7",
    "yellow": "#e69f00",
    "sky": "#56b4e9",
    "ink": "#1f2328",
    "muted": "#656d76",
    "grid": "#d8dee4",
    "paper": "#ffffff",
}
STYLE = Path(__file__).with_name("dlkit.mplstyle")


def use_style() -> None:
    """Apply the book's style to all figures made from now on; in a notebook, show them as SVG.

    The SVG holds no date and no version, so the same figure gives the same bytes, and it is as large as the figure's
    `figsize` says: nothing is cropped. Calling it again, or outside a notebook, is fine.
    """
    if sys.platform == "emscripten" and "matplotlib" not in sys.modules:
        os.environ["MATPLOTLIBRC"] = str(STYLE)  # a page whose cells draw nothing does not fetch matplotlib
    else:
        import matplotlib.pyplot as plt  # noqa: PLC0415 - to import dlkit loads no matplotlib

        plt.style.use(STYLE)
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if not hasattr(shell, "kernel"):
        return
    from matplotlib_inline.config import InlineBackend  # noqa: PLC0415 - only notebooks have it

    inline = InlineBackend.instance(parent=shell)
    inline.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None, "Creator": None}}
    inline.figure_formats = {"svg"}
