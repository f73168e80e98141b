"""The roll-up of all accounts by their scores, against raw sqlite3 fetching the same rows; its memory and growth."""

from __future__ import annotations

import sqlite3
import tempfile
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.measure import Ratio, compare, in_thread
from bench.worlds import NOW, admin_of, map_of_twenty
from domain.codes import PortfolioOrder
from graph.codec import to_micros
from graph.portfolio import load_portfolio
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from graph.store import ViewerStore

SIZES: Final = (1_000, 10_000)
"""How many accounts, with 20 people and 40 ties each."""

_RAW: Final = (
    "SELECT * FROM account ORDER BY name, id",
    "SELECT * FROM stakeholder WHERE until IS NULL",
    "SELECT p.* FROM stakeholder s JOIN person p ON p.id = s.person_id WHERE s.until IS NULL",
    "SELECT * FROM relationship WHERE kind = 'WORKS_AT'",
    "SELECT * FROM relationship WHERE kind = 'REPORTS_TO'",
    "SELECT * FROM relationship WHERE kind IN ('INFLUENCES', 'KNOWS')",
    "SELECT person_id, kind, count(*) FROM participation WHERE at > ?1 GROUP BY 1, 2",
)


async def run() -> list[Ratio]:
    """Measure each size in one file that grows."""
    found: list[Ratio] = []
    each: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        store = await open_sqlite(path)
        raw = sqlite3.connect(path, check_same_thread=False)
        try:
            admin, made = await admin_of(store), 0
            for size in SIZES:
                while made < size:
                    await map_of_twenty(admin)
                    made += 1
                ours, base = await compare(
                    lambda: roll_up(admin), lambda: in_thread(lambda: _fetch(raw)), rounds=5, warm=1
                )
                each.append(ours / size)
                goal = "≤ 5" if size == SIZES[0] else "reported"
                found.append(Ratio(f"roll-up of {size:,} accounts, against raw sqlite3", ours, base, goal))
                if size == SIZES[0]:
                    found.append(Ratio("its peak memory, in MB, against 300 MB", await _peak(admin), 300, "≤ 1", "MB"))
        finally:
            raw.close()
            await store.close()
    growth = "time per account at 10,000, against 1,000"
    return [*found, Ratio(growth, each[1], each[0], "≤ 1.3")]


async def roll_up(admin: ViewerStore) -> object:
    """Sort all accounts by their support scores."""
    return await load_portfolio(admin, now=NOW, order=PortfolioOrder.SCORE, descending=True)


async def _peak(admin: ViewerStore) -> float:
    tracemalloc.start()
    try:
        await roll_up(admin)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def _fetch(raw: sqlite3.Connection) -> list[object]:
    window = (to_micros(NOW - timedelta(days=365)),)
    return [raw.execute(statement, window[: statement.count("?1")]).fetchall() for statement in _RAW]
