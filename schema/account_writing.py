"""Inputs and payloads of writes to accounts."""

from __future__ import annotations

import strawberry
from strawberry import UNSET

from domain.codes import AccountKind, ChannelPosition, Tier
from schema.account import Account
from schema.writing import Edit, Input, Payload


@strawberry.input(description="A new account.")
class CreateAccountInput(Input):
    name: str = strawberry.field(description="The name, one line of at most 200 characters.")
    kind: AccountKind = strawberry.field(description="Its nature.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id it has in a system of yours.")
    channel_position: ChannelPosition | None = strawberry.field(
        default=UNSET, description="Where it stands between us and the users."
    )
    industry: str | None = strawberry.field(default=UNSET, description="Its industry.")
    region: str | None = strawberry.field(default=UNSET, description="Its region.")
    tier: Tier | None = strawberry.field(default=UNSET, description="How much attention it is given.")
    parent_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The account above it.")
    owner_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who looks after it; you unless given."
    )
    team_ids: list[strawberry.ID] | None = strawberry.field(default=UNSET, description="Who else works on it.")
    tags: list[str] | None = strawberry.field(default=UNSET, description="Words of yours for it, at most 50.")
    open: bool | None = strawberry.field(default=UNSET, description="Whether everybody may read it; no unless given.")


@strawberry.input(description="Fields of an account anew: what is left out stays, null empties.")
class UpdateAccountInput(Edit):
    account_id: strawberry.ID = strawberry.field(description="The account's id.")
    name: str | None = strawberry.field(default=UNSET, description="The name; it cannot be emptied.")
    kind: AccountKind | None = strawberry.field(default=UNSET, description="Its nature; it cannot be emptied.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id it has in a system of yours.")
    channel_position: ChannelPosition | None = strawberry.field(
        default=UNSET, description="Where it stands between us and the users."
    )
    industry: str | None = strawberry.field(default=UNSET, description="Its industry.")
    region: str | None = strawberry.field(default=UNSET, description="Its region.")
    tier: Tier | None = strawberry.field(default=UNSET, description="How much attention it is given.")
    parent_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The account above it.")
    owner_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Who looks after it.")
    team_ids: list[strawberry.ID] | None = strawberry.field(default=UNSET, description="All who else work on it.")
    tags: list[str] | None = strawberry.field(default=UNSET, description="All words of yours for it, at most 50.")
    open: bool | None = strawberry.field(
        default=UNSET, description="Whether everybody may read it; it cannot be emptied."
    )
    archived: bool | None = strawberry.field(default=UNSET, description="Whether it is put away; it cannot be emptied.")


@strawberry.type(description="What `createAccount` did.")
class CreateAccountPayload(Payload):
    account: Account | None = strawberry.field(default=None, description="The new account.")


@strawberry.type(description="What `updateAccount` did.")
class UpdateAccountPayload(Payload):
    account: Account | None = strawberry.field(
        default=None, description="The account as it is now; null where you may no longer see it."
    )
