"""Referral trees: against the raw recursive query, and time per party as they grow."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.measure import Ratio, compare, in_thread
from bench.raw import RAW_TREE
from bench.worlds import NOW, admin_of, referral_tree
from graph.referral import load_tree
from graph.sqlite import open_sqlite
from graph.sqlite.opening import KEEP_SOME

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from graph.store import ViewerStore

_TIMES: Final = {1_000: 20, 10_000: 4, 100_000: 1}
"""How often a tree of each size is read in a round."""
_ROUNDS: Final = 9


@dataclass(frozen=True)
class _Grown:
    """A tree of some size in a store of its own, and SQLite itself on the same file."""

    size: int
    root: str
    store: ViewerStore
    raw: sqlite3.Connection

    async def measure(self, times: int, warm: int = 0) -> tuple[float, float]:
        """Return the medians of our reading it, and of SQLite's own recursion over the referrals, rows fetched."""
        return await compare(
            lambda: load_tree(self.store, self.root, now=NOW, most=self.size),
            lambda: in_thread(lambda: self.raw.execute(RAW_TREE, (self.root,)).fetchall()),
            rounds=times,
            warm=warm,
            # The time of the processor: both only compute, and a second is interrupted more often than a millisecond.
            clock=time.process_time,
        )


async def run() -> list[Ratio]:
    """Measure the sizes turn by turn."""
    async with AsyncExitStack() as stack:
        trees = [await stack.enter_async_context(_grow(size)) for size in _TIMES]
        for tree in trees:
            await tree.measure(1, warm=2)
        found = {tree.size: list[tuple[float, float]]() for tree in trees}
        for _ in range(_ROUNDS):
            for tree in trees:
                found[tree.size].append(await tree.measure(_TIMES[tree.size]))
    medians = {size: [statistics.median(side) for side in zip(*each, strict=True)] for size, each in found.items()}
    per_party = {size: ours / size for size, (ours, _) in medians.items()}
    middle = statistics.median(per_party.values())
    return [
        Ratio(
            f"tree of {size:,} parties, against its raw recursive query",
            ours,
            base,
            "≤ 2" if size == 10_000 else "reported",
        )
        for size, (ours, base) in medians.items()
    ] + [
        Ratio(f"time per party at {size:,} against the median size", each * 1e6, middle * 1e6, "0.7–1.3", "µs")
        for size, each in per_party.items()
    ]


@asynccontextmanager
async def _grow(size: int) -> AsyncGenerator[_Grown]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        store = await open_sqlite(path)
        try:
            admin = await admin_of(store)
            root = await referral_tree(admin, size)
            with closing(sqlite3.connect(path, check_same_thread=False)) as raw:
                # As large as our readers' own.
                await asyncio.to_thread(raw.execute, KEEP_SOME)
                yield _Grown(size, root, admin, raw)
        finally:
            await store.close()
