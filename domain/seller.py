"""Sellers: the people on our side, who are also the users (domain.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.codes import SellerRole
from domain.fact import UNSET, Unset
from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.ids import SellerId


@dataclass(frozen=True, slots=True)
class SellerDescribed:
    """Fields of a seller, as far as stated; the first description of a seller creates them."""

    seller_id: SellerId
    name: str | Unset = UNSET
    email: str | None | Unset = UNSET
    role: SellerRole | Unset = UNSET
    team: str | None | Unset = UNSET
    manager_id: SellerId | None | Unset = UNSET

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
