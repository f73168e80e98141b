"""Whatever is written in whatever order, undone and put back: the current graph is the fold of all facts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given

from domain.codes import SellerRole
from domain.errors import DuplicateError
from domain.fact import Fact
from domain.fold import fold
from domain.ids import ChangeId, StreamId
from domain.interaction import Interacted
from domain.order import Ordered
from domain.referral import ReferralAdvanced, Referred
from domain.stage import StageMoved
from domain.viewer import Viewer
from domain.world import World
from graph.decision_map import map_graph
from graph.network import load_surroundings
from graph.store import Append, Selection, Store
from tests.contract.conftest import Clock, neo4j_pool_of, open_store
from tests.contract.firm import ADMIN, NOW, writer
from tests.contract.reference import Everything, Reference
from tests.contract.test_reads import plain_graph
from tests.examples import examples as few
from tests.histories import Step, histories, with_recorded_ids
from tests.worlds import day, seller

EXAMPLES: Final = {"sqlite": 60}
FEWER: Final = 4
"""On a server each example waits for many transactions."""


class Player:
    """Plays drafted steps to one store, and checks that it refuses what it must."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.recorded: dict[str, Fact] = {}

    async def play(self, step: Step) -> None:
        # What a store refuses takes a look at its clock all the same, but is nowhere in the draft.
        self.clock.wind_to(step.drafted.recorded_at)
        said = with_recorded_ids(step.stated, self.recorded)
        touching = frozenset(map(StreamId, step.touching))
        asked = Append(ChangeId(step.drafted.id), step.drafted.mutation, said, {}, touching=touching)
        viewer = self.store.for_viewer(writer(step.drafted.by))
        if step.refused:
            with pytest.raises(DuplicateError):
                await viewer.append(asked)
            return
        made = await viewer.append(asked)
        self.recorded |= {old.id: new for old, new in zip(step.drafted.facts, made.facts, strict=True)}

    async def everything(self) -> Everything:
        return Everything(await self.store.list_changes(0, 1000))


def run_examples(backend: str, folder: Path, request: pytest.FixtureRequest, check: Any) -> None:
    """Draw histories, play each to an empty store, and check it then."""
    with asyncio.Runner() as runner:

        async def example(steps: tuple[Step, ...], number: int) -> None:
            if backend != "sqlite":
                neo4j_pool_of(request).empty(backend)
            clock = Clock()
            store = await open_store(backend, folder / f"{number}.db", clock, request)
            try:
                player = Player(store, clock)
                for step in steps:
                    await player.play(step)
                await check(store, await player.everything())
            finally:
                await store.close()

        numbers = iter(range(1_000_000))

        @few(EXAMPLES.get(backend, FEWER))
        @given(histories())
        def examples(steps: tuple[Step, ...]) -> None:
            number = next(numbers)
            runner.run(example(steps, number))
            for file in folder.glob(f"{number}.db*"):
                file.unlink()

        examples()


@pytest.mark.slow
def test_whatever_was_written_the_graph_the_facts_and_the_maps_agree(
    backend: str, memory_folder: Path, request: pytest.FixtureRequest
) -> None:
    async def check(store: Store, everything: Everything) -> None:
        assert await store.load_world() == everything.world
        await check_selections(store, everything)
        await check_maps(store, everything)
        await check_surroundings(store, everything)

    run_examples(backend, memory_folder, request, check)


async def check_selections(store: Store, everything: Everything) -> None:
    """Check that the facts selected about one thing make of it what all facts make, now and as of a time."""
    for as_of in (None, day(3)):
        world = everything.as_of(as_of)
        for selection, part in parts(everything.world):
            facts = await store.for_viewer(ADMIN).load_facts([replace(selection, observed_to=as_of)])
            assert part(fold(facts, as_of=as_of)) == part(world), selection


def parts(now: World) -> Iterable[tuple[Selection, Any]]:
    """Give selections of single subjects, and what each is to make of the world.

    Not of accounts and people: they are known by their first description before it was observed, too.
    """
    for id_ in now.stakeholders:
        yield Selection(subjects=(id_,)), lambda w, id_=id_: w.stakeholders.get(id_)
    for id_ in now.referrals:
        yield Selection((Referred, ReferralAdvanced), streams=(id_,)), lambda w, id_=id_: w.referrals.get(id_)
    for ends in now.influences:
        yield Selection(subjects=("/".join(ends),)), lambda w, ends=ends: w.influences.get(ends)
    for account_id, ladder in now.standings():
        subjects = (f"{ladder}/{account_id}",)
        yield Selection((StageMoved,), subjects=subjects), lambda w, on=(account_id, ladder): w.standings().get(on)
    yield Selection((StageMoved,)), lambda w: w.transitions
    yield Selection((Interacted, Ordered)), lambda w: (w.interactions, w.orders)


async def check_maps(store: Store, everything: Everything) -> None:
    """Check maps now, from the current graph, and as of a time, from facts, for who sees all and who sees a part."""
    maps = sorted({one.map_id for one in everything.world.stakeholders.values()})
    middle = everything.changes[len(everything.changes) // 2].recorded_at
    for viewer in (ADMIN, Viewer(seller(2), SellerRole.MEMBER, frozenset({seller(2)}))):
        reference, reader = Reference(everything, viewer), store.for_viewer(viewer)
        graphs = await reader.list_map_graphs(maps, NOW)
        for map_id, graph in zip(maps, graphs, strict=True):
            assert plain_graph(graph) == plain_graph(reference.map_graph(map_id, NOW, None, None))
            for as_of, known_at in ((NOW, None), (day(3), None), (day(4), middle)):
                facts = await reader.load_map_facts(map_id, as_of, known_at)
                found = map_graph(map_id, facts, as_of, known_at) if facts else None
                expected = reference.map_graph(map_id, as_of, as_of, known_at)
                assert plain_graph(found) == plain_graph(expected), (viewer.role, as_of, known_at)


async def check_surroundings(store: Store, everything: Everything) -> None:
    """Check whom we know around everybody, now and as of a time, for who sees all and who sees a part."""
    people = sorted(everything.world.people)
    middle = everything.changes[len(everything.changes) // 2].recorded_at
    for viewer in (ADMIN, Viewer(seller(2), SellerRole.MEMBER, frozenset({seller(2)}))):
        reference, reader = Reference(everything, viewer), store.for_viewer(viewer)
        assert await reader.load_surroundings(people, NOW) == reference.load_surroundings(people, NOW)
        for as_of, known_at in ((NOW, None), (day(3), None), (day(4), middle)):
            found = await load_surroundings(reader, people, now=NOW, as_of=as_of, known_at=known_at)
            then = everything.as_of(as_of, known_at)
            assert found == reference.surroundings(people, as_of, then), (viewer.role, as_of, known_at)
