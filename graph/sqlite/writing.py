"""Writing changes: facts, streams, the current graph and what is remembered, in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson

from domain.change import Corrected, Undone
from domain.fact import Change
from domain.ids import StreamId
from graph.codec import encode, from_micros, to_micros
from graph.duplicate import UniqueKey, duplicate
from graph.projection import project
from graph.sqlite.current import write_rows
from graph.sqlite.facts import drive, select_facts
from graph.sqlite.query import to_json
from graph.stamping import Stamp
from graph.store import RepeatedError, StaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from domain.fact import Fact
    from domain.ids import ChangeId, SellerId
    from graph.store import Append

LAST_CHANGE: Final = """
    SELECT position, recorded_at FROM change WHERE position = (SELECT max(position) FROM change)
"""
INSERT_CHANGE: Final = "INSERT INTO change (position, id, recorded_at, made_by, mutation) VALUES (?, ?, ?, ?, ?)"
LAST_FACT: Final = "SELECT coalesce(max(number), 0) FROM fact"
INSERT_FACT: Final = """
    INSERT INTO fact (number, id, change, observed_at, recorded_at, stated_by, stream, subject, kind, public, personal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_MENTION: Final = "INSERT INTO mention (object, kind, observed_at, fact) VALUES (?, ?, ?, ?)"
KNOWN_STREAMS: Final = """
    SELECT stream.id, stream.version FROM json_each(:ids) AS asked CROSS JOIN stream ON stream.id = asked.value
"""
MOVE_STREAMS: Final = """
    UPDATE stream SET version = version + 1, position = :position
    WHERE id IN (SELECT value FROM json_each(:ids)) AND position < :position
"""
BEGIN_STREAM: Final = "INSERT INTO stream (id, version, position) VALUES (?, 1, ?)"
FLAG_CHANGES: Final = """
    UPDATE fact SET flagged = 1
    WHERE change IN (
        SELECT change.position FROM json_each(:values) AS asked CROSS JOIN change ON change.id = asked.value
    )
"""
FLAG_FACTS: Final = "UPDATE fact SET flagged = 1 WHERE id IN (SELECT value FROM json_each(:values))"
REMEMBERED: Final = """
    SELECT input_hash, change, result FROM remembered
    WHERE viewer = :viewer AND mutation = :mutation AND client_id = :client_id
"""
REMEMBER: Final = """
    INSERT INTO remembered (viewer, mutation, client_id, input_hash, change, result) VALUES (?, ?, ?, ?, ?, ?)
"""

_TAKEN: Final[tuple[tuple[str, UniqueKey], ...]] = (
    (".external_id", "external_id"),
    ("seller.email_folded", "email"),
    ("referral.referrer", "open_pair"),
    ("stakeholder.map_id", "place"),
)
_MICROSECOND: Final = timedelta(microseconds=1)


def append(connection: sqlite3.Connection, asked: Append, by: SellerId | None, clock: Callable[[], datetime]) -> Change:
    """Write one change, inside a transaction; raises what `ViewerStore.append` says."""
    last, last_at = last_change(connection)
    _check(connection, asked, by, last)
    stamp, change = begin_change(connection, asked.change_id, asked.mutation, by, last, last_at, clock)
    facts = stamp.facts(asked.stated)
    insert_facts(connection, facts, change.position, asked.touching)
    made = replace(change, facts=tuple(facts), answered=asked.answered)
    remember(connection, made)
    return made


def remember(connection: sqlite3.Connection, change: Change) -> None:
    """Keep what a change answered to a client's own id, where it had one."""
    if (answered := change.answered) is not None:
        key = (change.by or "", change.mutation, answered.client_id)
        result = orjson.dumps(dict(answered.result)).decode()
        connection.execute(REMEMBER, (*key, answered.input_hash, change.id, result))


def last_change(connection: sqlite3.Connection) -> tuple[int, datetime | None]:
    """Return the position of the last change, 0 before all, and when it was recorded."""
    row = connection.execute(LAST_CHANGE).fetchone()
    return (0, None) if row is None else (row[0], from_micros(row[1]))


def _check(connection: sqlite3.Connection, asked: Append, by: SellerId | None, last: int) -> None:
    if (once := asked.once) is not None:
        key = {"viewer": by or "", "mutation": asked.mutation, "client_id": once.client_id}
        if connection.execute(REMEMBERED, key).fetchone() is not None:
            raise RepeatedError
    if asked.position is not None and asked.position != last:
        raise StaleError
    versions = stream_versions(connection, asked.based_on)
    if any(versions.get(stream, 0) != version for stream, version in asked.based_on.items()):
        raise StaleError


def stream_versions(connection: sqlite3.Connection, streams: Iterable[str]) -> dict[str, int]:
    """Return the versions of the streams that there are."""
    return dict(connection.execute(KNOWN_STREAMS, {"ids": to_json(set(streams))}).fetchall())


def load_versions(connection: sqlite3.Connection, streams: Sequence[str]) -> dict[StreamId, int]:
    """Return the version of each stream, 0 where there is none."""
    known = stream_versions(connection, streams)
    return {StreamId(stream): known.get(stream, 0) for stream in streams}


def begin_change(
    connection: sqlite3.Connection,
    change_id: ChangeId,
    mutation: str,
    by: SellerId | None,
    last: int,
    last_at: datetime | None,
    clock: Callable[[], datetime],
) -> tuple[Stamp, Change]:
    """Take the next position, which no other writer can while this transaction lasts; time never stands still."""
    now = clock().astimezone(UTC)
    recorded_at = now if last_at is None else max(now, last_at + _MICROSECOND)
    change = Change(change_id, last + 1, recorded_at, by, mutation, ())
    insert_change(connection, change)
    return Stamp(change_id, recorded_at, by), change


def insert_change(connection: sqlite3.Connection, change: Change) -> None:
    """Insert the row of a change."""
    row = (change.position, change.id, to_micros(change.recorded_at), change.by, change.mutation)
    connection.execute(INSERT_CHANGE, row)


def insert_facts(
    connection: sqlite3.Connection, facts: Sequence[Fact], position: int, touching: Iterable[str] = ()
) -> None:
    """Insert facts of one change, move the streams, and bring the current graph up to date.

    Raises DuplicateError where a unique key is taken.
    """
    began = _move_streams(connection, {f.statement.stream for f in facts}, set(touching), position)
    _insert(connection, facts, position)
    _flag(connection, facts)
    rows = drive(project(facts, began), lambda wanted: select_facts(connection, wanted))
    try:
        write_rows(connection, rows)
    except sqlite3.IntegrityError as error:
        raise _translated(error) from error


def _move_streams(
    connection: sqlite3.Connection, written: set[str], touching: set[str], position: int
) -> frozenset[str]:
    """Move the version of each stream, once in a change; return those that begin with what is written."""
    every = written | touching
    new = every - set(stream_versions(connection, every))
    if len(new) < len(every):
        connection.execute(MOVE_STREAMS, {"ids": to_json(every - new), "position": position})
    connection.executemany(BEGIN_STREAM, ((stream, position) for stream in new))
    return frozenset(new)


def _insert(connection: sqlite3.Connection, facts: Sequence[Fact], position: int) -> None:
    (last,) = connection.execute(LAST_FACT).fetchone()
    recorded = to_micros(facts[0].recorded_at) if facts else 0
    rows: list[tuple[Any, ...]] = []
    mentions: list[tuple[Any, ...]] = []
    for number, fact in enumerate(facts, start=last + 1):
        said = fact.statement
        kind, public, personal = encode(said)
        at = to_micros(fact.observed_at)
        about = (said.stream, said.subject, kind, public, personal)
        rows.append((number, fact.id, position, at, recorded, fact.by, *about))
        mentions += [(named, kind, at, number) for named in dict.fromkeys(said.mentions)]
    connection.executemany(INSERT_FACT, rows)
    # In the order of their table, which each has to itself, so that a batch goes through it once.
    connection.executemany(INSERT_MENTION, sorted(mentions))


def _flag(connection: sqlite3.Connection, facts: Iterable[Fact]) -> None:
    for kind, statement in ((Undone, FLAG_CHANGES), (Corrected, FLAG_FACTS)):
        if named := {fact.statement.subject for fact in facts if isinstance(fact.statement, kind)}:
            connection.execute(statement, {"values": to_json(named)})


def _translated(error: sqlite3.IntegrityError) -> Exception:
    """Return what is taken, by the columns that SQLite names: never whose it is."""
    for columns, key in _TAKEN:
        if columns in str(error):
            return duplicate(key)
    return error
