"""Writing changes that were recorded in another store, as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.change import Undone
from graph.neo4j.appending import Update, duplicates_said, insert_facts, take_lock, update_current
from graph.neo4j.catching_up import BATCH, catch_up, fall_behind, prepare_undo, write
from graph.neo4j.runs import Mark, end_run, mark_run, write_batch
from graph.store import StaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.fact import Change, Statement
    from graph.neo4j.connection import Connection, Transaction


async def append_recorded(connection: Connection, changes: Sequence[Change], one_transaction: int) -> None:
    """Write the changes in order; StaleError where a position does not follow on what is there.

    A change too large for one transaction is a run meanwhile, and is gone on with when it is given again.
    """
    with duplicates_said():
        size = min(BATCH, one_transaction)
        for some in _together(changes, size):
            if len(some[0].facts) > one_transaction:
                await _append_large(connection, some[0], size)
            elif await prepare_undo(connection, _statements(some), one_transaction):
                await write(connection, lambda tx, some=some: _append(tx, some, fall_behind))
                await catch_up(connection)
            else:
                await write(connection, lambda tx, some=some: _append(tx, some))


def _together(changes: Sequence[Change], size: int) -> Iterator[list[Change]]:
    """Group small changes, so that many go into one transaction; an undo begins a group, and ends it."""
    group: list[Change] = []
    count = 0
    alone = False
    for change in changes:
        undoes = any(isinstance(said, Undone) for said in _statements([change]))
        if group and (alone or undoes or count + len(change.facts) > size):
            yield group
            group, count = [], 0
        group.append(change)
        count += len(change.facts)
        alone = undoes
    if group:
        yield group


def _statements(changes: Iterable[Change]) -> Iterator[Statement]:
    return (fact.statement for change in changes for fact in change.facts)


async def _append(tx: Transaction, changes: Sequence[Change], update: Update = update_current) -> None:
    facts = [fact for change in changes for fact in change.facts]
    streams = {fact.statement.stream for fact in facts}
    lock = await take_lock(tx, changes[-1].id, streams)
    if lock.done:
        return
    _check_follows(changes, lock.position)
    await insert_facts(tx, facts, 0, streams, changes=changes)
    await update(tx, facts, lock.new_streams())


def _check_follows(changes: Sequence[Change], position: int) -> None:
    if [change.position for change in changes] != list(range(position + 1, position + 1 + len(changes))):
        raise StaleError


async def _append_large(connection: Connection, change: Change, size: int) -> None:
    async def check(tx: Transaction) -> None:
        _check_follows([change], (await take_lock(tx, change.id, ())).position)

    await write(connection, check)
    mark = Mark(change.id, change.mutation, change.by)
    run = await mark_run(connection, mark, lambda _: change.recorded_at)
    written = run.facts
    while written < len(change.facts):
        batch = change.facts[written : written + size]
        await write_batch(connection, mark, lambda _run, batch=batch: batch, at=written)
        written += len(batch)
    await end_run(connection, mark)
