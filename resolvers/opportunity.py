"""Opportunities."""

from __future__ import annotations

import graph.opportunity
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.opportunity import (
    CloseOpportunityInput,
    CloseOpportunityPayload,
    CreateOpportunityInput,
    CreateOpportunityPayload,
    UpdateOpportunityInput,
    UpdateOpportunityPayload,
)


async def create_opportunity(info: Info, input: Given[CreateOpportunityInput]) -> CreateOpportunityPayload:
    return await perform(info, input, graph.opportunity.create_opportunity, CreateOpportunityPayload)


async def update_opportunity(info: Info, input: Given[UpdateOpportunityInput]) -> UpdateOpportunityPayload:
    return await perform(info, input, graph.opportunity.update_opportunity, UpdateOpportunityPayload)


async def close_opportunity(info: Info, input: Given[CloseOpportunityInput]) -> CloseOpportunityPayload:
    return await perform(info, input, graph.opportunity.close_opportunity, CloseOpportunityPayload)
