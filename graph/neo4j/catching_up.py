"""Undos too large for one transaction: recorded at once, while the current graph catches up in batches.

Such a change is written like any other, facts, position and all, but for its rows of the current graph. Until these
are written too, some in each transaction, the counter of changes says which change they lag behind. Whoever wants to
write meanwhile helps first, so that nothing is decided on rows that lag; and so does whoever opens the database, so
that what was cut off is finished.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from domain.change import Undone
from graph.codec import kind_of
from graph.deadline import no_time_limit
from graph.neo4j.appending import (
    BehindError,
    duplicates_said,
    insert_facts,
    take_lock,
    update_again,
    update_current,
    write_change,
)
from graph.neo4j.cypher import change as cypher
from graph.neo4j.facts import change_facts, drive, select_facts
from graph.neo4j.unique import check_unique
from graph.projection import project_again, taken_back

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime

    from domain.fact import Change, Fact, Statement
    from domain.ids import ChangeId, SellerId
    from graph.neo4j.connection import Connection, Transaction
    from graph.store import Append

T = TypeVar("T")

BATCH: Final = 2_000
"""Facts in one batch: other writers wait for one batch at most."""


async def write(connection: Connection, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do all of `work` or nothing, once the current graph lags behind no change."""
    while True:
        try:
            return await connection.write(work)
        except BehindError:
            await catch_up(connection)


async def append_change(
    connection: Connection, append: Append, by: SellerId | None, clock: Callable[[], datetime], most: int
) -> Change:
    """Write one change; `most`: what an undo may be about to be written with all its rows at once."""
    lags = await prepare_undo(connection, (one.statement for one in append.stated), most)
    # Instead of all streams at once, each is moved when its rows are written.
    kept = replace(append, touching=frozenset()) if lags else append
    update = fall_behind if lags else update_current
    with duplicates_said():
        change = await write(connection, lambda tx: write_change(tx, kept, by, clock(), update))
    if lags:
        await catch_up(connection)
    return change


async def prepare_undo(connection: Connection, statements: Iterable[Statement], most: int) -> bool:
    """Return whether undos among the statements are about more than `most` facts; these are flagged then.

    A flag does no harm where nothing is undone after all: readers look for an undo, and find none.
    """
    pending = [said.change_id for said in statements if isinstance(said, Undone)]
    sizes: dict[str, int] = {}
    while pending:
        change_id = pending.pop()
        size, named = await connection.row(cypher.COUNT_FACTS, {"change_id": change_id, "undone": kind_of(Undone)})
        sizes[change_id] = size
        pending += [one for one in named if one not in sizes]
    if sum(sizes.values()) <= most:
        return False
    for change_id, size in sizes.items():
        for start in range(0, size, BATCH):
            asked = {"change_id": change_id, "start": start, "end": start + BATCH}
            await connection.write(lambda tx, asked=asked: tx.row(cypher.FLAG_SOME, asked))
    return True


async def fall_behind(tx: Transaction, facts: Sequence[Fact], _new_streams: frozenset[str] = frozenset()) -> None:
    """Note, in place of writing rows, that the current graph lags behind the change of the facts, an undo.

    Raises DuplicateError where one of the rows could not be written: there is no way back afterwards.
    """
    change_id = facts[0].change
    found = await _touched(tx, facts)
    for start in range(0, len(found), BATCH):
        changed = await drive(project_again(found[start : start + BATCH]), partial(select_facts, tx))
        await check_unique(tx, changed.world)
    await tx.row(cypher.FALL_BEHIND, {"change_id": change_id})


async def catch_up(connection: Connection) -> None:
    """Write what the current graph lags behind by, if it does; others may be at it too."""
    if not (found := await connection.row(cypher.LOAD_BEHIND, {})):
        return
    change_id, done = found
    # What is recorded is finished, however long it takes.
    with no_time_limit():
        facts = await connection.read(lambda tx: _touched_by(tx, change_id))
        while done is not None:
            done = await connection.write(lambda tx, done=done: _catch_up(tx, change_id, facts, done))


async def _catch_up(tx: Transaction, change_id: ChangeId, facts: Sequence[Fact], done: int) -> int | None:
    """Write one batch of rows; return how many facts are done with, null where all are."""
    batch = facts[done : done + BATCH]
    streams = {fact.statement.stream for fact in batch}
    lock = await take_lock(tx, change_id, streams, catching_up=True)
    if lock.behind != change_id:
        return None
    if lock.caught_up != done:
        return lock.caught_up
    # Who has decided on the facts must decide again.
    await insert_facts(tx, (), 0, streams)
    await update_again(tx, batch)
    after = done + len(batch)
    left = (change_id, after) if after < len(facts) else (None, None)
    await tx.row(cypher.CATCH_UP, {"behind": left[0], "caught_up": left[1]})
    return left[1]


async def _touched_by(tx: Transaction, change_id: str) -> list[Fact]:
    return await _touched(tx, await change_facts(tx, change_id))


async def _touched(tx: Transaction, undos: Sequence[Fact]) -> list[Fact]:
    """Return the facts that go, the last one first, or that come back, the first one first."""
    found = await drive(taken_back(undos), partial(select_facts, tx))
    depth = sum(isinstance(fact.statement, Undone) for fact in (*undos, *found))
    return found[::-1] if depth % 2 else found
