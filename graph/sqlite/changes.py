"""Changes in the order of their positions: for feeds, and copied from another store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from domain.fact import Answered
from graph.sqlite.facts import facts_of_positions, to_change
from graph.sqlite.writing import REMEMBERED, insert_change, insert_facts, last_change, remember
from graph.store import Remembered, StaleError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from domain.fact import Change
    from domain.ids import SellerId

LIST_CHANGES: Final = """
    SELECT change.id, position, recorded_at, made_by, change.mutation, client_id, input_hash, result
    FROM change LEFT JOIN remembered ON remembered.change = change.id
    WHERE position > :after ORDER BY position LIMIT :first
"""


def list_changes(connection: sqlite3.Connection, after: int, first: int) -> list[Change]:
    """Read the changes after a position."""
    rows = connection.execute(LIST_CHANGES, {"after": after, "first": first}).fetchall()
    if not rows:
        return []
    facts = facts_of_positions(connection, rows[0][1], rows[-1][1])
    return [replace(to_change(row[:5], facts.get(row[1], ())), answered=_answered(*row[5:])) for row in rows]


def _answered(client_id: str | None, input_hash: str, result: str) -> Answered | None:
    return Answered(client_id, input_hash, orjson.loads(result)) if client_id is not None else None


def append_recorded(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Write changes as they were recorded, inside a transaction; StaleError where their positions do not follow on."""
    last, _ = last_change(connection)
    for position, change in enumerate(changes, start=last + 1):
        if change.position != position:
            raise StaleError
        insert_change(connection, change)
        insert_facts(connection, change.facts, position)
        remember(connection, change)


def load_position(connection: sqlite3.Connection) -> int:
    """Return the position of the last change, 0 before all."""
    return last_change(connection)[0]


def load_remembered(
    connection: sqlite3.Connection, viewer: SellerId, mutation: str, client_id: str
) -> Remembered | None:
    """Read what a write with a client's id answered."""
    key = {"viewer": viewer, "mutation": mutation, "client_id": client_id}
    row = connection.execute(REMEMBERED, key).fetchone()
    return Remembered(row[0], row[1], orjson.loads(row[2])) if row is not None else None
