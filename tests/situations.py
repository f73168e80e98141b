"""Situations for tests of rules: a map of a few people, said in a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.account import Account
from domain.assessment import Assessment
from domain.codes import AccountKind, BuyingRole, Influence, Support
from domain.decision_map import ContactCount, MapGraph, build_decision_map
from domain.ids import PersonId, map_of
from domain.insight import Finding
from domain.opportunity import Opportunity
from domain.person import Employment, Person
from domain.rule import RuleSettings
from domain.rules import find
from domain.seller import Seller
from domain.situation import Situation
from domain.stakeholder import Stakeholder, StatedCoverage
from domain.strength import Strength
from domain.tie import Influences, ReportsTo
from tests.worlds import RECORDED, START, account, assessment, day, opportunity, person, seller, stakeholder

NOW = day(400)
OWNER = Seller(seller(1), 1, RECORDED, "Olga")
HELPER = Seller(seller(2), 1, RECORDED, "Hugo")
ACME = Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY, owner_id=OWNER.id)
DEAL = Opportunity(opportunity(1), 1, ACME.id, day(10), "Deal")
LEFT = day(390)
RECENTLY = day(395)


@dataclass(frozen=True)
class Who:
    """One stakeholder: `name` null is a placeholder; `assessed`: when; `met`: when, `by` whom, how strongly."""

    name: str | None = "Ann"
    roles: str = ""
    influence: Influence | None = None
    support: Support | None = None
    assessed: datetime | None = RECENTLY
    left: bool = False
    met: datetime | None = None
    by: Seller = OWNER
    strength: float = 50.0
    coverage: StatedCoverage | None = None
    since: datetime = START

    def stakeholder(self, number: int, of: MapGraph) -> Stakeholder:
        return Stakeholder(
            stakeholder(number),
            1,
            of.map_id,
            of.account.id,
            self.since,
            person_id=person(number) if self.name is not None else None,
            label=None if self.name is not None else "somebody",
            roles=tuple(role for role in BuyingRole if (role.symbol or "?") in self.roles),
            influence=self.influence,
            support=self.support,
            coverage=self.coverage,
        )

    def person(self, number: int, of: MapGraph) -> Person:
        until = LEFT if self.left else None
        work = (Employment(of.account.id, None, None, until),)
        return Person(person(number), 1, RECORDED, None, self.name or "", employments=work)

    def assessment(self, number: int, of: MapGraph) -> tuple[Assessment, ...]:
        if self.assessed is None:
            return ()
        made = (assessment(number), stakeholder(number), of.account.id, OWNER.id, self.assessed, self.assessed)
        return (Assessment(*made, support=self.support, influence=self.influence),)


@dataclass(frozen=True)
class Scene:
    """A map: its people, numbered from 1 in the order given, and who manages and moves whom by number."""

    people: tuple[Who, ...] = ()
    manages: Sequence[tuple[int, int]] = ()
    moves: Sequence[tuple[int, int]] = ()
    account: Account = ACME
    opportunity: Opportunity | None = None
    at: datetime = NOW
    contacts: Mapping[PersonId, ContactCount] = field(default_factory=dict[PersonId, ContactCount])
    ties: Sequence[Influences] = ()
    given: dict[str, Any] = field(default_factory=dict[str, Any])

    def situation(self) -> Situation:
        owner = self.opportunity.id if self.opportunity is not None else self.account.id
        empty = MapGraph(map_of(owner), self.at, self.account, self.opportunity, (), {})
        numbered = [*enumerate(self.people, 1)]
        named = [(n, who) for n, who in numbered if who.name is not None]
        graph = MapGraph(
            empty.map_id,
            self.at,
            self.account,
            self.opportunity,
            tuple(who.stakeholder(n, empty) for n, who in numbered),
            {person(n): who.person(n, empty) for n, who in named},
            reports=tuple(ReportsTo(self.account.id, person(low), person(high)) for high, low in self.manages),
            influences=(*(Influences(person(a), person(b), 3) for a, b in self.moves), *self.ties),
            contacts=self.contacts,
        )
        met = [(person(n), who) for n, who in named if who.met is not None]
        return Situation(
            build_decision_map(graph),
            self.at,
            **{
                "strengths": {id_: (Strength(who.by.id, id_, who.strength, who.met, ()),) for id_, who in met},
                "sellers": {one.id: one for one in (OWNER, HELPER)},
                "assessments": {stakeholder(n): found for n, who in numbered if (found := who.assessment(n, empty))},
                **self.given,
            },
        )

    def found(self, rule: str, **thresholds: int) -> list[Finding]:
        """Return what one rule finds."""
        return [one for one in find(self.situation(), RuleSettings(thresholds)) if one.rule == rule]


def scene(*who: Who, **said: Any) -> Scene:
    """Return a map of these people."""
    known = {name: said.pop(name) for name in (*said,) if name in Scene.__dataclass_fields__ and name != "people"}
    return Scene(who, given=said, **known)
