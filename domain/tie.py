"""Ties between people: who reports to, moves and knows whom (domain.md §3, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.codes import Polarity
from domain.ids import PersonId, SellerId, StreamId

if TYPE_CHECKING:
    from domain.codes import Circle
    from domain.ids import AccountId


@dataclass(frozen=True, slots=True)
class ReportsTo:
    """At this account the person reports to the manager from now on; null: to nobody here.

    It holds while both are employed at the account.
    """

    account_id: AccountId
    person_id: PersonId
    manager_id: PersonId | None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return f"{self.account_id}/{self.person_id}"

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.person_id, self.manager_id) if self.manager_id else (self.person_id,)


@dataclass(frozen=True, slots=True)
class Influences:
    """Who moves whom: `strength` 1–5, null ends the tie; a NEGATIVE `polarity` is a conflict. One per ordered pair."""

    source: PersonId
    target: PersonId
    strength: int | None
    polarity: Polarity = Polarity.POSITIVE

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.source)

    @property
    def subject(self) -> str:
        return f"{self.source}/{self.target}"

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Knows:
    """Acquaintance, one per unordered pair; `strength` 0–1, null is unstated, 0 ends it.

    `circle` is read from the source's side: what the target is to the source. A seller may be at one end.
    """

    source: PersonId | SellerId
    target: PersonId | SellerId
    strength: float | None
    circle: Circle | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.source)

    @property
    def subject(self) -> str:
        return "/".join(self.pair)

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.source, self.target)

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids in order, the same whoever is the source."""
        return (self.source, self.target) if self.source < self.target else (self.target, self.source)
