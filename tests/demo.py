"""The demo, made once in a run for all who read it: the same object in a process, the same file for all processes."""

from __future__ import annotations

import asyncio
import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.demo.building import Demo, build_demo, load_demo
from graph.sqlite import open_sqlite


@pytest.fixture(scope="session")
def demo() -> Demo:
    """The demo of today."""
    return build_demo(datetime.now(UTC).date())


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, demo: Demo) -> Path:
    """A database with the demo, for tests that only read it."""
    base = tmp_path_factory.getbasetemp()
    # The folders of all workers of a run lie beside each other.
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / "demo.db"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            asyncio.run(_fill(folder / "demo-unfinished.db", demo))
            (folder / "demo-unfinished.db").rename(path)
    return path


async def _fill(path: Path, demo: Demo) -> None:
    store = await open_sqlite(path)
    await load_demo(store, demo.changes)
    await store.close()
