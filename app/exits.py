"""What a command exits with."""

from __future__ import annotations

from typing import Final

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
"""Wrong usage or settings."""
UNREACHABLE: Final = 3
"""The database cannot be used."""
