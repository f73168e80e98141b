"""What would be if."""

from __future__ import annotations

from typing import Annotated

import strawberry

from domain.decision_map import build_decision_map
from domain.ids import id_type
from domain.what_if import suppose
from schema.context import Info
from schema.loaders import NOW
from schema.what_if import SupposedChange, WhatIf, read_changes, user_errors

MapId = Annotated[strawberry.ID, strawberry.argument(description="The map's id.")]
Changes = Annotated[
    list[SupposedChange],
    strawberry.argument(description="What is supposed, at most 50; each applies to what the ones before it left."),
]


async def resolve_what_if(info: Info, map_id: MapId, changes: Changes) -> WhatIf | None:
    supposed = read_changes(changes)
    before = await info.context.loaders.maps.load((map_id, NOW)) if id_type(map_id) == "map" else None
    if before is None:
        return None
    found = suppose(before.graph, supposed)
    refused = user_errors(found.impossible, changes, info.context.language)
    return WhatIf.from_domain(before, build_decision_map(found.graph), found.met, refused)
