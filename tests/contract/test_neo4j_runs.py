"""Runs and copies too large for one transaction of a Neo4j server: in batches, gone on with, or taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from domain.account import AccountDescribed
from domain.change import Undone
from domain.codes import SellerRole
from domain.errors import ConflictError, DuplicateError
from domain.fact import Change, Fact, Stated
from domain.fold import fold
from domain.ids import FactId
from domain.person import PersonDescribed
from domain.world import World
from graph.change import undo
from graph.neo4j import Neo4jStore, open_neo4j
from graph.neo4j.appending import write_change
from graph.neo4j.catching_up import fall_behind, prepare_undo
from graph.neo4j.runs import Mark, mark_run, write_batch
from graph.store import Append, Once, StaleError
from tests.contract import firm
from tests.contract.conftest import Clock
from tests.contract.firm import ADMIN
from tests.neo4j_server import NEO4J, Neo4jPool
from tests.worlds import account, change, day, ident, new_account, new_person, new_seller, on, person

SMALL = 10
"""Facts that the server of these tests is to take at once."""


@pytest.fixture(params=NEO4J)
async def store(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> AsyncIterator[Neo4jStore]:
    server = neo4j_pool.empty(request.param)
    opened = await open_neo4j(server.url, *server.auth, clock=Clock(), one_transaction=SMALL)
    await opened.for_viewer(ADMIN).append(Append(change(1), "test", tuple(FIRST), {}))
    yield opened
    await opened.close()


FIRST = [
    *new_seller(1, "Root", SellerRole.ADMIN),
    *new_seller(4, "Owen"),
    *new_account(1, "One"),
    *new_person(1, "Ann", 1),
]
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


async def shown(store: Neo4jStore) -> tuple[object, ...]:
    """Return what the current graph says, but for the versions, which count undos."""
    world = await store.load_world()
    accounts = {one.id: one.region for one in world.accounts.values()}
    return accounts, {one.id: one.title for one in world.people.values()}, world.interactions


async def import_many(store: Neo4jStore) -> None:
    async with store.for_viewer(ADMIN).open_run(change(2), "import") as run:
        for batch in MANY:
            await run.add(batch)


async def undo_of(store: Neo4jStore, undone: int, number: int) -> Append:
    decided = await undo(store.for_viewer(ADMIN), day(900), change_id=change(undone))
    once = Once(f"undo {number}", "hash")
    return Append(
        change(number), "undo", decided.stated, {}, decided.position, decided.touching, once, {"changeId": change(2)}
    )


async def lag(store: Neo4jStore, append: Append) -> None:
    """Record an undo as a process that is killed before its rows are written."""
    assert await prepare_undo(store._connection, (one.statement for one in append.stated), SMALL)
    await store._connection.write(lambda tx: write_change(tx, append, ADMIN.id, day(900), fall_behind))


async def test_what_is_too_large_for_one_transaction_is_undone_and_brought_back(store: Neo4jStore) -> None:
    before = await shown(store)
    await import_many(store)
    whole = await shown(store)
    for number, world in ((3, before), (4, whole), (5, before)):
        made = await store.for_viewer(ADMIN).append(await undo_of(store, number - 1, number))
        assert (made.id, made.position) == (change(number), number)
        assert await shown(store) == world
        assert await store.load_world() == await facts_of(store)
    assert await store.for_viewer(ADMIN).load_remembered("undo", "undo 3") is not None


async def test_an_undo_that_was_cut_off_is_finished_before_anything_else_is_written(store: Neo4jStore) -> None:
    before = await shown(store)
    await import_many(store)
    viewer = store.for_viewer(ADMIN)
    known = await viewer.load_versions([account(2)])
    await lag(store, await undo_of(store, 2, 3))
    assert await shown(store) != before
    # Decided on what was still there.
    late = Append(change(4), "test", tuple(on(2, AccountDescribed(account(2), region="North"))), known)
    with pytest.raises(StaleError):
        await viewer.append(late)
    assert await shown(store) == before
    assert await store.load_world() == await facts_of(store)
    assert await store.load_position() == 3


async def test_who_opens_a_database_finishes_an_undo_that_was_cut_off(store: Neo4jStore, neo4j_pool: Neo4jPool) -> None:
    before = await shown(store)
    await import_many(store)
    await lag(store, await undo_of(store, 2, 3))
    server = next(iter(neo4j_pool._servers.values()))
    other = await open_neo4j(server.url, *server.auth)
    assert await shown(other) == before
    await other.close()


async def test_many_finish_an_undo_at_once(store: Neo4jStore) -> None:
    before = await shown(store)
    await import_many(store)
    append = await undo_of(store, 2, 3)
    await lag(store, append)
    viewer = store.for_viewer(ADMIN)
    others = [
        Append(change(10 + n), "test", tuple(on(2, PersonDescribed(person(1), title=f"No. {n}"))), {}) for n in range(4)
    ]
    *_, again = await asyncio.gather(*map(viewer.append, others), viewer.append(append))
    # Asked again, it answers what it did the first time.
    assert (again.id, again.position) == (change(3), 3)
    assert (await shown(store))[0] == before[0]
    assert await store.load_world() == await facts_of(store)
    assert await store.load_position() == 7


async def test_what_was_put_there_anew_since_keeps_a_large_change_from_coming_back(store: Neo4jStore) -> None:
    viewer = store.for_viewer(ADMIN)
    async with viewer.open_run(change(2), "import") as run:
        await run.add([*new_account(5, "Five", external_id="x"), *MANY[0]])
    await viewer.append(await undo_of(store, 2, 3))
    await viewer.append(Append(change(4), "test", tuple(new_account(6, "Six", external_id="x")), {}))
    before = await shown(store)
    with pytest.raises(DuplicateError, match="external id is taken"):
        await viewer.append(await undo_of(store, 3, 5))
    assert await shown(store) == before
    assert await store.load_world() == await facts_of(store)
    # Nobody is kept from writing.
    await viewer.append(Append(change(6), "test", tuple(new_account(7, "Seven")), {}))


async def test_a_large_undo_is_copied(store: Neo4jStore) -> None:
    (first,) = await store.list_changes(0, 10)
    made = large(2, 2)
    at = day(801)
    undo = Undone(change(2), made.facts[0].statement.stream)
    said = Fact(FactId(ident("fact", 9000)), change(3), at, at, ADMIN.id, undo)
    undone = Change(change(3), 3, at, ADMIN.id, "undo", (said,))
    small = replace(large(4, 4), recorded_at=day(802), facts=())
    await store.append_recorded([made, undone, small])
    assert await store.list_changes(0, 10) == [first, made, undone, small]
    assert set((await store.load_world()).accounts) == {account(1)}
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
