"""Stages of the ladders."""

from __future__ import annotations

import graph.stage
from resolvers.account import Filter
from resolvers.writing import perform
from schema.account_filter import read_filter
from schema.arguments import AsOf, Given, KnownAt, LadderKey
from schema.context import Info
from schema.stage import MoveStageInput, MoveStagePayload
from schema.stage_board import StageBoard


async def resolve_stage_board(
    info: Info, ladder: LadderKey, as_of: AsOf = None, known_at: KnownAt = None, filter: Filter = None
) -> StageBoard:
    context = info.context
    board = await graph.stage.load_board(
        context.store, ladder, now=context.now, filter_=read_filter(filter), as_of=as_of, known_at=known_at
    )
    return StageBoard.from_domain(board, as_of)


async def move_stage(info: Info, input: Given[MoveStageInput]) -> MoveStagePayload:
    return await perform(info, input, graph.stage.move_stage, MoveStagePayload)
