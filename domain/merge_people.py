"""Merging two people (domain.md §11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.change import standing_facts
from domain.fact import Stated
from domain.fold import fold
from domain.merge import check_referrals, found_the_same, instead, is_of_itself, said_anew, taken_over
from domain.merge_places import join_places, said_of_place
from domain.person import MAX_ADDRESSES, EmployedAt, PersonDescribed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.person import Person

_TAKEN = ("external_id", "title", "department", "seniority")


def merge_people(kept: Person, merged: Person, facts: Sequence[Fact], reason: str, now: datetime) -> tuple[Stated, ...]:
    """Return the statements of a merge.

    `facts`: all about the two, about all stakeholders that were ever either of them, and about their referrals. Raises
    InvalidError for one person or no reason, ConflictError where an open referral leads from one to the other, or both
    have one to or from the same party; LimitError past 5,000 statements.
    """
    first = found_the_same(kept.id, merged.id, reason)
    check_referrals(kept.id, merged.id, [*fold(facts).referrals.values()])
    standing = sorted(standing_facts(facts), key=lambda f: (f.recorded_at, f.id))
    said = said_anew(standing, _Anew(kept, merged, standing), first.reason, now)
    return (Stated(first, now), *said, *_described(kept, merged, now))


class _Anew:
    """How each statement about the merged person is said of the kept one."""

    def __init__(self, kept: Person, merged: Person, standing: Sequence[Fact]) -> None:
        self.ids = {merged.id: kept.id}
        self.places = join_places(standing, self.ids)
        self.employed = _timeline(f for f in standing if f.statement.subject == kept.id)
        self.worked = _timeline(f for f in standing if f.statement.subject == merged.id)

    def __call__(self, fact: Fact) -> list[Stated] | None:
        """Return what takes the place of a statement; null where it is not about the merged one."""
        old = fact.statement
        said: Any = instead(old, self.ids)
        if (place := self.places.get(getattr(old, "stakeholder_id", None))) is not None:  # pyright: ignore[reportArgumentType]
            return said_of_place(said, fact, place)
        if said is old:
            return None
        if isinstance(old, PersonDescribed) or is_of_itself(said):
            return []
        if isinstance(old, EmployedAt) and not self._goes_over(fact):
            return []
        return [Stated(said, fact.observed_at, fact.by)]

    def _goes_over(self, fact: Fact) -> bool:
        """Whether the kept person takes over where the merged one worked from a moment on, or that it ended."""
        at = fact.observed_at
        place = max(index for index, one in enumerate(self.worked) if one[0] == at)
        if self.worked[place][1] is not None:
            return self._is_news(place)
        since = self.worked[place - 1][0] if place else at
        return place > 0 and self._is_news(place - 1) and not any(since < own[0] <= at for own in self.employed)

    def _is_news(self, place: int) -> bool:
        """Whether an employment of the merged one is one of the kept one too.

        It is, where the kept one was known to work nowhere when it began, or where it is later than all that is
        known of the kept one, and still held: an old job beside the kept one's own was an error of one of the two.
        """
        at, account_id = self.worked[place]
        known = [one for one in self.employed if one[0] <= at]
        if not known or known[-1][1] is None:
            return not known or known[-1][0] < at
        still = place == len(self.worked) - 1
        return known[-1][0] < at and known[-1][1] != account_id and still and known[-1] == self.employed[-1]


def _timeline(facts: Iterable[Fact]) -> list[tuple[datetime, str | None]]:
    stated = sorted((f for f in facts if isinstance(f.statement, EmployedAt)), key=lambda f: f.order)
    return [(f.observed_at, f.statement.account_id) for f in stated if isinstance(f.statement, EmployedAt)]


def _described(kept: Person, merged: Person, now: datetime) -> list[Stated]:
    """Return what the kept person takes from the description of the merged one: what it has not."""
    taken = taken_over(kept, merged, _TAKEN)
    for name in ("emails", "phones"):
        both = tuple(dict.fromkeys((*getattr(kept, name), *getattr(merged, name))))[:MAX_ADDRESSES]
        if both != getattr(kept, name):
            taken[name] = both
    return [Stated(PersonDescribed(kept.id, **taken), now)] if taken else []
