"""The port on SQLite: each method goes once to a reader's or the writer's thread, into the file of its noun."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from graph.sqlite import (
    accounts,
    around,
    assessments,
    changes,
    facts,
    map_histories,
    maps,
    networks,
    nodes,
    noted,
    referrals,
    search,
    stages,
    strength,
    viewers,
    world,
    writing,
)
from graph.sqlite.changes import append_recorded
from graph.sqlite.connections import Connections
from graph.sqlite.query import Snapshot
from graph.sqlite.reads import Reads
from graph.sqlite.runs import open_run
from graph.store import StaleError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import timedelta

    from domain.account import Account
    from domain.account_filter import AccountFilter
    from domain.assessment import Assessment
    from domain.codes import AccountOrder, CommitmentStatus
    from domain.commitment import Commitment
    from domain.contact_level import ContactLevel
    from domain.decision_map import MapGraph
    from domain.fact import Change, Fact
    from domain.finding_note import FindingNote
    from domain.ids import AccountId, ChangeId, MapId, PersonId, SellerId, StakeholderId, StreamId
    from domain.interaction import Interaction
    from domain.network_influence import Surroundings
    from domain.opportunity import Opportunity
    from domain.person import Person
    from domain.referral import Referral
    from domain.seller import Seller
    from domain.stage import Transition
    from domain.strength import Dealings
    from domain.viewer import Viewer
    from domain.world import World
    from graph.around import AccountsAround, Around
    from graph.store import (
        Append,
        BoardRow,
        ContactTimes,
        KeyedType,
        MapFacts,
        MapHistory,
        Node,
        Page,
        ReferralFilter,
        Remembered,
        Run,
        Selection,
        Slice,
    )

P = ParamSpec("P")
R = TypeVar("R")


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


async def open_sqlite(
    path: str | Path, *, clock: Callable[[], datetime] = now, busy_seconds: float = 30
) -> SqliteStore:
    """Open a file, made and migrated where that is due.

    `clock` tells when changes are recorded; a writer waits for others at most `busy_seconds`. Raises
    StoreUnavailableError when the file cannot be used, StoreVersionError when it is not ours to use.
    """
    return SqliteStore(await Connections.open(Path(path), busy_seconds), clock)


class SqliteStore:
    """An open file. See `graph.store.Store`."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    @property
    def path(self) -> Path:
        return self._connections.path

    def for_viewer(self, viewer: Viewer) -> SqliteViewerStore:
        return SqliteViewerStore(self._connections, viewer, self._clock)

    async def load_viewer(self, *, seller_id: SellerId | None = None, email: str | None = None) -> Viewer | None:
        return await self._connections.read(viewers.load_viewer, seller_id, email)

    async def find_admin(self) -> Viewer | None:
        return await self._connections.read(viewers.find_admin)

    async def found(self, append: Append) -> Change:
        return await self._connections.write(self._found, append)

    def _found(self, connection: sqlite3.Connection, append: Append) -> Change:
        if changes.load_position(connection):
            raise StaleError
        return writing.append(connection, append, None, self._clock)

    async def list_changes(self, after: int, first: int) -> list[Change]:
        return await self._connections.read(changes.list_changes, after, first)

    async def append_recorded(self, changes: Sequence[Change]) -> None:
        await self._connections.write(append_recorded, changes)

    async def load_position(self) -> int:
        return await self._connections.read(changes.load_position)

    async def load_world(self) -> World:
        return await self._connections.read(world.load_world)

    async def ping(self) -> None:
        await self._connections.read(changes.load_position)

    async def close(self) -> None:
        await self._connections.close()


