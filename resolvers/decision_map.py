"""Decision maps."""

from __future__ import annotations

from typing import Annotated

import strawberry

import graph.stakeholder
from resolvers.writing import perform
from schema.arguments import AsOf, Given, KnownAt
from schema.context import Info
from schema.decision_map import DecisionMap, find_map
from schema.decision_map_writing import CopyStakeholdersInput, CopyStakeholdersPayload
from schema.loaders import Moments

DecisionMapId = Annotated[strawberry.ID, strawberry.argument(description="The map's id.")]


async def resolve_decision_map(
    info: Info, id: DecisionMapId, as_of: AsOf = None, known_at: KnownAt = None
) -> DecisionMap | None:
    return await find_map(info, id, Moments(as_of, known_at))


async def copy_stakeholders(info: Info, input: Given[CopyStakeholdersInput]) -> CopyStakeholdersPayload:
    return await perform(info, input, graph.stakeholder.copy_stakeholders, CopyStakeholdersPayload)
