"""Sellers: the people on our side, who are also the users."""

from __future__ import annotations

import strawberry
from strawberry import UNSET

import domain.seller
from domain.codes import SellerRole
from schema.context import Info
from schema.node import Party
from schema.writing import Edit, Input, Payload


@strawberry.type(description="Somebody on our side, who is a user of the system.")
class Seller(Party):
    version: int = strawberry.field(description="Counts the changes of the seller's own fields.")
    email: str | None = strawberry.field(description="The e-mail address, by which a user is known.")
    role: SellerRole = strawberry.field(description="What the seller may do.")
    team: str | None = strawberry.field(description="The team.")
    manager_id: strawberry.Private[str | None]

    @strawberry.field(description="Who manages the seller, and sees what the seller sees.")
    async def manager(self, info: Info) -> Seller | None:
        return await load_seller(info, self.manager_id)

    @classmethod
    def from_domain(cls, found: domain.seller.Seller) -> Seller:
        return cls(
            id=strawberry.ID(found.id),
            name=found.name,
            version=found.version,
            email=found.email,
            role=found.role,
            team=found.team,
            manager_id=found.manager_id,
        )


async def load_seller(info: Info, seller_id: str | None) -> Seller | None:
    """Return a seller by id, batched with what else is asked for; null where nobody is named."""
    found = await info.context.loaders.nodes.load(seller_id) if seller_id is not None else None
    return Seller.from_domain(found) if isinstance(found, domain.seller.Seller) else None


async def load_sellers(info: Info, seller_ids: tuple[str, ...]) -> list[Seller]:
    """Return sellers by id, batched with what else is asked for."""
    found = await info.context.loaders.nodes.load_many(seller_ids)
    return [Seller.from_domain(one) for one in found if isinstance(one, domain.seller.Seller)]


@strawberry.input(description="A new seller. For an ADMIN only.")
class CreateSellerInput(Input):
    name: str = strawberry.field(description="The name, one line of at most 200 characters.")
    email: str | None = strawberry.field(default=UNSET, description="The e-mail address; one seller has it at most.")
    manager_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The manager's id.")
    role: SellerRole | None = strawberry.field(default=UNSET, description="What they may do; MEMBER unless given.")
    team: str | None = strawberry.field(default=UNSET, description="The team.")


@strawberry.input(description="Fields of a seller anew: what is left out stays, null empties. For an ADMIN only.")
class UpdateSellerInput(Edit):
    seller_id: strawberry.ID = strawberry.field(description="The seller's id.")
    name: str | None = strawberry.field(default=UNSET, description="The name; it cannot be emptied.")
    email: str | None = strawberry.field(default=UNSET, description="The e-mail address; one seller has it at most.")
    manager_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The manager's id.")
    role: SellerRole | None = strawberry.field(default=UNSET, description="What they may do; it cannot be emptied.")
    team: str | None = strawberry.field(default=UNSET, description="The team.")


@strawberry.type(description="What `createSeller` did.")
class CreateSellerPayload(Payload):
    seller: Seller | None = strawberry.field(default=None, description="The new seller.")


@strawberry.type(description="What `updateSeller` did.")
class UpdateSellerPayload(Payload):
    seller: Seller | None = strawberry.field(default=None, description="The seller as it is now.")
