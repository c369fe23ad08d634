"""What of Pyodide's packages a page does not need, and what has to change for the rest to do without it.

Left out are tests, headers, sample data, fonts and backends that no page can use. What looks as idle and is not stays:
NumPy's docstrings are set by its C code, `numpy.testing` is used by SciPy and scikit-learn.
"""

import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from .pinned import PYTHON

SITE = f"lib/python{PYTHON}/site-packages/"
LIBRARIES = "usr/lib/"
SETTINGS = "home/pyodide/.matplotlib"  # where matplotlib keeps what it found in a search

FONTS = r"DejaVuSans(-Bold|-Oblique|-BoldOblique|Display|Mono|Mono-Bold)?\.ttf"
DROPPED = re.compile(
    r"""
    (^|/)(tests?|testing/data|conftest\.py|_examples|doc|sphinxext|include)(/|$)
    | \.(pyi|pxd|pxi|pyx|a|h|c|cpp|f|f90|lua|typed|build|tp|in)$
    | ^[^/]+\.dist-info/(?!METADATA|(.*/)?(licen[cs]e|copying|authors|notice)[^/]*$)
    | ^matplotlib/mpl-data/(sample_data|images|fonts/(afm|pdfcorefonts)|plot_directive)/
    | ^matplotlib/mpl-data/fonts/ttf/(?!"""
    + FONTS
    + r""")
    | ^matplotlib/(_ttconv|testing/|backends/(_macosx|_tkagg|web_backend/|qt_editor/|_backend_(gtk|pdf_ps|tk)))
    | ^matplotlib/backends/backend_(cairo|gtk|macosx|nbagg|pdf|pgf|ps|qt|tk|webagg|wx)
    | ^PIL/(_imagingft|_imagingcms|_imagingtk|_imagingmath|_webp|_avif)\.
    | ^dateutil/zoneinfo/dateutil-zoneinfo
    | ^sklearn/datasets/(images|tests)/
    """,
    re.VERBOSE | re.IGNORECASE,
)

# What has to be at hand where the packages are passed on, and no Python needs.
NOTICE = re.compile(r"(^|/)(licen[cs]es?|copying|authors|notice)[^/]*(/|$)", re.IGNORECASE)

# The standard library: what needs a terminal, a window, processes or sockets; and code pages of old systems.
LIBRARY_DROPPED = re.compile(
    r"""
    ^(idlelib|lib2to3|turtledemo|tkinter|ensurepip|venv|curses|dbm|wsgiref|xmlrpc|test|distutils|pydoc_data)/
    | ^(turtle|imaplib|nntplib|smtplib|poplib|telnetlib|ftplib|mailbox|cgi|cgitb|aifc|sunau|wave|pdb|smtpd)\.py$
    | ^encodings/(?!(__init__|aliases|ascii|latin_1|iso8859_1|iso8859_15|cp1252|cp437|idna|punycode|charmap|hex_codec
        |base64_codec|zlib_codec|rot_13|undefined|raw_unicode_escape|unicode_escape
        |utf_8|utf_8_sig|utf_16|utf_16_be|utf_16_le|utf_32|utf_32_be|utf_32_le)\.py$)
    """,
    re.VERBOSE,
)

# Libraries that few cells need; Python links these when they are imported.
SELDOM = re.compile(r"/(_\w*_?tests|_simd|_pocketfft_umath|lapack_lite|_tri|_qhull|_contourpy|_imagingmorph)\.[^/]*$")
ALWAYS = "/_multiarray_tests."  # NumPy imports it


def linked(files: Iterable[str]) -> list[str]:
    """Return the libraries among files that nearly all cells need."""
    return [
        f"/{place}"
        for place in sorted(files)
        if place.endswith(".so") and (ALWAYS in place or not SELDOM.search(place))
    ]


def wheel_files(path: Path) -> dict[str, bytes]:
    """Return what to keep of a wheel, or of a bare library, by its place below the root."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if path.suffix == ".zip":
                found[LIBRARIES + name] = archive.read(name)
            elif not name.endswith("/") and not DROPPED.search(name):
                found[SITE + name] = archive.read(name)
    listed = found.pop(f"{SITE}matplotlib/fontlist.json", None)
    if listed:
        version = re.search(rb"__version__ = (\d+)", found[f"{SITE}matplotlib/font_manager.py"])[1].decode()
        found[f"{SETTINGS}/fontlist-v{version}.json"] = known_fonts(listed, int(version))
    return found


def library_files(path: Path) -> dict[str, bytes]:
    """Return what to keep of the standard library."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and not LIBRARY_DROPPED.search(name)
        }


def known_fonts(listed: bytes, version: int) -> bytes:
    """Return the list that spares matplotlib a search of a second; a font that was left out is DejaVu Sans there."""
    fonts = json.loads(listed)
    fonts["_version"] = version
    fonts["afmlist"] = []
    for font in fonts["ttflist"]:
        if not re.search(f"/{FONTS}$", font["fname"]):
            font["fname"] = re.sub(r"[^/]*$", "DejaVuSans.ttf", font["fname"])
    return json.dumps(fonts, sort_keys=True).encode()
