"""What holds for every demo that is made from now on: colors, recording, and how large a recording may be."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from reprlib import repr as shown

from .palette import DEFAULT, Palette, read_palette

RECORD = "LIVEFIG_RECORD"  # in the environment: record every demo as it is made, or 0 for no


@dataclass(frozen=True)
class Settings:
    """The settings as they are; `configure` puts another in their place."""

    palette: Palette = DEFAULT
    record: bool | None = None  # None: as the environment says
    max_bytes: int = 300_000


_now = Settings()


def settings() -> Settings:
    """Return what holds now."""
    return _now


def recording() -> bool:
    """Tell whether a demo records every state as it is made."""
    return os.environ.get(RECORD, "0") not in ("", "0") if _now.record is None else _now.record


def configure(
    *,
    palette: Mapping[str, tuple[str, str]] | None = None,
    record: bool | None = None,
    max_bytes: int | None = None,
) -> None:
    """Set what holds for every demo made from now on; what is left out stays as it is.

    Args:
        palette: colors that follow the page into its dark mode, as ``{name: (light, dark)}``; any colors of
            matplotlib. Draw in the light ones. They replace those of the same name of the default palette, or are
            added to it: blue, orange, green, pink, yellow, sky, and the grays ink, muted, grid, paper. ``{}`` is the
            default again.
        record: whether `explore` draws and keeps every state at once, so that a page without a kernel can show it.
            Until this is set, the environment decides: ``LIVEFIG_RECORD=1``.
        max_bytes: how large a recorded demo may be, compressed; 300,000 bytes at first.

    Raises:
        ValueError: a palette that is none, `record` not True or False, or `max_bytes` no positive integer.

    """
    global _now  # noqa: PLW0603 - one set of settings for a kernel, as matplotlib has
    changes: dict[str, object] = {}
    if palette is not None:
        changes["palette"] = read_palette(palette)
    if record is not None:
        if not isinstance(record, bool):
            raise ValueError(f"record must be True or False, got {shown(record)}")
        changes["record"] = record
    if max_bytes is not None:
        if isinstance(max_bytes, bool) or not isinstance(max_bytes, int) or max_bytes <= 0:
            raise ValueError(f"max_bytes must be a positive integer, got {shown(max_bytes)}")
        changes["max_bytes"] = max_bytes
    _now = replace(_now, **changes)
