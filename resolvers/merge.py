"""Merging."""

from __future__ import annotations

import graph.merge
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.merging import MergeAccountsInput, MergeAccountsPayload, MergePeopleInput, MergePeoplePayload


async def merge_people(info: Info, input: Given[MergePeopleInput]) -> MergePeoplePayload:
    return await perform(info, input, graph.merge.merge_people, MergePeoplePayload)


async def merge_accounts(info: Info, input: Given[MergeAccountsInput]) -> MergeAccountsPayload:
    return await perform(info, input, graph.merge.merge_accounts, MergeAccountsPayload)
