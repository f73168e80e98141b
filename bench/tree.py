"""Referral trees: against the raw recursive query, and time per party as they grow."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from pathlib import Path

from bench.measure import Ratio, compare, in_thread
from bench.raw import RAW_TREE
from bench.worlds import NOW, admin_of, referral_tree
from graph.referral import load_tree
from graph.sqlite import open_sqlite

_SIZES = (1_000, 10_000, 100_000)
_ROUNDS = {1_000: 40, 10_000: 15, 100_000: 5}


async def run() -> list[Ratio]:
    """Measure each size; the baseline is SQLite's own recursion over the referrals, rows fetched."""
    ratios: list[Ratio] = []
    per_party: list[float] = []
    for size in _SIZES:
        ours, base = await _measure(size)
        goal = "≤ 2" if size == 10_000 else "reported"
        ratios.append(Ratio(f"tree of {size:,} parties, against its raw recursive query", ours, base, goal))
        per_party.append(ours / size)
    middle = statistics.median(per_party)
    ratios += [
        Ratio(f"time per party at {size:,} against the median size", each, middle, "0.7–1.3", "s")
        for size, each in zip(_SIZES, per_party, strict=True)
    ]
    return ratios


async def _measure(size: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        store = await open_sqlite(path)
        try:
            admin = await admin_of(store)
            root = await referral_tree(admin, size)
            raw = sqlite3.connect(path, check_same_thread=False)
            try:
                return await compare(
                    lambda: load_tree(admin, root, now=NOW, most=size),
                    lambda: in_thread(lambda: raw.execute(RAW_TREE, (root,)).fetchall()),
                    rounds=_ROUNDS[size],
                    warm=2,
                )
            finally:
                raw.close()
        finally:
            await store.close()
