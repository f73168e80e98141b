"""Eight writers at once, over two openings of one database: nothing is lost, and what may be there once is once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest

from domain.codes import BuyingRole, Direction, InteractionKind
from domain.errors import ConflictError, CycleError, DomainError, DuplicateError
from domain.fold import fold
from domain.ids import map_of
from domain.tie import ReportsTo
from graph.assessment import assess
from graph.change import undo
from graph.interaction import record_interaction
from graph.recording import Decision, Recorded, record
from graph.referral import record_referral
from graph.stakeholder import add_stakeholder, give_roles, name_stakeholder
from graph.store import Append, Store, ViewerStore
from graph.tie import set_manager
from tests.contract.conftest import Clock, open_store
from tests.contract.firm import ADMIN, NOW, Support, placed
from tests.worlds import account, change, new_account, new_person, new_seller, on, person, stakeholder

WRITERS: Final = 8
ACME: Final = account(1)
MAP: Final = map_of(ACME)

Deciding = Callable[[ViewerStore, int], Awaitable[Decision]]
Outcome = Recorded | DomainError


@pytest.fixture
async def writers(
    store: Store, backend: str, memory_folder: Path, clock: Clock, request: pytest.FixtureRequest
) -> AsyncIterator[list[ViewerStore]]:
    """Eight writers of one account with eight people, each second one through an opening of its own."""
    second = await open_store(backend, memory_folder / "rapport.db", clock, request)
    said = [
        *new_seller(1, "Root"),
        *new_account(1, "Acme"),
        *(one for number in range(1, WRITERS + 1) for one in new_person(number, f"P{number}", 1)),
        *on(1, placed(1, ACME, None), placed(2, ACME, None)),
    ]
    await store.for_viewer(ADMIN).append(Append(change(1), "test", tuple(said), {}))
    yield [opened.for_viewer(ADMIN) for opened in (store, second) for _ in range(WRITERS // 2)]
    await second.close()


async def all_at_once(
    writers: list[ViewerStore], decide: Deciding, *, client_id: str | None = None, input_hash: str = "h"
) -> list[Outcome]:
    """Let every writer decide and write, again where the state has moved; return what each came to."""

    async def one(number: int, store: ViewerStore) -> Outcome:
        try:
            return await record(
                store, "test", lambda: decide(store, number), client_mutation_id=client_id, input_hash=input_hash
            )
        except DomainError as error:
            return error

    return await asyncio.gather(*(one(number, store) for number, store in enumerate(writers, start=1)))


def kinds(outcomes: list[Outcome]) -> Counter[type]:
    return Counter(type(outcome) for outcome in outcomes)


async def check(store: Store, changes: int) -> Any:
    """Check that the graph is the fold of the facts, and positions have no gaps; return the world."""
    found = await store.list_changes(0, 1000)
    assert [one.position for one in found] == list(range(1, changes + 1))
    moments = [one.recorded_at for one in found]
    assert moments == sorted(set(moments))
    world = await store.load_world()
    assert world == fold(fact for one in found for fact in one.facts)
    return world


async def test_nothing_is_lost(store: Store, writers: list[ViewerStore]) -> None:
    async def log(writer: ViewerStore, number: int) -> Decision:
        return await record_interaction(
            writer,
            NOW,
            account_id=ACME,
            at=NOW,
            seller_ids=[],
            person_ids=[person(number)],
            kind=InteractionKind.CALL,
            direction=Direction.OUTBOUND,
        )

    async def add(writer: ViewerStore, number: int) -> Decision:
        return await add_stakeholder(writer, NOW, map_id=MAP, person_id=person(number))

    async def judge(writer: ViewerStore, _: int) -> Decision:
        return await assess(writer, NOW, stakeholder_id=stakeholder(1), support=Support.NEUTRAL)

    outcomes = [one for decide in (log, add, judge) for one in await all_at_once(writers, decide)]
    assert kinds(outcomes) == {Recorded: 3 * WRITERS}
    world = await check(store, 1 + 3 * WRITERS)
    assert len(world.interactions) == len(world.assessments) == WRITERS
    assert {one.person_id for one in world.stakeholders.values()} == {None, *map(person, range(1, WRITERS + 1))}
    versions = await writers[0].load_versions([ACME])
    assert versions == {ACME: 1 + 3 * WRITERS}


async def test_each_writer_decides_on_what_the_one_before_wrote(store: Store, writers: list[ViewerStore]) -> None:
    roles = list(BuyingRole)

    async def give(writer: ViewerStore, number: int) -> Decision:
        return await give_roles(
            writer, NOW, stakeholder_id=stakeholder(1), roles=roles[: number % 4], expected_version=1
        )

    outcomes = await all_at_once(writers, give)
    changed = kinds(outcomes)
    assert changed[Recorded] + changed[ConflictError] == WRITERS
    (written,) = [one.change_id for one in outcomes if isinstance(one, Recorded) and one.change_id]
    world = await check(store, 2)
    assert world.stakeholders[stakeholder(1)].version == 2
    assert (await store.list_changes(1, 1))[0].id == written


async def test_nobody_gets_a_second_manager(store: Store, writers: list[ViewerStore]) -> None:
    async def manage(writer: ViewerStore, number: int) -> Decision:
        return await set_manager(writer, NOW, person_id=person(1), manager_id=person(number % 7 + 2))

    outcomes = await all_at_once(writers, manage)
    assert kinds(outcomes) == {Recorded: WRITERS}
    written = [one for one in outcomes if isinstance(one, Recorded) and one.change_id]
    world = await check(store, 1 + len(written))
    assert list(world.reports) == [(ACME, person(1))]
    (graph,) = await writers[0].list_map_graphs([MAP], NOW)
    assert graph is not None


async def test_lines_of_reporting_close_no_circle(store: Store, writers: list[ViewerStore]) -> None:
    async def manage(writer: ViewerStore, number: int) -> Decision:
        return await set_manager(writer, NOW, person_id=person(number), manager_id=person(number % WRITERS + 1))

    outcomes = await all_at_once(writers, manage)
    assert kinds(outcomes) == {Recorded: WRITERS - 1, CycleError: 1}
    world = await check(store, WRITERS)
    managers = {tie.person_id: tie.manager_id for tie in world.reports.values() if isinstance(tie, ReportsTo)}
    assert len(managers) == WRITERS - 1
    assert set(map(person, range(1, WRITERS + 1))) - set(managers) == set(managers.values()) - set(managers)


async def test_a_pair_has_one_open_referral(store: Store, writers: list[ViewerStore]) -> None:
    async def refer(writer: ViewerStore, _: int) -> Decision:
        return await record_referral(writer, NOW, referrer_id=person(1), referred_id=person(2))

    outcomes = await all_at_once(writers, refer)
    assert kinds(outcomes) == {Recorded: 1, DuplicateError: WRITERS - 1}
    assert len((await check(store, 2)).referrals) == 1


async def test_a_person_is_in_a_map_once(store: Store, writers: list[ViewerStore]) -> None:
    async def join(writer: ViewerStore, number: int) -> Decision:
        if number <= 2:
            return await name_stakeholder(writer, NOW, stakeholder_id=stakeholder(number), person_id=person(1))
        return await add_stakeholder(writer, NOW, map_id=MAP, person_id=person(1))

    outcomes = await all_at_once(writers, join)
    assert kinds(outcomes) == {Recorded: 1, DuplicateError: WRITERS - 1}
    world = await check(store, 2)
    assert [one.person_id for one in world.stakeholders.values()].count(person(1)) == 1


async def test_the_same_client_id_is_written_once(store: Store, writers: list[ViewerStore]) -> None:
    async def add(writer: ViewerStore, _: int) -> Decision:
        return await add_stakeholder(writer, NOW, map_id=MAP, label="An approver")

    outcomes = await all_at_once(writers, add, client_id="c-1")
    assert kinds(outcomes) == {Recorded: WRITERS}
    assert all(one == outcomes[0] for one in outcomes)
    assert len((await check(store, 2)).stakeholders) == 3
    again = await all_at_once(writers[:1], add, client_id="c-1")
    assert again == outcomes[:1]
    assert kinds(await all_at_once(writers, add, client_id="c-1", input_hash="x")) == {ConflictError: WRITERS}
    await check(store, 2)


async def test_a_change_is_undone_once(store: Store, writers: list[ViewerStore]) -> None:
    async def add(writer: ViewerStore, _: int) -> Decision:
        return await add_stakeholder(writer, NOW, map_id=MAP, person_id=person(3))

    (made,) = await all_at_once(writers[:1], add)
    assert isinstance(made, Recorded)
    assert made.change_id is not None
    undone_id = made.change_id

    async def take_back(writer: ViewerStore, _: int) -> Decision:
        return await undo(writer, NOW, change_id=undone_id)

    assert kinds(await all_at_once(writers, take_back)) == {Recorded: 1, ConflictError: WRITERS - 1}
    assert len((await check(store, 3)).stakeholders) == 2
