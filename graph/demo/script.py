"""The script of the demo: what is said on which day, by whom, and when it was recorded.

Nothing here depends on the machine: ids and choices come from seeded generators, days from the day it is
made for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from domain.fact import Change, Fact, Stated
from domain.ids import ChangeId, FactId

if TYPE_CHECKING:
    from domain.fact import Statement
    from domain.ids import SellerId

DAYS: Final = 730
"""How many days of history there are."""
_TICK: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Script:
    """Collects what is said, in any order, and returns it as changes in the order they were recorded."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.end = datetime.combine(today, time(), UTC)
        self._ids = Random("rapport demo: ids")  # noqa: S311 - invented data, not a secret
        self._clock = Random("rapport demo: hours")  # noqa: S311
        self._changes: list[Change] = []

    def choices(self, part: str) -> Random:
        """Return a generator for one part of the demo, so that a change in one part leaves the others alone."""
        return Random(f"rapport demo: {part}")  # noqa: S311

    def day(self, ago: int) -> date:
        """Return the date so many days ago."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int) -> datetime:
        """Return a moment in the working hours (in China) of the day so many days ago; at least one."""
        minutes = 60 + self._clock.randrange(9 * 60)
        return self.end - timedelta(days=max(ago, 1)) + timedelta(minutes=minutes)

    def new_id(self, type_name: str) -> str:
        """Return an id like `domain.ids.new_id` makes, but the same each time."""
        return f"{type_name}_{self._uuid7(self.end - timedelta(days=DAYS))}"

    def say(
        self,
        at: datetime,
        by: SellerId | None,
        mutation: str,
        *statements: Statement | Stated,
        recorded: datetime | None = None,
    ) -> Change:
        """Record statements in one change: observed at `at`, and recorded then unless said otherwise.

        Return the change, whose position and exact time of recording are settled by `changes`.
        """
        recorded_at = min(recorded or at, self.end - timedelta(hours=1))
        change_id = ChangeId(f"change_{self._uuid7(recorded_at)}")
        stated = [s if isinstance(s, Stated) else Stated(s, at) for s in statements]
        facts = tuple(
            Fact(
                FactId(f"fact_{self._uuid7(recorded_at, index)}"),
                change_id,
                one.observed_at,
                recorded_at,
                one.by or by,
                one.statement,
            )
            for index, one in enumerate(stated)
        )
        change = Change(change_id, 0, recorded_at, by, mutation, facts)
        self._changes.append(change)
        return change

    def changes(self) -> list[Change]:
        """Return the changes by recording, each later than the one before, with positions from 1."""
        ordered = sorted(self._changes, key=lambda change: change.recorded_at)
        last = _EPOCH
        placed: list[Change] = []
        for position, change in enumerate(ordered, start=1):
            last = max(change.recorded_at, last + _TICK)
            facts = tuple(replace(fact, recorded_at=last) for fact in change.facts)
            placed.append(replace(change, position=position, recorded_at=last, facts=facts))
        return placed

    def _uuid7(self, at: datetime, index: int | None = None) -> str:
        millis = (at - _EPOCH) // timedelta(milliseconds=1)
        # The facts of a change are in the order they were said: their ids say so where their times do not.
        low = self._ids.getrandbits(12) if index is None else index
        return f"{millis:012x}7{low:03x}{0b10 << 62 | self._ids.getrandbits(62):016x}"
