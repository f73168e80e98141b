"""The board of a ladder: which accounts stand on which stage (domain.md §6, §13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.money import sum_by_currency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from domain.ids import AccountId
    from domain.ladder import Ladder, Stage
    from domain.money import Money
    from domain.stage import Transition

STALLED_DAYS: Final = 90.0
"""After how many days a stay is stalled where fewer than 5 completed stays are known."""
MIN_STAYS: Final = 5

_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """An account on a stage since a moment, with the amounts of its opportunities open then."""

    account_id: AccountId
    name: str
    stage: str
    since: datetime
    open_amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage's accounts, by name, then id; the sum of their open opportunities by currency; when a stay stalls."""

    stage: Stage
    entries: tuple[BoardEntry, ...]
    value: tuple[Money, ...]
    stalled_after_days: float


@dataclass(frozen=True, slots=True)
class Board:
    """Every stage of a ladder in order, at `at`."""

    ladder: Ladder
    at: datetime
    columns: tuple[Column, ...]


def build_board(ladder: Ladder, at: datetime, entries: Iterable[BoardEntry], stays: Iterable[Transition]) -> Board:
    """Return the board; `stays` are all moves by `at` of the accounts that it is about."""
    by_stage: defaultdict[str, list[BoardEntry]] = defaultdict(list)
    for entry in entries:
        by_stage[entry.stage].append(entry)
    limits = stalled_after(ladder, at, stays)
    return Board(
        ladder,
        at,
        tuple(
            Column(
                stage=stage,
                entries=tuple(sorted(by_stage[stage.key], key=lambda e: (e.name, e.account_id))),
                value=sum_by_currency(money for entry in by_stage[stage.key] for money in entry.open_amounts),
                stalled_after_days=limits[stage.key],
            )
            for stage in ladder.stages
        ),
    )


def stalled_after(ladder: Ladder, at: datetime, stays: Iterable[Transition]) -> dict[str, float]:
    """Return after how many elapsed days a stay on each stage stalls, by the stays that were completed by `at`."""
    ended = ((stay, stay.next_at) for stay in stays)
    return stall_limits(
        ladder, ((stay.to, until - stay.at) for stay, until in ended if until is not None and until <= at)
    )


def stall_limits(ladder: Ladder, lengths: Iterable[tuple[str, timedelta]]) -> dict[str, float]:
    """Return after how many elapsed days a stay on each stage stalls: the 75th percentile of the completed ones.

    `lengths`: of each completed stay, its stage and how long it took. Linearly interpolated; 90 where fewer than 5
    are completed.
    """
    completed: defaultdict[str, list[float]] = defaultdict(list)
    for stage, length in lengths:
        completed[stage].append(days(length))
    return {
        stage.key: _third_quartile(sorted(completed[stage.key]))
        if len(completed[stage.key]) >= MIN_STAYS
        else STALLED_DAYS
        for stage in ladder.stages
    }


def days(elapsed: timedelta) -> float:
    """Return elapsed time in days of 24 hours."""
    return elapsed.total_seconds() / _DAY


def _third_quartile(values: Sequence[float]) -> float:
    place = 0.75 * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
