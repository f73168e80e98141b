"""How a map came to be: what changed in it, when, and how its figures moved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import domain.map_change
from domain.codes import ChangeKind, MapStatus
from domain.map_change_wording import sentence
from schema.context import Info
from schema.person import Person
from schema.related import load_people, load_stakeholder
from schema.seller import Seller, load_seller
from schema.stakeholder import Stakeholder
from schema.text import Text

if TYPE_CHECKING:
    import domain.map_trend
    from schema.decision_map import DecisionMap


@strawberry.type(description="One thing that became otherwise in a map.")
class MapChange:
    at: datetime = strawberry.field(description="From when on it is so: when it was observed, not when recorded.")
    kind: ChangeKind = strawberry.field(description="What became otherwise.")
    field: str | None = strawberry.field(
        description="Of what: `place` (in the map or not), `employment` (at the map's account or not), `person`, "
        "`roles`, `manager`, the dimension of an assessment (`support`, …), or the kind of tie (`INFLUENCES`, `KNOWS`)."
    )
    before: str | None = strawberry.field(
        description="What was: a code (roles: several with commas), a name, or a tie's value such as `POSITIVE 4` and "
        "`0.5 ALUMNI` (`UNSTATED` without a strength); null: nothing, or unknown."
    )
    after: str | None = strawberry.field(
        description="What is from then on, as `before`; of JOINED the roles that it joined with."
    )
    evidence: str | None = strawberry.field(description="What speaks for an assessment, as it was typed.")
    known: strawberry.Private[domain.map_change.MapChange]
    of: strawberry.Private[Annotated[DecisionMap, strawberry.lazy("schema.decision_map")]]

    @strawberry.field(
        description="Whose place in the map it is about: as the map shows it; one taken out, as it was last."
    )
    async def stakeholder(self, info: Info) -> Stakeholder | None:
        id_ = self.known.stakeholder_id
        live = next((place for place in self.of.stakeholders if place.id == id_), None)
        # What was known then may be taken back now: then there is nothing to show.
        if live is None and await info.context.loaders.nodes.load(id_) is not None:
            return await load_stakeholder(info, id_)
        return live

    @strawberry.field(description="The person at the other end of a tie, or the manager.")
    async def other(self, info: Info) -> Person | None:
        found = await load_people(info, [self.known.other_id] if self.known.other_id is not None else [])
        return found[0] if found else None

    @strawberry.field(description="Who said so; null where nobody is named.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.known.by)

    @strawberry.field(description="The change in words, without a full stop; days are those of UTC.")
    async def sentence(self, info: Info) -> Text:
        by = await load_seller(info, self.known.by)
        return Text.from_domain(sentence(self.known, by.name if by is not None else None))

    @classmethod
    def from_domain(cls, found: domain.map_change.MapChange, of: DecisionMap) -> MapChange:
        return cls(
            at=found.at,
            kind=found.kind,
            field=found.field,
            before=found.before,
            after=found.after,
            evidence=found.evidence,
            known=found,
            of=of,
        )


@strawberry.type(description="A map's figures at one moment: as the map as of that moment has them.")
class TrendPoint:
    at: datetime = strawberry.field(description="The moment.")
    support_score: float | None = strawberry.field(description="The support score, −100 to 100; null without any.")
    status: MapStatus = strawberry.field(description="The map's status.")
    completeness: float = strawberry.field(description="How much of what it must tell it tells, as a share, 0 to 1.")
    coverage: float | None = strawberry.field(
        description="With which share of its key players we are in contact, 0 to 1; null without key players."
    )

    @classmethod
    def from_domain(cls, found: domain.map_trend.TrendPoint) -> TrendPoint:
        return cls(
            at=found.at,
            support_score=found.support_score,
            status=found.status,
            completeness=found.completeness,
            coverage=found.coverage,
        )
