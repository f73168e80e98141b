"""How often Python looks for garbage in cycles."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_DUE: Final = 10
"""After so many looks at new objects, those that stayed are looked at."""


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
    # A look at 4,000 new objects was seen to take up to four milliseconds, during which nobody is served; one at
    # those that stay while a long answer is made takes tens of them, and is left to `CollectBetween` where it can be.
    gc.set_threshold(2_000, 500, 50)


class CollectBetween:
    """ASGI: look at what stayed once nothing is being answered, when what was read for answers is gone again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answering = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and look afterwards."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._answering += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._answering -= 1
            if self._answering == 0 and gc.get_count()[1] >= _DUE:
                gc.collect(1)
