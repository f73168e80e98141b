"""The demo in a database, for the documents that speak of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.demo.building import Demo, build_demo, load_demo
from graph.sqlite import SqliteStore, open_sqlite


@pytest.fixture(scope="session")
def demo() -> Demo:
    return build_demo(datetime.now(UTC).date())


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, demo: Demo) -> Path:
    """A database with the demo; nothing writes to it."""
    path = tmp_path_factory.mktemp("documents") / "rapport.db"

    async def fill() -> None:
        store = await open_sqlite(path)
        await load_demo(store, demo.changes)
        await store.close()

    asyncio.run(fill())
    return path


@pytest.fixture
async def demo_store(demo_file: Path) -> AsyncIterator[SqliteStore]:
    store = await open_sqlite(demo_file)
    yield store
    await store.close()
