"""Orders."""

from __future__ import annotations

import graph.order
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.order import RecordOrderInput, RecordOrderPayload


async def record_order(info: Info, input: Given[RecordOrderInput]) -> RecordOrderPayload:
    return await perform(info, input, graph.order.record_order, RecordOrderPayload)
