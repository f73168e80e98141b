"""A change in many batches, in one transaction: readers go on meanwhile and see nothing of it before its end."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from graph.sqlite.opening import KEEP_MUCH, KEEP_SOME
from graph.sqlite.writing import begin_change, insert_facts, last_change

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import AsyncGenerator, Callable, Sequence
    from datetime import datetime

    from domain.fact import Stated
    from domain.ids import ChangeId, SellerId
    from graph.sqlite.connections import Connections
    from graph.stamping import Stamp


class SqliteRun:
    """A run that has begun."""

    def __init__(self, connections: Connections, stamp: Stamp, position: int) -> None:
        self._connections = connections
        self._stamp = stamp
        self._position = position
        self.refused: Exception | None = None
        """Why a batch was refused, and with it the run. (A savepoint for each would slow them down by a tenth.)"""

    async def add(self, stated: Sequence[Stated]) -> None:
        """Write one batch; one that is refused takes the whole run back."""
        if self.refused is not None:
            raise self.refused
        try:
            await self._connections.on_writer(self._add, stated)
        except Exception as error:
            self.refused = error
            raise

    def _add(self, stated: Sequence[Stated]) -> None:
        insert_facts(self._connections.writer, self._stamp.facts(stated), self._position)


@asynccontextmanager
async def open_run(
    connections: Connections, change_id: ChangeId, mutation: str, by: SellerId, clock: Callable[[], datetime]
) -> AsyncGenerator[SqliteRun]:
    """Write a change in batches; other writers wait for its end."""
    async with connections.turn():
        try:
            # Within the block: cancelled while it waits, it has begun all the same.
            stamp, position = await connections.on_writer(_begin, connections.writer, change_id, mutation, by, clock)
            run = SqliteRun(connections, stamp, position)
            yield run
        except BaseException:
            await connections.on_writer(_roll_back, connections.writer)
            raise
        if run.refused is not None:
            await connections.on_writer(_roll_back, connections.writer)
            raise run.refused
        await connections.on_writer(_commit, connections.writer)


def _begin(
    connection: sqlite3.Connection, change_id: ChangeId, mutation: str, by: SellerId, clock: Callable[[], datetime]
) -> tuple[Stamp, int]:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(KEEP_MUCH)
    last, last_at = last_change(connection)
    stamp, change = begin_change(connection, change_id, mutation, by, last, last_at, clock)
    return stamp, change.position


def _commit(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("COMMIT")
    finally:
        _roll_back(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    """Take back what has not been committed, and give the memory back."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    connection.execute(KEEP_SOME)
    connection.execute("PRAGMA shrink_memory")
