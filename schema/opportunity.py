"""Opportunities: one deal at one account."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

import domain.opportunity
from domain.codes import OpportunityStatus
from schema.context import Info
from schema.money import Money, money_of
from schema.node import Node
from schema.related import load_account
from schema.writing import Edit, Input, Payload

if TYPE_CHECKING:
    from schema.account import Account


@strawberry.type(description="One deal at one account.")
class Opportunity(Node):
    name: str = strawberry.field(description="What the deal is called.")
    version: int = strawberry.field(description="Counts the changes of the opportunity's own fields.")
    external_id: str | None = strawberry.field(description="The id it has in a system of yours.")
    amount: Money | None = strawberry.field(description="What it is worth.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    closed_at: datetime | None = strawberry.field(description="When it was won or lost.")
    expected_close: date | None = strawberry.field(description="When a decision is expected.")
    status: OpportunityStatus = strawberry.field(
        description="What became of it; once it is closed, its map is read-only."
    )
    lost_reason: str | None = strawberry.field(description="Why it was lost.")
    account_id: strawberry.Private[str]

    @strawberry.field(description="The account whose deal it is.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.account_id)

    @classmethod
    def from_domain(cls, found: domain.opportunity.Opportunity) -> Opportunity:
        return cls(
            id=strawberry.ID(found.id),
            name=found.name,
            version=found.version,
            external_id=found.external_id,
            amount=money_of(found.amount),
            opened_at=found.opened_at,
            closed_at=found.closed_at,
            expected_close=found.expected_close,
            status=found.status,
            lost_reason=found.lost_reason,
            account_id=found.account_id,
        )


async def load_opportunity(info: Info, opportunity_id: str | None) -> Opportunity | None:
    """Return an opportunity by id, batched with what else is asked for; null where none is named."""
    found = await info.context.loaders.nodes.load(opportunity_id) if opportunity_id is not None else None
    return Opportunity.from_domain(found) if isinstance(found, domain.opportunity.Opportunity) else None


@strawberry.input(description="A new opportunity. Its decision map is empty at first.")
class CreateOpportunityInput(Input):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    name: str = strawberry.field(description="What the deal is called, one line of at most 200 characters.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id it has in a system of yours.")
    amount: Decimal | None = strawberry.field(default=UNSET, description="What it is worth; comes with `currency`.")
    currency: str | None = strawberry.field(default=UNSET, description="The amount's currency (ISO 4217).")
    expected_close: date | None = strawberry.field(default=UNSET, description="When a decision is expected.")
    opened_at: datetime | None = strawberry.field(default=UNSET, description="When it was opened; now unless given.")


@strawberry.input(description="Fields of an opportunity anew: what is left out stays, null empties.")
class UpdateOpportunityInput(Edit):
    opportunity_id: strawberry.ID = strawberry.field(description="The opportunity's id.")
    name: str | None = strawberry.field(default=UNSET, description="What the deal is called; it cannot be emptied.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id it has in a system of yours.")
    amount: Decimal | None = strawberry.field(default=UNSET, description="What it is worth.")
    currency: str | None = strawberry.field(default=UNSET, description="The amount's currency (ISO 4217).")
    expected_close: date | None = strawberry.field(default=UNSET, description="When a decision is expected.")


@strawberry.input(description="The end of an opportunity: won or lost.")
class CloseOpportunityInput(Edit):
    opportunity_id: strawberry.ID = strawberry.field(description="The opportunity's id.")
    status: OpportunityStatus = strawberry.field(description="WON or LOST.")
    at: datetime | None = strawberry.field(default=UNSET, description="When it was decided; now unless given.")
    lost_reason: str | None = strawberry.field(default=UNSET, description="Why it was lost.")


@strawberry.type(description="What `createOpportunity` did.")
class CreateOpportunityPayload(Payload):
    opportunity: Opportunity | None = strawberry.field(default=None, description="The new opportunity.")


@strawberry.type(description="What `updateOpportunity` did.")
class UpdateOpportunityPayload(Payload):
    opportunity: Opportunity | None = strawberry.field(default=None, description="The opportunity as it is now.")


@strawberry.type(description="What `closeOpportunity` did.")
class CloseOpportunityPayload(Payload):
    opportunity: Opportunity | None = strawberry.field(default=None, description="The opportunity as it is now.")
