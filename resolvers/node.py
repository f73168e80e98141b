"""Objects of any type, by id."""

from __future__ import annotations

import asyncio
from typing import Annotated

import strawberry

from domain.errors import LimitError
from domain.text import Text
from schema.connection import MAX_FIRST
from schema.context import Info
from schema.node import Node
from schema.objects import find_object

NodeId = Annotated[strawberry.ID, strawberry.argument(description="The id, as an object answered it.")]
NodeIds = Annotated[list[strawberry.ID], strawberry.argument(description="At most 1,000 ids.")]


async def resolve_node(info: Info, id: NodeId) -> Node | None:
    return await find_object(info, id)


async def resolve_nodes(info: Info, ids: NodeIds) -> list[Node | None]:
    if len(ids) > MAX_FIRST:
        raise LimitError(
            Text(
                f"There are {len(ids)} ids; at most {MAX_FIRST} are possible.",
                f"共 {len(ids)} 个 ID，最多 {MAX_FIRST} 个。",
            ),
            field="ids",
        )
    return await asyncio.gather(*(find_object(info, id_) for id_ in ids))
