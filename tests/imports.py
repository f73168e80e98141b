"""Importing small tables into a store, for tests."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.fact import Fact
from domain.fold import fold
from domain.ids import ChangeId, new_id
from domain.viewer import Viewer
from domain.world import World
from graph.change import undo
from graph.founding import found
from graph.importing.files import list_files, open_table
from graph.importing.problems import FileError
from graph.importing.report import Report
from graph.importing.run import Options, import_files
from graph.recording import Decision
from graph.sqlite import open_sqlite
from graph.store import Append, Store, ViewerStore
from tests.memory import folder_in_memory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""When the first import is made; each next one is a day later."""


@dataclass
class Desk:
    """Where tables are laid out and imported."""

    store: Store
    viewer: Viewer
    folder: Path
    now: datetime = NOW
    told: list[int] = field(default_factory=list)

    @property
    def viewed(self) -> ViewerStore:
        return self.store.for_viewer(self.viewer)

    def lay(self, **tables: str) -> Path:
        """Write a folder of tables, whatever was in it before; lines may be indented."""
        folder = self.folder / "tables"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in tables.items():
            lines = [line.strip() for line in text.strip().splitlines()]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    async def take(self, **tables: str) -> Report:
        """Import tables given by name."""
        return await self.bring(self.lay(**tables))

    async def bring(self, *paths: Path, **options: Any) -> Report:
        """Import files, a day after the last time."""
        files, errors = [], []
        for path in list_files(paths):
            try:
                files.append(open_table(path))
            except FileError as error:
                errors.append(error)
        given = {"now": self.now, "told": self.told.append, **options}
        self.now += timedelta(days=1)
        return await import_files(self.viewed, files, Options(**given), errors)

    async def facts(self) -> list[Fact]:
        return [fact for change in await self.store.list_changes(0, 1000) for fact in change.facts]

    async def world(self) -> World:
        """Return the fold of all facts, once the store is seen to hold the same."""
        world = fold(await self.facts())
        assert await self.store.load_world() == world
        return world

    async def undo(self, change_id: ChangeId | None) -> None:
        assert change_id is not None
        await self.write(await undo(self.viewed, self.now, change_id=change_id), "undo")

    async def write(self, decision: Decision, mutation: str = "test") -> ChangeId:
        """Append what a write of the API decides."""
        append = Append(
            ChangeId(new_id("change")),
            mutation,
            decision.stated,
            decision.based_on,
            position=decision.position,
            touching=decision.touching,
        )
        self.now += timedelta(minutes=1)
        return (await self.viewed.append(append)).id


async def open_desk(store: Store, folder: Path) -> Desk:
    """Found a store and sit down before it."""
    viewer = await found(store, NOW - timedelta(days=1), name="Root", email="root@example.com")
    assert viewer is not None
    return Desk(store, viewer, folder)


@asynccontextmanager
async def sqlite_desk(folder: Path) -> AsyncGenerator[Desk]:
    """Sit down before a fresh SQLite file; `folder`: for tables."""
    with folder_in_memory() as database:
        store = await open_sqlite(database / "rapport.db", clock=lambda: NOW)
        try:
            yield await open_desk(store, folder)
        finally:
            await store.close()


def tell(report: Report) -> dict[str, tuple[int, int, int, int, int]]:
    """Return created, changed, left, not again and bad rows, by table."""
    return {t.table.en: (t.created, t.changed, t.left, t.not_again, t.bad) for t in report.tables}


def wrongs(report: Report) -> list[tuple[str, int, str | None, str]]:
    """Return the errors: file, line, heading, what is wrong."""
    return [(e.file, e.line, e.heading, e.wrong.en) for e in report.problems.shown]
