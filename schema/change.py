"""Taking back what a change wrote."""

from __future__ import annotations

import strawberry

from schema.writing import Input, Payload


@strawberry.input(description="Which change to take back.")
class UndoInput(Input):
    change_id: strawberry.ID = strawberry.field(description="The `changeId` that the write answered.")


@strawberry.type(description="What `undo` did.")
class UndoPayload(Payload):
    undone: bool = strawberry.field(default=False, description="Whether the change is taken back.")
