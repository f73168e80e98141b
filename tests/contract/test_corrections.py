"""Corrections by the writes of the API, in random order with what they correct and with undos, on each store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import BuyingRole, Circle, Influence, Support
from domain.correction import corrections
from domain.errors import DomainError
from domain.fact import Change, Fact
from domain.fold import fold
from domain.ids import map_of
from domain.undo import check_places
from domain.world import World
from graph import correction
from graph.assessment import assess
from graph.change import undo
from graph.correction import load_corrections
from graph.merge import merge_people
from graph.person import change_employment
from graph.recording import record
from graph.referral import record_referral
from graph.stakeholder import add_stakeholder, give_roles
from graph.store import Append, Store
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.contract import firm
from tests.contract.conftest import Clock, neo4j_pool_of, open_store
from tests.contract.firm import ACME, ADMIN, ANN, DECOY, OWNER, VIEWERS, WANG
from tests.contract.reference import Everything
from tests.examples import examples as few
from tests.histories import dangling, taken
from tests.worlds import change, day, new_account, new_person, new_seller, on, person, seller, stakeholder

EXAMPLES = {"sqlite": 30}
FEWER = 2
PEOPLE = [person(number) for number in (1, 2, 3)]
AT = st.sampled_from([None, *(day(number) for number in range(1, 6))])


def id_of(fact: Fact) -> str:
    return fact.id


def one_of(values: Any) -> Any:
    return st.sampled_from(list(values))


def pair() -> Any:
    """Give the ends of a tie: of few, so that what is corrected was said."""
    return st.permutations(PEOPLE[:2]).map(lambda two: {"source_id": two[0], "target_id": two[1]})


# What may come next: a write or the correction of one, with what it is given.
PLACE = st.just({"stakeholder_id": stakeholder(1)})
WHO = one_of(PEOPLE).map(lambda one: {"person_id": one})
ROLES = st.sets(one_of(BuyingRole), max_size=2).map(lambda some: {"roles": sorted(some)})
MANAGER = one_of([None, *PEOPLE]).map(lambda one: {"manager_id": one})
MOVES = one_of([None, 1, 5]).map(lambda one: {"strength": one})
KNOWS = st.tuples(one_of([None, 0, 0.5]), one_of([None, Circle.FAMILY])).map(
    lambda two: {"strength": two[0], "circle": two[1]}
)
JOB = st.tuples(one_of([None, ACME, DECOY]), one_of([None, "CFO"])).map(
    lambda two: {"account_id": two[0], "title": two[1]}
)
SEEN = st.tuples(one_of(Support), one_of([None, *Influence])).map(lambda two: {"support": two[0], "influence": two[1]})
SAID: dict[Any, tuple[Any, Any]] = {
    give_roles: (PLACE, ROLES),
    set_manager: (WHO, MANAGER),
    set_influence: (pair(), MOVES),
    record_acquaintance: (pair(), KNOWS),
}
CORRECTED: dict[Any, tuple[Any, Any]] = {
    correction.correct_roles: (PLACE, ROLES),
    correction.correct_manager: (WHO, MANAGER),
    correction.correct_influence: (pair(), MOVES),
    correction.correct_acquaintance: (pair(), KNOWS),
}


@st.composite
def steps(draw: Any) -> tuple[Any, dict[str, Any]]:
    """Draw a write and what it is given; an undo and the correction of an assessment are given a number."""
    return draw(DRAWN[draw(one_of("ssscccaakkeuummpi"))])


NEVER = st.just({"never_so": True})
NUMBERED = st.integers(0, 30).map(lambda one: {"number": one})
WHY = st.just({"reason": "?"})
WHEN, THEN = (AT.map(lambda at, name=name: {name: at}) for name in ("observed_at", "held_at"))
DAY = st.integers(1, 5).map(lambda number: {"at": day(number).date()})


def merged(*parts: Any) -> Any:
    return st.tuples(*parts).map(lambda some: {name: value for part in some for name, value in part.items()})


def given_to(decide: Any, *parts: Any) -> Any:
    return st.tuples(st.just(decide), merged(*parts))


REFERS = st.permutations(PEOPLE).map(lambda two: {"referrer_id": two[0], "referred_id": two[1]})
DRAWN: dict[str, Any] = {
    "s": st.one_of(*(given_to(decide, named, right, WHEN) for decide, (named, right) in SAID.items())),
    "c": st.one_of(
        *(
            given_to(decide, named, st.one_of(merged(right, WHEN), NEVER), THEN, WHY)
            for decide, (named, right) in CORRECTED.items()
        )
    ),
    "a": st.one_of(
        given_to(assess, PLACE, SEEN, WHEN),
        given_to(correction.correct_assessment, NUMBERED, st.one_of(SEEN, NEVER), WHY),
    ),
    "e": given_to(change_employment, WHO, JOB, DAY),
    "k": given_to(correction.correct_employment, WHO, st.one_of(JOB, NEVER), THEN, WHY),
    "u": given_to(undo, NUMBERED),
    "m": given_to(
        merge_people,
        st.permutations(PEOPLE).map(lambda two: {"keep_id": two[0], "merge_id": two[1], "reason": "?"}),
    ),
    "p": given_to(add_stakeholder, st.just({"map_id": map_of(ACME)}), WHO, ROLES, WHEN),
    "i": given_to(record_referral, REFERS),
}


class Player:
    """Plays drawn writes to a store, and checks after each that the current graph is the fold of all facts."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store = store
        self.now = now
        self.made: list[str] = []
        self.assessments: list[str] = []

    async def play(self, decide: Any, asked: dict[str, Any]) -> None:
        viewer = self.store.for_viewer(ADMIN)
        stated = self._named(decide, dict(asked))
        if stated is None:
            return
        try:
            made = await record(
                viewer,
                decide.__name__,
                lambda: decide(viewer, self.now(), **stated),
                client_mutation_id=None,
                input_hash="",
            )
        except DomainError:
            return
        if made.change_id is not None:
            self.made.append(made.change_id)
        if decide is assess:
            self.assessments.append(made.result["assessment"])
        changes = await self.store.list_changes(0, 1000)
        facts = [fact for one in changes for fact in one.facts]
        world = await self.store.load_world()
        assert world == fold(facts), decide
        check_places(facts)
        assert not dangling(world), decide
        assert not taken(world), decide
        assert all(account_circle_free(world, who) for _, who in world.reports), decide

    def _named(self, decide: Any, asked: dict[str, Any]) -> dict[str, Any] | None:
        if decide not in (undo, correction.correct_assessment):
            return asked
        known = self.made if decide is undo else self.assessments
        number = asked.pop("number")
        if not known:
            return None
        return asked | {("change_id" if decide is undo else "assessment_id"): known[number % len(known)]}


