"""The store as one viewer may use it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

import orjson

from domain.account import Account
from domain.codes import AccountOrder, CommitmentStatus
from domain.ids import ChangeId, StreamId, id_type
from domain.opportunity import Opportunity
from domain.person import Person
from domain.seller import Seller
from domain.stage import Transition
from graph.codec import from_micros, from_text, to_micros
from graph.neo4j import around, keys, map_histories, maps, networks, nodes, rows, strength
from graph.neo4j.access import seen_facts, sight
from graph.neo4j.appending import load_whole_change, remembered_key
from graph.neo4j.catching_up import append_change
from graph.neo4j.cypher import account as account_cypher
from graph.neo4j.cypher import change as change_cypher
from graph.neo4j.cypher import dealing, noted, person, referral, stage
from graph.neo4j.facts import FOREVER, select_facts
from graph.neo4j.filters import alternatives, in_order, place, referral_matches, slice_of
from graph.neo4j.runs import Mark, Neo4jRun
from graph.search import best
from graph.seen_facts import about, needed
from graph.store import BoardRow, Remembered, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from domain.account_filter import AccountFilter
    from domain.assessment import Assessment
    from domain.commitment import Commitment
    from domain.contact_level import ContactLevel
    from domain.decision_map import MapGraph
    from domain.fact import Change, Fact
    from domain.finding_note import FindingNote
    from domain.ids import AccountId, MapId, PersonId, SellerId, StakeholderId
    from domain.interaction import Interaction
    from domain.network_influence import Surroundings
    from domain.referral import Referral
    from domain.strength import Dealings
    from domain.viewer import Viewer
    from graph.around import AccountsAround, Around
    from graph.codec import RowCodec
    from graph.neo4j.connection import Connection, Transaction
    from graph.store import (
        Append,
        ContactTimes,
        KeyedType,
        MapFacts,
        MapHistory,
        Node,
        Page,
        ReferralFilter,
        Selection,
        SortKey,
    )

T = TypeVar("T")

# Of each order: the statement, the key of a place in it, and whether it is by name.
_ACCOUNT_ORDERS: Mapping[AccountOrder, tuple[LiteralString, Callable[[Any, str], str], bool]] = {
    AccountOrder.NAME_ASC: (account_cypher.PAGE_ACCOUNTS_NAME_ASC, keys.by_name, True),
    AccountOrder.NAME_DESC: (account_cypher.PAGE_ACCOUNTS_NAME_DESC, keys.by_name_down, True),
    AccountOrder.CREATED_ASC: (account_cypher.PAGE_ACCOUNTS_CREATED_ASC, keys.earliest_first, False),
    AccountOrder.CREATED_DESC: (account_cypher.PAGE_ACCOUNTS_CREATED_DESC, keys.latest_first, False),
}


class Neo4jViewerStore:
    """`graph.store.ViewerStore` over a connection, for one viewer."""

    def __init__(
        self, connection: Connection, viewer: Viewer, clock: Callable[[], datetime], one_transaction: int
    ) -> None:
        self._connection = connection
        self._viewer = viewer
        self._clock = clock
        self._one_transaction = one_transaction
        self._sight = sight(viewer)

    @property
    def viewer(self) -> Viewer:
        return self._viewer

    # ── objects ──
    async def list_nodes(self, ids: Sequence[str]) -> list[Node | None]:
        return await nodes.list_nodes(self._connection, self._sight, ids)

    async def list_by_key(self, type_name: KeyedType, keys: Sequence[str]) -> list[Node | None]:
        return await nodes.list_by_key(self._connection, self._sight, type_name, keys)

    async def search(self, tokens: tuple[str, ...], first: int) -> list[Account | Person | Seller]:
        found = await self._found(person.SEARCH, tokens, first)
        return [one for one in found if isinstance(one, Account | Person | Seller)]

    async def search_opportunities(self, tokens: tuple[str, ...], first: int) -> list[Opportunity]:
        found = await self._found(dealing.SEARCH_OPPORTUNITIES, tokens, first)
        return [one for one in found if isinstance(one, Opportunity)]

    async def _found(self, statement: LiteralString, tokens: tuple[str, ...], first: int) -> list[Node | None]:
        if not tokens:
            return []
        query = " ".join(f"+{token}" for token in tokens) + "*"
        found = await self._one(statement, {"query": query, "phrase": f" {' '.join(tokens)}"})
        return await self.list_nodes(best(tokens, found, first))

    async def walk_accounts(self, after: str, first: int) -> list[Account]:
        found = await self._one(account_cypher.WALK_ACCOUNTS, {"after": after, "limit": first})
        return list(map(rows.ACCOUNT.decode, found))

    async def walk_people(self, after: str, first: int) -> list[Person]:
        found = await self._one(person.WALK_PEOPLE, {"after": after, "limit": first})
        return list(map(rows.PERSON.decode, found))

    # ── connections ──
    async def page_accounts(self, filter_: AccountFilter | None, order: AccountOrder, page: Page) -> Slice[Account]:
        statement, key, named = _ACCOUNT_ORDERS[order]
        found = await self._one(statement, {"any": alternatives(filter_), **place(page, key)})
        return slice_of(page, list(map(rows.ACCOUNT.decode, found)), _named if named else _created)

    async def count_accounts(self, filter_: AccountFilter | None) -> int:
        return await self._one(account_cypher.COUNT_ACCOUNTS, {"any": alternatives(filter_)})

    async def page_sellers(self, page: Page) -> Slice[Seller]:
        found = await self._one(person.PAGE_SELLERS, place(page, keys.by_name))
        return slice_of(page, list(map(rows.SELLER.decode, found)), _named)

    async def count_sellers(self) -> int:
        return await self._one(person.COUNT_SELLERS, {})

    async def page_people(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Person]]:
        after = place(page, keys.by_name)
        return await self._slices(person.PAGE_PEOPLE, account_ids, page, after, rows.PERSON, _named)

    async def count_people(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._counts(person.COUNT_PEOPLE, account_ids)

    async def page_opportunities(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Opportunity]]:
        after = place(page, keys.latest_first)
        return await self._slices(dealing.PAGE_OPPORTUNITIES, account_ids, page, after, rows.OPPORTUNITY, _opened)

    async def count_opportunities(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._counts(dealing.COUNT_OPPORTUNITIES, account_ids)

    async def list_open_opportunities(self, account_ids: Sequence[AccountId]) -> list[tuple[Opportunity, ...]]:
        return await self._lists(dealing.LIST_OPEN_OPPORTUNITIES, account_ids, rows.OPPORTUNITY)

    async def page_interactions(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Interaction]]:
        after = place(page, keys.latest_first)
        return await self._slices(dealing.PAGE_INTERACTIONS, account_ids, page, after, rows.INTERACTION, _happened)

    async def count_interactions(self, account_ids: Sequence[AccountId]) -> list[int]:
        return await self._counts(dealing.COUNT_INTERACTIONS, account_ids)

    async def page_interactions_with(self, person_ids: Sequence[PersonId], page: Page) -> list[Slice[Interaction]]:
        after = place(page, keys.latest_first)
        return await self._slices(dealing.PAGE_INTERACTIONS_WITH, person_ids, page, after, rows.INTERACTION, _happened)

    async def count_interactions_with(self, person_ids: Sequence[PersonId]) -> list[int]:
        return await self._counts(dealing.COUNT_INTERACTIONS_WITH, person_ids)

    async def page_assessments(self, stakeholder_ids: Sequence[StakeholderId], page: Page) -> list[Slice[Assessment]]:
        after = place(page, keys.observed_after) | {"after_id": page.after[1] if page.after else None}
        return await self._slices(dealing.PAGE_ASSESSMENTS, stakeholder_ids, page, after, rows.ASSESSMENT, _observed)

    async def count_assessments(self, stakeholder_ids: Sequence[StakeholderId]) -> list[int]:
        return await self._counts(dealing.COUNT_ASSESSMENTS, stakeholder_ids)

    async def page_referrals(self, filter_: ReferralFilter, page: Page, as_of: datetime | None) -> Slice[Referral]:
        asked = referral_matches(filter_, as_of) | place(page, keys.latest_first)
        statement = referral.PAGE_REFERRALS_OF if asked["anchor"] else referral.PAGE_REFERRALS
        found = list(map(rows.REFERRAL.decode, await self._one(statement, asked)))
        read = found if as_of is None else [one.at(as_of) for one in found]
        return slice_of(page, read, _made)

    async def count_referrals(self, filter_: ReferralFilter, as_of: datetime | None) -> int:
        asked = referral_matches(filter_, as_of)
        statement = referral.COUNT_REFERRALS_OF if asked["anchor"] else referral.COUNT_REFERRALS
        return await self._one(statement, asked)

    # ── decision map ──
    async def list_map_graphs(self, map_ids: Sequence[MapId], at: datetime) -> list[MapGraph | None]:
        return await maps.list_map_graphs(self._connection, self._viewer, map_ids, at)

    async def load_map_facts(self, map_id: MapId, as_of: datetime, known_at: datetime | None) -> MapFacts | None:
        return await self._connection.read(lambda tx: maps.load_map_facts(tx, self._viewer, map_id, as_of, known_at))

    async def list_map_histories(self, map_ids: Sequence[MapId], known_at: datetime | None) -> list[MapHistory | None]:
        return await self._connection.read(
            lambda tx: map_histories.list_map_histories(tx, self._viewer, map_ids, known_at)
        )

    async def list_contact_times(
        self, person_ids: Sequence[PersonId], after: datetime, until: datetime, known_at: datetime | None
    ) -> dict[PersonId, ContactTimes]:
        return await self._connection.read(
            lambda tx: map_histories.list_contact_times(tx, self._viewer, person_ids, after, until, known_at)
        )

    # ── networks ──
    async def load_surroundings(self, person_ids: Sequence[PersonId], at: datetime) -> Surroundings:
        return await self._connection.read(lambda tx: networks.load_surroundings(tx, self._viewer, person_ids, at))

    async def list_met(self, person_ids: Sequence[PersonId], at: datetime) -> dict[PersonId, frozenset[SellerId]]:
        return await networks.list_met(self._connection, self._viewer, person_ids, at)

    # ── what rules look at besides maps ──
    async def load_around(self, map_ids: Sequence[MapId], at: datetime) -> Around:
        return await around.load_around(self._connection, self._viewer, map_ids, at)

    async def load_accounts_around(self, account_ids: Sequence[AccountId], at: datetime) -> AccountsAround:
        return await around.load_accounts_around(self._connection, self._viewer, account_ids, at)

    # ── what we do about it ──
    async def list_contact_levels(self, stakeholder_ids: Sequence[StakeholderId]) -> list[tuple[ContactLevel, ...]]:
        return await self._lists(noted.LIST_CONTACT_LEVELS, stakeholder_ids, rows.CONTACT_LEVEL)

    async def list_commitments(self, account_ids: Sequence[AccountId]) -> list[tuple[Commitment, ...]]:
        return await self._lists(noted.LIST_COMMITMENTS, account_ids, rows.COMMITMENT)

    async def page_commitments(
        self, account_ids: Sequence[AccountId], status: CommitmentStatus | None, page: Page
    ) -> list[Slice[Commitment]]:
        after = place(page, keys.latest_first) | {"statuses": _statuses(status)}
        return await self._slices(noted.PAGE_COMMITMENTS, account_ids, page, after, rows.COMMITMENT, _promised)

    async def count_commitments(self, account_ids: Sequence[AccountId], status: CommitmentStatus | None) -> list[int]:
        return await self._counts(noted.COUNT_COMMITMENTS, account_ids, {"statuses": _statuses(status)})

    async def list_finding_notes(self, account_ids: Sequence[AccountId]) -> list[tuple[FindingNote, ...]]:
        return await self._lists(noted.LIST_FINDING_NOTES, account_ids, rows.FINDING_NOTE)

    # ── strength ──
    async def list_dealings(
        self, person_ids: Sequence[PersonId] | None, seller_ids: Sequence[SellerId] | None, at: datetime
    ) -> list[Dealings]:
        return await strength.list_dealings(self._connection, self._viewer, person_ids, seller_ids, at)

    # ── referrals ──
    async def list_downstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return await networks.list_reachable(self._connection, self._viewer, party_ids, as_of, "down")

    async def list_upstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return await networks.list_reachable(self._connection, self._viewer, party_ids, as_of, "up")

    # ── stages ──
    async def list_transitions(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        return await self._lists(stage.LIST_TRANSITIONS, account_ids, rows.TRANSITION)

    async def list_standings(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        return await self._lists(stage.LIST_STANDINGS, account_ids, rows.TRANSITION)

    async def list_board_rows(self, ladder: str, filter_: AccountFilter | None) -> list[BoardRow]:
        found = await self._one(stage.LIST_BOARD_ROWS, {"ladder": ladder, "any": alternatives(filter_)})
        return [
            BoardRow(account_id, name, to, from_micros(since), tuple(map(from_text, amounts)))
            for account_id, name, to, since, amounts in found
        ]

    async def list_stays(self, ladder: str, filter_: AccountFilter | None, as_of: datetime | None) -> list[Transition]:
        until = FOREVER if as_of is None else to_micros(as_of)
        asked = {"ladder": ladder, "any": alternatives(filter_), "as_of": until}
        found = map(rows.TRANSITION.decode, await self._one(stage.LIST_STAYS, asked))
        return [_at(one, as_of) for one in found]

    async def list_stay_lengths(self, ladder: str, until: datetime) -> list[tuple[str, timedelta]]:
        found = await self._one(stage.LIST_STAY_LENGTHS, {"ladder": ladder, "until": to_micros(until)})
        return [(to, timedelta(0, 0, micros)) for to, micros in found]

    # ── facts and writing ──
    async def load_facts(self, selections: Sequence[Selection]) -> list[Fact]:
        async def work(tx: Transaction) -> list[Fact]:
            return await seen_facts(tx, self._viewer, await select_facts(tx, selections))

        return await self._connection.read(work)

    async def load_change(self, change_id: ChangeId) -> Change | None:
        async def work(tx: Transaction) -> Change | None:
            if not (await tx.row(change_cypher.LOAD_CHANGE, {"change_id": change_id}))[0]:
                return None
            change = await load_whole_change(tx, change_id)
            seen = await seen_facts(tx, self._viewer, change.facts)
            return change if tuple(seen) == change.facts else None

        return await self._connection.read(work)

    async def is_needed(self, ids: Sequence[str], but: ChangeId) -> bool:
        async def work(tx: Transaction) -> bool:
            return needed(await select_facts(tx, about(ids)), but)

        return await self._connection.read(work)

    async def load_above(self, ids: Sequence[str]) -> dict[str, str | None]:
        below = [id_ for id_ in ids if id_type(id_) in {"account", "seller"}]
        return dict(await self._one(account_cypher.LOAD_ABOVE, {"ids": below}))

    async def load_versions(self, streams: Sequence[str]) -> dict[StreamId, int]:
        found = dict(await self._one(change_cypher.LOAD_VERSIONS, {"ids": list(streams)}))
        return {StreamId(stream): found.get(stream, 0) for stream in streams}

    async def load_position(self) -> int:
        found = await self._connection.row(change_cypher.LOAD_POSITION, {})
        return found[0] if found else 0

    async def load_remembered(self, mutation: str, client_id: str) -> Remembered | None:
        key = remembered_key(self._viewer.id, mutation, client_id)
        found = await self._connection.row(change_cypher.LOAD_REMEMBERED, {"once": key})
        if not found:
            return None
        input_hash, change_id, result = found
        return Remembered(input_hash, ChangeId(change_id), orjson.loads(result))

    async def append(self, append: Append) -> Change:
        return await append_change(self._connection, append, self._viewer.id, self._clock, self._one_transaction)

    def open_run(self, change_id: ChangeId, mutation: str, of: str = "") -> Neo4jRun:
        mark = Mark(change_id, mutation, self._viewer.id, of, token_hex(8))
        return Neo4jRun(self._connection, self._clock, mark, self._one_transaction)

    # ── one statement, one row ──
    async def _one(self, statement: LiteralString, asked: Mapping[str, Any]) -> Any:
        (found,) = await self._connection.row(statement, {**self._sight, **asked})
        return found

    async def _slices(
        self,
        statement: LiteralString,
        ids: Sequence[str],
        page: Page,
        after: Mapping[str, Any],
        codec: RowCodec[T],
        key: Callable[[T], SortKey],
    ) -> list[Slice[T]]:
        found = await self._one(statement, {**after, "ids": list(dict.fromkeys(ids))})
        slices = ((id_, slice_of(page, list(map(codec.decode, rows_)), key)) for id_, rows_ in found)
        return in_order(ids, slices, Slice((), (), has_next=False))

    async def _counts(
        self, statement: LiteralString, ids: Sequence[str], asked: Mapping[str, Any] | None = None
    ) -> list[int]:
        return in_order(ids, await self._one(statement, {**(asked or {}), "ids": list(dict.fromkeys(ids))}), 0)

    async def _lists(self, statement: LiteralString, ids: Sequence[str], codec: RowCodec[T]) -> list[tuple[T, ...]]:
        found = await self._one(statement, {"ids": list(dict.fromkeys(ids))})
        decoded = ((id_, tuple(map(codec.decode, rows_))) for id_, rows_ in found)
        return in_order(ids, decoded, ())


def _named(party: Account | Person | Seller) -> SortKey:
    return party.name, party.id


def _created(account: Account) -> SortKey:
    return to_micros(account.created_at), account.id


def _opened(opportunity: Opportunity) -> SortKey:
    return to_micros(opportunity.opened_at), opportunity.id


def _happened(interaction: Interaction) -> SortKey:
    return to_micros(interaction.at), interaction.id


def _observed(assessment: Assessment) -> SortKey:
    return to_micros(assessment.observed_at), assessment.id


def _promised(commitment: Commitment) -> SortKey:
    return to_micros(commitment.made_at), commitment.id


def _statuses(status: CommitmentStatus | None) -> list[str]:
    return [one.value for one in (CommitmentStatus if status is None else (status,))]


def _made(referral: Referral) -> SortKey:
    return to_micros(referral.made_at), referral.id


def _at(move: Transition, as_of: datetime | None) -> Transition:
    """Return the move without what ended the stay later than `as_of`."""
    later = as_of is not None and move.next_at is not None and move.next_at > as_of
    return replace(move, next_at=None) if later else move
