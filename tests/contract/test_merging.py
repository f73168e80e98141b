"""Merges of people and accounts, in random order with what is said of them and with undos, on each store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import BuyingRole, Direction, InteractionKind, RelationshipLevel, Support
from domain.errors import DomainError
from domain.fold import fold
from domain.ids import map_of, owner_of_map
from domain.undo import check_places
from domain.world import World
from graph.assessment import assess
from graph.change import undo
from graph.contact_level import set_contact_level
from graph.interaction import record_interaction
from graph.kept import decide_on_kept, find_kept
from graph.merge import merge_accounts, merge_people
from graph.opportunity import create_opportunity
from graph.person import change_employment
from graph.recording import Recorded, record
from graph.referral import advance_referral, record_referral
from graph.stage import move_stage
from graph.stakeholder import add_stakeholder, remove_stakeholder
from graph.store import Append, Selection, Store
from graph.tie import set_manager
from tests.contract import firm
from tests.contract.conftest import Clock, neo4j_pool_of, open_store
from tests.contract.firm import ACME, ADMIN, BETA, DECOY, OPEN, VIEWERS
from tests.contract.reference import Everything, Reference
from tests.contract.test_corrections import given_to, id_of, one_of
from tests.contract.test_reads import CASES, PLAIN, as_it_is, expect
from tests.examples import examples as few
from tests.histories import dangling, taken
from tests.worlds import account, change, day, new_account, new_person, new_seller, person, seller

EXAMPLES = {"sqlite": 30}
FEWER = 2
EVERY = {"sqlite": 1}
FEWER_READS = 6
"""On a server each reading waits: every sixth is asked there."""
ACCOUNTS = [account(number) for number in (1, 2, 3)]
PEOPLE = [person(number) for number in (1, 2, 3)]
LADDERS = st.sampled_from([("LOYALTY", "CLIENT"), ("LOYALTY", "PROSPECT"), ("DEPTH", "DEAL")])


def two_of(values: list[Any]) -> Any:
    return st.permutations(values).map(lambda two: {"keep_id": two[0], "merge_id": two[1], "reason": "?"})


AT = one_of(range(1, 6)).map(day)
WHO = one_of(PEOPLE).map(lambda one: {"person_id": one})
WHERE = one_of(ACCOUNTS).map(lambda one: {"account_id": one})
WHEN, THEN = (AT.map(lambda at, name=name: {name: at}) for name in ("observed_at", "at"))
NUMBERED = st.integers(0, 30).map(lambda one: {"number": one})
DRAWN: dict[str, Any] = {
    "a": given_to(merge_accounts, two_of(ACCOUNTS)),
    "p": given_to(merge_people, two_of(PEOPLE)),
    "u": given_to(undo, NUMBERED),
    "s": st.one_of(
        given_to(add_stakeholder, NUMBERED, WHO, WHEN, one_of(BuyingRole).map(lambda one: {"roles": (one,)})),
        given_to(add_stakeholder, NUMBERED, WHEN, st.just({"label": "?"})),
        given_to(remove_stakeholder, NUMBERED, WHEN),
        given_to(assess, NUMBERED, WHEN, one_of(Support).map(lambda one: {"support": one})),
        given_to(
            set_contact_level, NUMBERED, st.just({"seller_id": seller(1), "current": RelationshipLevel.VENDOR}), WHEN
        ),
    ),
    "o": st.one_of(
        given_to(create_opportunity, WHERE, st.just({"name": "Deal"})),
        given_to(change_employment, WHO, WHERE, AT.map(lambda at: {"at": at.date()})),
        given_to(set_manager, WHO, one_of([None, *PEOPLE]).map(lambda one: {"manager_id": one}), WHEN),
        given_to(move_stage, WHERE, THEN, LADDERS.map(lambda two: {"ladder": two[0], "to": two[1], "reason": "?"})),
        given_to(
            record_referral,
            st.permutations([*ACCOUNTS, *PEOPLE]).map(lambda two: {"referrer_id": two[0], "referred_id": two[1]}),
        ),
        given_to(
            record_interaction,
            WHERE,
            THEN,
            st.just({"kind": InteractionKind.CALL, "direction": Direction.MUTUAL, "seller_ids": (seller(1),)}),
            st.sets(one_of(PEOPLE)).map(lambda some: {"person_ids": tuple(sorted(some))}),
        ),
    ),
}


@st.composite
def steps(draw: Any) -> tuple[Any, dict[str, Any]]:
    return draw(DRAWN[draw(one_of("ssssoooaapu"))])


async def write(store: Store, now: datetime, decide: Any, **asked: Any) -> Recorded:
    viewer = store.for_viewer(ADMIN)
    return await record(
        viewer,
        decide.__name__,
        lambda: decide_on_kept(decide, viewer, now, asked),
        client_mutation_id=None,
        input_hash="",
    )


def plain(value: Any) -> Any:
    """Return a world without versions, which only grow, and when what was taken back was recorded."""
    if isinstance(value, World):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return [getattr(value, one.name) for one in fields(value) if one.name != "version"]
    return value


def check_one_account(world: World) -> None:
    """Check that what is about one thing is of one account."""
    for one in world.stakeholders.values():
        owner = owner_of_map(one.map_id)
        deal = world.opportunities.get(owner)  # pyright: ignore[reportArgumentType]
        assert one.account_id == (deal.account_id if deal is not None else owner)
    for one in (*world.assessments.values(), *world.contact_levels.values()):
        assert one.account_id == world.stakeholders[one.stakeholder_id].account_id


class Player:
    """Plays drawn writes to a store, and checks after each that the current graph is the fold of all facts."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store = store
        self.now = now
        self.made: list[str] = []

    async def play(self, decide: Any, asked: dict[str, Any]) -> None:
        world = await self.store.load_world()
        if (stated := self._named(decide, dict(asked), world)) is None:
            return
        try:
            made = await write(self.store, self.now(), decide, **stated)
        except DomainError:
            return
        if made.change_id is None:
            return
        self.made.append(made.change_id)
        after = await self.check()
        if decide in (merge_accounts, merge_people):
            assert not {asked["merge_id"]} & {*after.accounts, *after.people}
            undone = await write(self.store, self.now(), undo, change_id=made.change_id)
            assert plain(await self.check()) == plain(world)
            assert undone.change_id is not None
            again = await write(self.store, self.now(), undo, change_id=undone.change_id)
            assert plain(await self.check()) == plain(after)
            assert again.change_id is not None
            self.made[-1] = again.change_id

    async def check(self) -> World:
        facts = [fact for one in await self.store.list_changes(0, 1000) for fact in one.facts]
        world = await self.store.load_world()
        assert world == fold(facts)
        check_places(facts)
        check_one_account(world)
        assert not dangling(world)
        assert not taken(world)
        return world

    def _named(self, decide: Any, asked: dict[str, Any], world: World) -> dict[str, Any] | None:
        """Say which of those there are a number means."""
        if (number := asked.pop("number", None)) is None:
            return asked
        name, known = {
            undo: ("change_id", self.made),
            add_stakeholder: ("map_id", [map_of(one) for one in (*ACCOUNTS, *world.opportunities)]),
        }.get(decide, ("stakeholder_id", [*world.stakeholders]))
        return asked | {name: known[number % len(known)]} if known else None