def account_circle_free(world: World, who: str) -> bool:
    """Whether nobody above somebody at Acme is that somebody."""
    passed: set[str] = set()
    at: Any = who
    while at is not None and at not in passed:
        passed.add(at)
        at = next((tie.manager_id for (_, one), tie in world.reports.items() if one == at), None)
    return at is None


def started() -> tuple[Any, ...]:
    said = [
        *new_seller(1, "Root", firm.SellerRole.ADMIN),
        *new_account(1, "Acme", owner_id=seller(1)),
        *new_account(2, "Decoy"),
        *(one for number in (1, 2, 3) for one in new_person(number, "Ann", 1)),
        *on(0, firm.placed(1, ACME, ANN, BuyingRole.USER)),
    ]
    return tuple(said)


@pytest.mark.slow
def test_whatever_is_corrected_the_graph_is_the_fold_of_all_facts(
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
                await check_shown(store)
            finally:
                await store.close()

        numbers = iter(range(1_000_000))

        @few(EXAMPLES.get(backend, FEWER))
        @given(st.lists(steps(), min_size=6, max_size=20))
        def examples(drawn: list[Any]) -> None:
            number = next(numbers)
            runner.run(example(number, drawn))
            for file in memory_folder.glob(f"{number}.db*"):
                file.unlink()

        examples()


async def check_shown(store: Store) -> None:
    """Check that the corrections read about each object are those among all facts."""
    changes: list[Change] = await store.list_changes(0, 1000)
    everything = corrections(fact for one in changes for fact in one.facts)
    ids = [stakeholder(1), *PEOPLE]
    found = await load_corrections(store.for_viewer(ADMIN), ids)
    for id_ in ids:
        said = [c for c in everything if id_ in (c.wrong.statement.subject, *c.wrong.statement.mentions)]
        assert found[id_] == said


async def test_an_assessment_keeps_its_id_through_corrections_and_undos(firm_store: Store) -> None:
    viewer = firm_store.for_viewer(OWNER)

    async def write(decide: Any, **asked: Any) -> Any:
        made = await record(
            viewer,
            decide.__name__,
            lambda: decide(viewer, firm.NOW, **asked),
            client_mutation_id=None,
            input_hash="",
        )
        everything = Everything(await firm_store.list_changes(0, 1000))
        assert await firm_store.load_world() == everything.world
        return made

    async def supports(id_: str) -> list[Any]:
        return [getattr(one, "support", None) for one in await viewer.list_nodes([id_])]

    made = await write(assess, stakeholder_id=stakeholder(1), support=Support.SPONSOR)
    id_ = made.result["assessment"]
    how = {"assessment_id": id_, "reason": "?"}
    fixed = await write(correction.correct_assessment, **how, support=Support.OPPONENT)
    assert await supports(id_) == [Support.OPPONENT]
    await write(undo, change_id=fixed.change_id)
    assert await supports(id_) == [Support.SPONSOR]
    await write(correction.correct_assessment, **how, never_so=True)
    assert await viewer.list_nodes([id_]) == [None]


CORRECTIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "roles": (correction.correct_roles, {"stakeholder_id": stakeholder(1), "roles": []}),
    "employment": (correction.correct_employment, {"person_id": ANN, "title": "Corrected"}),
}


@pytest.mark.parametrize("thing", CORRECTIONS)
async def test_who_sees_what_was_corrected(firm_store: Store, thing: str) -> None:
    decide, asked = CORRECTIONS[thing]
    viewer = firm_store.for_viewer(OWNER)
    await record(
        viewer,
        decide.__name__,
        lambda: decide(viewer, firm.NOW, **asked, reason="Secret."),
        client_mutation_id=None,
        input_hash="",
    )
    everything = Everything(await firm_store.list_changes(0, 1000))
    assert await firm_store.load_world() == everything.world
    id_: str = asked.get("stakeholder_id") or asked["person_id"]
    for who in VIEWERS.values():
        reader = firm_store.for_viewer(who)
        found = (await load_corrections(reader, [id_, WANG, stakeholder(8)]))[id_]
        (seen,) = await reader.list_nodes([id_])
        assert ([one.reason for one in found] == ["Secret."]) is (seen is not None), who
