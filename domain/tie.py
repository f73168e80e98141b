"""Ties between people: who reports to, moves and knows whom (domain.md §3, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.codes import Polarity
from domain.errors import CycleError, InvalidError
from domain.ids import PersonId, SellerId, StreamId
from domain.text import Text

if TYPE_CHECKING:
    from domain.codes import Circle
    from domain.fold import World
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


def influence(source: PersonId, target: PersonId, strength: int | None, polarity: Polarity | None) -> Influences:
    """Return who moves whom; raises InvalidError for influence on oneself and a strength that is not 1–5."""
    if source == target:
        raise InvalidError(Text("Nobody influences themselves.", "不能影响自己。"), field="targetId")
    if strength is not None and not 1 <= strength <= 5:
        raise InvalidError(
            Text(
                f"{strength} is no strength: it is 1 to 5; null removes the tie.",
                f"强度 {strength} 无效：应为 1–5，留空则解除。",
            ),
            field="strength",
        )
    return Influences(source, target, strength, polarity or Polarity.POSITIVE)


def acquaint(
    source: PersonId | SellerId, target: PersonId | SellerId, strength: float | None, circle: Circle | None
) -> Knows:
    """Return who knows whom; raises InvalidError for oneself, for two sellers, and a strength that is not 0–1."""
    if source == target:
        raise InvalidError(
            Text("Nobody is an acquaintance of themselves.", "不能与自己建立人际关系。"), field="targetId"
        )
    if source.startswith("seller_") and target.startswith("seller_"):
        raise InvalidError(
            Text("One end is a person on the customer's side.", "至少一端必须是客户方人员。"),
            field="targetId",
        )
    if strength is not None and not 0 <= strength <= 1:
        raise InvalidError(
            Text(
                f"{strength} is no strength: it is 0 to 1; 0 ends the tie.",
                f"强度 {strength} 无效：应为 0–1，0 表示解除。",
            ),
            field="strength",
        )
    return Knows(source, target, strength, circle)


def check_reporting(world: World, said: ReportsTo, field: str = "managerId") -> None:
    """Check a reporting line in a world in which it is stated.

    Raises InvalidError where the manager is not employed at the account then, CycleError where the lines above
    the person lead back to them.
    """
    if said.manager_id is None:
        return
    manager = world.people.get(said.manager_id)
    if manager is None or manager.account_id != said.account_id:
        raise InvalidError(
            Text("The manager is not employed at the person's account then.", "上级当时不在该客户任职。"),
            field=field,
        )
    above: PersonId | None = said.manager_id
    passed: set[PersonId] = set()
    while above is not None and above not in passed:
        if above == said.person_id:
            raise CycleError(
                Text("The lines of reporting would close on themselves.", "汇报关系会形成循环。"), field=field
            )
        passed.add(above)
        tie = world.reports.get((said.account_id, above))
        above = tie.manager_id if tie is not None else None