class SqliteViewerStore:
    """The file as one viewer may use it. See `graph.store.ViewerStore`."""

    def __init__(self, connections: Connections, viewer: Viewer, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._reads = Reads(connections)
        self._viewer = viewer
        self._clock = clock

    @property
    def viewer(self) -> Viewer:
        return self._viewer

    async def _see(self, read: Callable[Concatenate[Snapshot, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        def seen(connection: sqlite3.Connection) -> R:
            return read(Snapshot(connection, self._viewer), *args, **kwargs)

        return await self._reads.read(seen)

    # ── objects ──
    async def list_nodes(self, ids: Sequence[str]) -> list[Node | None]:
        return await self._see(nodes.list_nodes, ids)

    async def list_by_key(self, type_name: KeyedType, keys: Sequence[str]) -> list[Node | None]:
        return await self._see(nodes.list_by_key, type_name, keys)

    async def search(self, tokens: tuple[str, ...], first: int) -> list[Account | Person | Seller]:
        return await self._see(search.search, tokens, first)

    async def search_opportunities(self, tokens: tuple[str, ...], first: int) -> list[Opportunity]:
        return await self._see(search.search_opportunities, tokens, first)

    async def walk_accounts(self, after: str, first: int) -> list[Account]:
        return await self._see(nodes.walk_accounts, after, first)

    async def walk_people(self, after: str, first: int) -> list[Person]:
        return await self._see(nodes.walk_people, after, first)

    # ── connections ──
    async def page_accounts(self, filter_: AccountFilter | None, order: AccountOrder, page: Page) -> Slice[Account]:
        return await self._see(accounts.page_accounts, filter_, order, page)

    async def count_accounts(self, filter_: AccountFilter | None) -> int:
        return await self._see(accounts.count_accounts, filter_)

    async def page_sellers(self, page: Page) -> Slice[Seller]:
        return await self._see(accounts.page_sellers, page)

    async def count_sellers(self) -> int:
        return await self._see(accounts.count_sellers)

    async def page_people(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Person]]:
        return await self._see(accounts.page_people, account_ids, page)

    async def count_people(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._see(accounts.count_people, account_ids)

    async def page_opportunities(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Opportunity]]:
        return await self._see(accounts.page_opportunities, account_ids, page)

    async def count_opportunities(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._see(accounts.count_opportunities, account_ids)

    async def list_open_opportunities(self, account_ids: Sequence[AccountId]) -> list[tuple[Opportunity, ...]]:
        return await self._see(accounts.list_open_opportunities, account_ids)

    async def page_interactions(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Interaction]]:
        return await self._see(accounts.page_interactions, account_ids, page)

    async def count_interactions(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._see(accounts.count_interactions, account_ids)

    async def page_interactions_with(self, person_ids: Sequence[PersonId], page: Page) -> list[Slice[Interaction]]:
        return await self._see(accounts.page_interactions_with, person_ids, page)

    async def count_interactions_with(self, person_ids: Sequence[PersonId]) -> list[int]:
        return await self._see(accounts.count_interactions_with, person_ids)

    async def page_assessments(self, stakeholder_ids: Sequence[StakeholderId], page: Page) -> list[Slice[Assessment]]:
        return await self._see(assessments.page_assessments, stakeholder_ids, page)

    async def count_assessments(self, stakeholder_ids: Sequence[StakeholderId]) -> list[int]:
        return await self._see(assessments.count_assessments, stakeholder_ids)

    async def page_referrals(self, filter_: ReferralFilter, page: Page, as_of: datetime | None) -> Slice[Referral]:
        return await self._see(referrals.page_referrals, filter_, page, as_of)

    async def count_referrals(self, filter_: ReferralFilter, as_of: datetime | None) -> int:
        return await self._see(referrals.count_referrals, filter_, as_of)

    # ── decision map ──
    async def list_map_graphs(self, map_ids: Sequence[MapId], at: datetime) -> list[MapGraph | None]:
        return await self._see(maps.list_map_graphs, map_ids, at)

    async def load_map_facts(self, map_id: MapId, as_of: datetime, known_at: datetime | None) -> MapFacts | None:
        return await self._reads.read(maps.load_map_facts, self._viewer, map_id, as_of, known_at)

    async def list_map_histories(self, map_ids: Sequence[MapId], known_at: datetime | None) -> list[MapHistory | None]:
        return await self._reads.read(map_histories.list_map_histories, self._viewer, map_ids, known_at)

    async def list_contact_times(
        self, person_ids: Sequence[PersonId], after: datetime, until: datetime, known_at: datetime | None
    ) -> dict[PersonId, ContactTimes]:
        return await self._reads.read(
            map_histories.list_contact_times, self._viewer, person_ids, after, until, known_at
        )

    # ── networks ──
    async def load_surroundings(self, person_ids: Sequence[PersonId], at: datetime) -> Surroundings:
        return await self._see(networks.load_surroundings, person_ids, at)

    async def list_met(self, person_ids: Sequence[PersonId], at: datetime) -> dict[PersonId, frozenset[SellerId]]:
        return await self._see(networks.list_met, person_ids, at)

    # ── what rules look at besides maps ──
    async def load_around(self, map_ids: Sequence[MapId], at: datetime) -> Around:
        return await self._see(around.load_around, map_ids, at)

    async def load_accounts_around(self, account_ids: Sequence[AccountId], at: datetime) -> AccountsAround:
        return await self._see(around.load_accounts_around, account_ids, at)

    # ── what we do about it ──
    async def list_contact_levels(self, stakeholder_ids: Sequence[StakeholderId]) -> list[tuple[ContactLevel, ...]]:
        return await self._see(noted.list_contact_levels, stakeholder_ids)

    async def list_commitments(self, account_ids: Sequence[AccountId]) -> list[tuple[Commitment, ...]]:
        return await self._see(noted.list_commitments, account_ids)

    async def page_commitments(
        self, account_ids: Sequence[AccountId], status: CommitmentStatus | None, page: Page
    ) -> list[Slice[Commitment]]:
        return await self._see(noted.page_commitments, account_ids, status, page)

    async def count_commitments(self, account_ids: Sequence[AccountId], status: CommitmentStatus | None) -> list[int]:
        return await self._see(noted.count_commitments, account_ids, status)

    async def list_finding_notes(self, account_ids: Sequence[AccountId]) -> list[tuple[FindingNote, ...]]:
        return await self._see(noted.list_finding_notes, account_ids)

    # ── strength ──
    async def list_dealings(
        self, person_ids: Sequence[PersonId] | None, seller_ids: Sequence[SellerId] | None, at: datetime
    ) -> list[Dealings]:
        return await self._see(strength.list_dealings, person_ids, seller_ids, at)

    # ── referrals ──
    async def list_downstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return await self._see(referrals.list_downstream, party_ids, as_of)

    async def list_upstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return await self._see(referrals.list_upstream, party_ids, as_of)

    # ── stages ──
    async def list_transitions(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        return await self._see(stages.list_transitions, account_ids)

    async def list_standings(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        return await self._see(stages.list_standings, account_ids)

    async def list_board_rows(self, ladder: str, filter_: AccountFilter | None) -> list[BoardRow]:
        return await self._see(stages.list_board_rows, ladder, filter_)

    async def list_stays(self, ladder: str, filter_: AccountFilter | None, as_of: datetime | None) -> list[Transition]:
        return await self._see(stages.list_stays, ladder, filter_, as_of)

    async def list_stay_lengths(self, ladder: str, until: datetime) -> list[tuple[str, timedelta]]:
        return await self._see(stages.list_stay_lengths, ladder, until)

    # ── facts and writing ──
    async def load_facts(self, selections: Sequence[Selection]) -> list[Fact]:
        return await self._reads.read(facts.load_facts, self._viewer, selections)

    async def load_change(self, change_id: ChangeId) -> Change | None:
        return await self._reads.read(facts.load_change, self._viewer, change_id)

    async def is_needed(self, ids: Sequence[str], but: ChangeId) -> bool:
        return await self._reads.read(facts.is_needed, ids, but)

    async def load_above(self, ids: Sequence[str]) -> dict[str, str | None]:
        return await self._reads.read(nodes.load_above, ids)

    async def load_versions(self, streams: Sequence[str]) -> dict[StreamId, int]:
        return await self._reads.read(writing.load_versions, streams)

    async def load_position(self) -> int:
        return await self._reads.read(changes.load_position)

    async def load_remembered(self, mutation: str, client_id: str) -> Remembered | None:
        return await self._reads.read(changes.load_remembered, self._viewer.id, mutation, client_id)

    async def append(self, append: Append) -> Change:
        return await self._connections.write(writing.append, append, self._viewer.id, self._clock)

    def open_run(self, change_id: ChangeId, mutation: str, of: str = "") -> AbstractAsyncContextManager[Run]:
        return open_run(self._connections, change_id, mutation, self._viewer.id, self._clock)
