"""Where accounts stand on the ladders, and how they moved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

import domain.stage
from domain.stage_board import days
from schema.context import Info
from schema.ladder import Ladder, Stage, ladder_of, stage_of
from schema.loaders import Moments
from schema.node import Node
from schema.related import load_account
from schema.seller import Seller, load_seller
from schema.writing import Edit, Payload

if TYPE_CHECKING:
    from schema.account import Account


@strawberry.type(description="Where an account stands on a ladder.")
class StageStanding:
    ladder: Ladder = strawberry.field(description="The ladder.")
    stage: Stage = strawberry.field(description="The stage.")
    since: datetime = strawberry.field(description="When the account reached it.")
    days: int = strawberry.field(description="For how many whole days of 24 hours it has stood there.")
    elapsed: strawberry.Private[float]
    moments: strawberry.Private[Moments]

    @strawberry.field(
        description="Whether it stands there longer than three quarters of the completed stays on this stage did; "
        "longer than 90 days where fewer than 5 are known."
    )
    async def stalled(self, info: Info) -> bool:
        limits = await info.context.loaders.stall_limits.load((self.ladder.key, self.moments))
        return self.elapsed > limits[self.stage.key]

    @classmethod
    def from_domain(cls, found: domain.stage.Transition, now: datetime, moments: Moments) -> StageStanding:
        ladder = ladder_of(found.ladder)
        elapsed = days((moments.as_of or now) - found.at)
        return cls(
            ladder=ladder,
            stage=stage_of(ladder, found.to),
            since=found.at,
            days=int(elapsed),
            elapsed=elapsed,
            moments=moments,
        )


@strawberry.type(description="One dated move of an account on a ladder.")
class StageTransition(Node):
    ladder: Ladder = strawberry.field(description="The ladder.")
    from_: Stage | None = strawberry.field(
        name="from", description="The stage it came from; null for the first move onto the ladder."
    )
    to: Stage = strawberry.field(description="The stage it went to.")
    at: datetime = strawberry.field(description="When it moved.")
    recorded_at: datetime = strawberry.field(description="When that was recorded.")
    reason: str | None = strawberry.field(description="Why; a move down has a reason.")
    evidence: str | None = strawberry.field(description="What shows it.")
    skip: bool = strawberry.field(description="Whether the move passed over a stage, up or down.")
    account_id: strawberry.Private[str]
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="The account that moved.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.account_id)

    @strawberry.field(description="Who recorded it.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)

    @classmethod
    def from_domain(cls, found: domain.stage.Transition) -> StageTransition:
        ladder = ladder_of(found.ladder)
        return cls(
            id=strawberry.ID(found.id),
            ladder=ladder,
            from_=stage_of(ladder, found.from_stage) if found.from_stage is not None else None,
            to=stage_of(ladder, found.to),
            at=found.at,
            recorded_at=found.recorded_at,
            reason=found.reason,
            evidence=found.evidence,
            skip=found.skip,
            account_id=found.account_id,
            by_id=found.by,
        )


@strawberry.input(description="A move of an account on a ladder.")
class MoveStageInput(Edit):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    ladder: str = strawberry.field(description="The ladder's key.")
    to: str = strawberry.field(description="The key of the stage it moves to.")
    at: datetime | None = strawberry.field(default=UNSET, description="When it moved; now unless given.")
    reason: str | None = strawberry.field(default=UNSET, description="Why; a move down needs it.")
    evidence: str | None = strawberry.field(default=UNSET, description="What shows it.")


@strawberry.type(description="What `moveStage` did.")
class MoveStagePayload(Payload):
    account: Annotated[Account, strawberry.lazy("schema.account")] | None = strawberry.field(
        default=None, description="The account as it is now."
    )
    transition: StageTransition | None = strawberry.field(default=None, description="The move.")
