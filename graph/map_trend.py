"""How maps came to be and how their figures moved, from their facts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.decision_map import COVERAGE_WINDOW
from domain.errors import InvalidError
from domain.fact import ALWAYS
from domain.ids import MapId
from domain.map_trend import trend, trend_moments
from domain.map_walk import map_changes
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.codes import TrendStep
    from domain.ids import PersonId
    from domain.map_change import MapChange
    from domain.map_trend import TrendPoint
    from graph.store import MapHistory, ViewerStore


async def changes_of(
    histories: Sequence[tuple[MapId, MapHistory | None]], as_of: datetime
) -> list[tuple[MapChange, ...]]:
    """Return what changed in maps up to and at `as_of`; nothing in one unknown to the viewer."""

    def walk() -> list[tuple[MapChange, ...]]:
        return [
            map_changes(found.facts, map_id, found.account.id, as_of=as_of) if found is not None else ()
            for map_id, found in histories
        ]

    return await asyncio.to_thread(walk)


async def load_trend(
    store: ViewerStore,
    map_id: MapId,
    history: MapHistory,
    begin: datetime,
    end: datetime | None,
    every: TrendStep,
    *,
    now: datetime,
    known_at: datetime | None,
) -> list[TrendPoint]:
    """Return the figures of a map from `begin` to `end` (null: `now`, the map's moment).

    Raises InvalidError for an end after `now` or before the beginning, LimitError for more than 600 points.
    """
    if end is not None and end > now:
        raise InvalidError(
            Text(
                f"It lies after the moment of the map ({now.isoformat()}).",
                f"晚于关系图所示的时刻（{now.isoformat()}）。",
            ),
            field="to",
        )
    moments = trend_moments(begin, end if end is not None else now, every)
    after = max(moments[0], ALWAYS + COVERAGE_WINDOW) - COVERAGE_WINDOW
    contacts = await store.list_contact_times(_people(history), after, moments[-1], known_at)
    return await asyncio.to_thread(lambda: list(trend(history.facts, map_id, history.account, contacts, moments)))


def _people(history: MapHistory) -> list[PersonId]:
    said = (fact.statement for fact in history.facts)
    placed = (one.person_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed))
    return [person_id for person_id in dict.fromkeys(placed) if person_id is not None]
