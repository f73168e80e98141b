"""Inputs and payloads of writes to a whole map."""

from __future__ import annotations

import strawberry
from strawberry import UNSET

from schema.decision_map import DecisionMap
from schema.writing import Input, Payload


@strawberry.input(
    description="People of one map who join another of the same account. Roles and support are each map's own and "
    "asked again; ties are the people's, and come along. Placeholders stay behind."
)
class CopyStakeholdersInput(Input):
    from_map_id: strawberry.ID = strawberry.field(description="The map they are in.")
    map_id: strawberry.ID = strawberry.field(description="The map they join.")
    person_ids: list[strawberry.ID] | None = strawberry.field(
        default=UNSET, description="Who of them; all that have not left unless given."
    )


@strawberry.type(description="What `copyStakeholders` did.")
class CopyStakeholdersPayload(Payload):
    map: DecisionMap | None = strawberry.field(default=None, description="The map they joined, as it is now.")
