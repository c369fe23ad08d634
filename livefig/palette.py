"""The colors that follow the page into its dark mode: Okabe and Ito's, safe for all color vision, and grays."""

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
