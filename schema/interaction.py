"""Interactions: contacts of ours with a customer's people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import strawberry
from strawberry import UNSET

import domain.interaction
from domain.codes import Direction, InteractionKind
from schema.context import Info
from schema.cursor import Ordering
from schema.node import Node
from schema.opportunity import Opportunity, load_opportunity
from schema.related import load_account, load_people
from schema.seller import Seller, load_sellers
from schema.writing import Input, Payload

if TYPE_CHECKING:
    from schema.account import Account
    from schema.person import Person

INTERACTIONS: Final = Ordering("interactions", int)


@strawberry.type(description="A contact of some of us with some of a customer's people.")
class Interaction(Node):
    external_id: str | None = strawberry.field(description="The id it has in a system of yours.")
    kind: InteractionKind = strawberry.field(description="How we were in contact.")
    at: datetime = strawberry.field(description="When.")
    duration_minutes: int | None = strawberry.field(description="How long, in minutes.")
    direction: Direction = strawberry.field(description="From whom it came.")
    sentiment: int | None = strawberry.field(description="How it felt, −2 to 2.")
    note: str | None = strawberry.field(description="What was noted.")
    account_id: strawberry.Private[str]
    opportunity_id: strawberry.Private[str | None]
    seller_ids: strawberry.Private[tuple[str, ...]]
    person_ids: strawberry.Private[tuple[str, ...]]

    @strawberry.field(description="Who of us took part.")
    async def sellers(self, info: Info) -> list[Seller]:
        return await load_sellers(info, self.seller_ids)

    @strawberry.field(description="Who of them took part, as far as you may see them.")
    async def people(self, info: Info) -> list[Annotated[Person, strawberry.lazy("schema.person")]]:
        return await load_people(info, self.person_ids)

    @strawberry.field(description="The account it was with.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.account_id)

    @strawberry.field(description="The deal it was about.")
    async def opportunity(self, info: Info) -> Opportunity | None:
        return await load_opportunity(info, self.opportunity_id)

    @classmethod
    def from_domain(cls, found: domain.interaction.Interaction) -> Interaction:
        return cls(
            id=strawberry.ID(found.id),
            external_id=found.external_id,
            kind=found.kind,
            at=found.at,
            duration_minutes=found.duration_minutes,
            direction=found.direction,
            sentiment=found.sentiment,
            note=found.note,
            account_id=found.account_id,
            opportunity_id=found.opportunity_id,
            seller_ids=found.seller_ids,
            person_ids=found.person_ids,
        )


@strawberry.input(description="A contact to log.")
class RecordInteractionInput(Input):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    kind: InteractionKind = strawberry.field(description="How we were in contact.")
    at: datetime = strawberry.field(description="When; not in the future.")
    direction: Direction = strawberry.field(description="From whom it came.")
    duration_minutes: int | None = strawberry.field(default=UNSET, description="How long, 1 to 10,080 minutes.")
    sentiment: int | None = strawberry.field(default=UNSET, description="How it felt, −2 to 2.")
    seller_ids: list[strawberry.ID] = strawberry.field(description="Who of us took part, at most 100.")
    person_ids: list[strawberry.ID] = strawberry.field(description="Who of them took part, at most 100.")
    opportunity_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The deal it was about.")
    note: str | None = strawberry.field(default=UNSET, description="What is to be noted, at most 10,000 characters.")


@strawberry.type(description="What `recordInteraction` did.")
class RecordInteractionPayload(Payload):
    interaction: Interaction | None = strawberry.field(default=None, description="The interaction.")
