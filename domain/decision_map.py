"""The decision map: who decides, how much weight they carry, where they stand (domain.md §2, §13)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.codes import (
    INFLUENCE_SCORE,
    ROLE_WEIGHT,
    SUPPORT_SCORE,
    BuyingRole,
    CompletenessCheck,
    Coverage,
    Influence,
    InteractionKind,
    MapStatus,
    ReadingSource,
    Support,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.ids import MapId, PersonId
    from domain.opportunity import Opportunity
    from domain.person import Person
    from domain.stakeholder import Stakeholder
    from domain.tie import Influences, Knows, ReportsTo

COVERAGE_WINDOW: Final = timedelta(days=365)
"""How long a stated coverage counts, and how far back interactions are counted for a computed one."""

_DECIDING: Final = frozenset({BuyingRole.APPROVER, BuyingRole.DECIDER})
_FOR_US: Final = frozenset({Support.SUPPORTER, Support.SPONSOR})
_KEY: Final = frozenset({Influence.INNER_CIRCLE, Influence.POLITICAL_STRUCTURE})
IN_PERSON: Final = frozenset({InteractionKind.MEETING, InteractionKind.SITE_VISIT})


@dataclass(frozen=True, slots=True)
class ContactCount:
    """Our interactions with a person in the window before a moment; `in_person`: MEETING and SITE_VISIT among them."""

    total: int
    in_person: int


NO_CONTACT: Final = ContactCount(0, 0)


@dataclass(frozen=True, slots=True)
class MapGraph:
    """What a decision map is made from, at the moment `at`: the live stakeholders, and the ties among their people."""

    map_id: MapId
    at: datetime
    account: Account
    opportunity: Opportunity | None
    stakeholders: tuple[Stakeholder, ...]
    people: Mapping[PersonId, Person]
    reports: tuple[ReportsTo, ...] = ()
    influences: tuple[Influences, ...] = ()
    acquaintances: tuple[Knows, ...] = ()
    contacts: Mapping[PersonId, ContactCount] = field(default_factory=dict[Any, Any])


@dataclass(frozen=True, slots=True)
class CoverageReading:
    """How far we are in contact: stated or computed, and from how many interactions of the last 365 days."""

    value: Coverage
    source: ReadingSource
    interactions: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A stakeholder as read in its map at one moment.

    `weight` is influence score × role weight (1–12); `counts` is false once the person has left the account.
    """

    stakeholder: Stakeholder
    person: Person | None
    left_at: datetime | None
    coverage: CoverageReading
    weight: int

    @property
    def label(self) -> str:
        """The person's name, or the placeholder's label."""
        return self.person.name if self.person is not None else self.stakeholder.label or ""

    @property
    def title(self) -> str | None:
        """The person's title; of who has left the account, the one they had there, whatever they are elsewhere."""
        if self.person is None or self.left_at is None:
            return self.person.title if self.person is not None else None
        held = [one.title for one in self.person.employments if one.account_id == self.stakeholder.account_id]
        return held[-1] if held else None

    @property
    def counts(self) -> bool:
        """Whether they count in scores, completeness and network figures."""
        return self.left_at is None

    @property
    def key_player(self) -> bool:
        """Whether their influence is of the inner circle or the political structure."""
        return self.stakeholder.influence in _KEY


@dataclass(frozen=True, slots=True)
class SupportTerm:
    """One stakeholder's part in the support score: `weight` × `support` (−2…2)."""

    standing: Standing
    weight: int
    support: int


