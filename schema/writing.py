"""What every input takes and every payload answers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import strawberry
from strawberry import UNSET

from schema.error import UserError


@strawberry.input
class Input:
    client_mutation_id: str | None = strawberry.field(
        default=UNSET,
        description="A name of your own for this write, at most 200 characters: sent again, with the same input, "
        "it does the thing once and answers the first result.",
    )


@strawberry.input
class Edit(Input):
    expected_version: int | None = strawberry.field(
        default=UNSET, description="The `version` you decided on; CONFLICT where it is another one by now."
    )


@strawberry.interface(description="What every write answers, whatever it wrote.")
class Payload:
    change_id: strawberry.ID | None = strawberry.field(
        default=None, description="What `undo` takes; null where nothing was written."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="Why it was refused; empty where it was not."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description="The `clientMutationId` of the input.")


def given(said: Input) -> dict[str, Any]:
    """Return the fields that the caller gave, null included, without `client_mutation_id`; lists as tuples."""
    stated = {f.name: getattr(said, f.name) for f in fields(said) if f.name != "client_mutation_id"}
    return {
        name: tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]
        for name, value in stated.items()
        if value is not UNSET
    }
