"""Merging."""

from __future__ import annotations

import graph.merge
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.merging import MergePeopleInput, MergePeoplePayload


async def merge_people(info: Info, input: Given[MergePeopleInput]) -> MergePeoplePayload:
    return await perform(info, input, graph.merge.merge_people, MergePeoplePayload)
