"""Appending: all of a change or nothing of it, versions, positions, unique keys, repetitions, batches, copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.change import Undone
from domain.codes import ReferralStatus, SellerRole
from domain.errors import DuplicateError
from domain.fact import ALWAYS, Change, Stated
from domain.fold import STATEMENTS, fold
from domain.ids import ChangeId, StreamId, id_type, map_of
from domain.opportunity import OpportunityDescribed
from domain.order import Ordered
from domain.person import PersonDescribed
from domain.referral import ReferralAdvanced
from domain.seller import SellerDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.viewer import Viewer
from domain.world import World
from graph.merge import merge_people
from graph.seen_facts import MENTIONED, STREAMS
from graph.store import Append, Once, Remembered, RepeatedError, StaleError, Store
from tests.contract import firm
from tests.contract.conftest import Clock, open_store, write
from tests.contract.firm import ADMIN, OUTSIDER, A, D, E, met, placed, referred
from tests.worlds import (
    RECORDED,
    TICK,
    account,
    change,
    day,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    order,
    person,
    referral,
    seller,
    stakeholder,
)

FIRST = [*new_seller(1, "Root", SellerRole.ADMIN), *new_account(1, "Acme"), *new_person(1, "Ann", 1)]


def to_append(number: int, *said: list[Stated], mutation: str = "test", **given: Any) -> Append:
    given = {"based_on": {}, **given}
    return Append(change(number), mutation, tuple(one for some in said for one in some), **given)


async def say(store: Store, number: int, *said: list[Stated], by: Viewer = ADMIN, **given: Any) -> Change:
    return await store.for_viewer(by).append(to_append(number, *said, **given))


@pytest.fixture
async def other(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """A second, empty store to copy to: SQLite for all, because a Neo4j server has one database."""
    opened = await open_store("sqlite", tmp_path / "copy.db", Clock(), request)
    yield opened
    await opened.close()


def undoing(change_id: str, at: datetime) -> list[Stated]:
    return [Stated(Undone(ChangeId(change_id), StreamId(account(1))), at)]


async def facts_of(store: Store) -> World:
    return fold(fact for one in await store.list_changes(0, 1000) for fact in one.facts)


# ── what is there afterwards ──


async def test_an_empty_store_is_empty(store: Store) -> None:
    assert await store.load_world() == World()
    assert await store.load_position() == 0
    assert await store.list_changes(0, 10) == []
    assert await store.find_admin() is None
    assert await store.load_viewer(seller_id=seller(1)) is None
    assert await store.load_viewer(email="root@example.com") is None
    await store.ping()


async def test_the_firm_is_what_its_facts_make(store: Store) -> None:
    written = await write(store, firm.HISTORY.changes)
    drafted = fold(firm.HISTORY.facts)
    assert await store.load_world() == drafted == await facts_of(store)
    assert await store.list_changes(0, 1000) == written
    assert [one.position for one in written] == list(range(1, len(written) + 1))
    assert [one.recorded_at for one in written] == [one.recorded_at for one in firm.HISTORY.changes]
    assert await store.list_changes(3, 2) == written[3:5]
    assert await store.list_changes(len(written), 10) == []
    assert await store.load_position() == len(written)


async def test_a_change_is_returned_and_kept_as_it_was_stated(store: Store) -> None:
    said = [*FIRST, Stated(PersonDescribed(person(1), title="Chief"), day(3), by=seller(2))]
    made = await say(store, 7, said, by=OUTSIDER)
    assert made == Change(change(7), 1, RECORDED, OUTSIDER.id, "test", made.facts)
    assert [Stated(f.statement, f.observed_at) for f in made.facts] == [replace(one, by=None) for one in said]
    assert [f.by for f in made.facts] == [OUTSIDER.id] * 4 + [seller(2)]
    assert {(f.change, f.recorded_at) for f in made.facts} == {(change(7), RECORDED)}
    assert len({f.id for f in made.facts}) == 5
    assert await store.for_viewer(ADMIN).load_change(change(7)) == made


async def test_of_two_statements_of_one_change_the_later_stated_holds(store: Store) -> None:
    names = [f"Ann {number}" for number in range(20)]
    await say(store, 1, FIRST, *(on(1, PersonDescribed(person(1), name=name)) for name in names))
    assert (await store.load_world()).people[person(1)].name == "Ann 19"
    assert await store.load_world() == await facts_of(store)


async def test_changes_are_recorded_one_after_another_when_the_clock_stands_or_steps_back(
    store: Store, clock: Clock
) -> None:
    first = await say(store, 1, FIRST)
    clock.now -= timedelta(days=1)
    second = await say(store, 2, on(1, AccountDescribed(account(1), region="a")))
    third = await say(store, 3, on(1, AccountDescribed(account(1), region="b")))
    assert [second.recorded_at, third.recorded_at] == [first.recorded_at + TICK, first.recorded_at + 2 * TICK]
    assert (await store.load_world()).accounts[account(1)].region == "b"


async def test_times_are_kept_to_the_microsecond_and_the_beginning_of_time_too(store: Store) -> None:
    at = day(1) + 123_457 * TICK
    made = await say(store, 1, FIRST, [Stated(PersonDescribed(person(1), title="x"), at)])
    assert [fact.observed_at for fact in made.facts] == [day(0), day(0), day(0), ALWAYS, at]
    assert (await store.list_changes(0, 1)) == [made]


# ── versions ──


async def test_a_change_moves_the_versions_of_the_streams_it_writes_once(store: Store) -> None:
    reader = store.for_viewer(ADMIN)
    streams = [account(1), person(1), seller(1), account(2)]
    assert await reader.load_versions(streams) == dict.fromkeys(streams, 0)
    await say(store, 1, FIRST, on(1, AccountDescribed(account(1), region="a")))
    assert await reader.load_versions(streams) == dict(zip(streams, (1, 1, 1, 0), strict=True))
    await say(store, 2, on(1, AccountDescribed(account(1), region="b")), touching=frozenset({person(1)}))
    assert await reader.load_versions(streams) == dict(zip(streams, (2, 2, 1, 0), strict=True))
    assert await reader.load_versions([]) == {}


@pytest.mark.parametrize("based_on", [{account(1): 0}, {account(1): 2}, {account(1): 1, person(1): 5}, {person(9): 1}])
async def test_a_change_decided_on_another_version_is_stale_and_writes_nothing(
    store: Store, based_on: dict[Any, int]
) -> None:
    await say(store, 1, FIRST)
    before = await store.load_world()
    with pytest.raises(StaleError):
        await say(store, 2, on(1, AccountDescribed(account(1), region="b")), based_on=based_on)
    assert await store.load_world() == before
    assert await store.load_position() == 1
    fresh = {account(1): 1, person(1): 1, person(9): 0}
    await say(store, 2, on(1, AccountDescribed(account(1), region="b")), based_on=fresh)
    assert (await store.load_world()).accounts[account(1)].region == "b"


async def test_a_change_decided_on_a_position_is_stale_after_any_other(store: Store) -> None:
    await say(store, 1, FIRST)
    position = await store.for_viewer(ADMIN).load_position()
    await say(store, 2, new_account(2, "Decoy"))
    with pytest.raises(StaleError):
        await say(store, 3, on(1, AccountDescribed(account(1), region="b")), position=position)
    await say(store, 3, on(1, AccountDescribed(account(1), region="b")), position=2)
    assert await store.load_position() == 3


# ── unique keys ──

BASE = [
    *FIRST,
    *new_account(2, "Decoy", external_id="a-2"),
    *new_person(2, "Bob", 2, external_id="p-2"),
    *new_seller(2, "Sue", email="Sue@Example.com"),
    *on(1, OpportunityDescribed(opportunity(1), account(2), name="Deal", external_id="o-1")),
    *on(1, met(1, account(2), external_id="i-1"), Ordered(order(1), account(2), firm.Money(1, "EUR"), "y-1")),
    *on(1, referred(1, person(1), person(2), external_id="r-1")),
    *on(1, placed(1, account(1), person(1), A), placed(2, account(1), None, D)),
]
REFUSED: dict[str, tuple[Any, str]] = {
    "account's external id": (AccountDescribed(account(1), external_id="a-2"), "externalId"),
    "person's external id": (PersonDescribed(person(1), external_id="p-2"), "externalId"),
    "opportunity's external id": (
        OpportunityDescribed(opportunity(2), account(1), name="New", external_id="o-1"),
        "externalId",
    ),
    "interaction's external id": (met(2, account(1), external_id="i-1"), "externalId"),
    "order's external id": (Ordered(order(2), account(1), firm.Money(1, "EUR"), "y-1"), "externalId"),
    "referral's external id": (referred(2, person(2), person(1), external_id="r-1"), "externalId"),
    "seller's e-mail": (SellerDescribed(seller(1), email="sUE@example.COM"), "email"),
    "open referral of a pair": (referred(2, person(1), person(2)), "referredId"),
    "place in a map": (placed(3, account(1), person(1)), "personId"),
    "place of a named one": (StakeholderNamed(stakeholder(2), account(1), person(1)), "personId"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_taken_is_refused_and_nothing_of_the_change_is_written(store: Store, case: str) -> None:
    said, field = REFUSED[case]
    made = await say(store, 1, BASE)
    before = await store.load_world()
    with pytest.raises(DuplicateError) as caught:
        await say(
            store,
            2,
            new_account(3, "Third"),
            on(2, RoleGiven(stakeholder(1), account(1), (E,)), said),
            once=Once("c-1", "hash"),
        )
    assert caught.value.field == (field,)
    assert not set(_words(str(caught.value))) & {account(2), person(2), "Decoy", "Bob", "Sue"}
    assert await store.load_world() == before
    assert await store.list_changes(0, 10) == [made]
    reader = store.for_viewer(ADMIN)
    assert await reader.load_remembered("test", "c-1") is None
    assert await reader.load_versions([account(1), account(3)]) == {account(1): 1, account(3): 0}


def _words(text: str) -> list[str]:
    return text.replace(".", " ").split()


FREED: dict[str, tuple[list[Stated], Any]] = {
    "an external id emptied": (
        on(2, AccountDescribed(account(2), external_id=None)),
        AccountDescribed(account(1), external_id="a-2"),
    ),
    "a referral closed": (
        on(2, ReferralAdvanced(referral(1), ReferralStatus.DECLINED)),
        referred(2, person(1), person(2)),
    ),
    "a place given up": (
        on(2, StakeholderRemoved(stakeholder(1), account(1))),
        placed(3, account(1), person(1)),
    ),
}


@pytest.mark.parametrize("case", FREED)
async def test_what_was_freed_may_be_taken_again(store: Store, case: str) -> None:
    freeing, said = FREED[case]
    await say(store, 1, BASE)
    await say(store, 2, freeing)
    await say(store, 3, on(3, said))
    assert await store.load_world() == await facts_of(store)
    assert await store.load_position() == 3


async def test_the_same_pair_the_other_way_and_the_same_person_in_another_map_are_no_duplicates(store: Store) -> None:
    await say(store, 1, BASE)
    await say(store, 2, on(2, referred(2, person(2), person(1)), placed(3, account(2), person(1))))
    opened = placed(4, account(2), person(1), in_map=map_of(opportunity(1)))
    await say(store, 3, on(2, opened, StakeholderAdded(stakeholder(5), map_of(account(1)), account(1), None, "x")))
    assert await store.load_world() == await facts_of(store)


async def test_an_undo_that_brings_back_what_is_taken_since_is_refused(store: Store) -> None:
    await say(store, 1, BASE)
    removed = await say(store, 2, on(2, StakeholderRemoved(stakeholder(1), account(1))))
    await say(store, 3, on(3, placed(3, account(1), person(1))))
    with pytest.raises(DuplicateError) as caught:
        await say(store, 4, undoing(removed.id, day(4)), touching=frozenset({account(1)}))
    assert caught.value.field == ("personId",)


async def test_everything_can_be_taken_back_and_put_there_again(store: Store) -> None:
    await say(store, 1, [*new_seller(9, "Root")])
    before = await store.load_world()
    made = await say(store, 2, BASE)
    streams = frozenset(fact.statement.stream for fact in made.facts)
    full = await store.load_world()
    undone = await say(store, 3, undoing(made.id, day(3)), touching=streams)
    assert await store.load_world() == before
    await say(store, 4, BASE_AGAIN)
    await say(store, 5, undoing(change(4), day(4)), touching=streams)
    await say(store, 6, undoing(undone.id, day(5)), touching=streams)
    again = await store.load_world()
    assert again == await facts_of(store)
    assert again.stakeholders == {id_: replace(one, version=3) for id_, one in full.stakeholders.items()}
    assert again.referrals.keys() == full.referrals.keys()


BASE_AGAIN = [*new_account(3, "Decoy", external_id="a-2"), *new_person(3, "Bob", 3, external_id="p-2")]


# ── said once ──


async def test_the_same_client_id_again_is_repeated_and_tells_what_was_answered(store: Store) -> None:
    once = Once("c-1", "hash-1")
    await say(store, 1, FIRST, mutation="createAccount", once=once, result={"account": account(1), "名": "值"})
    remembered = Remembered("hash-1", change(1), {"account": account(1), "名": "值"})
    writer = store.for_viewer(ADMIN)
    assert await writer.load_remembered("createAccount", "c-1") == remembered
    before = await store.load_world()
    for again in (once, replace(once, input_hash="hash-2")):
        with pytest.raises(RepeatedError):
            await say(store, 2, new_account(2, "Decoy"), mutation="createAccount", once=again)
    assert await store.load_world() == before
    assert await store.load_position() == 1
    assert await writer.load_remembered("createAccount", "c-1") == remembered


async def test_a_client_id_is_of_one_viewer_and_one_mutation(store: Store) -> None:
    once = Once("c-1", "h")
    await say(store, 1, FIRST, mutation="createAccount", once=once)
    assert await store.for_viewer(OUTSIDER).load_remembered("createAccount", "c-1") is None
    assert await store.for_viewer(ADMIN).load_remembered("createPerson", "c-1") is None
    assert await store.for_viewer(ADMIN).load_remembered("createAccount", "C-1") is None
    await say(store, 2, new_account(2, "Two"), mutation="createAccount", once=once, by=OUTSIDER)
    await say(store, 3, new_account(3, "Three"), mutation="createPerson", once=once)
    assert await store.load_position() == 3


async def test_a_stale_change_is_not_remembered(store: Store) -> None:
    await say(store, 1, FIRST)
    once = Once("c-1", "h")
    with pytest.raises(StaleError):
        await say(store, 2, new_account(2, "Two"), once=once, based_on={account(1): 7})
    assert await store.for_viewer(ADMIN).load_remembered("test", "c-1") is None
    await say(store, 2, new_account(2, "Two"), once=once)


# ── the first change ──


async def test_the_first_change_founds_the_store_and_no_other_does(store: Store) -> None:
    made = await store.found(to_append(1, new_seller(1, "Root", SellerRole.ADMIN, email="R@example.com")))
    assert (made.position, made.by, [fact.by for fact in made.facts]) == (1, None, [None])
    with pytest.raises(StaleError):
        await store.found(to_append(2, new_seller(2, "Other", SellerRole.ADMIN)))
    assert await store.find_admin() == Viewer(seller(1), SellerRole.ADMIN, frozenset({seller(1)}))


async def test_viewers_are_found_with_everybody_below_them(firm_store: Store) -> None:
    store = firm_store
    for viewer in firm.VIEWERS.values():
        expected = viewer if viewer.id != seller(8) else None
        assert await store.load_viewer(seller_id=viewer.id) == expected
    assert await store.load_viewer(email="OWEN@example.com") == firm.OWNER
    assert await store.load_viewer(email="root@EXAMPLE.com") == firm.ADMIN == await store.find_admin()
    assert await store.load_viewer(email="") is None
    await say(
        store, 1000, on(50, SellerDescribed(firm.MAX, manager_id=None), SellerDescribed(firm.OUT, manager_id=firm.OWEN))
    )
    reach = {id_: await store.load_viewer(seller_id=id_) for id_ in (firm.DORA, firm.MAX, firm.OWEN)}
    assert {id_: found.reach for id_, found in reach.items() if found} == {
        firm.DORA: frozenset({firm.DORA}),
        firm.MAX: frozenset({firm.MAX, firm.OWEN, firm.OUT}),
        firm.OWEN: frozenset({firm.OWEN, firm.OUT}),
    }


async def test_the_admin_recorded_first_is_found(store: Store) -> None:
    await say(store, 1, new_seller(5, "Late"))
    await say(store, 2, new_seller(9, "First", SellerRole.ADMIN))
    await say(
        store, 3, new_seller(2, "Second", SellerRole.ADMIN), on(1, SellerDescribed(seller(5), role=SellerRole.ADMIN))
    )
    found = await store.find_admin()
    # Whoever is recorded first of those who are ADMIN now.
    assert found == Viewer(seller(5), SellerRole.ADMIN, frozenset({seller(5)}))


# ── runs ──


async def test_a_run_is_one_change_and_not_there_before_its_end(store: Store) -> None:
    await say(store, 1, FIRST)
    before = await store.load_world()
    async with store.for_viewer(OUTSIDER).open_run(change(2), "import") as run:
        await run.add([*new_account(2, "Two"), *new_person(2, "Bob", 2)])
        await run.add([])
        await run.add(on(2, placed(1, account(2), person(2)), AccountDescribed(account(2), region="South")))
        await run.add(on(3, RoleGiven(stakeholder(1), account(2), (A,)), PersonDescribed(person(1), title="Chief")))
        assert await store.load_world() == before
        assert await store.load_position() == 1
        assert await store.for_viewer(ADMIN).load_change(change(2)) is None
    (_, made) = await store.list_changes(0, 10)
    assert (made.id, made.position, made.by, made.mutation, len(made.facts)) == (change(2), 2, OUTSIDER.id, "import", 7)
    assert await store.load_world() == await facts_of(store)
    world = await store.load_world()
    assert world.accounts[account(2)].version == 1
    assert await store.for_viewer(ADMIN).load_versions([account(2), person(1)]) == {account(2): 1, person(1): 2}


async def test_of_two_statements_of_a_run_the_later_holds_over_batches_too(store: Store) -> None:
    async with store.for_viewer(ADMIN).open_run(change(1), "import") as run:
        await run.add(FIRST)
        for number in range(5):
            await run.add(on(1, *(PersonDescribed(person(1), name=f"Ann {number}{n}") for n in range(5))))
    assert (await store.load_world()).people[person(1)].name == "Ann 44"


class NeededError(Exception):
    """An error in the block of a run."""


async def run_in(store: Store, *batches: list[Stated], error: Exception | None = None) -> None:
    async with store.for_viewer(ADMIN).open_run(change(2), "import") as run:
        for batch in batches:
            await run.add(batch)
        if error is not None:
            raise error


async def test_a_run_that_fails_leaves_nothing(store: Store) -> None:
    await say(store, 1, FIRST)
    before = await store.load_world()
    with pytest.raises(NeededError):
        await run_in(store, new_account(2, "Two"), error=NeededError())
    assert await store.load_world() == before
    assert await store.load_position() == 1
    assert await store.for_viewer(ADMIN).load_versions([account(2)]) == {account(2): 0}
    await say(store, 2, new_account(2, "Two again"))
    assert await store.load_position() == 2


async def test_a_run_with_a_duplicate_is_refused(store: Store) -> None:
    await say(store, 1, BASE)
    before = await store.load_world()
    with pytest.raises(DuplicateError):
        await run_in(store, new_account(3, "Three"), on(2, AccountDescribed(account(1), external_id="a-2")))
    assert await store.load_world() == before
    assert await store.load_position() == 1


# ── copies ──


async def test_a_copy_is_the_same_world_with_the_same_changes(other: Store, store: Store) -> None:
    await other.append_recorded(firm.HISTORY.changes)
    # The one statement that the firm lacks: of what a merge names, nothing was written by hand.
    viewer = other.for_viewer(ADMIN)
    said = await merge_people(viewer, firm.NOW, keep_id=person(10), merge_id=person(7), reason="One desk.")
    await viewer.append(Append(change(5000), "mergePeople", said.stated, {}, touching=said.touching))
    changes = await other.list_changes(0, 1000)
    assert {type(fact.statement) for one in changes for fact in one.facts} == set(STATEMENTS)
    # Only so are all facts about something found (graph/seen_facts.py).
    stated = [fact.statement for one in changes for fact in one.facts]
    assert {id_type(said.stream) for said in stated} <= STREAMS
    assert {id_type(id_) for said in stated for id_ in said.mentions} <= MENTIONED
    for start in range(0, len(changes), 30):
        await store.append_recorded(await other.list_changes(start, 30))
    assert await store.list_changes(0, 1000) == changes
    assert changes[:-1] == firm.HISTORY.changes
    assert await store.load_world() == await other.load_world() == await facts_of(other)
    assert await store.load_position() == len(changes)


async def test_a_copy_remembers_what_was_answered(store: Store, other: Store) -> None:
    result = {"account": account(1), "名": "值"}
    made = [
        await say(store, 1, FIRST, new_seller(2, "Sue")),
        await say(store, 2, new_account(2, "Decoy"), mutation="createAccount"),
        await say(store, 3, new_account(3, "Three"), mutation="createAccount", once=Once("a/b", "h"), result=result),
        await say(store, 4, new_account(4, "Four"), mutation="createAccount", once=Once("a/b", "g"), by=OUTSIDER),
        await say(store, 5, new_person(5, "Five"), mutation="createPerson", once=Once("a/b", "f")),
    ]
    assert [one.answered.client_id if one.answered else None for one in made] == [None, None, "a/b", "a/b", "a/b"]
    await other.append_recorded(await store.list_changes(0, 10))
    for one in (store, other):
        assert await one.list_changes(0, 10) == made
        admin, outsider = one.for_viewer(ADMIN), one.for_viewer(OUTSIDER)
        assert await admin.load_remembered("createAccount", "a/b") == Remembered("h", change(3), result)
        assert await outsider.load_remembered("createAccount", "a/b") == Remembered("g", change(4), {})
        assert await admin.load_remembered("createPerson", "a/b") == Remembered("f", change(5), {})
        assert await outsider.load_remembered("createPerson", "a/b") is None
        with pytest.raises(RepeatedError):
            await say(one, 6, new_account(6, "Again"), mutation="createAccount", once=Once("a/b", "h"))


async def test_what_a_copy_answered_is_known_to_it(store: Store, other: Store) -> None:
    """The other way round from another kind of store: what SQLite remembers, every store does."""
    await say(other, 1, FIRST, mutation="createAccount", once=Once("c", "h"), result={"account": account(1)})
    await store.append_recorded(await other.list_changes(0, 10))
    remembered = await store.for_viewer(ADMIN).load_remembered("createAccount", "c")
    assert remembered == Remembered("h", change(1), {"account": account(1)})
    assert await store.list_changes(0, 10) == await other.list_changes(0, 10)


async def test_a_copy_can_be_written_to_afterwards(store: Store, clock: Clock) -> None:
    changes = firm.HISTORY.changes
    await store.append_recorded(changes[:40])
    await store.append_recorded(changes[40:])
    await store.append_recorded([])
    assert await store.list_changes(0, 1000) == changes
    clock.now = RECORDED
    last = changes[-1]
    made = await say(store, 5000, on(1, AccountDescribed(account(1), region="new")))
    assert (made.position, made.recorded_at) == (last.position + 1, last.recorded_at + TICK)
    undone = await say(store, 5001, undoing(last.id, day(1)))
    assert undone.position == last.position + 2
    assert await store.load_world() == await facts_of(store)


@pytest.mark.parametrize("start", [0, 2], ids=["again", "with a gap"])
async def test_a_copy_must_follow_on(store: Store, start: int) -> None:
    changes = firm.HISTORY.changes
    await store.append_recorded(changes[:1])
    with pytest.raises(StaleError):
        await store.append_recorded(changes[start : start + 2])
    assert await store.load_position() == 1
    assert await store.list_changes(0, 10) == changes[:1]
