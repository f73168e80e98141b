"""Imports on every store: one change, all of it or nothing, the same answer again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import ConflictError
from graph.importing import passing, run
from graph.neo4j import Neo4jStore, open_neo4j
from graph.neo4j.runs import Neo4jRun
from graph.store import Store
from tests.contract.conftest import Clock
from tests.imports import NOW, Desk, open_desk, tell, wrongs
from tests.neo4j_server import NEO4J, Neo4jPool

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS = 121
"""Rows of the example tables."""


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    return await open_desk(store, tmp_path)


async def test_the_examples_are_one_change_and_twice_change_nothing(desk: Desk) -> None:
    report = await desk.bring(EXAMPLES / "en")
    assert sum(table.created for table in report.tables) == ROWS
    world = await desk.world()
    assert (len(world.accounts), len(world.people), len(world.reports)) == (6, 20, 12)
    (_, change) = await desk.store.list_changes(0, 10)
    assert (change.id, change.mutation, len(change.facts)) == (report.change_id, "import", report.facts)
    again = await desk.bring(EXAMPLES / "en")
    assert (again.facts, sum(table.left for table in again.tables)) == (0, ROWS)
    assert await desk.store.load_position() == 2


async def test_what_differs_is_stated_and_can_be_undone(desk: Desk) -> None:
    await desk.bring(EXAMPLES / "en")
    before = await desk.world()
    report = await desk.bring(EXAMPLES / "zh")
    assert not report.refused
    assert await desk.world() != before
    await desk.undo(report.change_id)
    after = await desk.world()
    assert {a.external_id: a.name for a in after.accounts.values()} == {
        a.external_id: a.name for a in before.accounts.values()
    }
    assert {i.external_id: i.note for i in after.interactions.values()} == {
        i.external_id: i.note for i in before.interactions.values()
    }


async def test_an_import_taken_back_leaves_nothing_and_is_not_made_again(desk: Desk) -> None:
    before = await desk.world()
    await desk.undo((await desk.bring(EXAMPLES / "en")).change_id)
    assert await desk.world() == before
    again = await desk.bring(EXAMPLES / "en")
    assert (again.facts, sum(table.not_again for table in again.tables)) == (0, ROWS)


@pytest.mark.parametrize("check_first", [True, False])
async def test_one_broken_cell_changes_nothing(desk: Desk, check_first: bool) -> None:
    before = await desk.world()
    folder = desk.lay(accounts="id,name,tier\nA1,Acme,A\nA2,Bolt,Z\n", people="id,name,account_id\nP1,Ann,A1\n")
    report = await desk.bring(folder, check_first=check_first)
    assert wrongs(report) == [("accounts.csv", 3, "tier", "It is none of the values of this column.")]
    assert await desk.world() == before
    assert await desk.store.load_position() == 1


async def test_the_good_rows_are_written_where_bad_ones_are_put_aside(desk: Desk) -> None:
    folder = desk.lay(accounts="id,name,tier\nA1,Acme,A\nA2,Bolt,Z\n", people="id,name,account_id\nP1,Ann,A2\n")
    report = await desk.bring(folder, bad_rows=desk.folder / "bad")
    assert tell(report) == {"accounts": (1, 0, 0, 0, 1), "people": (0, 0, 0, 0, 1)}
    assert [account.name for account in (await desk.world()).accounts.values()] == ["Acme"]


# ── larger than one transaction of a Neo4j server ──


@pytest.fixture(params=NEO4J)
async def small(
    request: pytest.FixtureRequest, neo4j_pool: Neo4jPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """A store that takes 20 facts at once, and an importer that keeps as few."""
    monkeypatch.setattr(run, "KEPT", 20)
    monkeypatch.setattr(passing, "BATCH", 10)
    server = neo4j_pool.empty(request.param)
    store = await open_neo4j(server.url, *server.auth, clock=Clock(NOW), one_transaction=20)
    yield await open_desk(store, tmp_path)
    await store.close()


async def test_a_large_import_is_checked_whole_before_anything_is_written(small: Desk) -> None:
    before = await small.world()
    folder = small.lay(
        accounts="id,name\n" + "".join(f"A{n},Account\n" for n in range(50)),
        stages="account_id,ladder,to,at\nA1,LOYALTY,NOWHERE,2026-01-01\n",
    )
    seen: list[int] = []

    def look(rows: int) -> None:
        seen.append(rows)

    report = await small.bring(folder, told=look)
    assert report.refused
    # Read once, and never for writing.
    assert seen == sorted(seen)
    assert await small.world() == before


class Cut:
    """Ends a program at a row, when it reads for the second time: for writing."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.last = 0
        self.writing = False

    def __call__(self, rows: int) -> None:
        self.writing = self.writing or rows < self.last
        self.last = rows
        if self.writing and rows >= self.row:
            raise KeyboardInterrupt


async def leave(_run: Neo4jRun, *_error: object) -> None:
    """Leave a run as it is."""


async def test_a_large_import_cut_off_goes_on_when_it_is_started_again(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = small.store
    assert isinstance(store, Neo4jStore)
    with monkeypatch.context() as killed:
        # A process that is killed takes nothing back.
        killed.setattr(Neo4jRun, "__aexit__", leave)
        with pytest.raises(KeyboardInterrupt):
            await small.bring(EXAMPLES / "en", told=Cut(60))
    (opened,) = await store.list_open_runs()
    assert 0 < opened.facts < 182
    with pytest.raises(ConflictError, match="go on with its files"):
        await small.bring(EXAMPLES / "zh", change_id=opened.change_id)
    assert await store.list_open_runs() == [opened]
    report = await small.bring(EXAMPLES / "en", change_id=opened.change_id)
    assert (report.change_id, await store.list_open_runs()) == (opened.change_id, [])
    (_, change) = await store.list_changes(0, 10)
    assert (change.id, len(change.facts)) == (opened.change_id, opened.facts + report.facts)
    assert len(change.facts) >= 182
    assert (await small.bring(EXAMPLES / "en")).facts == 0
    world = await small.world()
    assert (len(world.accounts), len(world.people), len(world.interactions)) == (6, 20, 20)


async def die_before_the_end(run: Neo4jRun, *_error: object) -> None:
    """Write everything, and end the program when only the end of its run is missing."""
    await run._write(len(run._waiting))
    raise KeyboardInterrupt


async def test_an_import_cut_off_at_its_very_end_is_ended(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    store = small.store
    assert isinstance(store, Neo4jStore)
    with monkeypatch.context() as killed:
        killed.setattr(Neo4jRun, "__aexit__", die_before_the_end)
        with pytest.raises(KeyboardInterrupt):
            await small.bring(EXAMPLES / "en")
    (opened,) = await store.list_open_runs()
    report = await small.bring(EXAMPLES / "en", change_id=opened.change_id)
    assert (report.facts, report.change_id, await store.list_open_runs()) == (0, opened.change_id, [])
    assert [change.id for change in await store.list_changes(1, 10)] == [opened.change_id]
