"""An installed Chromium or Chrome, for the tests, the printed book and the measurements."""

import shutil

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser")
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
