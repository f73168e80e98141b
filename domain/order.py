"""Orders (domain.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.ids import StreamId
from domain.money import money
from domain.text import clean_optional_line

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from domain.ids import AccountId, OpportunityId, OrderId
    from domain.money import Money


@dataclass(frozen=True, slots=True)
class Ordered:
    """The account ordered at `observed_at`. `cost` is in the currency of `value`."""

    order_id: OrderId
    account_id: AccountId
    value: Money
    external_id: str | None = None
    cost: Money | None = None
    product: str | None = None
    opportunity_id: OpportunityId | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.order_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return () if self.opportunity_id is None else (self.opportunity_id,)


@dataclass(frozen=True, slots=True)
class Order:
    """One recorded order."""

    id: OrderId
    account_id: AccountId
    at: datetime
    value: Money
    external_id: str | None = None
    cost: Money | None = None
    product: str | None = None
    opportunity_id: OpportunityId | None = None


def order(
    order_id: OrderId,
    account_id: AccountId,
    amount: Decimal,
    currency: str,
    *,
    cost: Decimal | None = None,
    product: str | None = None,
    external_id: str | None = None,
    opportunity_id: OpportunityId | None = None,
) -> Ordered:
    """Return an order; raises InvalidError for what `domain.money` refuses, and for a product that is no line."""
    return Ordered(
        order_id,
        account_id,
        money(amount, currency),
        external_id=clean_optional_line(external_id, "externalId"),
        cost=money(cost, currency, field="cost") if cost is not None else None,
        product=clean_optional_line(product, "product"),
        opportunity_id=opportunity_id,
    )
