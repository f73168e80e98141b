"""Objects by our id, or by the id that they have in a system of the customer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.errors import InvalidError
from domain.text import Text

if TYPE_CHECKING:
    from graph.store import KeyedType, Node
    from schema.context import Info

ObjectId = Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or `externalId`.")]
ExternalId = Annotated[
    str | None, strawberry.argument(description="The id it has in a system of yours; instead of `id`.")
]


async def find_keyed(info: Info, type_name: KeyedType, id_: str | None, external_id: str | None) -> Node | None:
    """Return what has the one or the other id, of whatever type; raises InvalidError unless exactly one is given."""
    if (id_ is None) == (external_id is None):
        raise InvalidError(Text("Give either `id` or `externalId`.", "请给出 `id` 或 `externalId` 之一。"), field="id")
    if id_ is not None:
        return await info.context.loaders.nodes.load(id_)
    (found,) = await info.context.store.list_by_key(type_name, [external_id or ""])
    return found
