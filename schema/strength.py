"""Strength: how strong a contact of one of us with one of them is, and what it is made of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import domain.strength
from domain.codes import StrengthComponent
from schema.seller import Seller

if TYPE_CHECKING:
    import domain.seller
    from schema.person import Person


@strawberry.type(description="One of the five parts of a strength.")
class StrengthPart:
    name: StrengthComponent = strawberry.field(description="What it looks at.")
    value: float = strawberry.field(description="What it adds, 0 to `max`.")
    max: float = strawberry.field(description="The most it can add.")


@strawberry.type(
    description="How strong a contact of one of us with one of them is at a moment t, counted from the interactions up "
    "to t that you may see. RECENCY: 30, halved for every 90 days since the last one. FREQUENCY: 25 × how many in the "
    "last 180 days, at most 12, ÷ 12. Over the last 365 days: RECIPROCITY: 15 × the share that was INBOUND or MUTUAL; "
    "DEPTH: 15 × the mean weight of their kinds (MEETING, SITE_VISIT 1; CALL, EVENT .7; MESSAGE, CARE, GIFT, "
    "SUPPORT_CASE .4; EMAIL .3); BREADTH: 15 × calendar months (UTC) with contact, at most 12, ÷ 12."
)
class Strength:
    seller: Seller = strawberry.field(description="Who of us.")
    person: Annotated[Person, strawberry.lazy("schema.person")] = strawberry.field(description="Who of them.")
    value: float = strawberry.field(description="The sum of the parts, 0 to 100, not rounded; 0 if they never met.")
    last_at: datetime | None = strawberry.field(
        description="When the last interaction was, however long ago; null if they never met."
    )
    parts: list[StrengthPart] = strawberry.field(description="The five parts, in order.")

    @classmethod
    def from_domain(cls, found: domain.strength.Strength, seller: domain.seller.Seller, person: Person) -> Strength:
        return cls(
            seller=Seller.from_domain(seller),
            person=person,
            value=found.value,
            last_at=found.last_at,
            parts=[StrengthPart(name=part.name, value=part.value, max=part.max) for part in found.parts],
        )
