"""How long threads keep each other waiting."""

from __future__ import annotations

import sys
from typing import Final

TURN: Final = 0.001
"""After so many seconds a thread that computes lets another one go on that waits."""


def take_short_turns() -> None:
    """Let the event loop go on soon while other threads compute.

    With Python's own five milliseconds each of its steps would come that much later, as long as anything is computed.
    """
    sys.setswitchinterval(TURN)
