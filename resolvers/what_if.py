"""What would be if, and what would be best."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

import domain.decision_map
from domain.decision_map import build_decision_map
from domain.ids import id_type
from domain.seller import Seller
from domain.what_if import suppose
from graph.best_move import load_best_moves
from schema.arguments import First
from schema.best_move import BestMove
from schema.connection import read_first
from schema.context import Info
from schema.decision_map import DecisionMap
from schema.loaders import NOW
from schema.what_if import SupposedChange, WhatIf, named_sellers, read_changes, user_errors

MOVES: Final = 5
"""How many moves are answered unless asked."""

MapId = Annotated[strawberry.ID, strawberry.argument(description="The map's id.")]
Changes = Annotated[
    list[SupposedChange],
    strawberry.argument(description="What is supposed, at most 50; each applies to what the ones before it left."),
]


async def resolve_what_if(info: Info, map_id: MapId, changes: Changes) -> WhatIf | None:
    supposed = read_changes(changes)
    before = await _load_map(info, map_id)
    if before is None:
        return None
    sellers = await info.context.loaders.nodes.load_many(named_sellers(changes))
    found = suppose(before.graph, supposed, {one.id for one in sellers if isinstance(one, Seller)})
    refused = user_errors(found.impossible, changes, info.context.language)
    return WhatIf.from_domain(before, build_decision_map(found.graph), found.supposed, refused)


async def resolve_best_moves(info: Info, map_id: MapId, first: First = MOVES) -> list[BestMove] | None:
    most = read_first(first, MOVES)
    found = await _load_map(info, map_id)
    if found is None:
        return None
    context, shown = info.context, DecisionMap.from_domain(found)
    moves = await load_best_moves(context.store, found, now=context.now, rules=context.rules)
    return [BestMove.from_domain(move, shown) for move in moves[:most]]


async def _load_map(info: Info, map_id: str) -> domain.decision_map.DecisionMap | None:
    return await info.context.loaders.maps.load((map_id, NOW)) if id_type(map_id) == "map" else None
