"""Inputs and payloads of writes to places in a map, and of assessments."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import UNSET

from domain.codes import (
    Adaptability,
    BuyingRole,
    Confidence,
    Coverage,
    DecisionOrientation,
    Influence,
    Support,
)
from schema.assessment import Assessment
from schema.stakeholder import Stakeholder
from schema.writing import Edit, Input, Payload


@strawberry.input(description="A place in a map: of a person, or without one a placeholder under a label.")
class AddStakeholderInput(Input):
    map_id: strawberry.ID = strawberry.field(description="The map's id.")
    person_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Who it is.")
    label: str | None = strawberry.field(
        default=UNSET, description="What a placeholder is called: “an approver, name unknown”."
    )
    roles: list[BuyingRole] | None = strawberry.field(default=UNSET, description="The roles it holds.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.input(description="All the roles that a stakeholder holds.")
class GiveRolesInput(Edit):
    stakeholder_id: strawberry.ID = strawberry.field(description="The stakeholder's id.")
    roles: list[BuyingRole] = strawberry.field(description="The roles; none takes all away.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.input(description="Who a placeholder is.")
class NameStakeholderInput(Edit):
    stakeholder_id: strawberry.ID = strawberry.field(description="The placeholder's id.")
    person_id: strawberry.ID = strawberry.field(description="Who it is.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")


@strawberry.input(description="Where a stakeholder's card lies on the canvas.")
class PlaceStakeholderInput(Input):
    stakeholder_id: strawberry.ID = strawberry.field(description="The stakeholder's id.")
    x: float | None = strawberry.field(default=UNSET, description="To the right; null: where the layout puts it.")
    y: float | None = strawberry.field(default=UNSET, description="Down; null: where the layout puts it.")


@strawberry.input(description="A stakeholder that is no longer part of its map.")
class RemoveStakeholderInput(Input):
    stakeholder_id: strawberry.ID = strawberry.field(description="The stakeholder's id.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="From when on; now unless given.")


@strawberry.input(description="What you saw of a stakeholder: any of five things, at least one.")
class AssessInput(Input):
    stakeholder_id: strawberry.ID = strawberry.field(description="The stakeholder's id.")
    support: Support | None = strawberry.field(default=UNSET, description="Our standing with them.")
    influence: Influence | None = strawberry.field(default=UNSET, description="Their political standing.")
    adaptability: Adaptability | None = strawberry.field(default=UNSET, description="How they take change.")
    coverage: Coverage | None = strawberry.field(default=UNSET, description="How far we are in contact.")
    orientation: DecisionOrientation | None = strawberry.field(default=UNSET, description="What they decide by.")
    observed_at: datetime | None = strawberry.field(
        default=UNSET, description="When it was so; now unless given, never in the future."
    )
    evidence: str | None = strawberry.field(default=UNSET, description="What shows it, at most 10,000 characters.")
    confidence: Confidence | None = strawberry.field(default=UNSET, description="How sure you are.")


@strawberry.type(description="What `addStakeholder` did.")
class AddStakeholderPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The new stakeholder.")


@strawberry.type(description="What `giveRoles` did.")
class GiveRolesPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")


@strawberry.type(description="What `nameStakeholder` did.")
class NameStakeholderPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")


@strawberry.type(description="What `placeStakeholder` did.")
class PlaceStakeholderPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")


@strawberry.type(description="What `removeStakeholder` did.")
class RemoveStakeholderPayload(Payload):
    pass


@strawberry.type(description="What `assess` did.")
class AssessPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")
    assessment: Assessment | None = strawberry.field(default=None, description="What was added.")
