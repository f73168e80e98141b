"""Opportunities: one deal at one account (domain.md §1, §13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from domain.codes import OpportunityStatus
from domain.errors import InvalidError
from domain.fact import UNSET, Stated, Unset
from domain.ids import StreamId
from domain.money import money
from domain.text import Text, clean_line, clean_note, clean_optional_line

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from domain.ids import AccountId, OpportunityId
    from domain.money import Money


@dataclass(frozen=True, slots=True)
class OpportunityDescribed:
    """Fields of an opportunity, as far as stated; the first one opens it at its `observed_at`."""

    opportunity_id: OpportunityId
    account_id: AccountId
    name: str | Unset = UNSET
    external_id: str | Unset | None = UNSET
    amount: Money | Unset | None = UNSET
    expected_close: date | Unset | None = UNSET

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.opportunity_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class OpportunityClosed:
    """The deal is WON or LOST from its `observed_at` on; its map is read-only from then."""

    opportunity_id: OpportunityId
    account_id: AccountId
    status: OpportunityStatus
    lost_reason: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.opportunity_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An opportunity as described."""

    id: OpportunityId
    version: int
    account_id: AccountId
    opened_at: datetime
    name: str
    external_id: str | None = None
    amount: Money | None = None
    expected_close: date | None = None
    status: OpportunityStatus = OpportunityStatus.OPEN
    closed_at: datetime | None = None
    lost_reason: str | None = None

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it was opened by a moment, and not closed by then."""
        return self.opened_at <= moment and (self.closed_at is None or moment < self.closed_at)


def describe_opportunity(said: OpportunityDescribed) -> OpportunityDescribed:
    """Return the description with its texts cleaned; raises InvalidError for an empty name."""
    if said.name is None:  # pyright: ignore[reportUnnecessaryComparison] - null comes from outside
        raise InvalidError(Text("It cannot be emptied.", "不能清空。"), field="name")
    changes: dict[str, Any] = {}
    if said.name is not UNSET:
        changes["name"] = clean_line(said.name, "name")
    if said.external_id is not UNSET:
        changes["external_id"] = clean_optional_line(said.external_id, "externalId")
    return replace(said, **changes)


def amount_of(*, amount: Decimal | None, currency: str | None) -> Money | None:
    """Return an amount with its currency, which come together; null where there is no amount.

    Raises InvalidError where one is given without the other, or for what `domain.money` refuses.
    """
    if amount is None:
        if currency is not None:
            raise InvalidError(Text("A currency needs an amount.", "给出币种时必须同时给出金额。"), field="amount")
        return None
    if currency is None:
        raise InvalidError(
            Text("An amount needs a currency (ISO 4217, as CNY).", "金额必须有币种（ISO 4217，如 CNY）。"),
            field="currency",
        )
    return money(amount, currency)


def close(opportunity: Opportunity, status: OpportunityStatus, at: datetime, lost_reason: str | None) -> Stated:
    """Close an open opportunity at a moment; raises InvalidError where it is closed, or `at` is before its opening."""
    if status is OpportunityStatus.OPEN:
        raise InvalidError(Text("It is closed as WON or LOST.", "关闭状态只能是赢单或丢单。"), field="status")
    if opportunity.status is not OpportunityStatus.OPEN:
        raise InvalidError(
            Text("It is closed already; undo that to say otherwise.", "该商机已关闭；如需更正请先撤销。"),
            field="opportunityId",
        )
    if at < opportunity.opened_at:
        raise InvalidError(
            Text(
                f"It lies before the opening ({opportunity.opened_at.isoformat()}).",
                f"早于开启时间（{opportunity.opened_at.isoformat()}）。",
            ),
            field="at",
        )
    reason = clean_note(lost_reason, "lostReason")
    if reason is not None and status is not OpportunityStatus.LOST:
        raise InvalidError(
            Text("Only a LOST deal has a reason for the loss.", "只有丢单才填写丢单原因。"),
            field="lostReason",
        )
    return Stated(OpportunityClosed(opportunity.id, opportunity.account_id, status, reason), at)


def check_open(opportunity: Opportunity | None, field: str) -> None:
    """Raise InvalidError where a map may not be written to because its opportunity is closed."""
    if opportunity is not None and opportunity.status is not OpportunityStatus.OPEN:
        raise InvalidError(
            Text(
                "The opportunity is closed, and its map is read-only.",
                "商机已关闭，其决策关系图为只读。",
            ),
            field=field,
        )
