"""Rows of stakeholders: places in maps, and what was seen of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from domain.assessment import DIMENSIONS, Assessed, assess
from domain.change import standing_facts
from domain.codes import OpportunityStatus
from domain.fact import Stated
from domain.ids import AssessmentId, StakeholderId, map_of, new_id
from domain.opportunity import check_open
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved, sorted_roles
from graph.importing.deciding import LEFT, Claims, Decided, Result, correct, given, removed, undone
from graph.importing.logs import opportunity_of
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.codes import BuyingRole
    from domain.errors import DomainError
    from domain.fact import Fact
    from domain.ids import AccountId, MapId, PersonId, SellerId
    from domain.opportunity import Opportunity
    from graph.importing.deciding import Place, RefusedError
    from graph.importing.shelf import Directory
    from graph.importing.tables import StakeholderRow
    from graph.store import ViewerStore

_KINDS: Final = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed)
_MORE: Final = ("confidence", "evidence")

Seen = tuple["datetime", "SellerId | None"]
"""What an assessment of a stakeholder is known by: when it was observed, and by whom."""


@dataclass(slots=True)
class Seat:
    """A stakeholder as the run leaves it: roles and dimensions over time, and its assessments by their keys."""

    id: StakeholderId
    map_id: MapId
    account_id: AccountId
    person_id: PersonId | None
    label: str | None
    removed: bool = False
    roles: list[tuple[datetime, tuple[BuyingRole, ...]]] = field(default_factory=list[Any])
    values: dict[str, tuple[datetime, Any]] = field(default_factory=dict[str, Any])
    seen: dict[Seen, Assessed] = field(default_factory=dict[Any, Assessed])
    facts: dict[Seen, Fact] = field(default_factory=dict[Any, Any])

    def roles_at(self, at: datetime) -> tuple[BuyingRole, ...]:
        """Return the roles held at a moment."""
        index = bisect_right([since for since, _ in self.roles], at)
        return self.roles[index - 1][1] if index else ()

    def give(self, at: datetime, roles: tuple[BuyingRole, ...]) -> None:
        """Keep a statement of roles."""
        self.roles.insert(bisect_right([since for since, _ in self.roles], at), (at, roles))

    def see(self, at: datetime, by: SellerId | None, said: Assessed) -> None:
        """Keep an assessment."""
        self.seen[at, by] = said
        for name in DIMENSIONS:
            if (value := getattr(said, name)) is not None and (name not in self.values or self.values[name][0] <= at):
                self.values[name] = (at, value)


class StakeholderDecider:
    """A stakeholder is known by map and person, or map and label; an assessment of it by when and by whom."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        self._loaded: set[str] = set()
        self._seats: dict[tuple[MapId, str], Seat] = {}
        self._undone: set[tuple[MapId, str]] = set()
        self._unseen: set[tuple[StakeholderId, Seen]] = set()
        self._claims = Claims()

    async def prepare(self, rows: Sequence[StakeholderRow]) -> None:
        directory = self._directory
        await directory.accounts.load(row.account_id for row in rows)
        await directory.opportunities.load(row.opportunity_id for row in rows)
        await directory.people.load(row.person_id for row in rows)
        await directory.sellers.load(row.by_email.casefold() for row in rows if row.by_email is not None)
        accounts = {account.id for row in rows if (account := directory.accounts.find(row.account_id))} - self._loaded
        self._loaded |= accounts
        if accounts:
            self._read(await self._store.load_facts([Selection(kinds=_KINDS, streams=tuple(sorted(accounts)))]))

    def _read(self, facts: Sequence[Fact]) -> None:
        standing = sorted((f for f in standing_facts(facts) if isinstance(f.statement, _KINDS)), key=lambda f: f.order)
        by_id: dict[str, Seat] = {}
        for fact in sorted(standing, key=lambda f: (f.recorded_at, f.id)):
            if isinstance(fact.statement, StakeholderAdded):
                by_id[fact.statement.stakeholder_id] = _seat(fact.statement)
        for fact in standing:
            if (seat := by_id.get(fact.statement.subject)) is not None:
                _apply(seat, fact)
        # Of several with one label the first recorded is meant, and before all that were removed a live one.
        for seat in sorted(by_id.values(), key=lambda s: s.removed):
            for name in _names(seat.person_id, seat.label):
                self._seats.setdefault((seat.map_id, name), seat)
        self._read_undone(facts, {fact.id for fact in standing})

    def _read_undone(self, facts: Sequence[Fact], standing: set[Any]) -> None:
        for fact in facts:
            said = fact.statement
            if fact.id in standing:
                continue
            if isinstance(said, StakeholderAdded):
                self._undone |= {(said.map_id, name) for name in _names(said.person_id, said.label)}
            elif isinstance(said, Assessed):
                self._unseen.add((said.stakeholder_id, (fact.observed_at, fact.by)))

    def decide(self, row: StakeholderRow) -> Decided:
        directory = self._directory
        account = directory.accounts.get(row.account_id, "account_id")
        opportunity = None
        map_id = map_of(account.id)
        if row.opportunity_id is not None:
            map_id = map_of(opportunity_of(directory, row.opportunity_id, account))
            opportunity = directory.opportunities.get(row.opportunity_id, "opportunity_id")
        person = directory.people.get(row.person_id, "person_id") if row.person_id is not None else None
        by = directory.sellers.get(row.by_email.casefold(), "by_email").id if row.by_email is not None else None
        seat, decided = self._sit(row, map_id, account.id, person.id if person else None)
        stated = [*decided.stated, *self._give_roles(row, seat, decided), *self._assess(row, seat, by)]
        if stated:
            self._check_open(row, opportunity)
        result = decided.result if decided.result is Result.CREATED or not stated else Result.CHANGED
        return Decided(result, tuple(stated))

    def _sit(
        self, row: StakeholderRow, map_id: MapId, account_id: AccountId, person_id: PersonId | None
    ) -> tuple[Seat, Decided]:
        """Find the stakeholder, name the placeholder, or add it."""
        names = _names(person_id, row.label)
        seats = [seat for name in names if (seat := self._seats.get((map_id, name))) is not None]
        # By its label a row with a person means a placeholder, not somebody who was named.
        seat = next((s for s in seats if person_id is None or s.person_id in (person_id, None)), None)
        if seat is None:
            if any((map_id, name) in self._undone for name in names):
                raise undone("The stakeholder", "该决策角色")
            return self._add(row, map_id, account_id, person_id)
        if seat.removed:
            raise removed("The stakeholder", "该决策角色")
        if person_id is None or seat.person_id is not None:
            return seat, LEFT
        seat.person_id = person_id
        self._seats[map_id, person_id] = seat
        said = StakeholderNamed(seat.id, seat.account_id, person_id)
        return seat, Decided(Result.CHANGED, (Stated(said, row.observed_at or self._now),))

    def _add(
        self, row: StakeholderRow, map_id: MapId, account_id: AccountId, person_id: PersonId | None
    ) -> tuple[Seat, Decided]:
        at = row.observed_at or self._now
        said = StakeholderAdded(
            StakeholderId(new_id("stakeholder")),
            map_id,
            account_id,
            person_id,
            row.label,
            sorted_roles(row.roles or ()),
        )
        seat = _seat(said)
        seat.give(at, said.roles)
        for name in _names(person_id, row.label):
            self._seats.setdefault((map_id, name), seat)
        return seat, Decided(Result.CREATED, (Stated(said, at),))

    def _give_roles(self, row: StakeholderRow, seat: Seat, decided: Decided) -> Iterable[Stated]:
        if row.roles is None:
            return
        at = row.observed_at or self._now
        roles = sorted_roles(row.roles)
        self._claims.check((seat.id, at), roles, "roles")
        self._claims.keep((seat.id, at), roles, row)
        if decided.result is not Result.CREATED and roles != seat.roles_at(at):
            seat.give(at, roles)
            yield Stated(RoleGiven(seat.id, seat.account_id, roles), at)

    def _assess(self, row: StakeholderRow, seat: Seat, by: SellerId | None) -> Iterable[Stated]:
        values = given(row, DIMENSIONS)
        if values:
            thing = (seat.id, row.observed_at, by or self._store.viewer.id)
            claim = given(row, (*DIMENSIONS, *_MORE))
            self._claims.check(thing, claim, next(iter(values)))
            self._claims.keep(thing, claim, row)
        if row.observed_at is None:
            values = {name: value for name, value in values.items() if seat.values.get(name, (None, None))[1] != value}
        if not values:
            return ()
        at = row.observed_at or self._now
        key = self._key_of(seat, at, by, values)
        if (seat.id, key) in self._unseen and key not in seat.seen:
            raise undone("The assessment", "该评估")
        if (known := seat.seen.get(key)) is not None:
            return self._assess_anew(seat, known, {**values, **given(row, _MORE)}, key)
        said = assess(
            Assessed(AssessmentId(new_id("assessment")), seat.id, seat.account_id, **values, **given(row, _MORE))
        )
        seat.see(*key, said)
        return (Stated(said, at, by),)

    def _key_of(self, seat: Seat, at: datetime, by: SellerId | None, values: dict[str, Any]) -> Seen:
        """Return which assessment is meant: without a seller the importer's own, or another's that says the same."""
        if by is not None or (own := (at, self._store.viewer.id)) in seat.seen:
            return (at, by or self._store.viewer.id)
        others = (key for key in seat.seen if key[0] == at)
        return next((k for k in others if all(getattr(seat.seen[k], n) == v for n, v in values.items())), own)

    def _assess_anew(self, seat: Seat, known: Assessed, values: dict[str, Any], key: Seen) -> Iterable[Stated]:
        """Put another assessment in the place of a recorded one: an assessment itself never changes."""
        if assess(replace(known, **values)) == known:
            return ()
        said = assess(replace(known, assessment_id=AssessmentId(new_id("assessment")), **values))
        seat.see(*key, said)
        return correct(seat.facts.pop(key), said, key[0], self._now)

    def _check_open(self, row: StakeholderRow, opportunity: Opportunity | None) -> None:
        """Raise InvalidError for a closed map; of one that this run closes, what was seen before is welcome."""
        if opportunity is None or opportunity.status is OpportunityStatus.OPEN:
            return
        at = row.observed_at or self._now
        here = opportunity.id in self._directory.closed_here
        if not (here and opportunity.closed_at is not None and at < opportunity.closed_at):
            check_open(opportunity, "opportunityId")

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return ()


def _names(person_id: str | None, label: str | None) -> list[str]:
    """Return what a stakeholder is known by in its map."""
    return [name for name in (person_id, None if label is None else f"label:{label}") if name is not None]


def _seat(said: StakeholderAdded) -> Seat:
    return Seat(said.stakeholder_id, said.map_id, said.account_id, said.person_id, said.label)


def _apply(seat: Seat, fact: Fact) -> None:
    said = fact.statement
    if isinstance(said, StakeholderAdded | RoleGiven):
        seat.give(fact.observed_at, said.roles)
    elif isinstance(said, StakeholderNamed):
        seat.person_id = said.person_id
    elif isinstance(said, StakeholderRemoved):
        seat.removed = True
    elif isinstance(said, Assessed):
        seat.see(fact.observed_at, fact.by, said)
        seat.facts[fact.observed_at, fact.by] = fact
