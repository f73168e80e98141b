"""The demo in a database, for the documents that speak of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.sqlite import SqliteStore, open_sqlite


@pytest.fixture
async def demo_store(demo_file: Path) -> AsyncIterator[SqliteStore]:
    store = await open_sqlite(demo_file)
    yield store
    await store.close()
