"""How a map moved over two years, by week, against reading the same history and folding it once."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import Ratio, compare
from bench.worlds import NOW, admin_of, grow_history, map_of_twenty
from domain.codes import TrendStep
from domain.fold import fold
from graph.map_trend import load_trend
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from domain.ids import MapId
    from graph.store import MapHistory, ViewerStore


async def run() -> list[Ratio]:
    """Compare, both with and without the reading."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_sqlite(str(Path(folder) / "bench.db"))
        try:
            admin = await admin_of(store)
            map_id = await map_of_twenty(admin)
            await grow_history(admin, map_id, 2000)
            whole = await compare(lambda: _trend(admin, map_id), lambda: _fold_once(admin, map_id), rounds=60, warm=5)
            history = await _history(admin, map_id)
            folding = await compare(
                lambda: _points(admin, map_id, history),
                lambda: asyncio.to_thread(fold, history.facts),
                rounds=60,
                warm=5,
            )
        finally:
            await store.close()
    return [
        Ratio("trend of two years by week (2,000 facts), against reading and folding them once", *whole, "≤ 2"),
        Ratio("the same without reading the facts, against folding them once", *folding, "reported"),
    ]


async def _history(admin: ViewerStore, map_id: MapId) -> MapHistory:
    (history,) = await admin.list_map_histories([map_id], None)
    assert history is not None
    return history


async def _trend(admin: ViewerStore, map_id: MapId) -> object:
    return await _points(admin, map_id, await _history(admin, map_id))


async def _points(admin: ViewerStore, map_id: MapId, history: MapHistory) -> object:
    begin = NOW - timedelta(days=730)
    return await load_trend(admin, map_id, history, begin, NOW, TrendStep.WEEK, now=NOW, known_at=None)


async def _fold_once(admin: ViewerStore, map_id: MapId) -> object:
    history = await _history(admin, map_id)
    return await asyncio.to_thread(fold, history.facts)
