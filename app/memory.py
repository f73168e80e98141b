"""How often Python looks for garbage in cycles."""

from __future__ import annotations

import gc


def collect_later() -> None:
    """Look for no cycles until `collect_rarely`: what a start imports stays, and need not be gone through."""
    gc.disable()


def collect_rarely() -> None:
    """Look for cycles less often: answers and imports make many objects at once, hardly any of them in cycles.

    With Python's own thresholds a tree of 100,000 parties spends up to a third of its time on looking.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    # A look at 4,000 new objects was seen to take up to four milliseconds, during which nobody is served.
    gc.set_threshold(2_000, 50, 100)
