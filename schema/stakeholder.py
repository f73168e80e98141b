"""Stakeholders: a person's, or a not yet known person's, place in one decision map."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import strawberry

import domain.decision_map
from domain.codes import (
    Adaptability,
    BuyingRole,
    Coverage,
    DecisionOrientation,
    Influence,
    ReadingSource,
    Support,
)
from domain.ids import StakeholderId
from graph.codec import to_micros
from schema.arguments import After, First
from schema.assessment import Assessment
from schema.connection import DEFAULT_FIRST, Connection, connect, counted, cut, read_page
from schema.context import Info
from schema.correction import Correction, show_corrections
from schema.cursor import Ordering
from schema.loaders import NOW, Moments
from schema.network_influence import NetworkInfluence
from schema.node import Node
from schema.person import Person

if TYPE_CHECKING:
    from schema.decision_map import DecisionMap

ASSESSMENTS: Final = Ordering("assessments", int)


@strawberry.type(description="How far we are in contact with a stakeholder.")
class CoverageReading:
    value: Coverage = strawberry.field(description="How far.")
    source: ReadingSource = strawberry.field(
        description="Whether somebody said so in the last 365 days, or it was computed from interactions."
    )
    interactions: int = strawberry.field(description="How many interactions with the person were in the last 365 days.")


@strawberry.type(description="A card's place on the canvas, in pixels at zoom 1.")
class Position:
    x: float = strawberry.field(description="To the right.")
    y: float = strawberry.field(description="Down.")


@strawberry.type(description="A place in one decision map, with the latest assessed values; null is unknown.")
class Stakeholder(Node):
    version: int = strawberry.field(description="Counts the changes of the stakeholder's own fields.")
    map: Annotated[DecisionMap, strawberry.lazy("schema.decision_map")] = strawberry.field(
        description="The map it is a place in."
    )
    person: Person | None = strawberry.field(description="Who it is; null for a placeholder.")
    label: str = strawberry.field(description="The person's name, or what the placeholder was called.")
    title: str | None = strawberry.field(
        description="The person's title; of who has left the account, the one they had there."
    )
    placeholder: bool = strawberry.field(description="Whether nobody is named yet.")
    since: datetime = strawberry.field(description="When it joined the map.")
    until: datetime | None = strawberry.field(description="When it was removed from the map.")
    left_at: datetime | None = strawberry.field(
        description="When the person's employment at the map's account ended: shown, and counted nowhere."
    )
    roles: list[BuyingRole] = strawberry.field(description="The formal parts it has in the decision.")
    influence: Influence | None = strawberry.field(description="Political standing.")
    support: Support | None = strawberry.field(description="Our standing with them.")
    adaptability: Adaptability | None = strawberry.field(description="How they take change.")
    orientation: DecisionOrientation | None = strawberry.field(description="What they decide by.")
    coverage: CoverageReading = strawberry.field(description="How far we are in contact.")
    key_player: bool = strawberry.field(description="Whether the influence is INNER_CIRCLE or POLITICAL_STRUCTURE.")
    weight: float = strawberry.field(
        description="Influence score (3, 2, 1; unknown: 1) × the highest role weight (A 4, D 4, E 2, U 1; none: 1)."
    )
    position: Position | None = strawberry.field(description="Where the card lies; null: where the layout puts it.")
    moments: strawberry.Private[Moments]

    @strawberry.field(description="What was said of it, the latest observed first.")
    async def assessments(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[Assessment]:
        page = read_page(ASSESSMENTS, first, after)
        loaders = info.context.loaders
        if self.moments.is_now:
            found = await loaders.assessments.load((self.id, page))
            count = partial(loaders.assessment_counts.load, self.id)
            return connect(found, ASSESSMENTS, page, Assessment.from_domain, count)
        known = await loaders.past_assessments.load((self.id, self.moments))
        keyed = [(one, (to_micros(one.observed_at), one.id)) for one in known]
        found = cut(keyed, page, descending=True)
        return connect(found, ASSESSMENTS, page, Assessment.from_domain, partial(counted, len(known)))

    @strawberry.field(description="Assessments and roles that were wrong and put right, the latest correction first.")
    async def corrections(self, info: Info) -> list[Correction]:
        found = await info.context.loaders.corrections.load(self.id)
        known_at = self.moments.known_at
        return await show_corrections(info, [one for one in found if known_at is None or one.recorded_at <= known_at])

    @strawberry.field(
        description="What the ties among the people of the map say of this one; null for a placeholder, for who has "
        "left the account, and where the map is too large (see the map's `leftOut`)."
    )
    async def network(self, info: Info) -> NetworkInfluence | None:
        if self.placeholder or self.left_at is not None:
            return None
        found = (await info.context.loaders.networks.load(self.map.shown)).get(StakeholderId(self.id))
        return NetworkInfluence.from_domain(found, self.map) if found is not None else None

    @classmethod
    def from_domain(cls, found: domain.decision_map.Standing, of: DecisionMap, moments: Moments = NOW) -> Stakeholder:
        known, reading = found.stakeholder, found.coverage
        place = known.position
        return cls(
            id=strawberry.ID(known.id),
            version=known.version,
            map=of,
            person=Person.from_domain(found.person) if found.person is not None else None,
            label=found.label,
            title=found.title,
            placeholder=known.person_id is None,
            since=known.since,
            until=known.until,
            left_at=found.left_at,
            roles=list(known.roles),
            influence=known.influence,
            support=known.support,
            adaptability=known.adaptability,
            orientation=known.orientation,
            coverage=CoverageReading(value=reading.value, source=reading.source, interactions=reading.interactions),
            key_player=found.key_player,
            weight=found.weight,
            position=Position(x=place.x, y=place.y) if place is not None else None,
            moments=moments,
        )
