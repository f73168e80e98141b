"""Reads that are asked for together go to one reader's thread together, in one snapshot.

A trip there and back takes as long as a small read, and readers at work at once hold each other up by the
interpreter's lock.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from graph.deadline import deadline
from graph.sqlite.connections import Asked, Outcome

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from graph.sqlite.connections import Connections

P = ParamSpec("P")
R = TypeVar("R")


class Reads:
    """What is to be read once the tasks at work have said what they need."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._asked: list[tuple[Asked, asyncio.Future[Any]]] = []

    async def read(self, read: Callable[Concatenate[sqlite3.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `read(connection, …)` on a reader, with what else is asked for now."""
        asked = Asked(lambda connection: read(connection, *args, **kwargs), deadline())
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        if not self._asked:
            # Twice round, so that the tasks that are begun now have asked as well.
            loop.call_soon(loop.call_soon, self._send)
        self._asked.append((asked, future))
        return await future

    def _send(self) -> None:
        waiting, self._asked = self._asked, []
        futures = [future for _, future in waiting]
        try:
            sent = self._connections.read_each([asked for asked, _ in waiting])
        except RuntimeError as error:  # The file has been closed meanwhile.
            _give(futures, [(None, error)] * len(futures))
        else:
            sent.add_done_callback(partial(_answer, futures))


def _answer(futures: Sequence[asyncio.Future[Any]], sent: asyncio.Future[list[Outcome]]) -> None:
    error = sent.exception()
    _give(futures, sent.result() if error is None else [(None, error)] * len(futures))


def _give(futures: Sequence[asyncio.Future[Any]], outcomes: Sequence[Outcome]) -> None:
    for future, (value, error) in zip(futures, outcomes, strict=True):
        if future.done():  # Nobody waits any more.
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)
