"""Orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

import domain.order
from schema.context import Info
from schema.money import Money, money_of
from schema.node import Node
from schema.opportunity import Opportunity, load_opportunity
from schema.related import load_account
from schema.writing import Input, Payload

if TYPE_CHECKING:
    from schema.account import Account


@strawberry.type(description="What an account ordered.")
class Order(Node):
    external_id: str | None = strawberry.field(description="The id it has in a system of yours.")
    at: datetime = strawberry.field(description="When it was ordered.")
    value: Money = strawberry.field(description="What it was ordered for.")
    cost: Money | None = strawberry.field(description="What it costs us, in the same currency.")
    product: str | None = strawberry.field(description="What was ordered.")
    account_id: strawberry.Private[str]
    opportunity_id: strawberry.Private[str | None]

    @strawberry.field(description="The account that ordered.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.account_id)

    @strawberry.field(description="The deal it came of.")
    async def opportunity(self, info: Info) -> Opportunity | None:
        return await load_opportunity(info, self.opportunity_id)

    @classmethod
    def from_domain(cls, found: domain.order.Order) -> Order:
        return cls(
            id=strawberry.ID(found.id),
            external_id=found.external_id,
            at=found.at,
            value=Money.from_domain(found.value),
            cost=money_of(found.cost),
            product=found.product,
            account_id=found.account_id,
            opportunity_id=found.opportunity_id,
        )


@strawberry.input(description="An order of an account.")
class RecordOrderInput(Input):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    at: datetime = strawberry.field(description="When it was ordered; not in the future.")
    amount: Decimal = strawberry.field(description="What it was ordered for.")
    currency: str = strawberry.field(description="The currency of amount and cost (ISO 4217).")
    cost: Decimal | None = strawberry.field(default=UNSET, description="What it costs us.")
    product: str | None = strawberry.field(default=UNSET, description="What was ordered, one line.")
    opportunity_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The deal it came of.")


@strawberry.type(description="What `recordOrder` did.")
class RecordOrderPayload(Payload):
    order: Order | None = strawberry.field(default=None, description="The order.")
