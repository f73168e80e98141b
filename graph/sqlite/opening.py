"""Opening the file: whose it is, which version it has, and bringing it up to date."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Final

from graph.search import words_of_name
from graph.sqlite.schema import APPLICATION_ID, MIGRATIONS
from graph.store import StoreUnavailableError, StoreVersionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLDEST_SQLITE: Final = (3, 38, 0)
"""The first version with all that the statements use."""
KEEP_SOME: Final = "PRAGMA cache_size = -65536"
"""How much of the file a connection keeps in memory, in KiB."""
KEEP_MUCH: Final = "PRAGMA cache_size = -262144"
"""The same while a run writes all over the file: what does not fit is written out again and again."""
_HEADER: Final = b"SQLite format 3\0"


def open_file(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Open the file for writing, made and migrated where that is due.

    Raises StoreUnavailableError when it cannot be used, StoreVersionError when it is not ours to use.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StoreUnavailableError(f"SQLite {oldest} or later is needed; this is {sqlite3.sqlite_version}.")
    _check_header(path)
    connection = connect(path, busy_seconds)
    try:
        _check_owner(connection, path)
        _write_ahead(connection, busy_seconds)
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, busy_seconds: float, *, read_only: bool = False) -> sqlite3.Connection:
    """Open one connection, transactions in our own hands."""
    connection = sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        _prepare(connection, read_only=read_only)
    except BaseException:
        # A damaged file is noticed by the first statement.
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, read_only: bool) -> None:
    # An acknowledged change is on disk before its answer is sent, whatever happens to the machine.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # What a large import has made of the log beside the file is cut back afterwards.
    connection.execute("PRAGMA journal_size_limit = 67108864")
    connection.execute(KEEP_SOME)
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether somebody else holds the file; a code's lowest byte says so, the rest says how."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _check_header(path: Path) -> None:
    if path.is_dir():
        raise StoreUnavailableError(f"{path} is a folder; name a file.")
    if not path.exists():
        if not path.absolute().parent.is_dir():
            raise StoreUnavailableError(
                f"The folder {path.absolute().parent} does not exist; make it, or name another."
            )
        return
    try:
        with path.open("rb") as file:
            found = file.read(len(_HEADER))
    except OSError as error:
        raise StoreUnavailableError(f"{path} cannot be read: {error.strerror}.") from error
    if found and found != _HEADER:
        raise StoreVersionError(f"{path} is not a database; name another file, or one that does not exist yet.")


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if owner != APPLICATION_ID and (owner or tables):
        raise StoreVersionError(f"{path} is a database of another program; name another file.")


def _write_ahead(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Let readers go on beside the writer. The switch does not always wait by itself for others who make it."""
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Apply what is missing, all of it or nothing; a second server that starts now waits, then finds it done."""
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise StoreVersionError(
            f"{path} was written by a newer program (version {version} of the tables; this one knows "
            f"{len(MIGRATIONS)}); use that program."
        )
    if version == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, (name, script) in enumerate(MIGRATIONS, start=1):
            if number > _version(connection):
                run_script(connection, script)
                applied = (number, name, time.time_ns() // 1000)
                connection.execute("INSERT INTO migration VALUES (?, ?, ?)", applied)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").fetchone()
    if known is None:
        return 0
    (version,) = connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()
    return version


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run a migration's statements one by one: run as a whole, it would end the transaction around it."""
    connection.create_function("words_of_name", 1, words_of_name, deterministic=True)
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
