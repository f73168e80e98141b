"""What takes too long is stopped where it is; a write that has begun is finished."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from domain.ids import map_of
from graph.deadline import OverdueError, deadline, time_limit
from graph.neo4j import Neo4jStore
from graph.sqlite import SqliteStore
from graph.store import Append, Page, Selection, Store, ViewerStore
from tests.contract.conftest import Clock, Filled
from tests.contract.firm import ACME, ADMIN, NOW
from tests.worlds import account, change, new_account

ENDLESS = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM number"
NEARLY = "UNWIND range(1, 1000000000000) AS n RETURN count(n)"
READS: dict[str, Callable[[ViewerStore], Awaitable[Any]]] = {
    "objects": lambda store: store.list_nodes([ACME]),
    "a page": lambda store: store.page_sellers(Page(1)),
    "a map": lambda store: store.list_map_graphs([map_of(ACME)], NOW),
    "facts": lambda store: store.load_facts([Selection(subjects=(ACME,))]),
    "a map of then": lambda store: store.load_map_facts(map_of(ACME), NOW, None),
}


class SlowClock(Clock):
    """A clock that takes until the deadline to be looked at, which a store does once a write has begun."""

    until: float | None = None

    def __call__(self) -> datetime:
        while self.until is not None and time.monotonic() < self.until:
            pass
        return super().__call__()


@pytest.fixture
def clock() -> Clock:
    return SlowClock()


@pytest.mark.parametrize("read", READS)
async def test_nothing_is_read_once_the_time_is_over(filled: Filled, read: str) -> None:
    store = filled.store.for_viewer(ADMIN)
    with time_limit(0), pytest.raises(OverdueError):
        await READS[read](store)
    with time_limit(60):
        within = await READS[read](store)
    assert within == await READS[read](store)


async def test_a_statement_that_does_not_end_is_stopped(filled: Filled) -> None:
    with time_limit(0.1), pytest.raises(OverdueError):
        await run_long(filled.store)
    assert await filled.store.for_viewer(ADMIN).list_nodes([ACME]) != [None]


async def run_long(store: Store) -> None:
    if isinstance(store, SqliteStore):
        await store._connections.read(lambda connection: connection.execute(ENDLESS).fetchall())
    elif isinstance(store, Neo4jStore):
        await store._connection.row(NEARLY, {})


async def test_a_transaction_that_does_not_end_is_stopped(filled: Filled) -> None:
    if isinstance(filled.store, Neo4jStore):
        with time_limit(0.1), pytest.raises(OverdueError):
            await filled.store._connection.read(lambda tx: tx.row(NEARLY, {}))
        await filled.store.ping()


async def test_no_write_begins_once_the_time_is_over(firm_store: Store) -> None:
    position = await firm_store.load_position()
    with time_limit(0), pytest.raises(OverdueError):
        await write(firm_store)
    assert await firm_store.load_position() == position


async def test_a_write_that_has_begun_is_finished(firm_store: Store, clock: SlowClock) -> None:
    with time_limit(0.1):
        clock.until = deadline()
        made = await write(firm_store)
        with pytest.raises(OverdueError):
            await firm_store.for_viewer(ADMIN).list_nodes([ACME])
    assert await firm_store.load_position() == made.position
    assert account(50) in (await firm_store.load_world()).accounts


async def write(store: Store) -> Any:
    return await store.for_viewer(ADMIN).append(Append(change(900), "test", tuple(new_account(50, "New")), {}))
