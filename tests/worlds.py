"""Small worlds for tests: readable ids, and facts recorded one change after another as a store records them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.account import AccountDescribed
from domain.change import Corrected, Undone
from domain.codes import AccountKind, SellerRole
from domain.fact import ALWAYS, Change, Fact, Stated
from domain.ids import (
    AccountId,
    AssessmentId,
    ChangeId,
    CommitmentId,
    FactId,
    InsightId,
    InteractionId,
    OpportunityId,
    OrderId,
    PersonId,
    ReferralId,
    SellerId,
    StakeholderId,
    TransitionId,
)
from domain.person import EmployedAt, PersonDescribed
from domain.seller import SellerDescribed

START = datetime(2024, 1, 1, tzinfo=UTC)
"""Day 0 of every world."""
RECORDED = datetime(2025, 1, 1, tzinfo=UTC)
"""When the first change of a `History` is recorded, unless it says otherwise; each next one a minute later."""
TICK = timedelta(microseconds=1)


def ident(type_name: str, number: int) -> str:
    """Return the id of a type that shows its number."""
    return f"{type_name}_{number:032x}"


def account(number: int) -> AccountId:
    return AccountId(ident("account", number))


def person(number: int) -> PersonId:
    return PersonId(ident("person", number))


def seller(number: int) -> SellerId:
    return SellerId(ident("seller", number))


def opportunity(number: int) -> OpportunityId:
    return OpportunityId(ident("opportunity", number))


def stakeholder(number: int) -> StakeholderId:
    return StakeholderId(ident("stakeholder", number))


def assessment(number: int) -> AssessmentId:
    return AssessmentId(ident("assessment", number))


def interaction(number: int) -> InteractionId:
    return InteractionId(ident("interaction", number))


def order(number: int) -> OrderId:
    return OrderId(ident("order", number))


def referral(number: int) -> ReferralId:
    return ReferralId(ident("referral", number))


def transition(number: int) -> TransitionId:
    return TransitionId(ident("transition", number))


def commitment(number: int) -> CommitmentId:
    return CommitmentId(ident("commitment", number))


def insight(number: int) -> InsightId:
    return InsightId(f"{ident('insight', number)}{number:032x}")


def change(number: int) -> ChangeId:
    return ChangeId(ident("change", number))


def day(number: float) -> datetime:
    """Return 00:00 of the day, 2024-01-01 being day 0."""
    return START + timedelta(days=number)


def on(number: float, *statements: Any) -> list[Stated]:
    """State things that were observed on a day."""
    return [Stated(statement, day(number)) for statement in statements]


def always(*statements: Any) -> list[Stated]:
    """State things without a known beginning."""
    return [Stated(statement, ALWAYS) for statement in statements]


def new_account(number: int, name: str, at: float = 0, **given: Any) -> list[Stated]:
    said: dict[str, Any] = {"kind": AccountKind.COMPANY, **given}
    return on(at, AccountDescribed(account(number), name=name, **said))


def new_person(number: int, name: str, employer: int | None = None, at: float = 0, **given: Any) -> list[Stated]:
    """Describe a person, employed without known beginning if an employer is given."""
    said = on(at, PersonDescribed(person(number), name=name, **given))
    return said if employer is None else [*said, *always(EmployedAt(person(number), account(employer)))]


def new_seller(number: int, name: str, role: SellerRole = SellerRole.MEMBER, **given: Any) -> list[Stated]:
    return on(0, SellerDescribed(seller(number), name=name, role=role, **given))


@dataclass(slots=True)
class History:
    """Changes in the order of recording; facts of one change share its moment."""

    changes: list[Change] = field(default_factory=list[Change])
    count: int = 0

    def record(
        self, *said: list[Stated], by: SellerId | None = None, at: datetime | None = None, mutation: str = "test"
    ) -> Change:
        """Record statements as one change, a minute after the last one unless told when."""
        number = len(self.changes) + 1
        last = self.changes[-1].recorded_at if self.changes else RECORDED - timedelta(minutes=1)
        recorded_at = at if at is not None else last + timedelta(minutes=1)
        facts: list[Fact] = []
        for one in (one for some in said for one in some):
            self.count += 1
            fact_id = FactId(ident("fact", self.count))
            facts.append(Fact(fact_id, change(number), one.observed_at, recorded_at, one.by or by, one.statement))
        made = Change(change(number), number, recorded_at, by, mutation, tuple(facts))
        self.changes.append(made)
        return made

    def undo(self, undone: Change, by: SellerId | None = None) -> Change:
        """Take a change back, as observed when it is recorded."""
        at = self.changes[-1].recorded_at + timedelta(minutes=1)
        return self.record([Stated(Undone(undone.id, undone.facts[0].statement.stream), at)], by=by, at=at)

    def correct(
        self, wrong: Fact, *said: list[Stated], reason: str = "It was wrong.", by: SellerId | None = None
    ) -> Change:
        """Leave one fact out from now on, and state what is right."""
        at = self.changes[-1].recorded_at + timedelta(minutes=1)
        return self.record([Stated(Corrected(wrong.id, wrong.statement.stream, reason), at)], *said, by=by, at=at)

    @property
    def facts(self) -> list[Fact]:
        return [fact for made in self.changes for fact in made.facts]
