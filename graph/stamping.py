"""Making facts of what was stated: the change, the time and the ids they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Fact
from domain.ids import FactId, new_uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from domain.fact import Stated
    from domain.ids import ChangeId, SellerId


class Stamp:
    """What all facts of one change share.

    Their ids sort in the order in which they were stated, across batches too: of two statements of a change about
    one thing at one moment, the later one holds.
    """

    __slots__ = ("_by", "_change", "_count", "_ids", "_recorded_at")

    def __init__(self, change: ChangeId, recorded_at: datetime, by: SellerId | None) -> None:
        self._change = change
        self._recorded_at = recorded_at
        self._by = by
        # A UUIDv7 whose last 32 bits count: 42 random bits are left for each millisecond.
        self._ids = new_uuid7()[:24]
        self._count = 0

    def facts(self, stated: Iterable[Stated]) -> list[Fact]:
        """Return the next facts of the change."""
        found = [
            Fact(
                FactId(f"fact_{self._ids}{count:08x}"),
                self._change,
                one.observed_at,
                self._recorded_at,
                one.by or self._by,
                one.statement,
            )
            for count, one in enumerate(stated, self._count)
        ]
        self._count += len(found)
        return found
