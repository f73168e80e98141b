"""A map as of two years ago, on an account of 2,000 facts, against the map of today."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from bench.measure import Ratio, compare
from bench.worlds import NOW, admin_of, grow_history, map_of_twenty
from graph.decision_map import load_decision_map
from graph.sqlite import open_sqlite


async def run() -> list[Ratio]:
    """Compare the two reads on one store."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_sqlite(str(Path(folder) / "bench.db"))
        try:
            admin = await admin_of(store)
            map_id = await map_of_twenty(admin)
            await grow_history(admin, map_id, 2000)
            past = NOW - timedelta(days=730)
            then, now = await compare(
                lambda: load_decision_map(admin, map_id, now=NOW, as_of=past),
                lambda: load_decision_map(admin, map_id, now=NOW),
                rounds=200,
            )
            lately, _ = await compare(
                lambda: load_decision_map(admin, map_id, now=NOW, as_of=NOW - timedelta(days=1)),
                lambda: load_decision_map(admin, map_id, now=NOW),
                rounds=200,
            )
        finally:
            await store.close()
    return [
        Ratio("map as of two years ago (2,000 facts), against today's", then, now, "≤ 5"),
        Ratio("map as of yesterday (2,000 facts), against today's", lately, now, "reported"),
    ]
