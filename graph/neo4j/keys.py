"""Orders as one text property each, so that a page is one seek in one index.

Neo4j compares text by UTF-8 in an index but by UTF-16 elsewhere, which differs for emoji and rare ideographs;
names compare by code point here. A key is ASCII, where both agree: the name's UTF-8 bytes in hexadecimal, or
microseconds with leading zeros, then the id.
"""

from __future__ import annotations

from typing import Final

_AHEAD: Final = 10**18
"""More microseconds than any time is away from 1970."""

_DOWN: Final = str.maketrans("0123456789abcdef", "fedcba9876543210")


def by_name(name: str, id_: str) -> str:
    """Return the key of the order by name, then id."""
    return f"{name.encode().hex()} {id_}"


def by_name_down(name: str, id_: str) -> str:
    """Return the key of the order by name, the last first, then id."""
    # Each digit is turned round; the tilde, after all digits, puts a name behind those it begins.
    return f"{name.encode().hex().translate(_DOWN)}~ {id_}"


def earliest_first(micros: int, id_: str) -> str:
    """Return the key of the order by time, then id."""
    return f"{_AHEAD + micros:020d} {id_}"


def latest_first(micros: int, id_: str) -> str:
    """Return the key of the order by time, the latest first, then id."""
    return f"{_AHEAD - micros:020d} {id_}"


def latest_observed_first(observed: int, recorded: int, id_: str) -> str:
    """Return the key of the order by observation, then recording, the latest first, then id."""
    return f"{_AHEAD - observed:020d} {latest_first(recorded, id_)}"


def observed_after(observed: int, _id: str) -> str:
    """Return a key behind every assessment observed at that time or later, and before all others."""
    return f"{_AHEAD - observed:020d}~"
