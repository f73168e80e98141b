"""Reading the best moves of a map."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from domain.best_move import BestMove, best_moves
from domain.errors import LimitError
from domain.text import Text
from graph.analytics import hidden_influencers
from graph.situation import When, load_situations

if TYPE_CHECKING:
    from datetime import datetime

    from domain.decision_map import DecisionMap
    from domain.rule import RuleSettings
    from graph.store import ViewerStore

MOST_PEOPLE: Final = 200
"""Of maps of so many people the moves are tried: each is a map of its own."""


async def load_best_moves(
    store: ViewerStore, map_: DecisionMap, *, now: datetime, rules: RuleSettings
) -> tuple[BestMove, ...]:
    """Return which single changes would improve a map most, tried off the event loop.

    Raises LimitError for a map of more than 200 people.
    """
    if len(map_.standings) > MOST_PEOPLE:
        raise LimitError(
            Text(
                f"The map has {len(map_.standings)} people; moves are tried for {MOST_PEOPLE} at most.",
                f"关系图有 {len(map_.standings)} 人，最多对 {MOST_PEOPLE} 人推演。",
            ),
            field="mapId",
        )
    (situation,) = await load_situations(store, [map_], When(now, now))
    return await asyncio.to_thread(best_moves, situation, hidden_influencers, rules)
