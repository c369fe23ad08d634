"""Archives as the worker reads them: one stream, so that one dictionary compresses all files.

A list of names and sizes as JSON, its length before it in four bytes, then the files; all of it gzipped. It is smaller
than a zip, whose files are compressed each for itself, and a browser unpacks it while it comes.
"""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

LEVEL = 9
EARLIEST = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return one archive; the same files give the same bytes."""
    names = sorted(files, key=lambda name: (name.rpartition(".")[2], name))  # like beside like
    head = json.dumps([[name, len(files[name])] for name in names], separators=(",", ":")).encode()
    return squeeze(len(head).to_bytes(4, "little") + head + b"".join(files[name] for name in names))


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive."""
    content = gzip.decompress(archive)
    start = 4 + int.from_bytes(content[:4], "little")
    found = {}
    for name, size in json.loads(content[4:start]):
        found[name] = content[start : start + size]
        start += size
    return found


def size(archive: bytes) -> int:
    """Return how many bytes an archive has when it is unpacked; gzip says so in its last four."""
    return int.from_bytes(archive[-4:], "little")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip from which Python can import, stored: it is compressed as a whole."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), files[name])
    return written.getvalue()


def squeeze(content: bytes) -> bytes:
    """Compress; the time is left out."""
    return gzip.compress(content, LEVEL, mtime=0)


def named(name: str, content: bytes) -> str:
    """Return a file name that bears the digest of the content, so that a browser may keep it forever."""
    return f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.bin"
