"""Accounts: customer organisations and individual customers (domain.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import UNSET, Unset
from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import AccountKind, ChannelPosition, Tier
    from domain.ids import AccountId, SellerId


@dataclass(frozen=True, slots=True)
class AccountDescribed:
    """Fields of an account, as far as stated; the first description of an account creates it."""

    account_id: AccountId
    name: str | Unset = UNSET
    kind: AccountKind | Unset = UNSET
    external_id: str | None | Unset = UNSET
    channel_position: ChannelPosition | None | Unset = UNSET
    industry: str | None | Unset = UNSET
    region: str | None | Unset = UNSET
    tier: Tier | None | Unset = UNSET
    parent_id: AccountId | None | Unset = UNSET
    owner_id: SellerId | None | Unset = UNSET
    team_ids: tuple[SellerId, ...] | Unset = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    open: bool | Unset = UNSET
    archived: bool | Unset = UNSET

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.account_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Account:
    """An account as described. `open`: everybody may read it. `tags` and `team_ids` are sorted and without repeats."""

    id: AccountId
    version: int
    created_at: datetime
    name: str
    kind: AccountKind
    external_id: str | None = None
    channel_position: ChannelPosition | None = None
    industry: str | None = None
    region: str | None = None
    tier: Tier | None = None
    parent_id: AccountId | None = None
    owner_id: SellerId | None = None
    team_ids: tuple[SellerId, ...] = ()
    tags: tuple[str, ...] = ()
    open: bool = False
    archived: bool = False
