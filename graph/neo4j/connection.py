"""The connection: sessions, retries, bookmarks, and the driver's errors in words of our own.

Every session shares one bookmark manager, so that on a cluster a read that follows a write sees it, whichever
server answers. Reads and writes are managed transactions: the driver routes them and tries them again after
a transient error. A read of one statement goes by the driver's `execute_query`, which sends beginning,
statement and end together: one round trip.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, LiteralString, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

from neo4j import AsyncGraphDatabase, NotificationMinimumSeverity, Query, RoutingControl, unit_of_work
from neo4j.exceptions import (
    AuthError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    TransientError,
)

from graph.deadline import OverdueError, deadline
from graph.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence

    from neo4j import AsyncManagedTransaction, AsyncResult, AsyncSession

T = TypeVar("T")

# What the driver warns of is that it tries again; should it give up, that is said once, by us.
logging.getLogger("neo4j").setLevel(logging.ERROR)

RETRY_SECONDS: Final = 5.0
"""How long the driver tries a transaction again after transient errors (deadlock, a leader that moved)."""
CHUNK: Final = 1_000
"""Rows that are given to one statement."""
_SCHEMES: Final = tuple(f"{name}{security}://" for name in ("neo4j", "bolt") for security in ("", "+s", "+ssc"))
_CONNECT_SECONDS: Final = 5.0
_PING_SECONDS: Final = 5.0
_GRACE_SECONDS: Final = 1.0
_PARAMETER: Final = re.compile(r"\$(\w+)")
_SHORTEST: Final = 0.001
"""The least that a transaction may take, in seconds; 0 would be for good."""


class Connection:
    """A driver bound to one database of a server or cluster."""

    def __init__(self, url: str, user: str | None, password: str | None, database: str | None) -> None:
        """Prepare a driver; nothing is connected yet."""
        bare, in_url = _split(url)
        if not bare.startswith(_SCHEMES):
            raise StoreUnavailableError(f"{url} is no address of a Neo4j; it begins with neo4j:// or bolt://.")
        self.database = database or in_url
        self.address = f"{bare}/{self.database}" if self.database else bare
        with self.translated():
            self._driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType] - options of any type
                bare,
                auth=(user, password or "") if user else None,
                max_transaction_retry_time=RETRY_SECONDS,
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=2 * _CONNECT_SECONDS,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                telemetry_disabled=True,
            )
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()

    async def row(self, statement: LiteralString, parameters: Mapping[str, Any]) -> list[Any]:
        """Return the one row that a reading statement answers; the empty list where it answers none."""
        async with self._in_time() as seconds:
            return await self._driver.execute_query(
                Query(bundled(statement), timeout=seconds),
                {"given": dict(parameters)},
                routing_=RoutingControl.READ,
                database_=self.database,
                bookmark_manager_=self._bookmarks,
                result_transformer_=_one_row,
            )

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do several reads in one transaction."""
        async with self._in_time() as seconds, self._session() as session:
            return await session.execute_read(unit_of_work(timeout=seconds)(_in_transaction), work)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do all of `work` or nothing. It may run several times, and must then do the same."""
        deadline()
        with self.translated():
            async with self._session() as session:
                return await session.execute_write(_in_transaction, work)

    async def alter(self, statement: LiteralString) -> None:
        """Run one statement about the schema, which shares a transaction with no writing one."""
        await self.write(lambda tx: tx.row(statement, {}))

    async def ping(self) -> None:
        """Raise StoreUnavailableError unless a trivial read works within 5 seconds, without trying again."""
        with self.translated():
            async with asyncio.timeout(_PING_SECONDS), self._session() as session:
                await (await session.run(Query("RETURN 1", timeout=_PING_SECONDS))).consume()

    async def close(self) -> None:
        await self._driver.close()

    def _session(self) -> AsyncSession:
        # The options of a session are of any type to the type checker.
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self.database, bookmark_manager=self._bookmarks
        )

    @asynccontextmanager
    async def _in_time(self) -> AsyncGenerator[float | None]:
        """Give the seconds that a read may take; the server ends it then, and is waited for a little longer."""
        until = deadline()
        seconds = None if until is None else max(until - time.monotonic(), _SHORTEST)
        try:
            async with asyncio.timeout(None if seconds is None else seconds + _GRACE_SECONDS):
                with self.translated():
                    yield seconds
        except TimeoutError as error:
            raise OverdueError from error

    @contextmanager
    def translated(self) -> Generator[None]:
        """Raise what the driver says about the server as StoreUnavailableError, naming the address."""
        try:
            yield
        except (Neo4jError, DriverError, OSError, TimeoutError) as error:
            if isinstance(error, Neo4jError) and "TransactionTimedOut" in (error.code or ""):
                raise OverdueError from error
            if (why := _why(error)) is None:
                raise
            raise StoreUnavailableError(f"Neo4j at {self.address} {why}") from error


class Transaction:
    """What a managed transaction is used for here: statements that answer one row."""

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def row(self, statement: LiteralString, parameters: Mapping[str, Any]) -> list[Any]:
        """Return the statement's one row; the empty list where it answers none."""
        return await _one_row(await self._transaction.run(bundled(statement), {"given": dict(parameters)}))


@cache
def bundled(statement: LiteralString) -> LiteralString:
    """Return a statement that takes its parameters as one map, `$given`.

    Neo4j plans a statement anew for each type of each parameter, and the size of a list is a part of its type
    (none, one, up to ten, …): with ids, a viewer's reach and open ends that is dozens of plans for one statement,
    each some tenths of a second at first. What a map holds is no part of its type.
    """
    return cast("LiteralString", _PARAMETER.sub(r"$given.\1", statement))


async def _in_transaction(transaction: AsyncManagedTransaction, work: Callable[[Transaction], Awaitable[T]]) -> T:
    return await work(Transaction(transaction))


async def _one_row(result: AsyncResult) -> list[Any]:
    record = await result.single()
    return record.values() if record is not None else []


def _split(url: str) -> tuple[str, str | None]:
    """Return an address without its path, and the database that the path names."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="")), parts.path.strip("/") or None


def _why(error: Exception) -> str | None:
    """Say what is wrong with the server and what would help; None where the error is none of the server's."""
    if isinstance(error, Neo4jError):
        return _said(error)
    if isinstance(error, TimeoutError):
        return f"does not answer within {_PING_SECONDS:.0f} s; is it overloaded, or just starting?"
    return f"cannot be reached; is it running, and is the address right? ({error})"


def _said(error: Neo4jError) -> str | None:
    """Say the same of what the server itself has said."""
    code = error.code or ""
    if isinstance(error, AuthError):
        return "refused the user or the password; check RAPPORT_STORE_USER and RAPPORT_STORE_PASSWORD."
    if code.endswith("DatabaseNotFound"):
        return "has no such database; check the last part of RAPPORT_STORE_URL."
    if "OutOfMemory" in code:
        return "has not enough memory for this; give it more (server.memory.heap.max_size)."
    if isinstance(error, TransientError | DatabaseUnavailable):
        return f"cannot do this now, and did not within {RETRY_SECONDS:.0f} s: {error.message}"
    return None


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give rows in parts that one statement can take, at least one: what it holds in memory counts against it."""
    yield rows[:CHUNK]
    for start in range(CHUNK, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
