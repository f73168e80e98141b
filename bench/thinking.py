"""What a map makes of itself: insights, a supposed change, and the best moves, against reading the map."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import Ratio, compare
from bench.worlds import NOW, admin_of, grow_history, map_of_twenty
from domain.codes import Support
from domain.decision_map import DecisionMap, build_decision_map
from domain.ids import AccountId
from domain.rules import DEFAULTS
from domain.what_if import SupposedAssessment, suppose
from graph.best_move import load_best_moves
from graph.decision_map import load_decision_map
from graph.insight import AskedMap, load_account_findings, load_map_findings
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from graph.store import ViewerStore


async def run() -> list[Ratio]:
    """Compare on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_sqlite(str(Path(folder) / "bench.db"))
        try:
            return await compare_thinking(await admin_of(store), "SQLite")
        finally:
            await store.close()


async def compare_thinking(admin: ViewerStore, on: str) -> list[Ratio]:
    """Compare on one account with a map of 20 people, 40 ties, and 400 facts of history."""
    map_id = await map_of_twenty(admin)
    await grow_history(admin, map_id, 400)
    account_id = AccountId(map_id.removeprefix("map_"))

    async def read() -> DecisionMap:
        found = await load_decision_map(admin, map_id, now=NOW)
        assert found is not None
        return found

    insights, map_ = await compare(lambda: load_account_findings(admin, [account_id], now=NOW), read, rounds=200)
    supposed, map_again = await compare(lambda: _suppose(admin, read), read, rounds=200)
    moves, one = await compare(lambda: _best_moves(admin, read), lambda: _suppose(admin, read), rounds=20, warm=2)
    return [
        Ratio(f"insights of an account on {on}, against reading its map", insights, map_, "≤ 2"),
        Ratio(f"a supposed change with its insights on {on}, against reading the map", supposed, map_again, "≤ 3"),
        Ratio(f"best moves of a map of 20 on {on}, against one supposed change", moves, one, "≤ 100"),
    ]


async def _suppose(admin: ViewerStore, read: Callable[[], Awaitable[DecisionMap]]) -> object:
    """Suppose that somebody turns; score the map, and find what the rules find, before and after."""
    before = await read()
    change = SupposedAssessment(before.standings[0].stakeholder.id, Support.OPPONENT)
    found = suppose(before.graph, [change])
    after = build_decision_map(found.graph)
    asked = [AskedMap(before), AskedMap(after, before, found.supposed)]
    return await load_map_findings(admin, asked, now=NOW)


async def _best_moves(admin: ViewerStore, read: Callable[[], Awaitable[DecisionMap]]) -> object:
    return await load_best_moves(admin, await read(), now=NOW, rules=DEFAULTS)
