"""Assessments: dated statements by a seller about a stakeholder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import domain.assessment
from domain.codes import Adaptability, Confidence, Coverage, DecisionOrientation, Influence, Support
from schema.context import Info
from schema.correction import Correction, show_corrections
from schema.node import Node
from schema.related import load_stakeholder
from schema.seller import Seller, load_seller

if TYPE_CHECKING:
    from schema.stakeholder import Stakeholder


@strawberry.type(description="What one seller said of a stakeholder at one time; only ever added. Null: not said.")
class Assessment(Node):
    observed_at: datetime = strawberry.field(description="When it was so.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    support: Support | None = strawberry.field(description="Our standing with them.")
    influence: Influence | None = strawberry.field(description="Their political standing.")
    adaptability: Adaptability | None = strawberry.field(description="How they take change.")
    coverage: Coverage | None = strawberry.field(description="How far we are in contact.")
    orientation: DecisionOrientation | None = strawberry.field(description="What they decide by.")
    evidence: str | None = strawberry.field(description="What shows it.")
    confidence: Confidence | None = strawberry.field(description="How sure the seller was.")
    stakeholder_id: strawberry.Private[str]
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="Of whom it was said.")
    async def stakeholder(self, info: Info) -> Annotated[Stakeholder, strawberry.lazy("schema.stakeholder")]:
        return await load_stakeholder(info, self.stakeholder_id)

    @strawberry.field(description="Who said it; null where nobody is named.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)

    @strawberry.field(description="What was said of it wrongly and put right, the latest correction first.")
    async def corrections(self, info: Info) -> list[Correction]:
        found = await info.context.loaders.corrections.load(self.stakeholder_id)
        return await show_corrections(info, [one for one in found if one.assessment_id == self.id])

    @classmethod
    def from_domain(cls, found: domain.assessment.Assessment) -> Assessment:
        return cls(
            id=strawberry.ID(found.id),
            observed_at=found.observed_at,
            recorded_at=found.recorded_at,
            support=found.support,
            influence=found.influence,
            adaptability=found.adaptability,
            coverage=found.coverage,
            orientation=found.orientation,
            evidence=found.evidence,
            confidence=found.confidence,
            stakeholder_id=found.stakeholder_id,
            by_id=found.by,
        )
