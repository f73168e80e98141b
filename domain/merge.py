"""Merging two people found to be one: all that was said of one is said of the other (domain.md §11).

A merge is one change: a fact that says so, and for each statement about the merged person a correction that leaves it
out and the same statement about the kept one, from the same time and by the same seller. So the world as known now has
had one person all along, `knownAt` before the merge shows two, and an undo brings both back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from domain.change import Corrected, Undone, standing_facts
from domain.errors import ConflictError, InvalidError, LimitError
from domain.fact import NEVER, Stated
from domain.ids import StreamId
from domain.person import MAX_ADDRESSES, EmployedAt, PersonDescribed
from domain.referral import Referred
from domain.stakeholder import StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact, Statement
    from domain.ids import PersonId, StakeholderId
    from domain.person import Person
    from domain.referral import Referral

MOST_STATEMENTS: Final = 5_000
"""Most statements about the merged one: a merge says each of them anew."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Two people were found to be one and the same: the kept one."""

    kept_id: PersonId
    merged_id: PersonId
    reason: str

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"reason"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.kept_id)

    @property
    def subject(self) -> str:
        return self.merged_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A place in a map over [since, until)."""

    map_id: str
    since: datetime
    until: datetime

    def overlaps(self, other: _Stretch) -> bool:
        return self.map_id == other.map_id and self.since < other.until and other.since < self.until


def merge_people(
    kept: Person,
    merged: Person,
    facts: Iterable[Fact],
    referrals: Sequence[Referral],
    reason: str,
    now: datetime,
) -> tuple[Stated, ...]:
    """Return the statements of a merge.

    `facts`: all about the two; of all stakeholders that were ever either of them; `referrals`: those of the two.
    Raises InvalidError for one person or no reason, ConflictError where an open referral leads from one to the other,
    where both have one to or from the same party, or where the merged one holds a place in a map in which the kept
    one was at the same time and is no more; LimitError past 5,000 statements.
    """
    if kept.id == merged.id:
        raise InvalidError(Text("Nobody is merged with themselves.", "不能与自己合并。"), field="mergeId")
    cleaned = clean_note(reason, "reason")
    if cleaned is None:
        raise InvalidError(Text("Say how you know that they are the same.", "请说明合并的依据。"), field="reason")
    _check_referrals(kept.id, merged.id, referrals)
    standing = sorted(standing_facts(facts), key=lambda f: (f.recorded_at, f.id))
    merge = _Merge(kept, merged, standing, now)
    said = [one for fact in standing if merge.concerns(fact) for one in merge.anew(fact, cleaned)]
    if len(said) > 2 * MOST_STATEMENTS:
        raise LimitError(
            Text(
                f"More than {MOST_STATEMENTS:,} statements are about the one to be merged.",
                f"关于被合并人员的陈述超过 {MOST_STATEMENTS:,} 条。",
            ),
            field="mergeId",
        )
    return (Stated(Merged(kept.id, merged.id, cleaned), now), *said, *merge.described(), *merge.removals)


def _check_referrals(kept: PersonId, merged: PersonId, referrals: Sequence[Referral]) -> None:
    open_ = [one for one in referrals if one.is_open]
    if any({one.referrer, one.referred} == {kept, merged} for one in open_):
        raise ConflictError(
            Text(
                "An open referral leads from one to the other, and nobody refers themselves: close or undo it first.",
                "两人之间有未完成的推荐，而任何人不能推荐自己：请先完成或撤销该推荐。",
            ),
            field="mergeId",
        )
    pairs = [tuple(kept if end == merged else end for end in (one.referrer, one.referred)) for one in open_]
    if len(pairs) != len(set(pairs)):
        raise ConflictError(
            Text(
                "Both have an open referral to or from the same party: close or undo one of the two first.",
                "两人与同一方之间都有未完成的推荐：请先完成或撤销其中一个。",
            ),
            field="mergeId",
        )


class _Merge:
    """How each statement about the merged person is said of the kept one."""

    def __init__(self, kept: Person, merged: Person, standing: Sequence[Fact], now: datetime) -> None:
        self.kept = kept
        self.merged = merged
        self.now = now
        self.subjects = {(type(f.statement), f.statement.subject) for f in standing if not self.concerns(f)}
        self.employed = _timeline(f for f in standing if f.statement.subject == kept.id)
        self.worked = _timeline(f for f in standing if f.statement.subject == merged.id)
        self.colliding = self._collide(standing)
        self.removals: list[Stated] = []

    def concerns(self, fact: Fact) -> bool:
        """Whether a statement names the merged person."""
        said = fact.statement
        return not isinstance(said, Undone | Corrected) and said != _instead(said, self.merged.id, self.kept.id)

    def anew(self, fact: Fact, reason: str) -> list[Stated]:
        """Return the correction of a statement, and the same of the kept person where it goes on."""
        wrong = Stated(Corrected(fact.id, StreamId(fact.statement.stream), reason), self.now)
        said = self._said(fact)
        return [wrong] if said is None else [wrong, Stated(said, fact.observed_at, fact.by)]

    def _said(self, fact: Fact) -> Statement | None:
        old = fact.statement
        said: Any = _instead(old, self.merged.id, self.kept.id)
        if isinstance(old, PersonDescribed):
            return None
        if isinstance(old, EmployedAt):
            return said if self._goes_over(fact) else None
        if isinstance(old, StakeholderAdded | StakeholderNamed) and old.stakeholder_id in self.colliding:
            return self._placeholder(old)
        if isinstance(said, Referred):
            return said if said.referrer != said.referred else None
        ends = said.subject.split("/")
        if len(ends) != len(set(ends)) or getattr(said, "manager_id", None) == self.kept.id == ends[-1]:
            return None
        # Where something is said of the kept one already, that stays.
        return None if said.subject != old.subject and (type(said), said.subject) in self.subjects else said

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

    def _collide(self, standing: Sequence[Fact]) -> set[StakeholderId]:
        """Return the places of the merged one in maps in which the kept one was at the same time."""
        own, others = _places(standing, self.kept.id), _places(standing, self.merged.id)
        found = {id_ for id_, one in others.items() if any(one.overlaps(other) for other in own.values())}
        for id_ in found:
            if others[id_].until == NEVER and not any(
                one.until == NEVER and one.map_id == others[id_].map_id for one in own.values()
            ):
                raise ConflictError(
                    Text(
                        "In one map the person to be kept was taken out while the other is there: merge the other "
                        "way round.",
                        "在某张关系图中，要保留的人员已被移出，而另一人仍在图中：请反过来合并。",
                    ),
                    field="keepId",
                )
        self.live = {id_ for id_ in found if others[id_].until == NEVER}
        return found

    def _placeholder(self, said: StakeholderAdded | StakeholderNamed) -> Statement | None:
        """Return the place that is left to what was said in it: nobody's, under the merged person's name."""
        if said.stakeholder_id in self.live:
            self.live.discard(said.stakeholder_id)
            gone = StakeholderRemoved(said.stakeholder_id, said.account_id)
            self.removals.append(Stated(gone, self.now))
        if isinstance(said, StakeholderNamed):
            return None
        return replace(said, person_id=None, label=said.label or self.merged.name)

    def described(self) -> list[Stated]:
        """Return what the kept person takes from the description of the merged one: what it has not."""
        kept, merged = self.kept, self.merged
        taken: dict[str, Any] = {
            name: getattr(merged, name)
            for name in ("external_id", "title", "department", "seniority")
            if getattr(kept, name) is None and getattr(merged, name) is not None
        }
        for name in ("emails", "phones"):
            both = tuple(dict.fromkeys((*getattr(kept, name), *getattr(merged, name))))[:MAX_ADDRESSES]
            if both != getattr(kept, name):
                taken[name] = both
        return [Stated(PersonDescribed(kept.id, **taken), self.now)] if taken else []


def _timeline(facts: Iterable[Fact]) -> list[tuple[datetime, str | None]]:
    stated = sorted((f for f in facts if isinstance(f.statement, EmployedAt)), key=lambda f: f.order)
    return [(f.observed_at, f.statement.account_id) for f in stated if isinstance(f.statement, EmployedAt)]


def _places(standing: Iterable[Fact], person_id: PersonId) -> dict[StakeholderId, _Stretch]:
    maps: dict[StakeholderId, str] = {}
    since: dict[StakeholderId, datetime] = {}
    until: defaultdict[StakeholderId, datetime] = defaultdict(lambda: NEVER)
    for fact in sorted(standing, key=lambda f: f.order):
        said = fact.statement
        if isinstance(said, StakeholderAdded):
            maps[said.stakeholder_id] = said.map_id
        if isinstance(said, StakeholderAdded | StakeholderNamed) and said.person_id == person_id:
            since[said.stakeholder_id] = fact.observed_at
        if isinstance(said, StakeholderRemoved):
            until[said.stakeholder_id] = fact.observed_at
    return {id_: _Stretch(maps[id_], at, until[id_]) for id_, at in since.items() if id_ in maps}


def _instead(said: Any, old: str, new: str) -> Any:
    """Return a statement with one id in the place of another, nobody twice."""
    changes: dict[str, Any] = {}
    for field in fields(said):
        value = getattr(said, field.name)
        if value == old:
            changes[field.name] = new
        elif isinstance(value, tuple) and old in value:
            changes[field.name] = tuple(dict.fromkeys(new if one == old else one for one in value))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return replace(said, **changes) if changes else said
