"""What every reading method must answer, worked out the simplest way: by looking at everything, one by one.

The world is the fold of all facts; a viewer sees the part of it that domain.md §13, "Who sees what", says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from domain.account import Account
from domain.account_filter import AccountFilter, Condition, StakeholderCondition
from domain.assessment import Assessed
from domain.change import Corrected, Undone, standing_facts
from domain.codes import AccountOrder, CommitmentStatus, OpportunityStatus, ReferralStatus
from domain.commitment import Commitment
from domain.decision_map import ContactCount, MapGraph, count_contacts
from domain.fact import Change, Fact
from domain.fold import fold
from domain.ids import AccountId, ChangeId, MapId, PersonId, SellerId, id_type, map_of, owner_of_map
from domain.interaction import Interaction
from domain.network_influence import Surroundings
from domain.person import EmployedAt, Person, PersonDescribed
from domain.referral import Referral
from domain.search_text import fold_name, found
from domain.situation import Arrival, Untouched
from domain.stage import Transition
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.strength import Dealings, count_dealings
from domain.tie import Influences, Knows, ReportsTo
from domain.viewer import Viewer, can_read
from domain.world import World
from graph.around import AccountsAround, Around, Concerns
from graph.codec import to_micros
from graph.search import best, words_of
from graph.seen_facts import Seen, kept_parties
from graph.store import BoardRow, ContactTimes, MapHistory, Node, Page, ReferralFilter, Selection, Slice, SortKey

T = TypeVar("T")
TABLES = {
    "account": "accounts",
    "person": "people",
    "seller": "sellers",
    "opportunity": "opportunities",
    "stakeholder": "stakeholders",
    "assessment": "assessments",
    "interaction": "interactions",
    "order": "orders",
    "referral": "referrals",
    "transition": "transitions",
    "commitment": "commitments",
}
WINDOW = timedelta(days=365)
OF_PLACES = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed)
WINDOW_END = datetime(2030, 1, 1, tzinfo=UTC)


class Everything:
    """All that was written, and the world it makes."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = changes
        self.facts = [fact for change in changes for fact in change.facts]
        self.world = fold(self.facts)

    def as_of(self, moment: datetime | None, known_at: datetime | None = None) -> World:
        return fold(self.facts, as_of=moment, known_at=known_at)


