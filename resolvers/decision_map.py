"""Decision maps."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

import strawberry

import graph.stakeholder
from domain.ids import id_type
from resolvers.writing import perform
from schema.arguments import AsOf, Given, KnownAt
from schema.context import Info
from schema.decision_map import DecisionMap, find_map
from schema.decision_map_writing import CopyStakeholdersInput, CopyStakeholdersPayload
from schema.loaders import Moments
from schema.map_comparison import MapComparison

LeftId = Annotated[strawberry.ID, strawberry.argument(description="The left map's id.")]
RightId = Annotated[strawberry.ID, strawberry.argument(description="The right map's id; it may be the same.")]
LeftAsOf = Annotated[datetime | None, strawberry.argument(description="The left map as it was then; now unless given.")]
RightAsOf = Annotated[
    datetime | None, strawberry.argument(description="The right map as it was then; now unless given.")
]
DecisionMapId = Annotated[strawberry.ID, strawberry.argument(description="The map's id.")]


async def resolve_decision_map(
    info: Info, id: DecisionMapId, as_of: AsOf = None, known_at: KnownAt = None
) -> DecisionMap | None:
    return await find_map(info, id, Moments(as_of, known_at))


async def resolve_map_comparison(
    info: Info, left_id: LeftId, right_id: RightId, left_as_of: LeftAsOf = None, right_as_of: RightAsOf = None
) -> MapComparison | None:
    moments = Moments(left_as_of), Moments(right_as_of)
    if id_type(left_id) != "map" or id_type(right_id) != "map":
        return None
    loads = (info.context.loaders.maps.load(key) for key in zip((left_id, right_id), moments, strict=True))
    left, right = await asyncio.gather(*loads)
    return MapComparison.from_domain(left, right, moments) if left is not None and right is not None else None


async def copy_stakeholders(info: Info, input: Given[CopyStakeholdersInput]) -> CopyStakeholdersPayload:
    return await perform(info, input, graph.stakeholder.copy_stakeholders, CopyStakeholdersPayload)
