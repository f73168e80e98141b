"""Sellers: the people on our side, who are also the users (domain.md §1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from domain.codes import SellerRole
from domain.errors import InvalidError
from domain.fact import UNSET, Unset
from domain.ids import StreamId
from domain.person import clean_email
from domain.text import Text, clean_line, clean_optional_line

if TYPE_CHECKING:
    from datetime import datetime

    from domain.ids import SellerId


@dataclass(frozen=True, slots=True)
class SellerDescribed:
    """Fields of a seller, as far as stated; the first description of a seller creates them."""

    seller_id: SellerId
    name: str | Unset = UNSET
    email: str | Unset | None = UNSET
    role: SellerRole | Unset = UNSET
    team: str | Unset | None = UNSET
    manager_id: SellerId | Unset | None = UNSET

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.seller_id)

    @property
    def subject(self) -> str:
        return self.seller_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.manager_id,) if self.manager_id is not UNSET and self.manager_id is not None else ()


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller as described. Managers of sellers form a forest; an e-mail belongs to one seller at most."""

    id: SellerId
    version: int
    created_at: datetime
    name: str
    email: str | None = None
    role: SellerRole = SellerRole.MEMBER
    team: str | None = None
    manager_id: SellerId | None = None


def describe_seller(said: SellerDescribed) -> SellerDescribed:
    """Return the description with its texts cleaned; raises InvalidError for an empty name or role, or no e-mail."""
    for name in ("name", "role"):
        if getattr(said, name) is None:
            raise InvalidError(Text("It cannot be emptied.", "不能清空。"), field=name)
    changes: dict[str, Any] = {}
    if said.name is not UNSET:
        changes["name"] = clean_line(said.name, "name")
    if said.team is not UNSET:
        changes["team"] = clean_optional_line(said.team, "team")
    if said.email is not UNSET:
        blank = said.email is None or not said.email.strip()
        changes["email"] = None if blank or said.email is None else clean_email(said.email, "email")
    return replace(said, **changes)
