"""Runs and copies too large for one transaction of a Neo4j server: in batches, gone on with, or taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from domain.account import AccountDescribed
from domain.errors import ConflictError, DuplicateError, LimitError
from domain.fact import Change, Fact, Stated
from domain.fold import fold
from domain.ids import FactId
from domain.person import PersonDescribed
from domain.world import World
from graph.change import undo
from graph.neo4j import Neo4jStore, open_neo4j
from graph.neo4j.runs import Mark, mark_run, write_batch
from graph.store import Append
from tests.contract import firm
from tests.contract.conftest import Clock
from tests.contract.firm import ADMIN
from tests.neo4j_server import NEO4J, Neo4jPool
from tests.worlds import account, change, day, ident, new_account, new_person, on, person

SMALL = 10
"""Facts that the server of these tests is to take at once."""


@pytest.fixture(params=NEO4J)
async def store(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> AsyncIterator[Neo4jStore]:
    server = neo4j_pool.empty(request.param)
    opened = await open_neo4j(server.url, *server.auth, clock=Clock(), one_transaction=SMALL)
    await opened.for_viewer(ADMIN).append(Append(change(1), "test", tuple(FIRST), {}))
    yield opened
    await opened.close()


FIRST = [*new_account(1, "One"), *new_person(1, "Ann", 1)]
MANY = [
    [*new_account(2, "Two"), *(one for n in range(10, 20) for one in new_person(n, f"P{n}", 2))],
    [
        *on(1, AccountDescribed(account(1), region="South"), PersonDescribed(person(1), title="Chief")),
        *on(2, *(firm.met(n, account(2), person(n)) for n in range(10, 20))),
    ],
]  # fmt: skip


async def facts_of(store: Neo4jStore) -> World:
    return fold(fact for one in await store.list_changes(0, 100) for fact in one.facts)


async def test_a_large_run_is_one_change(store: Neo4jStore) -> None:
    async with store.for_viewer(ADMIN).open_run(change(2), "import") as run:
        for batch in MANY:
            await run.add(batch)
        (opened,) = await store.list_open_runs()
        assert (opened.change_id, opened.mutation, opened.mark.by) == (change(2), "import", ADMIN.id)
        assert 0 < opened.facts < sum(map(len, MANY))
        assert await store.load_position() == 1
    _, made = await store.list_changes(0, 10)
    assert [Stated(f.statement, f.observed_at) for f in made.facts] == [one for batch in MANY for one in batch]
    assert (made.id, made.position, made.by) == (change(2), 2, ADMIN.id)
    assert {(f.change, f.recorded_at) for f in made.facts} == {(made.id, made.recorded_at)}
    assert await store.load_world() == await facts_of(store)
    assert await store.list_open_runs() == []


async def test_what_is_too_large_for_one_transaction_is_not_undone(store: Neo4jStore) -> None:
    viewer = store.for_viewer(ADMIN)
    async with viewer.open_run(change(2), "import") as run:
        for batch in MANY:
            await run.add(batch)
    before = await store.load_world()
    said = sum(map(len, MANY))
    with pytest.raises(LimitError, match=f"about {said} facts; .* {SMALL} at most") as refused:
        await undo(viewer, day(900), change_id=change(2))
    assert refused.value.field == ("changeId",)
    assert await store.load_world() == before == await facts_of(store)
    # As much as is written at once is taken back at once.
    full = tuple(Stated(AccountDescribed(account(2), region=f"Region {n}"), day(900)) for n in range(SMALL))
    await viewer.append(Append(change(3), "test", full, {}))
    decided = await undo(viewer, day(901), change_id=change(3))
    await viewer.append(Append(change(4), "undo", decided.stated, {}))
    assert (await store.load_world()).accounts[account(2)].region is None
    assert await store.load_world() == await facts_of(store)


class NeededError(Exception):
    """An error in the block of a run."""


async def run_into(store: Neo4jStore, batches: list[list[Stated]]) -> None:
    """Run into an error: of the batches, or in the block."""
    async with store.for_viewer(ADMIN).open_run(change(2), "import") as run:
        for batch in batches:
            await run.add(batch)
        if batches is MANY:
            raise NeededError


@pytest.mark.parametrize("error", [NeededError, DuplicateError])
async def test_a_large_run_that_fails_is_taken_back(store: Neo4jStore, error: type[Exception]) -> None:
    before = await store.load_world()
    taken = [*new_account(3, "Three", external_id="x"), *new_account(4, "Four", external_id="x")]
    with pytest.raises(error):
        await run_into(store, [*MANY, taken] if error is DuplicateError else MANY)
    assert await store.load_world() == before == await facts_of(store)
    assert await store.load_position() == 1
    assert await store.list_open_runs() == []
    assert await store.for_viewer(ADMIN).load_change(change(2)) is None


async def cut_off(store: Neo4jStore) -> int:
    """Leave a run as a process that is killed leaves it; return how many facts are written."""
    run = store.for_viewer(ADMIN).open_run(change(2), "import")
    await run.__aenter__()
    for batch in MANY:
        await run.add(batch)
    (opened,) = await store.list_open_runs()
    return opened.facts


async def test_a_run_cut_off_is_taken_back_by_its_id(store: Neo4jStore) -> None:
    before = await store.load_world()
    written = await cut_off(store)
    assert await store.load_world() != before
    assert await store.abandon_run(change(2)) == written
    assert await store.load_world() == before
    assert await store.abandon_run(change(2)) == 0
    assert await store.list_open_runs() == []


async def test_a_run_cut_off_is_gone_on_with(store: Neo4jStore) -> None:
    written = await cut_off(store)
    said = [one for batch in MANY for one in batch]
    async with store.for_viewer(ADMIN).open_run(change(2), "import") as run:
        await run.add(said[written:])
    _, made = await store.list_changes(0, 10)
    assert [Stated(f.statement, f.observed_at) for f in made.facts] == said
    assert await store.load_world() == await facts_of(store)


async def test_a_run_that_somebody_else_goes_on_with_is_theirs(store: Neo4jStore) -> None:
    said = [one for batch in MANY for one in batch]
    ours, theirs = (store.for_viewer(ADMIN).open_run(change(2), "import") for _ in range(2))
    await ours.__aenter__()
    await ours.add(said[:20])
    # Started again while it was still at it.
    async with theirs:
        (opened,) = await store.list_open_runs()
        with pytest.raises(ConflictError, match="goes on with it") as lost:
            await ours.add(said[20:])
        await ours.__aexit__(lost.type, lost.value, None)
        await theirs.add(said[opened.facts :])
    _, made = await store.list_changes(0, 10)
    assert [Stated(f.statement, f.observed_at) for f in made.facts] == said
    assert await store.load_world() == await facts_of(store)


async def test_a_run_taken_back_meanwhile_is_not_said_to_be_written(store: Neo4jStore) -> None:
    before = await store.load_world()
    run = store.for_viewer(ADMIN).open_run(change(2), "import")
    await run.__aenter__()
    await run.add(MANY[0])
    assert await store.abandon_run(change(2)) > 0
    with pytest.raises(ConflictError, match="taken this import back"):
        await run.__aexit__(None, None, None)
    assert await store.load_world() == before
    assert await store.load_position() == 1


@pytest.mark.parametrize(("other", "of"), [(2, "other files"), (3, "")])
async def test_while_a_run_is_open_none_of_other_batches_is_begun_or_gone_on_with(
    store: Neo4jStore, other: int, of: str
) -> None:
    await cut_off(store)
    opened = await store.list_open_runs()

    async def run() -> None:
        async with store.for_viewer(ADMIN).open_run(change(other), "import", of) as run:
            await run.add(MANY[0])

    with pytest.raises(ConflictError, match="goes on elsewhere or was cut off"):
        await run()
    assert await store.list_open_runs() == opened


async def test_others_write_while_a_run_goes_on(store: Neo4jStore) -> None:
    viewer = store.for_viewer(ADMIN)
    async with viewer.open_run(change(2), "import") as run:
        await run.add(MANY[0])
        other = Append(change(3), "test", tuple(on(1, AccountDescribed(account(2), region="North"))), {})
        assert (await viewer.append(other)).position == 2
        await run.add(MANY[1])
    assert [one.id for one in await store.list_changes(0, 10)] == [change(1), change(3), change(2)]
    assert (await store.load_world()).accounts[account(2)].region == "North"
    assert await store.load_world() == await facts_of(store)


def large(number: int, position: int) -> Change:
    """A change as another store recorded it."""
    at = day(800)
    said = [one for batch in MANY for one in batch]
    facts = tuple(
        Fact(FactId(ident("fact", 1000 * number + n)), change(number), one.observed_at, at, ADMIN.id, one.statement)
        for n, one in enumerate(said)
    )
    return Change(change(number), position, at, ADMIN.id, "import", facts)


async def test_a_large_change_is_copied_as_it_is(store: Neo4jStore) -> None:
    (first,) = await store.list_changes(0, 10)
    copied = large(2, 2)
    small = replace(large(3, 3), recorded_at=day(801), facts=())
    await store.append_recorded([copied, small])
    assert await store.list_changes(0, 10) == [first, copied, small]
    assert await store.load_world() == fold([*first.facts, *copied.facts])


async def test_a_copy_cut_off_is_gone_on_with(store: Neo4jStore) -> None:
    copied = large(2, 2)
    connection = store._connection
    mark = Mark(copied.id, copied.mutation, copied.by)
    await mark_run(connection, mark, lambda _: copied.recorded_at)
    await write_batch(connection, mark, lambda _: copied.facts[:7], at=0)
    await store.append_recorded([copied])
    assert (await store.list_changes(1, 10)) == [copied]
    await store.append_recorded([])
    assert await store.load_world() == await facts_of(store)
