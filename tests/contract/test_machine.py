"""SQLite and Neo4j are given the same commands in the same order, and must answer the same after each."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from domain.account_filter import AccountFilter, Condition, StakeholderCondition
from domain.codes import AccountOrder, CommitmentStatus, SellerRole
from domain.ids import map_of
from domain.search_text import query_phrase
from domain.viewer import Viewer
from graph.store import Page, ReferralFilter, Store, ViewerStore
from tests.contract.conftest import Clock, neo4j_pool_of, open_store
from tests.contract.firm import ADMIN, NOW
from tests.contract.test_histories import Player
from tests.contract.test_reads import by_ladder, plain_accounts_around, plain_board, plain_graph
from tests.histories import NAMES, Draft
from tests.neo4j_server import NEO4J
from tests.worlds import account, day, person, seller, stakeholder

MEMBER: Final = Viewer(seller(2), SellerRole.MEMBER, frozenset({seller(2)}))
QUERIES: Final = [*NAMES, "a", "wang", "ww", "李", "13800138000", "ann@example", "example", "b@"]
FILTERS: Final = [
    None,
    AccountFilter((Condition("tag", ("key",)),)),
    AccountFilter((Condition("industry", ("Tea",), negated=True),)),
    AccountFilter(
        any_of=(
            AccountFilter((Condition("map_status", ("GREEN", "AMBER")),)),
            AccountFilter((Condition("stage", ("LOYALTY/CLIENT",)),)),
        )
    ),
    AccountFilter((Condition("stakeholder", stakeholder=StakeholderCondition(person_id=person(1))),)),
]


class Machine(RuleBasedStateMachine):
    """One drafted history, played to every store."""

    open_stores: Any = None
    """Set for each run: opens the stores, empty, on a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.stores: list[Store] = self.runner.run(type(self).open_stores(self.clock))
        self.players = [Player(store, self.clock) for store in self.stores]
        self.draft = Draft(lambda strategy: None)
        self.played = 0

    @initialize()
    def begin(self) -> None:
        self.draft.begin()
        self.play()

    @rule(data=st.data(), count=st.integers(1, 4))
    def state(self, data: st.DataObject, count: int) -> None:
        self.draft.draw = data.draw
        self.draft.state(count)
        self.play()

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        self.draft.draw = data.draw
        self.draft.undo()
        self.draft.correct()
        self.play()

    @rule(query=st.sampled_from(QUERIES), first=st.integers(1, 5))
    def search(self, query: str, first: int) -> None:
        self.compare(lambda store: store.search(query_phrase(query), first))
        self.compare(lambda store: store.search_opportunities(query_phrase(query), first))

    @rule(filter_=st.sampled_from(FILTERS), order=st.sampled_from(list(AccountOrder)), first=st.integers(1, 3))
    def turn_pages(self, filter_: AccountFilter | None, order: AccountOrder, first: int) -> None:
        found = self.compare(lambda store: store.page_accounts(filter_, order, Page(first)))
        after = Page(first, found.keys[-1] if found.keys else None)
        self.compare(lambda store: store.page_accounts(filter_, order, after))
        self.compare(lambda store: store.count_accounts(filter_))
        self.compare(lambda store: store.page_people([account(1), account(2)], Page(first)))
        self.compare(lambda store: store.page_interactions([account(1), account(2)], Page(first)))
        self.compare(lambda store: store.page_interactions_with([person(1), person(2)], Page(first)))

    @rule(as_of=st.none() | st.integers(0, 6).map(day), first=st.integers(1, 3), start=st.integers(1, 4))
    def follow_referrals(self, as_of: Any, first: int, start: int) -> None:
        self.compare(lambda store: store.page_referrals(ReferralFilter(), Page(first), as_of))
        self.compare(lambda store: store.list_downstream([person(start), account(1)], as_of), plain_at(as_of))
        self.compare(lambda store: store.list_upstream([person(start)], as_of), plain_at(as_of))

    @rule(status=st.none() | st.sampled_from(CommitmentStatus), first=st.integers(1, 3))
    def look_at_what_is_noted(self, status: CommitmentStatus | None, first: int) -> None:
        accounts = [account(number) for number in (1, 2, 3)]
        self.compare(lambda store: store.page_commitments(accounts, status, Page(first)))
        self.compare(lambda store: store.list_commitments(accounts))
        self.compare(lambda store: store.list_finding_notes(accounts))
        self.compare(lambda store: store.load_around([map_of(one) for one in accounts], NOW))
        self.compare(lambda store: store.load_accounts_around(accounts, NOW), plain_accounts_around)
        self.compare(lambda store: store.list_contact_levels([stakeholder(number) for number in range(1, 9)]))

    @rule(filter_=st.sampled_from(FILTERS))
    def look_at_stages(self, filter_: AccountFilter | None) -> None:
        self.compare(lambda store: store.list_board_rows("LOYALTY", filter_), lambda rows: plain_board(rows, ()))
        accounts = [account(number) for number in (1, 2, 3)]
        self.compare(lambda store: store.list_transitions(accounts), lambda moves: by_ladder(moves, ()))

    def play(self) -> None:
        """Play what was drafted since, then compare all there is, and the maps as they are read."""
        for step in self.draft.steps[self.played :]:
            for player in self.players:
                self.runner.run(player.play(step))
        self.played = len(self.draft.steps)
        worlds = [self.runner.run(store.load_world()) for store in self.stores]
        assert all(world == self.draft.world for world in worlds)
        maps = [*map(map_of, worlds[0].accounts), *map(map_of, worlds[0].opportunities)]
        self.compare(
            lambda store: store.list_map_graphs(maps, NOW), lambda graphs: [plain_graph(one) for one in graphs]
        )

    def compare(self, ask: Any, plain: Any = lambda answer: answer) -> Any:
        """Ask every store the same for each viewer, and return what the ADMIN is answered."""
        for viewer in (MEMBER, ADMIN):
            readers: list[ViewerStore] = [store.for_viewer(viewer) for store in self.stores]
            answers = [self.runner.run(ask(reader)) for reader in readers]
            assert all(plain(answer) == plain(answers[0]) for answer in answers)
        return answers[0]

    def teardown(self) -> None:
        for store in self.stores:
            self.runner.run(store.close())
        self.runner.close()


def plain_at(as_of: Any) -> Any:
    return lambda answer: sorted((one.at(as_of) if as_of else one for one in answer), key=lambda one: one.id)


@pytest.mark.parametrize("backend", NEO4J)
def test_both_stores_answer_alike(backend: str, memory_folder: Path, request: pytest.FixtureRequest) -> None:
    numbers = iter(range(1_000_000))

    async def open_stores(clock: Clock) -> list[Store]:
        neo4j_pool_of(request).empty(backend)
        return [
            await open_store("sqlite", memory_folder / f"{next(numbers)}.db", clock, request),
            await open_store(backend, memory_folder, clock, request),
        ]

    Machine.open_stores = staticmethod(open_stores)
    run_state_machine_as_test(Machine, settings=settings(max_examples=4, stateful_step_count=10))
