"""Opportunities: one deal at one account (domain.md §1, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.codes import OpportunityStatus
from domain.fact import UNSET, Unset
from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.ids import AccountId, OpportunityId
    from domain.money import Money


@dataclass(frozen=True, slots=True)
class OpportunityDescribed:
    """Fields of an opportunity, as far as stated; the first one opens it at its `observed_at`."""

    opportunity_id: OpportunityId
    account_id: AccountId
    name: str | Unset = UNSET
    external_id: str | None | Unset = UNSET
    amount: Money | None | Unset = UNSET
    expected_close: date | None | Unset = UNSET

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
