"""Reading facts by selection, inside a transaction."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, LiteralString, TypeVar

from domain.change import Corrected, Undone
from graph.codec import KINDS, kind_of, to_micros
from graph.neo4j.connection import chunks
from graph.neo4j.cypher.change import (
    CHANGE_FACTS,
    FACTS_BY_CHANGE,
    FACTS_BY_ID,
    FACTS_BY_KIND,
    FACTS_BY_MENTION,
    FACTS_BY_SELLER,
    FACTS_BY_STREAM,
    FACTS_BY_SUBJECT,
)
from graph.neo4j.rows import decode_fact

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Mapping, Sequence

    from domain.fact import Fact
    from graph.neo4j.connection import Transaction
    from graph.store import Selection

FOREVER: Final = 10**18
"""A time after all others, in microseconds since 1970."""
_CHUNK: Final = 5_000
"""Facts of one change that are read in one row: a row is held in the server's memory as a whole."""
_FEW: Final = 1_000
"""Facts that are made of their rows on the event loop; more are beside it."""
_KINDS: Final = tuple(KINDS)
_TAKINGS: Final = (kind_of(Undone), kind_of(Corrected))

Row = list[Any]
Asked = tuple["Selection", ...]
T = TypeVar("T")


async def select_facts(tx: Transaction, selections: Iterable[Selection]) -> list[Fact]:
    """Return the facts of the selections, each once, in the order of recording."""
    found: dict[str, Row] = {}
    for selection in selections:
        found |= await _select(tx, selection)
    if len(found) <= _FEW:
        return _decode(found)
    return await asyncio.to_thread(_decode, found)


def _decode(found: Mapping[str, Row]) -> list[Fact]:
    return [decode_fact(row) for row in sorted(found.values(), key=_recorded)]


async def _select(tx: Transaction, selection: Selection) -> dict[str, Row]:
    statement, ids = _by(selection)
    known_at = FOREVER if selection.known_at is None else to_micros(selection.known_at)
    observed_to = FOREVER if selection.observed_to is None else to_micros(selection.observed_to)
    kinds = [kind_of(kind) for kind in selection.kinds] or _KINDS
    asked = {"kinds": kinds, "observed_to": observed_to, "known_at": known_at}
    found: dict[str, Row] = {}
    for some in chunks(ids):
        async for rows in _parts(tx, statement, {"ids": some, **asked}):
            found |= {row[0]: row for row in rows}
    return await add_takings(tx, found, known_at)


async def _parts(tx: Transaction, statement: LiteralString, asked: Mapping[str, Any]) -> AsyncGenerator[list[Row]]:
    """Give what a statement finds: of whole changes, which may be large, some at a time."""
    if statement is not FACTS_BY_CHANGE:
        (rows,) = await tx.row(statement, asked)
        yield rows
        return
    start = last = 0
    while last is not None and last >= start - 1:
        last, rows = await tx.row(statement, {**asked, "start": start, "end": start + _CHUNK})
        start += _CHUNK
        yield rows


def _by(selection: Selection) -> tuple[LiteralString, Sequence[str]]:
    named: tuple[tuple[Sequence[str] | None, LiteralString], ...] = (
        (selection.streams, FACTS_BY_STREAM),
        (selection.subjects, FACTS_BY_SUBJECT),
        (selection.mentioning, FACTS_BY_MENTION),
        (selection.changes, FACTS_BY_CHANGE),
        (selection.ids, FACTS_BY_ID),
        (selection.stated_by, FACTS_BY_SELLER),
    )
    for ids, statement in named:
        if ids is not None:
            return statement, ids
    return FACTS_BY_KIND, ()


async def add_takings(tx: Transaction, found: dict[str, Row], known_at: int) -> dict[str, Row]:
    """Add the undos and corrections that name the facts or their changes, and those that name these, to the end."""
    asked: set[str] = set()
    while wanted := {name for row in found.values() if row[9] for name in (row[0], row[1])} - asked:
        asked |= wanted
        for some in chunks(sorted(wanted)):
            (rows,) = await tx.row(
                FACTS_BY_SUBJECT,
                {"ids": some, "kinds": _TAKINGS, "observed_to": FOREVER, "known_at": known_at},
            )
            found |= {row[0]: row for row in rows}
    return found


async def change_facts(tx: Transaction, change_id: str) -> tuple[Fact, ...]:
    """Return all facts of a change in the order in which they were stated, read in bounded rows."""
    found: list[Fact] = []
    while True:
        (rows,) = await tx.row(CHANGE_FACTS, {"change_id": change_id, "ordinal": len(found), "limit": _CHUNK})
        found += map(decode_fact, rows)
        if len(rows) < _CHUNK:
            return tuple(found)


def _recorded(row: Row) -> tuple[int, int]:
    return row[3], row[8]


async def drive(work: Generator[Asked, Sequence[Fact], T], read: Callable[[Asked], Awaitable[Sequence[Fact]]]) -> T:
    """Return what is worked out by something that yields selections and is sent the facts of them."""
    try:
        wanted = next(work)
        while True:
            wanted = work.send(await read(wanted))
    except StopIteration as done:
        return done.value
