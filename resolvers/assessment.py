"""Assessments."""

from __future__ import annotations

import graph.assessment
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.stakeholder_writing import AssessInput, AssessPayload


async def assess(info: Info, input: Given[AssessInput]) -> AssessPayload:
    return await perform(info, input, graph.assessment.assess, AssessPayload)
