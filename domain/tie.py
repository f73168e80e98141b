"""Ties between people: who reports to, moves and knows whom (domain.md §3, §13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.change import standing_facts
from domain.codes import Polarity
from domain.errors import CycleError, InvalidError
from domain.fact import ALWAYS, NEVER
from domain.ids import PersonId, SellerId, StreamId
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.codes import Circle
    from domain.fact import Fact
    from domain.ids import AccountId
    from domain.person import Person


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
        raise InvalidError(
            Text("Nobody influences themselves; name two people.", "不能影响自己，请指定两个人。"), field="targetId"
        )
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
            Text("Nobody is an acquaintance of themselves; name two people.", "不能与自己建立人际关系，请指定两个人。"),
            field="targetId",
        )
    if source.startswith("seller_") and target.startswith("seller_"):
        raise InvalidError(
            Text(
                "Both ends are on our side; one end must be a person on the customer's side.",
                "至少一端必须是客户方人员。",
            ),
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


@dataclass(frozen=True, slots=True)
class Line:
    """A reporting line over [since, until): until the person's manager is stated anew, or one of the two leaves."""

    said: ReportsTo
    since: datetime
    until: datetime


def reporting_lines(facts: Iterable[Fact], people: Mapping[PersonId, Person]) -> list[Line]:
    """Return every line that ever held, latest first, given all `ReportsTo` of some accounts and who is in them."""
    stated = sorted((f for f in standing_facts(facts) if isinstance(f.statement, ReportsTo)), key=lambda f: f.order)
    found: list[Line] = []
    ends: dict[str, datetime] = {}
    for fact in reversed(stated):
        said, since = fact.statement, fact.observed_at
        if isinstance(said, ReportsTo) and said.manager_id is not None:
            leave = (_works_until(people, one, said.account_id, since) for one in (said.person_id, said.manager_id))
            until = min(ends.get(said.subject, NEVER), *leave)
            if since < until:
                found.append(Line(said, since, until))
        ends[said.subject] = since
    return found


def _works_until(
    people: Mapping[PersonId, Person], person_id: PersonId, account_id: AccountId, moment: datetime
) -> datetime:
    person = people.get(person_id)
    return (person.works_until(account_id, moment) if person is not None else None) or ALWAYS


def check_manager(manager: Person, account_id: AccountId, since: datetime) -> None:
    """Raise InvalidError where the manager of a line is not employed at the account when it begins."""
    if manager.works_until(account_id, since) is None:
        raise InvalidError(
            Text(
                "The manager is not employed at the person's account then; name somebody who is, or record the "
                "employment first.",
                "上级当时不在该客户任职；请指定当时任职者，或先记录其任职。",
            ),
            field="managerId",
        )


def check_forest(lines: Sequence[Line], since: datetime, field: str = "managerId") -> None:
    """Raise CycleError where lines close on themselves at `since` or later: when the last of a circle begins."""
    by_person: defaultdict[tuple[AccountId, PersonId], list[Line]] = defaultdict(list)
    for line in lines:
        by_person[line.said.account_id, line.said.person_id].append(line)
    for line in lines:
        if line.since >= since and line.said.person_id in _above(line, by_person):
            raise CycleError(
                Text(
                    "The lines of reporting would close on themselves; end one of those above first.",
                    "汇报关系会形成循环，请先结束上级链中的一条。",
                ),
                field=field,
            )


def _above(line: Line, by_person: Mapping[tuple[AccountId, PersonId], Sequence[Line]]) -> set[PersonId]:
    """Return everybody above a person at the moment the line begins."""
    found: set[PersonId] = set()
    at: Line | None = line
    while at is not None and at.said.manager_id is not None and at.said.manager_id not in found:
        manager = at.said.manager_id
        found.add(manager)
        own = by_person.get((line.said.account_id, manager), ())
        at = next((one for one in own if one.since <= line.since < one.until), None)
    return found
