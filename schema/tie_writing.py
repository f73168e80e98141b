"""Inputs and payloads of writes to ties."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import UNSET

from domain.codes import Circle, Polarity
from schema.node import Party
from schema.person import Person
from schema.writing import Input, Payload


@strawberry.input(description="Whom a person reports to at the account that employs them.")
class SetManagerInput(Input):
    person_id: strawberry.ID = strawberry.field(description="Who reports.")
    manager_id: strawberry.ID | None = strawberry.field(default=UNSET, description="To whom; null: to nobody there.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.input(description="How strongly one person moves another.")
class SetInfluenceInput(Input):
    source_id: strawberry.ID = strawberry.field(description="The person who moves.")
    target_id: strawberry.ID = strawberry.field(description="The person who is moved.")
    strength: int | None = strawberry.field(default=UNSET, description="1 to 5; null removes the tie.")
    polarity: Polarity | None = strawberry.field(
        default=UNSET, description="Whether it is followed or resisted; POSITIVE unless given."
    )
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.input(description="That two people, or one of us and a person, know each other.")
class RecordAcquaintanceInput(Input):
    source_id: strawberry.ID = strawberry.field(description="The one; a person or a seller.")
    target_id: strawberry.ID = strawberry.field(description="The other; a person, or a seller if the one is none.")
    strength: float | None = strawberry.field(default=UNSET, description="0 to 1; null is unstated, 0 ends it.")
    circle: Circle | None = strawberry.field(default=UNSET, description="What the target is to the source.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.type(description="What `setManager` did.")
class SetManagerPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="Who reports.")


@strawberry.type(description="What `setInfluence` did.")
class SetInfluencePayload(Payload):
    source: Person | None = strawberry.field(default=None, description="The person who moves.")
    target: Person | None = strawberry.field(default=None, description="The person who is moved.")


@strawberry.type(description="What `recordAcquaintance` did.")
class RecordAcquaintancePayload(Payload):
    source: Party | None = strawberry.field(default=None, description="The one.")
    target: Party | None = strawberry.field(default=None, description="The other.")