@dataclass(frozen=True, slots=True)
class SupportScore:
    """100 × Σ(weight × support) ÷ Σ(weight × 2) over known support: −100…100; null when none is known (§2)."""

    value: float | None
    terms: tuple[SupportTerm, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Done ÷ 7, a share 0–1, and each of the seven checks in order (§2)."""

    value: float
    items: tuple[tuple[CompletenessCheck, bool], ...]


@dataclass(frozen=True, slots=True)
class DecisionMap:
    """A map with what follows from it, at the moment of its graph."""

    graph: MapGraph
    standings: tuple[Standing, ...]
    support_score: SupportScore
    status: MapStatus
    completeness: Completeness


def build_decision_map(graph: MapGraph) -> DecisionMap:
    """Score a map. Stakeholders are in the order of their label, then id, so that two requests draw the same map."""
    standings = tuple(
        sorted((read_standing(graph, s) for s in graph.stakeholders), key=lambda s: (s.label, s.stakeholder.id))
    )
    counted = [s for s in standings if s.counts]
    return DecisionMap(
        graph=graph,
        standings=standings,
        support_score=support_score(counted),
        status=map_status(graph.stakeholders, graph.people),
        completeness=completeness(counted),
    )


def read_standing(graph: MapGraph, stakeholder: Stakeholder) -> Standing:
    """Read one stakeholder at the graph's moment."""
    person = graph.people.get(stakeholder.person_id) if stakeholder.person_id else None
    return Standing(
        stakeholder=stakeholder,
        person=person,
        left_at=person.left_at(stakeholder.account_id) if person else None,
        coverage=coverage(stakeholder, graph),
        weight=weight(stakeholder.influence, stakeholder.roles),
    )


def weight(influence: Influence | None, roles: Iterable[BuyingRole]) -> int:
    """Return influence score × the highest role weight; unknown influence and no role count as 1 each (§2)."""
    score = INFLUENCE_SCORE[influence] if influence is not None else 1
    return score * max((ROLE_WEIGHT[role] for role in roles), default=1)


def support_score(standings: Iterable[Standing]) -> SupportScore:
    """Return the support score with its terms, one for each stakeholder whose support is known."""
    terms = tuple(
        SupportTerm(s, s.weight, SUPPORT_SCORE[s.stakeholder.support])
        for s in standings
        if s.stakeholder.support is not None
    )
    return SupportScore(score([(t.weight, t.support) for t in terms]), terms)


def score(known: Sequence[tuple[int, int]]) -> float | None:
    """Return the support score of people by weight and support; null without any (§2)."""
    if not known:
        return None
    return 100 * sum(weight_ * support for weight_, support in known) / sum(weight_ * 2 for weight_, _ in known)


def map_status(stakeholders: Iterable[Stakeholder], people: Mapping[PersonId, Person]) -> MapStatus:
    """Return the status of a map (§2); who has left the account does not count.

    GREEN: a key player who approves or decides is for us. AMBER: some key player is. RED: none is.
    """
    for_us = [s for s in stakeholders if s.influence in _KEY and s.support in _FOR_US and not _has_left(s, people)]
    if any(_DECIDING & set(s.roles) for s in for_us):
        return MapStatus.GREEN
    return MapStatus.AMBER if for_us else MapStatus.RED


def _has_left(stakeholder: Stakeholder, people: Mapping[PersonId, Person]) -> bool:
    person = people.get(stakeholder.person_id) if stakeholder.person_id else None
    return person is not None and person.left_at(stakeholder.account_id) is not None


def completeness(standings: Sequence[Standing]) -> Completeness:
    """Return which of the seven things that a map must tell it tells; a placeholder does not name anybody (§2)."""
    named = {role for s in standings if s.person is not None for role in s.stakeholder.roles}
    key = [s for s in standings if s.key_player]
    items = (
        (CompletenessCheck.APPROVER_NAMED, BuyingRole.APPROVER in named),
        (CompletenessCheck.DECIDER_NAMED, BuyingRole.DECIDER in named),
        (CompletenessCheck.EVALUATOR_NAMED, BuyingRole.EVALUATOR in named),
        (CompletenessCheck.USER_NAMED, BuyingRole.USER in named),
        (CompletenessCheck.SPONSOR_FOUND, any(s.stakeholder.support == Support.SPONSOR for s in standings)),
        (
            CompletenessCheck.KEY_PLAYERS_SUPPORT_KNOWN,
            bool(key) and all(s.stakeholder.support is not None for s in key),
        ),
        (
            CompletenessCheck.KEY_PLAYERS_COVERED,
            bool(key) and all(s.coverage.value != Coverage.NONE for s in key),
        ),
    )
    return Completeness(sum(done for _, done in items) / len(items), items)


def coverage(stakeholder: Stakeholder, graph: MapGraph) -> CoverageReading:
    """Return the coverage stated in the last 365 days, else the computed one; a placeholder has NONE, computed (§2)."""
    count = graph.contacts.get(stakeholder.person_id, NO_CONTACT) if stakeholder.person_id else NO_CONTACT
    stated = stated_coverage(stakeholder, graph.at)
    if stated is not None:
        return CoverageReading(stated, ReadingSource.STATED, count.total)
    return CoverageReading(computed_coverage(count), ReadingSource.COMPUTED, count.total)


def stated_coverage(stakeholder: Stakeholder, at: datetime) -> Coverage | None:
    """Return the coverage stated of a person in the 365 days before a moment."""
    stated = stakeholder.coverage
    # "The last 365 days" is (t - 365 × 24 h, t]: a statement exactly that old no longer counts.
    if stakeholder.person_id and stated is not None and stated.observed_at > at - COVERAGE_WINDOW:
        return stated.value
    return None


def computed_coverage(count: ContactCount) -> Coverage:
    """Return NONE for 0 interactions, BRIEF for 1–2, IN_DEPTH from 10 with 3 in person, else MULTIPLE (§4)."""
    if count.total == 0:
        return Coverage.NONE
    if count.total <= 2:
        return Coverage.BRIEF
    if count.total >= 10 and count.in_person >= 3:
        return Coverage.IN_DEPTH
    return Coverage.MULTIPLE


def count_contacts(contacts: Iterable[tuple[PersonId, InteractionKind]]) -> dict[PersonId, ContactCount]:
    """Count interactions by person; the caller has chosen the window (t − 365 days, t]."""
    totals: Counter[PersonId] = Counter()
    in_person: Counter[PersonId] = Counter()
    for person_id, kind in contacts:
        totals[person_id] += 1
        in_person[person_id] += kind in IN_PERSON
    return {person_id: ContactCount(total, in_person[person_id]) for person_id, total in totals.items()}
