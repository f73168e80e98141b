"""Commitments."""

from __future__ import annotations

import graph.commitment
from resolvers.writing import perform
from schema.arguments import Given
from schema.commitment import (
    RecordCommitmentInput,
    RecordCommitmentPayload,
    SettleCommitmentInput,
    SettleCommitmentPayload,
)
from schema.context import Info


async def record_commitment(info: Info, input: Given[RecordCommitmentInput]) -> RecordCommitmentPayload:
    return await perform(info, input, graph.commitment.record_commitment, RecordCommitmentPayload)


async def settle_commitment(info: Info, input: Given[SettleCommitmentInput]) -> SettleCommitmentPayload:
    return await perform(info, input, graph.commitment.settle_commitment, SettleCommitmentPayload)
