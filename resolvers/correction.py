"""Putting right what was said wrongly."""

from __future__ import annotations

import graph.correction
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.correcting import (
    CorrectAcquaintanceInput,
    CorrectAcquaintancePayload,
    CorrectAssessmentInput,
    CorrectAssessmentPayload,
    CorrectEmploymentInput,
    CorrectEmploymentPayload,
    CorrectInfluenceInput,
    CorrectInfluencePayload,
    CorrectManagerInput,
    CorrectManagerPayload,
    CorrectRolesInput,
    CorrectRolesPayload,
)


async def correct_assessment(info: Info, input: Given[CorrectAssessmentInput]) -> CorrectAssessmentPayload:
    return await perform(info, input, graph.correction.correct_assessment, CorrectAssessmentPayload)


async def correct_roles(info: Info, input: Given[CorrectRolesInput]) -> CorrectRolesPayload:
    return await perform(info, input, graph.correction.correct_roles, CorrectRolesPayload)


async def correct_manager(info: Info, input: Given[CorrectManagerInput]) -> CorrectManagerPayload:
    return await perform(info, input, graph.correction.correct_manager, CorrectManagerPayload)


async def correct_influence(info: Info, input: Given[CorrectInfluenceInput]) -> CorrectInfluencePayload:
    return await perform(info, input, graph.correction.correct_influence, CorrectInfluencePayload)


async def correct_acquaintance(info: Info, input: Given[CorrectAcquaintanceInput]) -> CorrectAcquaintancePayload:
    return await perform(info, input, graph.correction.correct_acquaintance, CorrectAcquaintancePayload)


async def correct_employment(info: Info, input: Given[CorrectEmploymentInput]) -> CorrectEmploymentPayload:
    return await perform(info, input, graph.correction.correct_employment, CorrectEmploymentPayload)
