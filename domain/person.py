"""People on the customers' side and where they are employed (domain.md §1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from domain.errors import InvalidError
from domain.fact import ALWAYS, NEVER, UNSET, Stated, Unset
from domain.ids import StreamId
from domain.text import Text, clean_line, clean_optional_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from domain.ids import AccountId, PersonId, SellerId

MAX_ADDRESSES: Final = 20
"""Most e-mail addresses, and most phone numbers, of one person."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")
_LINES: Final = (
    ("external_id", "externalId"),
    ("title", "title"),
    ("department", "department"),
    ("seniority", "seniority"),
)


@dataclass(frozen=True, slots=True)
class PersonDescribed:
    """Fields of a person, as far as stated; the first description of a person creates them."""

    person_id: PersonId
    name: str | Unset = UNSET
    external_id: str | Unset | None = UNSET
    title: str | Unset | None = UNSET
    department: str | Unset | None = UNSET
    seniority: str | Unset | None = UNSET
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
    """Work at one account over [since, until); null `since`: always; null `until`: still.

    `title`: the last one that the person had there.
    """

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

    def works_until(self, account_id: AccountId, moment: datetime) -> datetime | None:
        """Return when the person leaves the account after `moment`, `NEVER` if not; null: not there at `moment`."""
        return works_until(self.employments, account_id, moment)

    def left_at(self, account_id: AccountId) -> datetime | None:
        """Return when the person's employment at the account ended; null while it lasts, and if there was none."""
        return left_at(self.employments, account_id)


def works_until(known: Iterable[Employment], account_id: AccountId, moment: datetime) -> datetime | None:
    """Return when work at the account that goes on at `moment` ends, `NEVER` if not; null: there is none then."""
    until: datetime | None = None
    for employment in known:
        goes_on = until is not None and employment.since == until
        if employment.account_id == account_id and (goes_on or employment.holds_at(moment)):
            until = employment.until or NEVER
    return until


def left_at(known: Iterable[Employment], account_id: AccountId) -> datetime | None:
    """Return when the last employment at the account ended; null while it lasts, and if there was none."""
    ends = [one.until for one in known if one.account_id == account_id]
    return None if not ends or ends[-1] is None else ends[-1]


def employments(
    stated: Iterable[tuple[datetime, EmployedAt]], titles: Iterable[tuple[datetime, str | None]] = ()
) -> tuple[Employment, ...]:
    """Return the employments that statements make, given in order of validity with when each began to hold.

    A statement ends the one before it; one replaced at the very moment it began leaves nothing. `titles`: what was said
    of the person's title, with an employment or by itself, in the same order: an employment has the last one that was
    said while it held, or else its own.
    """
    timeline, said_of_titles = list(stated), list(titles)
    found: list[Employment] = []
    for index, (since, said) in enumerate(timeline):
        until = timeline[index + 1][0] if index + 1 < len(timeline) else None
        if said.account_id is not None and since != until:
            held = [title for at, title in said_of_titles if since <= at < (until or NEVER)]
            title = held[-1] if held else said.title
            found.append(Employment(said.account_id, title, None if since == ALWAYS else since, until))
    return tuple(found)


def describe_person(said: PersonDescribed) -> PersonDescribed:
    """Return the description with its texts cleaned, e-mails and phones without repeats in the order given.

    Raises InvalidError for an empty name, for texts that are no line of at most 200 characters, for what is no
    e-mail address or phone number, and for more than 20 of either.
    """
    changes: dict[str, Any] = {}
    if said.name is None:  # pyright: ignore[reportUnnecessaryComparison] - null comes from outside
        raise InvalidError(Text("It cannot be emptied.", "不能清空。"), field="name")
    if said.name is not UNSET:
        changes["name"] = clean_line(said.name, "name")
    for name, field in _LINES:
        if (value := getattr(said, name)) is not UNSET:
            changes[name] = clean_optional_line(value, field)
    if said.emails is not UNSET:
        changes["emails"] = _each(said.emails, "emails", clean_email)
    if said.phones is not UNSET:
        changes["phones"] = _each(said.phones, "phones", clean_phone)
    return replace(said, **changes)


def clean_email(value: str, field: str) -> str:
    """Return an e-mail address, trimmed; raises InvalidError for what cannot be one."""
    email = clean_line(value, field, longest=254)
    if not _EMAIL.fullmatch(email):
        raise InvalidError(
            Text(
                f"“{email}” is no e-mail address (name@example.com).",
                f"“{email}”不是邮箱地址（如 name@example.com）。",
            ),
            field=field,
        )
    return email


def clean_phone(value: str, field: str) -> str:
    """Return a phone number as typed, trimmed; raises InvalidError for what has no digits or is too long."""
    phone = clean_line(value, field, longest=40)
    if not any(character.isdecimal() for character in phone):
        raise InvalidError(Text(f"“{phone}” is no phone number.", f"“{phone}”不是电话号码。"), field=field)
    return phone


def _each(values: tuple[str, ...] | None, field: str, clean: Callable[[str, str], str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(clean(value, field) for value in values or ()))
    if len(found) > MAX_ADDRESSES:
        raise InvalidError(Text(f"At most {MAX_ADDRESSES} are allowed.", f"最多允许 {MAX_ADDRESSES} 个。"), field=field)
    return found


def employ(
    person: Person,
    said: EmployedAt,
    since: datetime,
) -> tuple[Stated, ...]:
    """End the employment that holds and begin the one stated (§13); its title becomes the person's.

    Raises InvalidError where `since` lies before the beginning, or the end, of the last employment. Nothing is
    stated where the person works there under that title already.
    """
    last = person.employments[-1] if person.employments else None
    if last is not None and since < (last.until or last.since or since):
        begun = (last.until or last.since or since).date().isoformat()
        raise InvalidError(
            Text(
                f"It lies before {begun}, when the last employment known began or ended.",
                f"日期早于最近一次任职开始或结束的日期 {begun}。",
            ),
            field="at",
        )
    if person.account_id == said.account_id and (said.title is None or (last is not None and said.title == last.title)):
        return ()
    stated = [Stated(said, since)]
    if said.account_id is not None or said.title is not None:
        stated.append(Stated(PersonDescribed(person.id, title=said.title), since))
    return tuple(stated)
