"""Accounts: customer organisations and individual customers (domain.md §1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from domain.errors import InvalidError
from domain.fact import UNSET, Unset
from domain.ids import StreamId
from domain.text import Text, clean_line, clean_optional_line

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import AccountKind, ChannelPosition, Tier
    from domain.ids import AccountId, SellerId


MAX_TAGS: Final = 50
"""Most tags of one account."""
MAX_TEAM: Final = 100
"""Most members of an account's team."""


@dataclass(frozen=True, slots=True)
class AccountDescribed:
    """Fields of an account, as far as stated; the first description of an account creates it."""

    account_id: AccountId
    name: str | Unset = UNSET
    kind: AccountKind | Unset = UNSET
    external_id: str | Unset | None = UNSET
    channel_position: ChannelPosition | Unset | None = UNSET
    industry: str | Unset | None = UNSET
    region: str | Unset | None = UNSET
    tier: Tier | Unset | None = UNSET
    parent_id: AccountId | Unset | None = UNSET
    owner_id: SellerId | Unset | None = UNSET
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
        named = (self.parent_id, self.owner_id, *(self.team_ids if self.team_ids is not UNSET else ()))
        return tuple(one for one in named if one is not UNSET and one is not None)


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


def describe_account(said: AccountDescribed) -> AccountDescribed:
    """Return the description with its texts cleaned, `team_ids` and `tags` sorted and without repeats.

    Raises InvalidError for an empty name or kind, for texts that are no line of at most 200 characters, for null
    in `open` or `archived`, and for more than 50 tags or 100 team members.
    """
    for name, field in (("name", "name"), ("kind", "kind"), ("open", "open"), ("archived", "archived")):
        if getattr(said, name) is None:
            raise InvalidError(Text("It cannot be emptied.", "不能清空。"), field=field)
    changes: dict[str, Any] = {}
    if said.name is not UNSET:
        changes["name"] = clean_line(said.name, "name")
    for name, field in (("external_id", "externalId"), ("industry", "industry"), ("region", "region")):
        if (value := getattr(said, name)) is not UNSET:
            changes[name] = clean_optional_line(value, field)
    if said.tags is not UNSET:
        tags = _few(said.tags, MAX_TAGS, "tags")
        changes["tags"] = tuple(sorted({clean_line(tag, "tags", longest=50) for tag in tags}))
    if said.team_ids is not UNSET:
        changes["team_ids"] = tuple(sorted(set(_few(said.team_ids, MAX_TEAM, "teamIds"))))
    return replace(said, **changes)


def _few(values: tuple[Any, ...] | None, most: int, field: str) -> tuple[Any, ...]:
    values = values or ()
    if len(values) > most:
        raise InvalidError(Text(f"At most {most} are allowed.", f"最多允许 {most} 个。"), field=field)
    return values
