"""Connections and the threads they live on: one that writes, a few that read, none on the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

from graph.deadline import OverdueError, check, deadline
from graph.sqlite.opening import connect, is_busy, open_file
from graph.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Sequence
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")

READERS: Final = 4
"""How many reads run at once; more would only wait for the interpreter's lock."""


Outcome: TypeAlias = tuple[Any, BaseException | None]
"""What a read returned, or what it raised."""

_STEPS: Final = 20_000
"""After how many steps of SQLite's machine the clock is looked at: about a millisecond's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A read, and until when it may go on."""

    read: Callable[[sqlite3.Connection], Any]
    until: float | None


class Connections:
    """The open file."""

    def __init__(self, path: Path, writer: sqlite3.Connection, busy_seconds: float) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._writer = writer
        self._turn = asyncio.Lock()
        self._writing = ThreadPoolExecutor(1, "sqlite-writer")
        self._readers: list[sqlite3.Connection] = []
        self._own = threading.local()
        self._reading = ThreadPoolExecutor(READERS, "sqlite-reader")

    @classmethod
    async def open(cls, path: Path, busy_seconds: float) -> Connections:
        """Open the file; see `open_file` for what it raises."""
        try:
            writer = await asyncio.to_thread(open_file, path, busy_seconds)
        except sqlite3.Error as error:
            raise StoreUnavailableError(f"{path} cannot be opened: {error}.") from error
        return cls(path, writer, busy_seconds)

    async def read(self, read: Callable[Concatenate[sqlite3.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `read(connection, …)` on a reader; all that it reads is one snapshot."""
        ((value, error),) = await self.read_each([Asked(lambda one: read(one, *args, **kwargs), deadline())])
        if error is not None:
            raise error
        return value

    def read_each(self, asked: Sequence[Asked]) -> asyncio.Future[list[Outcome]]:
        """Run several reads one after another on one reader; all that they read is one snapshot."""
        return asyncio.get_running_loop().run_in_executor(self._reading, self._read_each, asked)

    async def write(
        self, write: Callable[Concatenate[sqlite3.Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `write(connection, …)` in a transaction of its own: it commits, or an error takes all of it back."""
        async with self.turn():
            deadline()
            return await self.on_writer(lambda: self._write(write, *args, **kwargs))

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Be the only one of this process who writes; raises StoreUnavailableError after waiting too long."""
        try:
            async with asyncio.timeout(self._busy_seconds):
                await self._turn.acquire()
        except TimeoutError as error:
            raise self._busy() from error
        try:
            yield
        finally:
            self._turn.release()

    async def on_writer(self, call: Callable[..., R], *args: Any) -> R:
        """Run something on the writer's thread; whoever calls has the turn."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, self._translated, call, *args)

    @property
    def writer(self) -> sqlite3.Connection:
        """The connection that writes, to be used on its thread."""
        return self._writer

    async def close(self) -> None:
        """Close the file, after what has begun."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._reading.shutdown()
        self._writing.shutdown()
        for connection in (*self._readers, self._writer):
            connection.close()

    def _reader(self) -> sqlite3.Connection:
        """Return the connection of this thread, opened when first asked for."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = connect(self.path, self._busy_seconds, read_only=True)
            self._readers.append(connection)
        return connection

    def _read_each(self, asked: Sequence[Asked]) -> list[Outcome]:
        with self._translating():
            connection = self._reader()
            connection.execute("BEGIN")
            try:
                return [self._outcome(connection, one) for one in asked]
            finally:
                connection.execute("ROLLBACK")

    def _outcome(self, connection: sqlite3.Connection, asked: Asked) -> Outcome:
        try:
            check(asked.until)
            with self._translating(), _interrupted(connection, asked.until):
                return asked.read(connection), None
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for the answer
            return None, error

    def _write(self, write: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        with transaction(self._writer):
            return write(self._writer, *args, **kwargs)

    def _translated(self, call: Callable[..., R], *args: Any) -> R:
        with self._translating():
            return call(*args)

    @contextmanager
    def _translating(self) -> Generator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if is_busy(error):
                raise self._busy() from error
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise OverdueError from error
            raise self._unusable(error) from error
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error

    def _busy(self) -> StoreUnavailableError:
        return StoreUnavailableError(
            f"{self.path} is being written to, for longer than {self._busy_seconds:g} seconds; try again later."
        )

    def _unusable(self, error: sqlite3.Error) -> StoreUnavailableError:
        return StoreUnavailableError(f"{self.path} cannot be used: {error}.")


@contextmanager
def _interrupted(connection: sqlite3.Connection, until: float | None) -> Generator[None]:
    """Stop what a connection does at a deadline."""
    if until is None:
        yield
        return
    connection.set_progress_handler(lambda: time.monotonic() >= until, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """Write all of it or nothing. The lock is taken at once, so that what is read before writing stays true."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A commit that failed for want of space has ended the transaction by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
