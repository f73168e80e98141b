"""A map of 20 people and 40 ties from SQLite: the store and the scores, against raw sqlite3 fetching the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.measure import Ratio, compare, in_thread
from bench.raw import RAW_MAP
from bench.worlds import NOW, admin_of, map_of_twenty
from graph.codec import to_micros
from graph.decision_map import load_decision_map
from graph.sqlite import open_sqlite


async def run() -> list[Ratio]:
    """Compare, both off the event loop, as a server must read."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        store = await open_sqlite(path)
        try:
            admin = await admin_of(store)
            map_id = await map_of_twenty(admin)
            raw = sqlite3.connect(path, check_same_thread=False)
            asked = (map_id.removeprefix("map_"), to_micros(NOW - timedelta(days=365)))
            ours, base = await compare(
                lambda: load_decision_map(admin, map_id, now=NOW),
                lambda: in_thread(lambda: _fetch(raw, asked)),
                rounds=1000,
            )
            raw.close()
        finally:
            await store.close()
    return [Ratio("map of 20 from SQLite, against raw sqlite3 fetching the same rows", ours, base, "≤ 3")]


def _fetch(raw: sqlite3.Connection, asked: tuple[str, int]) -> list[object]:
    return [raw.execute(statement, asked[: statement.count("?2") + 1]).fetchall() for statement in RAW_MAP]
