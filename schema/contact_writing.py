"""Writes of what one of us is to one of them, and should be."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import UNSET

from domain.codes import RelationshipLevel
from schema.contact import ContactCell
from schema.writing import Input, Payload


@strawberry.input(description="What a seller is to a stakeholder, and should be. What is left out stays, null empties.")
class SetContactLevelInput(Input):
    seller_id: strawberry.ID = strawberry.field(description="Who of us.")
    stakeholder_id: strawberry.ID = strawberry.field(description="Who of them; not a placeholder.")
    current: RelationshipLevel | None = strawberry.field(default=UNSET, description="What the seller is to them.")
    desired: RelationshipLevel | None = strawberry.field(
        default=UNSET, description="What the seller should be to them."
    )
    observed_at: datetime | None = strawberry.field(
        default=UNSET, description="Since when it holds; now unless given, never in the future."
    )


@strawberry.type(description="What `setContactLevel` did.")
class SetContactLevelPayload(Payload):
    contact: ContactCell | None = strawberry.field(default=None, description="The two of them as they are now.")