def started() -> tuple[Any, ...]:
    said = [
        *new_seller(1, "Root", firm.SellerRole.ADMIN),
        *(one for number in (1, 2) for one in new_account(number, "Acme", owner_id=seller(1))),
        *new_account(3, "Acme", parent_id=account(2), external_id="a-3"),
        *(one for number, at in ((1, 1), (2, 2), (3, 2)) for one in new_person(number, "Ann", at)),
    ]
    return tuple(said)


@pytest.mark.slow
def test_whatever_is_merged_the_graph_is_the_fold_of_all_facts(
    backend: str, memory_folder: Path, request: pytest.FixtureRequest
) -> None:
    with asyncio.Runner() as runner:

        async def example(number: int, drawn: list[Any]) -> None:
            if backend != "sqlite":
                neo4j_pool_of(request).empty(backend)
            clock = Clock()
            store = await open_store(backend, memory_folder / f"{number}.db", clock, request)
            try:
                await store.for_viewer(ADMIN).append(Append(change(1), "test", started(), {}))
                player = Player(store, clock)
                for decide, asked in drawn:
                    await player.play(decide, asked)
            finally:
                await store.close()

        numbers = iter(range(1_000_000))

        @few(EXAMPLES.get(backend, FEWER))
        @given(st.lists(steps(), min_size=6, max_size=16))
        def examples(drawn: list[Any]) -> None:
            number = next(numbers)
            runner.run(example(number, drawn))
            for file in memory_folder.glob(f"{number}.db*"):
                file.unlink()

        examples()


