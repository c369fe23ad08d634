"""An installed Chromium or Chrome, for the tests, the printed book and the measurements."""

import shutil

# The first is Chromium without a window: of all, it takes least of a processor.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)
FLAGS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
)
MISSING = "no Chromium or Chrome is installed (on Debian: apt-get install chromium)"


def find_browser() -> str | None:
    """Return the path of an installed browser."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)
