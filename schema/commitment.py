"""Commitments: what we promised them and what they promised us."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

import domain.commitment
from domain.codes import CommitmentSide, CommitmentStatus
from schema.context import Info
from schema.node import Node
from schema.related import load_account, load_people
from schema.writing import Edit, Input, Payload

if TYPE_CHECKING:
    from schema.account import Account
    from schema.person import Person


@strawberry.type(description="Something that one side promised the other.")
class Commitment(Node):
    version: int = strawberry.field(description="Counts the changes of the commitment.")
    side: CommitmentSide = strawberry.field(description="Who promised.")
    text: str = strawberry.field(description="What was promised.")
    made_at: datetime = strawberry.field(description="When it was promised.")
    due: date | None = strawberry.field(description="By the end of which day, UTC; null: no day was named.")
    status: CommitmentStatus = strawberry.field(description="What became of it.")
    settled_at: datetime | None = strawberry.field(description="Since when that is settled; null while it is OPEN.")
    known: strawberry.Private[domain.commitment.Commitment]
    at: strawberry.Private[datetime | None]

    @strawberry.field(description="Whether it is OPEN past the end of the day on which it is due.")
    def overdue(self, info: Info) -> bool:
        return self.known.is_overdue(self.at or info.context.now)

    @strawberry.field(description="The account it was given to, or by.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.known.account_id)

    @strawberry.field(description="To whom or by whom it was given, where somebody is named whom you may see.")
    async def person(self, info: Info) -> Annotated[Person, strawberry.lazy("schema.person")] | None:
        if self.known.person_id is None:
            return None
        return next(iter(await load_people(info, [self.known.person_id])), None)

    @classmethod
    def from_domain(cls, found: domain.commitment.Commitment, at: datetime | None = None) -> Commitment:
        """Return a commitment as it was at a moment; null: as it is."""
        return cls(
            at=at,
            id=strawberry.ID(found.id),
            version=found.version,
            side=found.side,
            text=found.text,
            made_at=found.made_at,
            due=found.due,
            status=found.status,
            settled_at=found.settled_at,
            known=found,
        )


@strawberry.input(description="What one side promises the other.")
class RecordCommitmentInput(Input):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    person_id: strawberry.ID | None = strawberry.field(default=UNSET, description="To whom, or by whom.")
    side: CommitmentSide = strawberry.field(description="Who promises.")
    text: str = strawberry.field(description="What is promised, at most 10,000 characters.")
    due: date | None = strawberry.field(
        default=UNSET, description="By the end of which day, UTC; not before the day it is promised on."
    )
    observed_at: datetime | None = strawberry.field(
        default=UNSET, description="When it was promised; now unless given, never in the future."
    )


@strawberry.type(description="What `recordCommitment` did.")
class RecordCommitmentPayload(Payload):
    commitment: Commitment | None = strawberry.field(default=None, description="The commitment.")


@strawberry.input(description="What became of a commitment; it is said once, and a mistake is undone.")
class SettleCommitmentInput(Edit):
    commitment_id: strawberry.ID = strawberry.field(description="The commitment's id.")
    status: CommitmentStatus = strawberry.field(description="KEPT, BROKEN or WITHDRAWN.")
    at: datetime | None = strawberry.field(
        default=UNSET, description="Since when; now unless given, not before it was made."
    )


@strawberry.type(description="What `settleCommitment` did.")
class SettleCommitmentPayload(Payload):
    commitment: Commitment | None = strawberry.field(default=None, description="The commitment as it is now.")
