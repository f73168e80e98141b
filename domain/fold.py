"""The fold: from facts to the world at a moment.

Facts that stand (see `domain.change`) are applied in the order of validity, (`observed_at`, `recorded_at`,
`id`), so that of two statements about one thing the later one holds and a late statement with an earlier date
changes the past and not today. The current graph of a store is the fold of all its facts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from domain.account import Account, AccountDescribed
from domain.assessment import Assessed, Assessment
from domain.change import Corrected, Undone, standing_facts
from domain.decision_map import map_status
from domain.fact import NEVER, UNSET
from domain.interaction import Interacted, Interaction
from domain.opportunity import Opportunity, OpportunityClosed, OpportunityDescribed
from domain.order import Order, Ordered
from domain.person import EmployedAt, Person, PersonDescribed, employments
from domain.referral import Referral, ReferralAdvanced, ReferralStep, Referred
from domain.seller import Seller, SellerDescribed
from domain.stage import StageMoved, transitions
from domain.stakeholder import (
    RoleGiven,
    Stakeholder,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.stakeholder_reading import values_said
from domain.tie import Influences, Knows, ReportsTo
from domain.versions import versions
from domain.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import AccountId, MapId, OpportunityId, PersonId, ReferralId, StakeholderId

_DESCRIPTIONS = (AccountDescribed, PersonDescribed, SellerDescribed)
_TAKINGS = (Undone, Corrected)


def fold(facts: Iterable[Fact], *, as_of: datetime | None = None, known_at: datetime | None = None) -> World:
    """Return the world that the facts make, at `as_of` (null: with everything observed) as known at `known_at`.

    The first description of an account, person or seller counts whatever its date: something is known by the
    name it was recorded with, before the recording too. Versions count what was observed by then, so that a
    selection of facts up to `as_of` makes the same world.
    """
    known = [f for f in facts if known_at is None or f.recorded_at <= known_at]
    standing = sorted(standing_facts(known), key=lambda f: f.order)
    creations = _creations(standing)
    created = {fact.id for fact in creations}

    def by_then(fact: Fact) -> bool:
        return as_of is None or fact.observed_at <= as_of

    fold_ = _Fold(versions(f for f in known if by_then(f) or f.id in created or isinstance(f.statement, _TAKINGS)))
    for fact in creations:
        fold_.apply(fact)
    for fact in filter(by_then, standing):
        fold_.apply(fact)
    return fold_.finish()


def _creations(standing: Iterable[Fact]) -> list[Fact]:
    """Return the description that each account, person and seller was first recorded with.

    It is not always the first in the order of validity: a later one may be about an earlier time.
    """
    found: dict[str, Fact] = {}
    for fact in standing:
        said = fact.statement
        if isinstance(said, _DESCRIPTIONS) and said.name is not UNSET:
            first = found.setdefault(said.subject, fact)
            if fact.recorded_at < first.recorded_at:
                found[said.subject] = fact
    return list(found.values())


class _Fold:
    """The world while facts are applied to it; what depends on several facts is settled in `finish`."""

    def __init__(self, versions: Mapping[str, int]) -> None:
        self.world = World()
        self.versions = versions
        self.employed: dict[PersonId, list[tuple[datetime, EmployedAt]]] = defaultdict(list)
        self.readings: dict[StakeholderId, list[Fact]] = defaultdict(list)
        self.steps: dict[ReferralId, list[ReferralStep]] = defaultdict(list)
        self.closed: dict[OpportunityId, tuple[datetime, OpportunityClosed]] = {}
        self.moves: dict[str, list[tuple[Fact, StageMoved]]] = defaultdict(list)
        self.stated_reports: dict[tuple[AccountId, PersonId], tuple[datetime, ReportsTo]] = {}

    def apply(self, fact: Fact) -> None:
        _APPLY[type(fact.statement)](self, fact, fact.statement)

    def finish(self) -> World:
        world = self.world
        for person_id, person in world.people.items():
            if stated := self.employed.get(person_id):
                world.people[person_id] = replace(person, employments=employments(stated))
        self._finish_stakeholders()
        for referral_id, steps in self.steps.items():
            if referral_id in world.referrals:
                world.referrals[referral_id] = replace(world.referrals[referral_id], steps=tuple(steps))
        self._finish_opportunities()
        for moves in self.moves.values():
            for transition in transitions(moves):
                world.transitions[transition.id] = transition
        world.reports = {key: tie for key, (since, tie) in self.stated_reports.items() if self._holds(tie, since)}
        self._finish_statuses()
        return world

    def _finish_stakeholders(self) -> None:
        for stakeholder_id, facts in self.readings.items():
            if (stakeholder := self.world.stakeholders.get(stakeholder_id)) is not None:
                # Dimension by dimension, the latest said holds.
                values: dict[str, Any] = {}
                for fact in facts:
                    values |= values_said(fact)
                self.world.stakeholders[stakeholder_id] = replace(stakeholder, **values)
            else:
                for fact in facts:
                    if isinstance(fact.statement, Assessed):
                        self.world.assessments.pop(fact.statement.assessment_id, None)

    def _finish_opportunities(self) -> None:
        for opportunity_id, (at, said) in self.closed.items():
            if (opportunity := self.world.opportunities.get(opportunity_id)) is not None:
                self.world.opportunities[opportunity_id] = replace(
                    opportunity, status=said.status, closed_at=at, lost_reason=said.lost_reason
                )

    def _holds(self, tie: ReportsTo, since: datetime) -> bool:
        if tie.manager_id is None:
            return False
        ends = (self.world.people.get(tie.person_id), self.world.people.get(tie.manager_id))
        return all(end is not None and end.works_until(tie.account_id, since) == NEVER for end in ends)

    def _finish_statuses(self) -> None:
        members: dict[MapId, list[Stakeholder]] = defaultdict(list)
        for stakeholder in self.world.stakeholders.values():
            members[stakeholder.map_id].append(stakeholder)
        for map_id, found in members.items():
            live = [s for s in found if s.until is None]
            self.world.statuses[map_id] = map_status(live, self.world.people)

    # What was never named is not there: whoever takes back a creation takes back all that was said of it.

    def describe_account(self, fact: Fact, said: AccountDescribed) -> None:
        id_, stated = said.account_id, _stated(said, "account_id")
        if (known := self.world.accounts.get(id_)) is not None:
            self.world.accounts[id_] = replace(known, **stated)
        elif said.name is not UNSET:
            self.world.accounts[id_] = Account(id_, self.versions[id_], fact.recorded_at, **stated)

    def describe_person(self, fact: Fact, said: PersonDescribed) -> None:
        id_, stated = said.person_id, _stated(said, "person_id")
        if (known := self.world.people.get(id_)) is not None:
            self.world.people[id_] = replace(known, **stated)
        elif said.name is not UNSET:
            self.world.people[id_] = Person(id_, self.versions[id_], fact.recorded_at, fact.by, **stated)

    def describe_seller(self, fact: Fact, said: SellerDescribed) -> None:
        id_, stated = said.seller_id, _stated(said, "seller_id")
        if (known := self.world.sellers.get(id_)) is not None:
            self.world.sellers[id_] = replace(known, **stated)
        elif said.name is not UNSET:
            self.world.sellers[id_] = Seller(id_, self.versions[id_], fact.recorded_at, **stated)

    def describe_opportunity(self, fact: Fact, said: OpportunityDescribed) -> None:
        id_, stated = said.opportunity_id, _stated(said, "opportunity_id", "account_id")
        if (known := self.world.opportunities.get(id_)) is not None:
            self.world.opportunities[id_] = replace(known, **stated)
        elif said.name is not UNSET:
            self.world.opportunities[id_] = Opportunity(
                id_, self.versions[id_], said.account_id, fact.observed_at, **stated
            )

    def close_opportunity(self, fact: Fact, said: OpportunityClosed) -> None:
        self.closed[said.opportunity_id] = (fact.observed_at, said)

    def employ(self, fact: Fact, said: EmployedAt) -> None:
        self.employed[said.person_id].append((fact.observed_at, said))

    def add_stakeholder(self, fact: Fact, said: StakeholderAdded) -> None:
        self.world.stakeholders[said.stakeholder_id] = Stakeholder(
            id=said.stakeholder_id,
            version=self.versions[said.stakeholder_id],
            map_id=said.map_id,
            account_id=said.account_id,
            since=fact.observed_at,
            person_id=said.person_id,
            label=said.label,
        )
        self.readings[said.stakeholder_id].append(fact)

    def read_stakeholder(self, fact: Fact, said: Any) -> None:
        self.readings[said.stakeholder_id].append(fact)

    def assess(self, fact: Fact, said: Assessed) -> None:
        self.readings[said.stakeholder_id].append(fact)
        self.world.assessments[said.assessment_id] = Assessment(
            said.assessment_id,
            said.stakeholder_id,
            said.account_id,
            fact.by,
            fact.observed_at,
            fact.recorded_at,
            said.support,
            said.influence,
            said.adaptability,
            said.coverage,
            said.orientation,
            said.confidence,
            said.evidence,
        )

    def report(self, fact: Fact, said: ReportsTo) -> None:
        self.stated_reports[said.account_id, said.person_id] = (fact.observed_at, said)

    def influence(self, _fact: Fact, said: Influences) -> None:
        if said.strength is None:
            self.world.influences.pop((said.source, said.target), None)
        else:
            self.world.influences[said.source, said.target] = said

    def acquaint(self, _fact: Fact, said: Knows) -> None:
        if said.strength == 0:
            self.world.acquaintances.pop(said.pair, None)
        else:
            self.world.acquaintances[said.pair] = said

    def interact(self, fact: Fact, said: Interacted) -> None:
        self.world.interactions[said.interaction_id] = Interaction(
            said.interaction_id,
            said.account_id,
            said.kind,
            fact.observed_at,
            said.direction,
            said.seller_ids,
            said.person_ids,
            said.external_id,
            said.opportunity_id,
            said.duration_minutes,
            said.sentiment,
            said.note,
        )

    def order(self, fact: Fact, said: Ordered) -> None:
        self.world.orders[said.order_id] = Order(
            said.order_id,
            said.account_id,
            fact.observed_at,
            said.value,
            said.external_id,
            said.cost,
            said.product,
            said.opportunity_id,
        )

    def refer(self, fact: Fact, said: Referred) -> None:
        self.world.referrals[said.referral_id] = Referral(
            said.referral_id,
            self.versions[said.referral_id],
            said.referrer,
            said.referred,
            fact.observed_at,
            fact.recorded_at,
            fact.by,
            said.external_id,
            said.note,
        )

    def advance(self, fact: Fact, said: ReferralAdvanced) -> None:
        self.steps[said.referral_id].append(ReferralStep(said.status, fact.observed_at, said.value))

    def move(self, fact: Fact, said: StageMoved) -> None:
        self.moves[said.subject].append((fact, said))

    def take_back(self, _fact: Fact, _said: Any) -> None:
        """Undos and corrections have had their effect before anything is applied."""


def _stated(said: Any, *but: str) -> dict[str, Any]:
    return {f.name: value for f in fields(said) if f.name not in but and (value := getattr(said, f.name)) is not UNSET}


_APPLY: Mapping[type, Callable[[_Fold, Fact, Any], None]] = {
    AccountDescribed: _Fold.describe_account,
    PersonDescribed: _Fold.describe_person,
    EmployedAt: _Fold.employ,
    SellerDescribed: _Fold.describe_seller,
    OpportunityDescribed: _Fold.describe_opportunity,
    OpportunityClosed: _Fold.close_opportunity,
    StakeholderAdded: _Fold.add_stakeholder,
    RoleGiven: _Fold.read_stakeholder,
    StakeholderNamed: _Fold.read_stakeholder,
    StakeholderPlaced: _Fold.read_stakeholder,
    StakeholderRemoved: _Fold.read_stakeholder,
    Assessed: _Fold.assess,
    ReportsTo: _Fold.report,
    Influences: _Fold.influence,
    Knows: _Fold.acquaint,
    Interacted: _Fold.interact,
    Ordered: _Fold.order,
    Referred: _Fold.refer,
    ReferralAdvanced: _Fold.advance,
    StageMoved: _Fold.move,
    Undone: _Fold.take_back,
    Corrected: _Fold.take_back,
}
STATEMENTS: tuple[type, ...] = tuple(_APPLY)
"""Every kind of statement there is."""
