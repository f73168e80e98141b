"""Inputs and payloads of corrections."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import UNSET

from domain.codes import (
    Adaptability,
    BuyingRole,
    Circle,
    Confidence,
    Coverage,
    DecisionOrientation,
    Influence,
    Polarity,
    Support,
)
from schema.assessment import Assessment
from schema.node import Party
from schema.person import Person
from schema.stakeholder import Stakeholder
from schema.writing import Input, Payload


@strawberry.input
class Correcting(Input):
    reason: str = strawberry.field(description="Why it was wrong, at most 10,000 characters.")
    never_so: bool | None = strawberry.field(
        default=UNSET,
        description="It never was so: nothing takes its place, and what was said before holds again. "
        "Else give what is right; what is left out stays as it was said.",
    )
    change_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="By which change it was said; CONFLICT where that holds no more."
    )


@strawberry.input
class CorrectingAtMoment(Correcting):
    held_at: datetime | None = strawberry.field(
        default=UNSET, description="A moment at which the wrong statement holds; now unless given."
    )


@strawberry.input(description="An assessment that was wrong, and what is right.")
class CorrectAssessmentInput(Correcting):
    assessment_id: strawberry.ID = strawberry.field(description="The assessment's id; it keeps it.")
    support: Support | None = strawberry.field(default=UNSET, description="Our standing with them; null: not said.")
    influence: Influence | None = strawberry.field(
        default=UNSET, description="Their political standing; null: not said."
    )
    adaptability: Adaptability | None = strawberry.field(
        default=UNSET, description="How they take change; null: not said."
    )
    coverage: Coverage | None = strawberry.field(
        default=UNSET, description="How far we are in contact; null: not said."
    )
    orientation: DecisionOrientation | None = strawberry.field(
        default=UNSET, description="What they decide by; null: not said."
    )
    evidence: str | None = strawberry.field(default=UNSET, description="What shows it, at most 10,000 characters.")
    confidence: Confidence | None = strawberry.field(default=UNSET, description="How sure you are.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="When it was so, if that was wrong.")


@strawberry.input(description="Roles that were wrong, those a place was added with included, and what is right.")
class CorrectRolesInput(CorrectingAtMoment):
    stakeholder_id: strawberry.ID = strawberry.field(description="The stakeholder's id.")
    roles: list[BuyingRole] | None = strawberry.field(
        default=UNSET, description="All the roles that it held; none, or null: it held none."
    )
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when, if that was wrong.")


@strawberry.input(description="A line of reporting that was wrong, at the account that employed the person then.")
class CorrectManagerInput(CorrectingAtMoment):
    person_id: strawberry.ID = strawberry.field(description="Who reports.")
    manager_id: strawberry.ID | None = strawberry.field(default=UNSET, description="To whom; null: to nobody there.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when, if that was wrong.")


@strawberry.input(description="What was wrongly said of how strongly one person moves another.")
class CorrectInfluenceInput(CorrectingAtMoment):
    source_id: strawberry.ID = strawberry.field(description="The person who moves.")
    target_id: strawberry.ID = strawberry.field(description="The person who is moved.")
    strength: int | None = strawberry.field(default=UNSET, description="1 to 5; null: there was no tie from then on.")
    polarity: Polarity | None = strawberry.field(
        default=UNSET, description="Whether it is followed or resisted; null: POSITIVE."
    )
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when, if that was wrong.")


@strawberry.input(description="What was wrongly said of an acquaintance, from whichever side.")
class CorrectAcquaintanceInput(CorrectingAtMoment):
    source_id: strawberry.ID = strawberry.field(description="The one; a person or a seller.")
    target_id: strawberry.ID = strawberry.field(description="The other; a person, or a seller if the one is none.")
    strength: float | None = strawberry.field(
        default=UNSET, description="0 to 1; null is unstated, 0: there was no tie from then on."
    )
    circle: Circle | None = strawberry.field(default=UNSET, description="What the target is to the source.")
    observed_at: datetime | None = strawberry.field(default=UNSET, description="Since when, if that was wrong.")


@strawberry.input(description="An employment, or the end of one, that was wrong, and what is right.")
class CorrectEmploymentInput(CorrectingAtMoment):
    person_id: strawberry.ID = strawberry.field(description="The person's id.")
    account_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Where they worked; null: nowhere that is known."
    )
    title: str | None = strawberry.field(default=UNSET, description="Their title there; null: none is known.")
    since: date | None = strawberry.field(
        default=UNSET,
        description="From which day on, if that was wrong; between the employments before and after it.",
    )


@strawberry.type(description="What `correctAssessment` did.")
class CorrectAssessmentPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")
    assessment: Assessment | None = strawberry.field(
        default=None, description="The assessment as it is now; null where it never was so."
    )


@strawberry.type(description="What `correctRoles` did.")
class CorrectRolesPayload(Payload):
    stakeholder: Stakeholder | None = strawberry.field(default=None, description="The stakeholder as it is now.")


@strawberry.type(description="What `correctManager` did.")
class CorrectManagerPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="Who reports.")


@strawberry.type(description="What `correctInfluence` did.")
class CorrectInfluencePayload(Payload):
    source: Person | None = strawberry.field(default=None, description="The person who moves.")
    target: Person | None = strawberry.field(default=None, description="The person who is moved.")


@strawberry.type(description="What `correctAcquaintance` did.")
class CorrectAcquaintancePayload(Payload):
    source: Party | None = strawberry.field(default=None, description="The one.")
    target: Party | None = strawberry.field(default=None, description="The other.")


@strawberry.type(description="What `correctEmployment` did.")
class CorrectEmploymentPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="The person as they are now.")
