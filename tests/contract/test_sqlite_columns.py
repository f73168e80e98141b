"""Tables may have more columns than the program knows of: a migration may add one, and nothing needs rebuilding."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.fold import fold
from graph.sqlite import open_sqlite
from graph.store import Append
from tests.contract import firm
from tests.contract.conftest import Clock
from tests.contract.test_reads import CASES
from tests.worlds import change, new_account


def add_columns(path: Path) -> int:
    """Add a column to every table but the search index and its own; return to how many."""
    with closing(sqlite3.connect(path)) as file:
        made = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
        tables = [name for (name,) in file.execute(made)]
        for table in tables:
            file.execute(f"ALTER TABLE {table} ADD COLUMN added_later TEXT DEFAULT 'later'")
        file.commit()
    return len(tables)


async def write_firm(path: Path) -> None:
    store = await open_sqlite(path, clock=Clock())
    await store.append_recorded(firm.HISTORY.changes)
    await store.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The firm as it is, and in tables that have more columns."""
    folder = tmp_path_factory.mktemp("columns")
    as_it_is, wider = folder / "firm.db", folder / "wider.db"
    asyncio.run(write_firm(as_it_is))
    shutil.copyfile(as_it_is, wider)
    assert add_columns(wider) >= 20
    return as_it_is, wider


@pytest.mark.parametrize("method", CASES)
async def test_each_reading_method_answers_the_same(files: tuple[Path, Path], method: str) -> None:
    as_it_is, wider = [await open_sqlite(path) for path in files]
    for viewer in (firm.ADMIN, firm.OWNER):
        for asked in CASES[method]:
            expected = await getattr(as_it_is.for_viewer(viewer), method)(*asked)
            assert await getattr(wider.for_viewer(viewer), method)(*asked) == expected
    assert await wider.load_world() == await as_it_is.load_world()
    await as_it_is.close()
    await wider.close()


async def test_writes_go_on(tmp_path: Path) -> None:
    await write_firm(tmp_path / "firm.db")
    add_columns(tmp_path / "firm.db")
    store = await open_sqlite(tmp_path / "firm.db")
    await store.for_viewer(firm.ADMIN).append(Append(change(500), "test", tuple(new_account(500, "Late")), {}))
    changes = await store.list_changes(0, 1000)
    assert await store.load_world() == fold(fact for one in changes for fact in one.facts)
    await store.close()
