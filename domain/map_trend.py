"""How a decision map moved: its scores at the edges of weeks or months, all from one pass over its facts."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from domain.codes import SUPPORT_SCORE, Coverage, MapStatus, TrendStep
from domain.decision_map import (
    COVERAGE_WINDOW,
    IN_PERSON,
    NO_CONTACT,
    ContactCount,
    MapGraph,
    completeness,
    computed_coverage,
    read_standing,
    score,
    stated_coverage,
)
from domain.errors import InvalidError, LimitError
from domain.fold import fold_at
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.codes import InteractionKind
    from domain.decision_map import Standing
    from domain.fact import Fact
    from domain.ids import MapId, PersonId, StakeholderId
    from domain.person import Person
    from domain.stakeholder import Stakeholder
    from domain.world import World

MOST_POINTS: Final = 600
"""How many points a trend may have."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A map's figures at one moment, as the map as of that moment has them.

    `coverage`: the share (0–1) of the key players who count and with whom we are in contact; null without any.
    """

    at: datetime
    support_score: float | None
    status: MapStatus
    completeness: float
    coverage: float | None


def trend_moments(begin: datetime, end: datetime, every: TrendStep) -> list[datetime]:
    """Return `begin`, each step from there before `end`, and `end`.

    Months run to the month's last day where it has no such day. Raises InvalidError where `end` lies before
    `begin`, LimitError for more than 600 moments.
    """
    if end < begin:
        raise InvalidError(
            Text(
                f"It lies before `from` ({begin.isoformat()}); the period is from `from` to `to`.",
                f"早于 from（{begin.isoformat()}）；时间段应从 from 到 to。",
            ),
            field="to",
        )
    found: list[datetime] = []
    for number in range(MOST_POINTS + 1):
        moment = begin + number * timedelta(weeks=1) if every is TrendStep.WEEK else _months_later(begin, number)
        if moment is None or moment >= end:
            break
        found.append(moment)
    if len(found) >= MOST_POINTS:
        raise LimitError(
            Text(
                f"It would have more than {MOST_POINTS} points; ask for a shorter period or longer steps.",
                f"趋势点将超过 {MOST_POINTS} 个；请缩短时间段或加大步长。",
            ),
            field="every",
        )
    return [*found, end]


def _months_later(begin: datetime, months: int) -> datetime | None:
    """Return the moment some calendar months later; null after the last year there is."""
    years, month = divmod(begin.month - 1 + months, 12)
    year = begin.year + years
    if year > 9999:
        return None
    return begin.replace(year=year, month=month + 1, day=min(begin.day, monthrange(year, month + 1)[1]))


def trend(
    facts: Iterable[Fact],
    map_id: MapId,
    account: Account,
    contacts: Mapping[PersonId, Sequence[tuple[datetime, InteractionKind]]],
    moments: Sequence[datetime],
) -> Iterator[TrendPoint]:
    """Give a map's figures at each of some moments in ascending order.

    The facts are those of the map's history, `contacts` the interactions with its people, the earliest first, from
    365 days before the first moment on.
    """
    reader = _Reader(map_id, account, contacts)
    for at, world in zip(moments, fold_at(facts, moments, lasting=False), strict=True):
        standings = reader.read(world, at)
        yield TrendPoint(
            at=at,
            support_score=score(_supports(standings)),
            status=world.statuses.get(map_id, MapStatus.RED),
            completeness=completeness(standings).value,
            coverage=_covered(standings),
        )


_UNKNOWN: Final = (None, None, None)


class _Reader:
    """Reads who counts in a map at one moment after another; whoever is as before is not read again."""

    def __init__(
        self,
        map_id: MapId,
        account: Account,
        contacts: Mapping[PersonId, Sequence[tuple[datetime, InteractionKind]]],
    ) -> None:
        self.map_id = map_id
        self.account = account
        self.windows = {person_id: _Window(times) for person_id, times in contacts.items()}
        self.known: dict[StakeholderId, tuple[Stakeholder, Person | None, Standing]] = {}

    def read(self, world: World, at: datetime) -> list[Standing]:
        since = at - COVERAGE_WINDOW if self.windows else at
        met = {person_id: window.move_to(at, since) for person_id, window in self.windows.items()}
        people, known = world.people, self.known
        graph = MapGraph(self.map_id, at, self.account, None, (), people, contacts=met)
        found: list[Standing] = []
        for one in world.stakeholders.values():
            if one.map_id != self.map_id or one.until is not None:
                continue
            person, counted = None, NO_CONTACT
            if one.person_id is not None:
                person, counted = people.get(one.person_id), met.get(one.person_id, NO_CONTACT)
            covered = stated_coverage(one, at) or computed_coverage(counted)
            before, employed, standing = known.get(one.id, _UNKNOWN)
            if (
                standing is None
                or before is not one
                or employed is not person
                or standing.coverage.value is not covered
            ):
                standing = read_standing(graph, one)
                known[one.id] = (one, person, standing)
            if standing.left_at is None:
                found.append(standing)
        return found


class _Window:
    """Contacts with one person, counted over (t − 365 days, t] for a t that only grows."""

    def __init__(self, contacts: Sequence[tuple[datetime, InteractionKind]]) -> None:
        self.times = [at for at, _ in contacts]
        self.in_person = [0, *accumulate(kind in IN_PERSON for _, kind in contacts)]
        self.after = self.until = 0
        self.counted = NO_CONTACT

    def move_to(self, at: datetime, since: datetime) -> ContactCount:
        times, after, until = self.times, self.after, self.until
        # Mostly nobody was met between two moments, nor so long before them.
        if (until < len(times) and times[until] <= at) or (after < len(times) and times[after] <= since):
            self.after = after = bisect_right(times, since, after)
            self.until = until = bisect_right(times, at, until)
            self.counted = ContactCount(until - after, self.in_person[until] - self.in_person[after])
        return self.counted


def _supports(standings: Iterable[Standing]) -> list[tuple[int, int]]:
    return [(s.weight, SUPPORT_SCORE[s.stakeholder.support]) for s in standings if s.stakeholder.support is not None]


def _covered(standings: Iterable[Standing]) -> float | None:
    key = [standing.coverage.value for standing in standings if standing.key_player]
    return sum(value is not Coverage.NONE for value in key) / len(key) if key else None
