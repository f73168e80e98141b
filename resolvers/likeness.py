"""What may be one and the same."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.likeness import load_duplicates
from schema.arguments import First
from schema.connection import DEFAULT_FIRST, read_first
from schema.context import Info
from schema.likeness import Duplicates

Of = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="An account's or a person's id: only what may be the same as this one."),
]


async def resolve_duplicates(info: Info, first: First = DEFAULT_FIRST, of: Of = None) -> Duplicates:
    most, context = read_first(first), info.context
    return Duplicates.from_domain(await load_duplicates(context.store, most, await context.loaders.kept_id(of)))
