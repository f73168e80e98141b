"""People on the customers' side and where they are employed (domain.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import ALWAYS, UNSET, Unset
from domain.ids import StreamId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from domain.ids import AccountId, PersonId, SellerId


@dataclass(frozen=True, slots=True)
class PersonDescribed:
    """Fields of a person, as far as stated; the first description of a person creates them."""

    person_id: PersonId
    name: str | Unset = UNSET
    external_id: str | None | Unset = UNSET
    title: str | None | Unset = UNSET
    department: str | None | Unset = UNSET
    seniority: str | None | Unset = UNSET
    emails: tuple[str, ...] | Unset = UNSET
    phones: tuple[str, ...] | Unset = UNSET

    PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {"name", "external_id", "title", "department", "seniority", "emails", "phones"}
    )

    @property
    def stream(self) -> StreamId:
        return StreamId(self.person_id)

    @property
    def subject(self) -> str:
        return self.person_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class EmployedAt:
    """From its `observed_at` the person works at the account; null: nowhere that we know.

    It ends the employment before it. Observed at `ALWAYS` where no beginning is known.
    """

    person_id: PersonId
    account_id: AccountId | None
    title: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"title"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.person_id)

    @property
    def subject(self) -> str:
        return self.person_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.account_id,) if self.account_id else ()


@dataclass(frozen=True, slots=True)
class Employment:
    """Work at one account over [since, until); null `since`: always; null `until`: still."""

    account_id: AccountId
    title: str | None
    since: datetime | None
    until: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether `moment` lies in [since, until)."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as described, with every employment known, earliest first; at most the last one is still held."""

    id: PersonId
    version: int
    created_at: datetime
    created_by: SellerId | None
    name: str
    external_id: str | None = None
    title: str | None = None
    department: str | None = None
    seniority: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    employments: tuple[Employment, ...] = ()

    @property
    def account_id(self) -> AccountId | None:
        """The account of the employment that has not ended."""
        last = self.employments[-1] if self.employments else None
        return last.account_id if last and last.until is None else None

    def employer_at(self, moment: datetime) -> AccountId | None:
        """Return the account that employs the person at `moment`."""
        return next((e.account_id for e in self.employments if e.holds_at(moment)), None)

    def works_at_since(self, account_id: AccountId, moment: datetime) -> bool:
        """Whether the person works at the account and has done so without a break since `moment`."""
        for employment in reversed(self.employments):
            if employment.account_id != account_id or (employment.until or moment) < moment:
                return False
            if employment.since is None or employment.since <= moment:
                return self.account_id == account_id
        return False

    def left_at(self, account_id: AccountId) -> datetime | None:
        """Return when the person's employment at the account ended; null while it lasts, and if there was none."""
        ends = [e.until for e in self.employments if e.account_id == account_id]
        return None if not ends or ends[-1] is None else ends[-1]


def employments(stated: Iterable[tuple[datetime, EmployedAt]]) -> tuple[Employment, ...]:
    """Return the employments that statements make, given in order of validity with when each began to hold.

    A statement ends the one before it; one replaced at the very moment it began leaves nothing.
    """
    timeline = list(stated)
    found: list[Employment] = []
    for index, (since, said) in enumerate(timeline):
        until = timeline[index + 1][0] if index + 1 < len(timeline) else None
        if said.account_id is not None and since != until:
            found.append(Employment(said.account_id, said.title, None if since == ALWAYS else since, until))
    return tuple(found)
