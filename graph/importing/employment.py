"""Where a row says that somebody works, against what is known of it: one employment at a time (domain.md §13).

A person's employments are a line of points in time: at each, who employs them from then on. Each point is one
`EmployedAt`; it ends what was before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.fact import ALWAYS
from domain.person import EmployedAt, employments
from domain.text import Text
from graph.importing.deciding import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.ids import AccountId, PersonId
    from domain.person import Employment, Person


@dataclass(frozen=True, slots=True)
class Work:
    """What a row says: work at an account over [since, until); null `since`: unsaid; null `until`: unsaid."""

    account_id: AccountId
    title: str | None
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Point:
    """From `at` on the account employs the person; null: nobody that we know."""

    at: datetime
    account_id: AccountId | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a row makes of the points: those new, those moved (from when, to when), and all of them then."""

    points: tuple[Point, ...]
    new: tuple[Point, ...] = ()
    moved: tuple[tuple[datetime, Point], ...] = ()

    @property
    def same(self) -> bool:
        """Whether the row said nothing new."""
        return not self.new and not self.moved


def points_of(person: Person) -> tuple[Point, ...]:
    """Return the points that make a person's employments."""
    found: list[Point] = []
    for index, employment in enumerate(person.employments):
        found.append(Point(employment.since or ALWAYS, employment.account_id, employment.title))
        following = person.employments[index + 1 :]
        if employment.until is not None and (not following or following[0].since != employment.until):
            found.append(Point(employment.until, None))
    return tuple(found)


def employments_of(person_id: PersonId, points: Sequence[Point]) -> tuple[Employment, ...]:
    """Return the employments that points make."""
    return employments((point.at, EmployedAt(person_id, point.account_id, point.title)) for point in points)


def state_work(points: tuple[Point, ...], said: Work, *, may_leave: bool = True) -> Timeline:
    """Put what a row says among the points; raises RefusedError where two employments would hold at once.

    `may_leave`: that a later employment ends the one before it need not be said. Of rows that stand side by side
    it must be, since neither tells that it is the later knowledge.
    """
    index = _find(points, said)
    if index is not None:
        return _state_end(points, index, said)
    if not points:
        return _begin(points, said, said.since or ALWAYS)
    if said.since is None:
        raise RefusedError(
            "since",
            Text("The person works elsewhere as far as is known.", "据现有记录，该联系人在其他客户任职。"),
            Text("Give the first day at the new account.", "请填写在新客户的入职日期。"),
        )
    last = points[-1]
    if _dates_otherwise(points, said, said.since):
        return _move_beginning(points, said)
    if said.since >= last.at:
        if last.account_id is not None and not may_leave:
            raise _overlap(last, "since")
        return _begin(points, said, said.since)
    return _fill_gap(points, said, said.since)


def _find(points: tuple[Point, ...], said: Work) -> int | None:
    """Return the point that began the employment the row speaks of; without a date it is the last one there."""
    at_account = [index for index, point in enumerate(points) if point.account_id == said.account_id]
    if said.since is not None:
        return next((index for index in at_account if points[index].at == said.since), None)
    ends = {index: points[index + 1].at for index in at_account if index + 1 < len(points)}
    return next((index for index, end in ends.items() if end == said.until), at_account[-1] if at_account else None)


def _state_end(points: tuple[Point, ...], index: int, said: Work) -> Timeline:
    """State the end of a known employment, as far as the row says one and it is not known."""
    following = points[index + 1 : index + 2]
    if said.until is None or (following and following[0].at == said.until):
        return Timeline(points)
    end = Point(said.until, None)
    if said.until <= points[index].at:
        raise RefusedError(
            "until",
            Text("It is not after the employment's beginning.", "离职日期不晚于入职日期。"),
            Text(f"Give a day after {_day(points[index].at)}.", f"请填写 {_day(points[index].at)} 之后的日期。"),
        )
    if not following:
        return Timeline((*points, end), new=(end,))
    if following[0].account_id is None and (len(points) == index + 2 or said.until <= points[index + 2].at):
        return Timeline((*points[: index + 1], end, *points[index + 2 :]), moved=((following[0].at, end),))
    raise _overlap(following[0], "until")


def _dates_otherwise(points: tuple[Point, ...], said: Work, since: datetime) -> bool:
    """Whether the row is about the present employment, under another beginning."""
    *earlier, last = points
    same = last.account_id == said.account_id and (said.until is None or said.until > last.at)
    return same and (not earlier or earlier[-1].at < since)


def _move_beginning(points: tuple[Point, ...], said: Work) -> Timeline:
    """Move the beginning of the present employment, which the row dates otherwise."""
    last = points[-1]
    begun = Point(said.since or last.at, last.account_id, last.title)
    moved = Timeline((*points[:-1], begun), moved=((last.at, begun),))
    if said.until is None:
        return moved
    ended = _state_end(moved.points, len(points) - 1, said)
    return Timeline(ended.points, ended.new, moved.moved)


def _begin(points: tuple[Point, ...], said: Work, since: datetime) -> Timeline:
    """Begin an employment after all others; the last one, if it still holds, ends then."""
    new = [Point(since, said.account_id, said.title)]
    if said.until is not None:
        new.append(Point(said.until, None))
    kept = points if not points or points[-1].at < since else points[:-1]
    return Timeline((*kept, *new), new=tuple(new))


def _fill_gap(points: tuple[Point, ...], said: Work, since: datetime) -> Timeline:
    """State an earlier employment, which must lie where no other one is known."""
    before = [point for point in points if point.at <= since]
    after = [point for point in points if point.at > since]
    if before and before[-1].account_id is not None:
        raise _overlap(before[-1], "since")
    if said.until is None or said.until > after[0].at:
        raise _overlap(after[0], "until")
    new = [Point(since, said.account_id, said.title)]
    if said.until < after[0].at:
        new.append(Point(said.until, None))
    kept = [point for point in before if point.at < since]
    return Timeline((*kept, *new, *after), new=tuple(new))


def _overlap(point: Point, heading: str) -> RefusedError:
    since = _day(point.at)
    return RefusedError(
        heading,
        Text(
            f"The person would have two employments at once: another is known from {since} on.",
            f"该联系人会同时有两份任职：已知另一份自 {since} 起。",
        ),
        Text("Give since and until so that they do not overlap.", "请填写入职与离职日期，使其不重叠。"),
    )


def _day(at: datetime) -> str:
    return "the beginning" if at == ALWAYS else at.date().isoformat()
