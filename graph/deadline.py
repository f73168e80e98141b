"""Until when the work that goes on may go on: said around an operation, heeded by each store.

Reads are stopped where they are: SQLite's statements are interrupted, Neo4j's transactions ended by the server. A write
that has begun is finished: only before it is looked whether there is time left, so that no write is cut in half, and
what was acknowledged stays.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_UNTIL: Final[ContextVar[float | None]] = ContextVar("until", default=None)


class OverdueError(Exception):
    """The time that an operation may take is over: nothing more is read or written for it."""


@contextmanager
def time_limit(seconds: float) -> Generator[None]:
    """Let what is done inside, by tasks begun inside too, take so many seconds."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


@contextmanager
def no_time_limit() -> Generator[None]:
    """Let what is done inside take as long as it takes."""
    token = _UNTIL.set(None)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def deadline() -> float | None:
    """Return until when, by `time.monotonic`, the work may go on, null where there is no limit.

    Raises OverdueError where that is over.
    """
    until = _UNTIL.get()
    check(until)
    return until


def check(until: float | None) -> None:
    """Raise OverdueError after a deadline."""
    if until is not None and time.monotonic() >= until:
        raise OverdueError
