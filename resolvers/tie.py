"""Ties between people."""

from __future__ import annotations

import graph.tie
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.tie_writing import (
    RecordAcquaintanceInput,
    RecordAcquaintancePayload,
    SetInfluenceInput,
    SetInfluencePayload,
    SetManagerInput,
    SetManagerPayload,
)


async def set_manager(info: Info, input: Given[SetManagerInput]) -> SetManagerPayload:
    return await perform(info, input, graph.tie.set_manager, SetManagerPayload)


async def set_influence(info: Info, input: Given[SetInfluenceInput]) -> SetInfluencePayload:
    return await perform(info, input, graph.tie.set_influence, SetInfluencePayload)


async def record_acquaintance(info: Info, input: Given[RecordAcquaintanceInput]) -> RecordAcquaintancePayload:
    return await perform(info, input, graph.tie.record_acquaintance, RecordAcquaintancePayload)
