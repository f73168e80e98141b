"""Places in decision maps."""

from __future__ import annotations

import graph.stakeholder
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.stakeholder_writing import (
    AddStakeholderInput,
    AddStakeholderPayload,
    GiveRolesInput,
    GiveRolesPayload,
    NameStakeholderInput,
    NameStakeholderPayload,
    PlaceStakeholderInput,
    PlaceStakeholderPayload,
    RemoveStakeholderInput,
    RemoveStakeholderPayload,
)


async def add_stakeholder(info: Info, input: Given[AddStakeholderInput]) -> AddStakeholderPayload:
    return await perform(info, input, graph.stakeholder.add_stakeholder, AddStakeholderPayload)


async def give_roles(info: Info, input: Given[GiveRolesInput]) -> GiveRolesPayload:
    return await perform(info, input, graph.stakeholder.give_roles, GiveRolesPayload)


async def name_stakeholder(info: Info, input: Given[NameStakeholderInput]) -> NameStakeholderPayload:
    return await perform(info, input, graph.stakeholder.name_stakeholder, NameStakeholderPayload)


async def place_stakeholder(info: Info, input: Given[PlaceStakeholderInput]) -> PlaceStakeholderPayload:
    return await perform(info, input, graph.stakeholder.place_stakeholder, PlaceStakeholderPayload)


async def remove_stakeholder(info: Info, input: Given[RemoveStakeholderInput]) -> RemoveStakeholderPayload:
    return await perform(info, input, graph.stakeholder.remove_stakeholder, RemoveStakeholderPayload)
