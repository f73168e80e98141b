"""Interactions."""

from __future__ import annotations

import graph.interaction
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.interaction import RecordInteractionInput, RecordInteractionPayload


async def record_interaction(info: Info, input: Given[RecordInteractionInput]) -> RecordInteractionPayload:
    return await perform(info, input, graph.interaction.record_interaction, RecordInteractionPayload)