async def checked(store: Store) -> World:
    everything = Everything(await store.list_changes(0, 1000))
    world = await store.load_world()
    assert world == everything.world
    check_places(everything.facts)
    assert not taken(world)
    return world


async def without_open_referrals(store: Store, *ids: str) -> World:
    """Close the open referrals of one to the other, or of both to one party, which stand in the way."""
    for one in [*(await store.load_world()).referrals.values()]:
        if one.is_open and {one.referrer, one.referred} & {*ids}:
            await write(store, firm.NOW, advance_referral, referral_id=one.id, status=firm.ReferralStatus.DECLINED)
    return await store.load_world()


@pytest.mark.parametrize(("kept", "merged"), [(1, 2), (2, 1), (3, 2), (5, 1)])
async def test_people_of_a_whole_firm_become_one_and_two_again(firm_store: Store, kept: int, merged: int) -> None:
    viewer = firm_store.for_viewer(ADMIN)
    before = await without_open_referrals(firm_store, person(kept), person(merged))
    made = await write(firm_store, firm.NOW, merge_people, keep_id=person(kept), merge_id=person(merged), reason="?")
    one = await checked(firm_store)
    assert person(merged) not in one.people
    assert await viewer.list_nodes([person(merged)]) == [None]
    found = await find_kept(viewer, [person(merged)])
    assert [node.id for node in found.values()] == [person(kept)]
    everything = Everything(await firm_store.list_changes(0, 1000))
    said = [Selection(mentioning=(person(merged),)), Selection(subjects=(person(merged),))]
    for who in VIEWERS.values():
        seen = await firm_store.for_viewer(who).load_facts(said)
        assert sorted(seen, key=id_of) == sorted(Reference(everything, who).load_facts(said), key=id_of), who
    assert not {person(merged)} & {end for ends in (*one.influences, *one.acquaintances) for end in ends}
    await write(firm_store, firm.NOW, undo, change_id=made.change_id)
    assert plain(await checked(firm_store)) == plain(before)


@pytest.mark.slow
@pytest.mark.parametrize(("kept", "merged"), [(DECOY, ACME), (BETA, OPEN)])
async def test_accounts_of_a_whole_firm_become_one_and_two_again(
    firm_store: Store, backend: str, kept: str, merged: str
) -> None:
    before = await without_open_referrals(firm_store, kept, merged)
    made = await write(firm_store, firm.NOW, merge_accounts, keep_id=kept, merge_id=merged, reason="?")
    one = await checked(firm_store)
    assert merged not in one.accounts
    check_one_account(one)
    await check_reads(firm_store, EVERY.get(backend, FEWER_READS))
    await write(firm_store, firm.NOW, undo, change_id=made.change_id)
    assert plain(await checked(firm_store)) == plain(before)


async def check_reads(store: Store, every: int) -> None:
    """Check that who sees all, much, little and nothing reads in every way what they may see, and nothing else."""
    everything = Everything(await store.list_changes(0, 1000))
    for name in ("admin", "owner", "outsider", "stranger"):
        viewer = VIEWERS[name]
        reader, reference = store.for_viewer(viewer), Reference(everything, viewer)
        for method, cases in CASES.items():
            tell = PLAIN.get(method, as_it_is)
            for asked in cases[::every]:
                given = tell(await getattr(reader, method)(*asked), asked)
                assert given == tell(expect(reference, method, asked), asked), (name, method, asked)
