"""Changes."""

from __future__ import annotations

import graph.change
from graph.deadline import no_time_limit
from resolvers.writing import perform
from schema.arguments import Given
from schema.change import UndoInput, UndoPayload
from schema.context import Info


async def undo(info: Info, input: Given[UndoInput]) -> UndoPayload:
    # It may be about a whole import, and there is no asking for less of it.
    with no_time_limit():
        payload = await perform(info, input, graph.change.undo, UndoPayload)
    payload.undone = not payload.user_errors
    return payload
