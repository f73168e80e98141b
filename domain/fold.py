"""The fold: from facts to the world at a moment.

Facts that stand (see `domain.change`) are applied in the order of validity, (`observed_at`, `recorded_at`,
`id`), so that of two statements about one thing the later one holds and a late statement with an earlier date
changes the past and not today. The current graph of a store is the fold of all its facts.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from domain.account import Account, AccountDescribed
from domain.assessment import Assessed, Assessment
from domain.change import Corrected, Undone, standing_facts
from domain.commitment import Commitment, CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevel, ContactLevelStated
from domain.decision_map import map_status
from domain.fact import NEVER, UNSET
from domain.finding_note import (
    Completion,
    Dismissal,
    FindingAssigned,
    FindingDismissed,
    FindingDone,
    FindingNote,
    FindingReopened,
)
from domain.interaction import Interacted, Interaction
from domain.merge import Merged
from domain.opportunity import Opportunity, OpportunityClosed, OpportunityDescribed
from domain.order import Order, Ordered
from domain.person import EmployedAt, Person, PersonDescribed, employments
from domain.playbook_entry import PlayDescribed
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
from domain.versions import growing_versions
from domain.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import AccountId, MapId, OpportunityId, PersonId, ReferralId, StakeholderId
    from domain.versions import Owner

T = TypeVar("T")
_Worked: TypeAlias = "tuple[list[tuple[datetime, EmployedAt]], list[tuple[datetime, str | None]]]"

_DESCRIPTIONS = (AccountDescribed, PersonDescribed, SellerDescribed)


def fold(facts: Iterable[Fact], *, as_of: datetime | None = None, known_at: datetime | None = None) -> World:
    """Return the world that the facts make, at `as_of` (null: with everything observed) as known at `known_at`.

    The first description of an account, person or seller counts whatever its date: something is known by the
    name it was recorded with, before the recording too. Versions count what was observed by then, so that a
    selection of facts up to `as_of` makes the same world.
    """
    (world,) = fold_at(facts, (as_of if as_of is not None else NEVER,), known_at=known_at)
    return world


def fold_at(
    facts: Iterable[Fact], moments: Iterable[datetime], *, known_at: datetime | None = None, lasting: bool = True
) -> Iterator[World]:
    """Give the world at each of some moments in ascending order, as `fold` makes it, in one pass over the facts.

    Unless they are to be `lasting`, a world is what it was only until the next one is asked for, and single
    assessments are not in it: only what follows from them.
    """
    known = [f for f in facts if known_at is None or f.recorded_at <= known_at]
    standing = sorted(standing_facts(known), key=lambda f: f.order)
    creations = first_descriptions(standing)
    fold_ = _Fold(growing_versions(known, {fact.id for fact in creations}), assessments=lasting)
    pending = deque(standing)
    for number, moment in enumerate(moments):
        fold_.grow(moment)
        for fact in creations if number == 0 else ():
            fold_.apply(fact)
        while pending and pending[0].observed_at <= moment:
            fold_.apply(pending.popleft())
        fold_.settle()
        yield fold_.copy() if lasting else fold_.world


def first_descriptions(standing: Iterable[Fact]) -> list[Fact]:
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
    """The world while facts are applied to it; what depends on several facts is settled when it is asked for."""

    def __init__(self, growing: Sequence[tuple[datetime, Owner]], *, assessments: bool) -> None:
        self.world = World()
        self.assessments = assessments
        self.growing = growing
        self.grown = 0
        self.versions: Counter[str] = Counter()
        self.grew: dict[Owner, None] = {}
        # Where they were employed, and what was said of their title, with that or by itself.
        self.worked: dict[PersonId, _Worked] = defaultdict(lambda: ([], []))
        self.said: dict[StakeholderId, dict[str, Any]] = defaultdict(dict)
        self.early: dict[StakeholderId, list[Assessment]] = defaultdict(list)
        self.steps: dict[ReferralId, list[ReferralStep]] = defaultdict(list)
        self.closed: dict[OpportunityId, tuple[datetime, OpportunityClosed]] = {}
        self.moves: dict[str, list[tuple[Fact, StageMoved]]] = defaultdict(list)
        self.stated_reports: dict[tuple[AccountId, PersonId], tuple[datetime, ReportsTo]] = {}
        # What was said of since it was last settled: ids, in order, by the table of the world.
        self.unsettled: dict[str, dict[Any, None]] = defaultdict(dict)

    def grow(self, moment: datetime) -> None:
        """Count the versions up to a moment."""
        start = self.grown
        while self.grown < len(self.growing) and self.growing[self.grown][0] <= moment:
            self.grown += 1
        for _, (name, id_) in self.growing[start : self.grown]:
            self.versions[id_] += 1
            self.grew[name, id_] = None

    def apply(self, fact: Fact) -> None:
        _APPLY[type(fact.statement)](self, fact, fact.statement)

    def copy(self) -> World:
        """Return the world as it is settled; it stays as it is when more facts are applied."""
        return World(**{one.name: dict(getattr(self.world, one.name)) for one in fields(World)})

    def settle(self) -> None:
        """Work out what depends on several of the facts that were applied."""
        self._settle("people", self.worked, lambda worked: {"employments": employments(*worked)})
        self._settle("stakeholders", self.said, lambda said: said)
        self._settle("referrals", self.steps, lambda steps: {"steps": tuple(steps)})
        self._settle("opportunities", self.closed, _closing)
        for subject in self.unsettled["transitions"]:
            self.world.transitions |= {one.id: one for one in transitions(self.moves[subject])}
        if self.unsettled["people"] or self.unsettled["reports"]:
            stated = self.stated_reports.items()
            self.world.reports = {key: tie for key, (since, tie) in stated if self._holds(tie, since)}
        self._settle_statuses()
        self.unsettled.clear()
        for name, id_ in self.grew:
            table, version = getattr(self.world, name), self.versions[id_]
            if (known := table.get(id_)) is not None and known.version != version:
                table[id_] = replace(known, version=version)
        self.grew.clear()

    def _settle(self, name: str, said: Mapping[Any, T], values: Callable[[T], dict[str, Any]]) -> None:
        table = getattr(self.world, name)
        for id_ in self.unsettled[name]:
            if id_ in table and id_ in said:
                table[id_] = replace(table[id_], version=self.versions[id_], **values(said[id_]))

    def _holds(self, tie: ReportsTo, since: datetime) -> bool:
        if tie.manager_id is None:
            return False
        ends = (self.world.people.get(tie.person_id), self.world.people.get(tie.manager_id))
        return all(end is not None and end.works_until(tie.account_id, since) == NEVER for end in ends)

    def _settle_statuses(self) -> None:
        people, places = self.unsettled["people"], self.unsettled["stakeholders"]
        known = self.world.stakeholders.values()
        members: dict[MapId, list[Stakeholder]] = {
            one.map_id: [] for one in known if one.id in places or one.person_id in people
        }
        for one in known:
            if one.until is None and one.map_id in members:
                members[one.map_id].append(one)
        self.world.statuses |= {map_id: map_status(live, self.world.people) for map_id, live in members.items()}

    # What was never named is not there: whoever takes back a creation takes back all that was said of it.

    def describe_account(self, fact: Fact, said: AccountDescribed) -> None:
        id_, stated = said.account_id, _stated(said, "account_id")
        if (known := self.world.accounts.get(id_)) is not None:
            self.world.accounts[id_] = replace(known, **stated)
        elif said.name is not UNSET:
            self.world.accounts[id_] = Account(id_, self.versions[id_], fact.recorded_at, **stated)

    def describe_person(self, fact: Fact, said: PersonDescribed) -> None:
        id_, stated = said.person_id, _stated(said, "person_id")
        if said.title is not UNSET:
            self.worked[id_][1].append((fact.observed_at, said.title))
            self.unsettled["people"][id_] = None
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
            self.unsettled["opportunities"][id_] = None

    def close_opportunity(self, fact: Fact, said: OpportunityClosed) -> None:
        self.closed[said.opportunity_id] = (fact.observed_at, said)
        self.unsettled["opportunities"][said.opportunity_id] = None

    def employ(self, fact: Fact, said: EmployedAt) -> None:
        stated, titles = self.worked[said.person_id]
        stated.append((fact.observed_at, said))
        titles.append((fact.observed_at, said.title))
        self.unsettled["people"][said.person_id] = None

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
        self.world.assessments |= {one.id: one for one in self.early.pop(said.stakeholder_id, ())}
        self.read_stakeholder(fact, said)

    def read_stakeholder(self, fact: Fact, said: Any) -> None:
        # Dimension by dimension, the latest said holds.
        self.said[said.stakeholder_id] |= values_said(fact)
        self.unsettled["stakeholders"][said.stakeholder_id] = None

    def assess(self, fact: Fact, said: Assessed) -> None:
        self.read_stakeholder(fact, said)
        if not self.assessments:
            return
        found = Assessment(
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
        if said.stakeholder_id in self.world.stakeholders:
            self.world.assessments[found.id] = found
        else:
            self.early[said.stakeholder_id].append(found)

    def report(self, fact: Fact, said: ReportsTo) -> None:
        self.stated_reports[said.account_id, said.person_id] = (fact.observed_at, said)
        self.unsettled["reports"][said.subject] = None

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
        self.unsettled["referrals"][said.referral_id] = None

    def advance(self, fact: Fact, said: ReferralAdvanced) -> None:
        self.steps[said.referral_id].append(ReferralStep(said.status, fact.observed_at, said.value))
        self.unsettled["referrals"][said.referral_id] = None

    def move(self, fact: Fact, said: StageMoved) -> None:
        self.moves[said.subject].append((fact, said))
        self.unsettled["transitions"][said.subject] = None

    def level(self, _fact: Fact, said: ContactLevelStated) -> None:
        pair = (said.seller_id, said.stakeholder_id)
        if said.current is None and said.desired is None:
            self.world.contact_levels.pop(pair, None)
        else:
            self.world.contact_levels[pair] = ContactLevel(*pair, said.account_id, said.current, said.desired)

    def promise(self, fact: Fact, said: CommitmentMade) -> None:
        id_ = said.commitment_id
        self.world.commitments[id_] = Commitment(
            id_, self.versions[id_], said.account_id, said.person_id, said.side, said.text, fact.observed_at, said.due
        )

    def settle_commitment(self, fact: Fact, said: CommitmentSettled) -> None:
        if (known := self.world.commitments.get(said.commitment_id)) is not None:
            settled = replace(known, status=said.status, settled_at=fact.observed_at)
            self.world.commitments[said.commitment_id] = settled

    def dismiss(self, fact: Fact, said: FindingDismissed) -> None:
        dismissed = Dismissal(fact.observed_at, fact.by, said.reason, said.evidence_hash, said.until)
        self._note(said, dismissed=dismissed)

    def complete(self, fact: Fact, said: FindingDone) -> None:
        self._note(said, done=Completion(fact.observed_at, fact.by, said.evidence_hash, said.note))

    def reopen(self, _fact: Fact, said: FindingReopened) -> None:
        self._note(said, dismissed=None, done=None)

    def assign(self, _fact: Fact, said: FindingAssigned) -> None:
        self._note(said, assignee_id=said.seller_id)

    def _note(self, said: FindingDismissed | FindingDone | FindingReopened | FindingAssigned, **values: Any) -> None:
        key = (said.account_id, said.insight_id)
        known = self.world.finding_notes.get(key) or FindingNote(said.insight_id, said.account_id)
        self.world.finding_notes[key] = replace(known, **values)

    def advise(self, _fact: Fact, _said: PlayDescribed) -> None:
        """The playbook is read from its facts (`domain.playbook`): it is no part of the world."""

    def take_back(self, _fact: Fact, _said: Any) -> None:
        """Undos, corrections and merges have had their effect before anything is applied."""


def _closing(closed: tuple[datetime, OpportunityClosed]) -> dict[str, Any]:
    at, said = closed
    return {"status": said.status, "closed_at": at, "lost_reason": said.lost_reason}


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
    ContactLevelStated: _Fold.level,
    CommitmentMade: _Fold.promise,
    CommitmentSettled: _Fold.settle_commitment,
    FindingDismissed: _Fold.dismiss,
    FindingDone: _Fold.complete,
    FindingReopened: _Fold.reopen,
    FindingAssigned: _Fold.assign,
    PlayDescribed: _Fold.advise,
    Undone: _Fold.take_back,
    Corrected: _Fold.take_back,
    # Those who were merged are one because of what the same change says of them.
    Merged: _Fold.take_back,
}
STATEMENTS: tuple[type, ...] = tuple(_APPLY)
"""Every kind of statement there is."""