@dataclass(frozen=True)
class Reference:
    """One viewer's part of everything."""

    everything: Everything
    viewer: Viewer

    @cached_property
    def world(self) -> World:
        return self.everything.world

    # ── who sees what ──

    @cached_property
    def accounts(self) -> frozenset[str]:
        seen = frozenset(id_ for id_, one in self.world.accounts.items() if can_read(self.viewer, one))
        # As known before a merge there were two: who sees the one of now saw both.
        return seen | {id_ for id_, kept in kept_parties(self.everything.facts).items() if kept in seen}

    @cached_property
    def people(self) -> frozenset[str]:
        near: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.world.people.values():
            near[one.id] |= {employment.account_id for employment in one.employments}
        for place in self.world.stakeholders.values():
            if place.person_id is not None:
                near[place.person_id].add(place.account_id)
        return frozenset(id_ for id_, one in self.world.people.items() if self._sees_person(one, near[id_]))

    def _sees_person(self, one: Person, near: set[str]) -> bool:
        if self.viewer.is_admin or near & self.accounts:
            return True
        return not near and one.created_by == self.viewer.id

    def sees(self, party_id: str) -> bool:
        return party_id in self.accounts or party_id in self.people or party_id in self.world.sellers

    def cut(self, node: Any) -> Any:
        """Return an object without what is hidden in it; null if all of it is."""
        if isinstance(node, Account):
            return node if node.id in self.accounts else None
        if isinstance(node, Person):
            seen = tuple(e for e in node.employments if e.account_id in self.accounts)
            return replace(node, employments=seen) if node.id in self.people else None
        if isinstance(node, Referral):
            return node if self.sees(node.referrer) and self.sees(node.referred) else None
        account_id = getattr(node, "account_id", None)
        if account_id is not None and account_id not in self.accounts:
            return None
        return self._without_hidden_people(node)

    def _without_hidden_people(self, node: Any) -> Any:
        if isinstance(node, Commitment) and node.person_id not in self.people:
            return replace(node, person_id=None)
        if isinstance(node, Interaction):
            return replace(node, person_ids=tuple(one for one in node.person_ids if one in self.people))
        return node

    # ── objects ──

    def list_nodes(self, ids: Sequence[str]) -> list[Node | None]:
        found_: list[Node | None] = []
        for id_ in ids:
            table = TABLES.get(id_type(id_) or "")
            node = getattr(self.world, table).get(id_) if table else None
            found_.append(self.cut(node) if node is not None else None)
        return found_

    def list_by_key(self, type_name: str, keys: Sequence[str]) -> list[Node | None]:
        def key(node: Any) -> str | None:
            if type_name != "seller":
                return node.external_id
            return node.email.casefold() if node.email else None

        asked = [one.casefold() if type_name == "seller" else one for one in keys]
        by_key = {key(node): node for node in getattr(self.world, TABLES[type_name]).values()}
        return [self.cut(by_key[one]) if one in by_key else None for one in asked]

    def search(self, tokens: tuple[str, ...], first: int) -> list[Any]:
        world = self.world
        return self._found([*world.accounts.values(), *world.people.values(), *world.sellers.values()], tokens, first)

    def search_opportunities(self, tokens: tuple[str, ...], first: int) -> list[Any]:
        return self._found(self.world.opportunities.values(), tokens, first)

    def _found(self, asked: Iterable[Any], tokens: tuple[str, ...], first: int) -> list[Any]:
        hits = {one.id: one for one in asked if self.cut(one) and found(tokens, words_of(one))}
        ranked = best(tokens, [(one.id, one.name, words_of(one)) for one in hits.values()], first)
        return [self.cut(hits[id_]) for id_ in ranked]

    def walk_accounts(self, after: str, first: int) -> list[Account]:
        return [
            self.world.accounts[AccountId(id_)]
            for id_ in sorted(self.accounts & self.world.accounts.keys())
            if id_ > after
        ][:first]

    def walk_people(self, after: str, first: int) -> list[Any]:
        return [self.cut(self.world.people[PersonId(id_)]) for id_ in sorted(self.people) if id_ > after][:first]

    # ── connections ──

    def page_accounts(self, filter_: AccountFilter | None, order: AccountOrder, page: Page) -> Slice[Account]:
        rows = self._filtered(filter_)
        by_name = order in (AccountOrder.NAME_ASC, AccountOrder.NAME_DESC)
        down = order in (AccountOrder.NAME_DESC, AccountOrder.CREATED_DESC)
        return cut_out(rows, lambda a: a.name if by_name else to_micros(a.created_at), page, down=down)

    def count_accounts(self, filter_: AccountFilter | None) -> int:
        return len(self._filtered(filter_))

    def _filtered(self, filter_: AccountFilter | None) -> list[Account]:
        seen = [one for one in self.world.accounts.values() if one.id in self.accounts]
        return [one for one in seen if filter_ is None or holds(filter_, one, self.world)]

    def page_sellers(self, page: Page) -> Slice[Any]:
        return cut_out(list(self.world.sellers.values()), lambda s: s.name, page)

    def count_sellers(self) -> int:
        return len(self.world.sellers)

    def page_people(self, account_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        people = [one for one in self.world.people.values() if one.account_id in self.accounts]
        return [
            cut_out([self.cut(one) for one in people if one.account_id == id_], lambda p: p.name, page)
            for id_ in account_ids
        ]

    def count_people(self, account_ids: Sequence[str]) -> list[int]:
        return [len(slice_.items) for slice_ in self.page_people(account_ids, Page(1000))]

    def page_opportunities(self, account_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        return self._of_accounts("opportunities", "opened_at", account_ids, page)

    def count_opportunities(self, account_ids: Sequence[str]) -> list[int]:
        return [len(slice_.items) for slice_ in self.page_opportunities(account_ids, Page(1000))]

    def list_open_opportunities(self, account_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        pages = self.page_opportunities(account_ids, Page(1000))
        return [tuple(one for one in page.items if one.closed_at is None) for page in pages]

    def page_interactions(self, account_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        return self._of_accounts("interactions", "at", account_ids, page)

    def count_interactions(self, account_ids: Sequence[str]) -> list[int]:
        return [len(slice_.items) for slice_ in self.page_interactions(account_ids, Page(1000))]

    def page_interactions_with(self, person_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        rows = [cut for one in self.world.interactions.values() if (cut := self.cut(one)) is not None]
        return [
            cut_out([one for one in rows if id_ in one.person_ids], lambda r: to_micros(r.at), page, down=True)
            for id_ in person_ids
        ]

    def count_interactions_with(self, person_ids: Sequence[str]) -> list[int]:
        return [len(slice_.items) for slice_ in self.page_interactions_with(person_ids, Page(1000))]

    def _of_accounts(self, table: str, at: str, account_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        rows = [cut for one in getattr(self.world, table).values() if (cut := self.cut(one)) is not None]
        return [
            cut_out(
                [one for one in rows if one.account_id == id_], lambda r: to_micros(getattr(r, at)), page, down=True
            )
            for id_ in account_ids
        ]

    def page_assessments(self, stakeholder_ids: Sequence[str], page: Page) -> list[Slice[Any]]:
        return [self._assessments(id_, page) for id_ in stakeholder_ids]

    def _assessments(self, stakeholder_id: str, page: Page) -> Slice[Any]:
        rows = [one for one in self.world.assessments.values() if one.stakeholder_id == stakeholder_id]
        rows = [one for one in rows if self.cut(one) is not None]
        rows.sort(key=lambda a: (-to_micros(a.observed_at), -to_micros(a.recorded_at), a.id))
        return after([(one, (to_micros(one.observed_at), one.id)) for one in rows], page)

    def count_assessments(self, stakeholder_ids: Sequence[str]) -> list[int]:
        return [len(self._assessments(id_, Page(1000)).items) for id_ in stakeholder_ids]

    def _latest(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        stating = [[one for one in found if getattr(one, name) is not None] for name in ("id", "support", "influence")]
        ids = {some[0].id for some in stating if some}
        return tuple(one for one in found if one.id in ids)

    def page_referrals(self, filter_: ReferralFilter, page: Page, as_of: datetime | None) -> Slice[Referral]:
        rows = [one for one in self._referrals(as_of) if refers(filter_, one)]
        return cut_out(rows, lambda r: to_micros(r.made_at), page, down=True)

    def count_referrals(self, filter_: ReferralFilter, as_of: datetime | None) -> int:
        return len(self.page_referrals(filter_, Page(1000), as_of).items)

    def _referrals(self, as_of: datetime | None) -> list[Referral]:
        seen = [one for one in self.world.referrals.values() if self.cut(one) is not None]
        return seen if as_of is None else [one.at(as_of) for one in seen if one.made_at <= as_of]

    # ── decision map ──

    def list_map_graphs(self, map_ids: Sequence[MapId], at: datetime) -> list[MapGraph | None]:
        return [self.map_graph(map_id, at, None, None) for map_id in map_ids]

    def map_graph(
        self, map_id: MapId, at: datetime, as_of: datetime | None, known_at: datetime | None
    ) -> MapGraph | None:
        """Work a map out; as of a time, from the facts until then.

        Its account and opportunity are as they are now; an account that was merged since, as it was known then.
        """
        if id_type(map_id) != "map":
            return None
        owner: Any = owner_of_map(map_id)
        opportunity = self.world.opportunities.get(owner)
        known = self.everything.as_of(None, known_at)
        deal = known.opportunities.get(owner, opportunity) if opportunity else None
        account_id = deal.account_id if deal else owner
        account = self.world.accounts.get(account_id) or known.accounts.get(account_id)
        if account is None or account.id not in self.accounts:
            return None
        past = as_of is not None or known_at is not None
        world = self.everything.as_of(as_of, known_at) if past else self.world
        live = [s for s in world.stakeholders.values() if s.map_id == map_id and s.until is None]
        members = {s.person_id for s in live if s.person_id is not None}
        return MapGraph(
            map_id,
            at,
            account,
            opportunity,
            tuple(live),
            {id_: self.cut(world.people[id_]) for id_ in members},
            tuple(t for t in world.reports.values() if t.account_id == account.id and within(t.mentions, members)),
            tuple(t for t in world.influences.values() if within(t.mentions, members)),
            tuple(t for t in world.acquaintances.values() if within(t.mentions, members)),
            self._contacts(world, members, at),
        )

    def _contacts(self, world: World, members: set[PersonId], at: datetime) -> dict[PersonId, ContactCount]:
        return count_contacts(
            (who, one.kind)
            for one in world.interactions.values()
            if one.account_id in self.accounts and at - WINDOW < one.at <= at
            for who in one.person_ids
            if who in members
        )

    def list_map_histories(self, map_ids: Sequence[MapId], known_at: datetime | None) -> list[MapHistory | None]:
        return [self._history(map_id, known_at) for map_id in map_ids]

    def _history(self, map_id: MapId, known_at: datetime | None) -> MapHistory | None:
        graph = self.map_graph(map_id, WINDOW_END, None, known_at)
        if graph is None:
            return None
        known = [fact for fact in self.everything.facts if known_at is None or fact.recorded_at <= known_at]
        standing = sorted(standing_facts(known), key=lambda fact: fact.order)
        seen = [shown for fact in standing if (shown := self.seen.fact(fact)) is not None]
        added = [f.statement for f in seen if isinstance(f.statement, StakeholderAdded)]
        places: set[Any] = {one.stakeholder_id for one in added if one.map_id == map_id}
        said: list[Any] = [fact.statement for fact in seen]
        of_places = [one for one in said if isinstance(one, OF_PLACES) and one.stakeholder_id in places]
        people: set[Any] = {getattr(one, "person_id", None) for one in of_places} - {None}

        def belongs(one: Any) -> bool:
            if isinstance(one, Influences | Knows):
                return within(one.mentions, people)
            if isinstance(one, PersonDescribed | EmployedAt | ReportsTo):
                return one.person_id in people
            return one in of_places

        return MapHistory(graph.account, graph.opportunity, tuple(fact for fact in seen if belongs(fact.statement)))

    def list_contact_times(
        self, person_ids: Sequence[PersonId], after: datetime, until: datetime, known_at: datetime | None
    ) -> dict[PersonId, ContactTimes]:
        world = self.world if known_at is None else self.everything.as_of(None, known_at)
        shown = [cut for one in world.interactions.values() if (cut := self.cut(one)) is not None]
        shown.sort(key=lambda one: (one.at, one.kind))
        found = {
            id_: tuple((one.at, one.kind) for one in shown if after < one.at <= until and id_ in one.person_ids)
            for id_ in person_ids
        }
        return {id_: times for id_, times in found.items() if times}

    # ── networks ──

    def load_surroundings(self, person_ids: Sequence[PersonId], at: datetime) -> Surroundings:
        return self.surroundings(person_ids, at, self.world)

    def surroundings(self, person_ids: Sequence[PersonId], at: datetime, world: World) -> Surroundings:
        """Look at everybody: who has met them, and whom they are tied to; then go outwards from whom it is asked of."""
        people = {id_ for id_ in world.people if id_ in self.people}
        met = {id_: staff for id_ in people if (staff := self._met_by(id_, at, world)) is not None}
        pairs = self._tied(world)
        reached, pending = set[PersonId](), [id_ for id_ in person_ids if id_ in people]
        ties: dict[PersonId, frozenset[PersonId]] = {}
        while pending:
            one = pending.pop()
            if one in reached:
                continue
            reached.add(one)
            if one not in met or len(met[one]) == 1:
                others = {b for a, b in pairs if a == one} | {a for a, b in pairs if b == one}
                ties[one] = frozenset(PersonId(other) for other in others if other in people)
                pending += ties[one]
        return Surroundings({id_: staff for id_, staff in met.items() if id_ in reached}, ties)

    def list_met(self, person_ids: Sequence[PersonId], at: datetime) -> dict[PersonId, frozenset[SellerId]]:
        asked = {id_ for id_ in person_ids if id_ in self.people}
        found = {id_: self._contacts_of(id_, at, self.world) for id_ in asked}
        return {id_: frozenset[SellerId]().union(*staff) for id_, staff in found.items() if staff}

    def _met_by(self, person_id: PersonId, at: datetime, world: World) -> frozenset[SellerId] | None:
        known = [t for t in world.acquaintances.values() if person_id in t.mentions]
        staff = {SellerId(end) for tie in known for end in tie.mentions if end.startswith("seller_")}
        contacts = self._contacts_of(person_id, at, world)
        return frozenset(staff.union(*contacts)) if staff or contacts else None

    def _contacts_of(self, person_id: PersonId, at: datetime, world: World) -> list[tuple[SellerId, ...]]:
        return [
            one.seller_ids
            for one in world.interactions.values()
            if person_id in one.person_ids and one.account_id in self.accounts and at - WINDOW < one.at <= at
        ]

    def _tied(self, world: World) -> list[tuple[str, ...]]:
        lines = [tie.mentions for tie in world.reports.values() if tie.account_id in self.accounts]
        others = [tie.mentions for tie in (*world.influences.values(), *world.acquaintances.values())]
        return [*lines, *others]

    # ── what we do about it ──

    def list_contact_levels(self, stakeholder_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        return [
            self._noted("contact_levels", "stakeholder_id", id_, lambda one: one.seller_id) for id_ in stakeholder_ids
        ]

    def list_commitments(self, account_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        return [slice_.items for slice_ in self.page_commitments(account_ids, None, Page(1000))]

    def page_commitments(
        self, account_ids: Sequence[str], status: CommitmentStatus | None, page: Page
    ) -> list[Slice[Any]]:
        found = [self._noted("commitments", "account_id", id_, lambda c: c.id) for id_ in account_ids]
        kept = [[one for one in own if status in (None, one.status)] for own in found]
        return [cut_out(own, lambda c: to_micros(c.made_at), page, down=True) for own in kept]

    def count_commitments(self, account_ids: Sequence[str], status: CommitmentStatus | None) -> list[int]:
        return [len(slice_.items) for slice_ in self.page_commitments(account_ids, status, Page(1000))]

    def load_around(self, map_ids: Sequence[MapId], at: datetime) -> Around:
        graphs = [graph for graph in self.list_map_graphs(map_ids, at) if graph is not None]
        accounts = [*{graph.account.id: None for graph in graphs}]
        people = sorted({id_ for graph in graphs for id_ in graph.people})
        places = {one.id: self._assessments(one.id, Page(1000)).items for graph in graphs for one in graph.stakeholders}
        times = self.list_contact_times(people, at - WINDOW, at, None)
        dealings, around = self.list_dealings(people, None, at), self.load_surroundings(people, at)
        ours = {graph.account.owner_id for graph in graphs} | {one.seller_id for one in dealings}
        ours |= {seller_id for sellers in around.met.values() for seller_id in sellers}
        return Around(
            {id_: self._latest(found) for id_, found in places.items() if found},
            around,
            {id_: found[-1][0] for id_, found in times.items()},
            tuple(dealings),
            {id_: one for id_, one in self.world.sellers.items() if id_ in ours},
            dict(zip(accounts, self.list_open_opportunities(accounts), strict=True)),
            dict(zip(accounts, self.list_finding_notes(accounts), strict=True)),
        )

    def load_accounts_around(self, account_ids: Sequence[AccountId], at: datetime) -> AccountsAround:
        maps = list(map(map_of, account_ids))
        return AccountsAround(
            self.list_map_graphs(maps, at), self.load_around(maps, at), self.list_concerns(account_ids)
        )

    def list_concerns(self, account_ids: Sequence[str]) -> list[Concerns]:
        each = zip(
            self.list_standings(account_ids),
            self.list_commitments(account_ids),
            [tuple(self._untouched(id_)) for id_ in account_ids],
            [tuple(self._arrivals(id_)) for id_ in account_ids],
            strict=True,
        )
        return [Concerns(*found) for found in each]

    def _arrivals(self, account_id: str) -> Iterator[Arrival]:
        places = sorted(self.world.stakeholders.values(), key=lambda place: place.id)
        for person in sorted(self._employed(account_id), key=lambda one: one.id):
            worked = {work.account_id for work in person.employments if work.until is not None}
            for place in places:
                if place.person_id == person.id and place.account_id in worked - {account_id} & self.accounts:
                    yield Arrival(self.cut(person), place, self.world.accounts[place.account_id].name)

    def _untouched(self, account_id: str) -> Iterator[Untouched]:
        asked = {account_id, *(one.id for one in self._employed(account_id))} if account_id in self.accounts else set()
        parties: dict[str, Any] = {**self.world.accounts, **self.world.people}
        for one in sorted(self.world.referrals.values(), key=lambda referral: referral.id):
            if one.status is ReferralStatus.MADE and one.referred in asked and self.cut(one) is not None:
                yield Untouched(one, parties[one.referrer].name, parties[one.referred].name)

    def _employed(self, account_id: str) -> list[Person]:
        people = self.world.people.values() if account_id in self.accounts else ()
        return [one for one in people if one.account_id == account_id]

    def list_finding_notes(self, account_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        return [self._noted("finding_notes", "account_id", id_, lambda n: n.insight_id) for id_ in account_ids]

    def _noted(self, table: str, owner: str, id_: str, key: Callable[[Any], str]) -> tuple[Any, ...]:
        rows = [one for one in getattr(self.world, table).values() if getattr(one, owner) == id_]
        return tuple(sorted((cut for one in rows if (cut := self.cut(one)) is not None), key=key))

    def list_dealings(
        self, person_ids: Sequence[str] | None, seller_ids: Sequence[str] | None, at: datetime
    ) -> list[Dealings]:
        seen = (self.cut(one) for one in self.world.interactions.values())
        return [
            one
            for one in count_dealings((one for one in seen if one is not None), at)
            if (person_ids is None or one.person_id in person_ids)
            and (seller_ids is None or one.seller_id in seller_ids)
        ]

    # ── referrals ──

    def list_downstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return self._reachable(party_ids, as_of, lambda r: r.referrer, lambda r: r.referred)

    def list_upstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        return self._reachable(party_ids, as_of, lambda r: r.referred, lambda r: r.referrer)

    def _reachable(
        self,
        party_ids: Sequence[str],
        as_of: datetime | None,
        here: Callable[[Referral], str],
        there: Callable[[Referral], str],
    ) -> list[Referral]:
        reached, pending = set(party_ids), list(party_ids)
        taken: dict[str, Referral] = {}
        while pending:
            at = pending.pop()
            for one in self._referrals(as_of):
                if here(one) == at:
                    taken[one.id] = one
                    if there(one) not in reached:
                        reached.add(there(one))
                        pending.append(there(one))
        return list(taken.values())

    # ── stages ──

    def list_transitions(self, account_ids: Sequence[str]) -> list[tuple[Transition, ...]]:
        return [
            tuple(t for t in self.world.transitions.values() if t.account_id == id_ and id_ in self.accounts)
            for id_ in account_ids
        ]

    def list_standings(self, account_ids: Sequence[str]) -> list[tuple[Transition, ...]]:
        return [
            tuple(sorted((t for t in moves if t.standing), key=lambda t: t.ladder))
            for moves in self.list_transitions(account_ids)
        ]

    def list_board_rows(self, ladder: str, filter_: AccountFilter | None) -> list[BoardRow]:
        rows: list[BoardRow] = []
        for account in sorted(self._filtered(filter_), key=lambda a: (a.name, a.id)):
            standing = self.world.standings().get((account.id, ladder))
            if standing is not None:
                own = (o for o in self.world.opportunities.values() if o.account_id == account.id)
                amounts = [o.amount for o in own if o.status is OpportunityStatus.OPEN and o.amount is not None]
                rows.append(BoardRow(account.id, account.name, standing.to, standing.at, tuple(amounts)))
        return rows

    def list_stays(self, ladder: str, filter_: AccountFilter | None, as_of: datetime | None) -> list[Transition]:
        accounts = sorted(one.id for one in self._filtered(filter_))
        return [
            move
            for moves in self.list_transitions(accounts)
            for move in moves
            if move.ladder == ladder and (as_of is None or move.at <= as_of)
        ]

    def list_stay_lengths(self, ladder: str, until: datetime) -> list[tuple[str, timedelta]]:
        moves = self.list_stays(ladder, None, None)
        return [(one.to, one.next_at - one.at) for one in moves if one.next_at is not None and one.next_at <= until]

    # ── facts ──

    def load_facts(self, selections: Sequence[Selection]) -> list[Fact]:
        hits = {
            fact.id: fact for one in selections for fact in self.everything.facts if selects(one, fact, self.everything)
        }
        return [shown for fact in hits.values() if (shown := self.seen.fact(fact)) is not None]

    def load_change(self, change_id: ChangeId) -> Change | None:
        change = next((one for one in self.everything.changes if one.id == change_id), None)
        whole = change is not None and all(self.seen.fact(fact) == fact for fact in change.facts)
        return change if whole else None

    @cached_property
    def seen(self) -> Seen:
        referrals = {id_: self.cut(one) is not None for id_, one in self.world.referrals.items()}
        parties = {id_: self.sees(id_) for id_ in (*self.world.accounts, *self.world.people, *self.world.sellers)}
        merged = {id_: self.sees(kept) for id_, kept in kept_parties(self.everything.facts).items()}
        return Seen(self.viewer, {**merged, **parties, **referrals})


def within(ends: Iterable[str], members: set[PersonId]) -> bool:
    return set(ends) <= members


# ── filters ──


def holds(filter_: AccountFilter, account: Account, world: World) -> bool:
    """Evaluate a filter as its docstring reads."""
    return (
        all(meets(condition, account, world) for condition in filter_.conditions)
        and all(holds(part, account, world) for part in filter_.all_of)
        and (filter_.any_of is None or any(holds(part, account, world) for part in filter_.any_of))
        and (filter_.none_of is None or not holds(filter_.none_of, account, world))
    )


def meets(condition: Condition, account: Account, world: World) -> bool:
    if condition.stakeholder is not None:
        return has_stakeholder(condition.stakeholder, account, world) != condition.negated
    return _has_one(condition, account, world) != condition.negated


def _has_one(condition: Condition, account: Account, world: World) -> bool:
    if condition.field.endswith("_contains"):
        text = account.name if condition.field == "name_contains" else account.industry
        return any(found(tuple(value.split()), fold_name(text or "")) for value in condition.values)
    return bool(set(condition.values) & values_of(condition.field, account, world))


def values_of(field: str, account: Account, world: World) -> set[str | None]:
    """Return what an account has in a field; null where it has nothing."""
    if field == "stage":
        return {f"{t.ladder}/{t.to}" for t in world.standings().values() if t.account_id == account.id}
    if field == "map_status":
        return {world.statuses.get(map_of(account.id), "RED")}
    plain: dict[str, set[str | None]] = {
        "name": {account.name},
        "kind": {account.kind},
        "tier": {account.tier},
        "industry": {account.industry},
        "owner": {account.owner_id},
        "tag": set(account.tags),
        "archived": {str(account.archived).lower()},
    }
    return plain[field]


def has_stakeholder(asked: StakeholderCondition, account: Account, world: World) -> bool:
    return any(
        (asked.roles is None or bool(set(asked.roles) & set(s.roles)))
        and (asked.influence is None or s.influence in asked.influence)
        and (asked.support is None or s.support in asked.support)
        and (asked.person_id is None or s.person_id == asked.person_id)
        for s in world.stakeholders.values()
        if s.map_id == map_of(account.id) and s.until is None
    )


def refers(filter_: ReferralFilter, one: Referral) -> bool:
    return (
        filter_.party_id in (None, one.referrer, one.referred)
        and filter_.referrer_id in (None, one.referrer)
        and filter_.referred_id in (None, one.referred)
        and (filter_.statuses is None or one.status in filter_.statuses)
        and (filter_.made_from is None or one.made_at >= filter_.made_from)
        and (filter_.made_to is None or one.made_at < filter_.made_to)
    )


def selects(selection: Selection, fact: Fact, everything: Everything) -> bool:
    """Whether a fact is asked for, or takes one that is back, at any remove."""
    if _asked(selection, fact):
        return True
    if not isinstance(fact.statement, Undone | Corrected) or _later(selection, fact):
        return False
    named = (f for f in everything.facts if fact.statement.subject in (f.id, f.change))
    return any(selects(selection, one, everything) for one in named)


def _later(selection: Selection, fact: Fact) -> bool:
    return selection.known_at is not None and fact.recorded_at > selection.known_at


def _asked(selection: Selection, fact: Fact) -> bool:
    said = fact.statement
    if _later(selection, fact) or (selection.kinds and not isinstance(said, selection.kinds)):
        return False
    if selection.observed_to is not None and fact.observed_at > selection.observed_to:
        return False
    tests = (
        (selection.streams, {said.stream}),
        (selection.subjects, {said.subject}),
        (selection.mentioning, set(said.mentions)),
        (selection.changes, {fact.change}),
        (selection.ids, {fact.id}),
        (selection.stated_by, {fact.by}),
    )
    return all(wanted is None or bool(has & set(wanted)) for wanted, has in tests)


# ── pages ──


def cut_out(rows: list[T], key: Callable[[Any], Any], page: Page, *, down: bool = False) -> Slice[T]:
    """Return a page of rows by key, then id; ids go up even where keys go down."""
    ordered = sorted(rows, key=lambda row: row.id)  # pyright: ignore[reportAttributeAccessIssue]
    ordered.sort(key=key, reverse=down)
    return after([(row, (key(row), row.id)) for row in ordered], page)  # pyright: ignore[reportAttributeAccessIssue]


def after(rows: list[tuple[T, SortKey]], page: Page) -> Slice[T]:
    keys = [key for _, key in rows]
    start = keys.index(page.after) + 1 if page.after is not None else 0
    shown = rows[start : start + page.first]
    return Slice(tuple(row for row, _ in shown), tuple(key for _, key in shown), start + page.first < len(rows))
