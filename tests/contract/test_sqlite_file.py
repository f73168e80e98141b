"""What only a file can do: be another's, be newer, be locked, be opened by two programs at once."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from domain.account import Account
from domain.codes import CommitmentSide, SellerRole
from domain.commitment import CommitmentMade
from domain.errors import DuplicateError
from domain.fact import Stated
from domain.fold import fold
from domain.opportunity import OpportunityDescribed
from domain.stakeholder import Stakeholder
from graph.sqlite import SqliteStore, current, maps, open_sqlite, opening
from graph.sqlite.columns import names_of
from graph.sqlite.nodes import BY_ID
from graph.sqlite.schema import APPLICATION_ID, MIGRATIONS
from graph.store import Append, StaleError, StoreUnavailableError, StoreVersionError, ViewerStore
from tests.contract import firm
from tests.worlds import (
    account,
    change,
    commitment,
    day,
    new_account,
    new_person,
    new_seller,
    opportunity,
    person,
    seller,
)

TABLES = {"order": "purchase"}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_sqlite(tmp_path / "rapport.db", busy_seconds=0.2)
    yield opened
    await opened.close()


@pytest.fixture
async def admin(store: SqliteStore) -> ViewerStore:
    stated = tuple(new_seller(1, "Ada", SellerRole.ADMIN))
    await store.found(Append(change(1), "found", stated, {}))
    viewer = await store.find_admin()
    assert viewer is not None
    return store.for_viewer(viewer)


async def refused(path: Path) -> str:
    with pytest.raises((StoreUnavailableError, StoreVersionError)) as caught:
        await open_sqlite(path, busy_seconds=0.1)
    return str(caught.value)


async def test_a_text_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name\n1,Ann\n")
    assert await refused(path) == f"{path} is not a database; name another file, or one that does not exist yet."
    assert path.read_text() == "id,name\n1,Ann\n"


async def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert await refused(tmp_path) == f"{tmp_path} is a folder; name a file."


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "rapport.db"
    assert await refused(path) == f"The folder {path.parent} does not exist; make it, or name another."


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE account (id)")
    other.close()
    before = path.read_bytes()
    assert await refused(path) == f"{path} is a database of another program; name another file."
    assert path.read_bytes() == before


async def test_a_newer_database_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    await (await open_sqlite(path)).close()
    newer = sqlite3.connect(path)
    newer.execute("INSERT INTO migration VALUES (?, 'to come', 0)", (len(MIGRATIONS) + 1,))
    newer.commit()
    newer.close()
    known = len(MIGRATIONS)
    said = f"was written by a newer program (version {known + 1} of the tables; this one knows {known})"
    assert said in await refused(path)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
async def test_an_older_database_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "rapport.db"
    monkeypatch.setattr(opening, "MIGRATIONS", MIGRATIONS[:version])
    await (await open_sqlite(path)).close()
    monkeypatch.undo()
    store = await open_sqlite(path)
    await store.found(Append(change(1), "found", tuple(new_seller(1, "Ada", SellerRole.ADMIN)), {}))
    said = CommitmentMade(commitment(1), account(1), CommitmentSide.OURS, "A visit.")
    viewer = await store.find_admin()
    assert viewer is not None
    stated = (*new_account(1, "Acme"), Stated(said, day(1)))
    await store.for_viewer(viewer).append(Append(change(2), "test", stated, {}))
    assert await store.load_world() == fold(f for one in await store.list_changes(0, 10) for f in one.facts)
    await store.close()


async def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert await refused(path) == f"{path} cannot be opened: file is not a database."


async def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The administrator reads everything, so that taking the right away proves nothing there.
    path = tmp_path / "rapport.db"
    path.touch()

    def denied(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert await refused(path) == f"{path} cannot be read: Permission denied."


async def test_a_file_that_another_program_keeps_from_us_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_schema").fetchall()
    assert await refused(path) == f"{path} cannot be opened: database is locked."
    other.close()
    await (await open_sqlite(path)).close()


async def test_an_old_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "OLDEST_SQLITE", (99, 0, 0))
    assert (await refused(tmp_path / "rapport.db")).startswith("SQLite 99.0.0 or later is needed")


async def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    path.touch()
    store = await open_sqlite(path)
    await store.ping()
    await store.close()


@pytest.mark.slow
def test_many_programs_migrate_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    program = "import sys; from pathlib import Path; from graph.sqlite.opening import open_file; "
    program += "open_file(Path(sys.argv[1]), 30).close()"
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=root, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ended = [process.communicate()[1] for process in started]
    assert ended == [""] * 4
    found = sqlite3.connect(path)
    applied = [number for (number,) in found.execute("SELECT number FROM migration")]
    assert applied == [*range(1, len(MIGRATIONS) + 1)]
    assert found.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert found.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    found.close()


async def test_a_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rapport.db"
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, ("broken", "CREATE TABLE account (id);")))
    assert "table account already exists" in await refused(path)
    monkeypatch.undo()
    store = await open_sqlite(path)
    assert await store.load_position() == 0
    await store.close()


async def test_what_is_written_is_there_when_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    first = await open_sqlite(path)
    await first.found(Append(change(1), "found", tuple(new_seller(1, "Ada", SellerRole.ADMIN)), {}))
    await first.close()
    second = await open_sqlite(path)
    assert [one.id for one in await second.list_changes(0, 10)] == [change(1)]
    await second.close()


async def test_only_an_empty_store_is_founded(store: SqliteStore, admin: ViewerStore) -> None:
    with pytest.raises(StaleError):
        await store.found(Append(change(2), "found", tuple(new_seller(2, "Bob")), {}))


async def test_a_writer_of_another_program_is_waited_for_and_then_named(store: SqliteStore, admin: ViewerStore) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError, match=r"is being written to, for longer than 0\.2 seconds"):
        await admin.append(Append(change(2), "test", tuple(new_account(1, "Acme")), {}))
    other.execute("ROLLBACK")
    other.close()
    await admin.append(Append(change(2), "test", tuple(new_account(1, "Acme")), {}))


async def test_during_a_run_readers_go_on_and_writers_wait(store: SqliteStore, admin: ViewerStore) -> None:
    async with admin.open_run(change(2), "import") as run:
        await run.add(new_account(1, "Acme"))
        assert await store.load_position() == 1
        assert await admin.list_nodes([account(1)]) == [None]
        with pytest.raises(StoreUnavailableError, match="is being written to"):
            await admin.append(Append(change(3), "test", tuple(new_account(2, "Bolt")), {}))
        await run.add(new_person(1, "Ann", 1))
    assert await store.load_position() == 2
    assert None not in await admin.list_nodes([account(1), person(1)])
    facts = [fact for one in await store.list_changes(0, 10) for fact in one.facts]
    assert await store.load_world() == fold(facts)


async def test_an_error_takes_a_whole_run_back(store: SqliteStore, admin: ViewerStore) -> None:
    before = await store.load_world()

    async def fail() -> None:
        async with admin.open_run(change(2), "import") as run:
            await run.add(new_account(1, "Acme"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await store.load_position() == 1
    assert await store.load_world() == before
    assert await admin.load_versions([account(1)]) == {account(1): 0}


async def test_a_run_that_is_cancelled_leaves_nothing(store: SqliteStore, admin: ViewerStore) -> None:
    began = asyncio.Event()

    async def run_on() -> None:
        async with admin.open_run(change(2), "import") as run:
            await run.add(new_account(1, "Acme"))
            began.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(run_on())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.load_position() == 1
    await admin.append(Append(change(2), "test", tuple(new_account(1, "Acme")), {}))


async def test_a_run_that_is_cancelled_while_it_begins_leaves_nothing(store: SqliteStore, admin: ViewerStore) -> None:
    async def run_on() -> None:
        async with admin.open_run(change(2), "import") as run:
            await run.add(new_account(1, "Acme"))
            await asyncio.Event().wait()

    for turns in range(6):
        task = asyncio.create_task(run_on())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await admin.append(Append(change(2), "test", tuple(new_account(1, "Acme")), {}))


async def test_a_refused_batch_takes_the_run_back_whatever_is_made_of_it(
    store: SqliteStore, admin: ViewerStore
) -> None:
    before = await store.load_world()

    async def go_on() -> None:
        async with admin.open_run(change(2), "import") as run:
            await run.add(new_account(1, "Acme", external_id="A"))
            for said in (new_account(2, "Bolt", external_id="A"), new_account(3, "Cog")):
                with pytest.raises(DuplicateError):
                    await run.add(said)

    with pytest.raises(DuplicateError):
        await go_on()
    assert await store.load_position() == 1
    assert await store.load_world() == before


async def test_a_run_that_cannot_begin_lets_others_write(store: SqliteStore, admin: ViewerStore) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError):
        async with admin.open_run(change(2), "import"):
            pytest.fail("It has not begun.")
    other.execute("ROLLBACK")
    other.close()
    with pytest.raises(StoreUnavailableError, match=r"UNIQUE constraint failed: change\.id"):
        async with admin.open_run(change(1), "import"):
            pytest.fail("There is such a change already.")
    await admin.append(Append(change(2), "test", tuple(new_account(1, "Acme")), {}))


async def test_a_broken_file_is_named_while_serving(store: SqliteStore, admin: ViewerStore) -> None:
    other = sqlite3.connect(store.path)
    other.execute("DROP TABLE party")
    other.commit()
    other.close()
    with pytest.raises(StoreUnavailableError, match="cannot be used"):
        await admin.search(("acme",), 10)


async def test_a_seller_belongs_to_nobody_twice(store: SqliteStore, admin: ViewerStore) -> None:
    said = [*new_seller(2, "Bob", email="Bob@example.com")]
    await admin.append(Append(change(2), "test", tuple(said), {}))
    with pytest.raises(DuplicateError) as caught:
        await admin.append(Append(change(3), "test", tuple(new_seller(3, "Bo", email="bob@EXAMPLE.com")), {}))
    assert caught.value.field == ("email",)
    found = await store.load_viewer(email="BOB@example.com")
    assert found is not None
    assert found.id == seller(2)
    assert await store.load_viewer() is None


async def test_facts_of_one_moment_hold_in_the_order_they_were_stated(store: SqliteStore, admin: ViewerStore) -> None:
    (one,) = new_account(1, "First")
    others = [new_account(1, f"Name {number}")[0] for number in range(50)]
    await admin.append(Append(change(2), "test", (one, *others), {}))
    assert (await store.load_world()).accounts[account(1)].name == "Name 49"


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


@pytest.fixture
def tables() -> Any:
    connection = sqlite3.connect(":memory:")
    for _, script in MIGRATIONS:
        opening.run_script(connection, script)
    yield connection
    connection.close()


@pytest.mark.parametrize("type_", list(BY_ID), ids=lambda type_: type_.__name__)
def test_each_field_has_a_column(tables: sqlite3.Connection, type_: Any) -> None:
    name = type_.__name__.lower()
    assert {*names_of(type_)} <= {*columns(tables, TABLES.get(name, str(name)))}
    assert len(names_of(type_)) == len(fields(type_))


@pytest.mark.parametrize("table", [name for name in current.INSERTS if not name.startswith("search")])
def test_a_row_has_a_value_for_each_column(tables: sqlite3.Connection, table: str) -> None:
    assert current.INSERTS[table].count("?") == len(columns(tables, table))


def test_columns_of_two_tables_are_cut_where_the_second_begins() -> None:
    assert len(fields(Account)) + 1 == maps.OPPORTUNITY_AT
    assert len(fields(Stakeholder)) == maps.PERSON_AT


async def test_an_older_file_learns_who_took_part_in_what(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    store = await open_sqlite(path)
    await store.append_recorded(firm.HISTORY.changes)
    asked = [person(number) for number in range(1, 12)]
    expected = await store.for_viewer(firm.ADMIN).list_dealings(asked, None, firm.NOW)
    await store.close()
    older = sqlite3.connect(path)
    older.execute("ALTER TABLE participation DROP COLUMN direction")
    older.execute("ALTER TABLE participation DROP COLUMN seller_ids")
    script = next(text for name, text in MIGRATIONS if name == "dealings")
    opening.run_script(older, script)
    older.commit()
    older.close()
    store = await open_sqlite(path)
    assert expected
    assert await store.for_viewer(firm.ADMIN).list_dealings(asked, None, firm.NOW) == expected
    await store.close()


async def test_deals_of_an_older_file_are_found_by_name(tmp_path: Path) -> None:
    path = tmp_path / "rapport.db"
    store = await open_sqlite(path)
    await store.append_recorded(firm.HISTORY.changes)
    await store.close()
    older = sqlite3.connect(path)
    for table in ("search_opportunity", "opportunity_words"):
        older.execute(f"DROP TABLE {table}")
    opening.run_script(older, next(text for name, text in MIGRATIONS if name == "opportunities found"))
    older.commit()
    older.close()
    store = await open_sqlite(path)
    viewer = store.for_viewer(firm.ADMIN)
    assert [one.name for one in await viewer.search_opportunities(("qingshan",), 10)] == ["青山续保"]
    # What is there is renamed like what comes later: nothing of the old name is left in the index.
    renamed = OpportunityDescribed(opportunity(6), firm.OPEN, name="Renewal")
    await viewer.append(Append(change(500), "test", (Stated(renamed, day(9)),), {}))
    assert await viewer.search_opportunities(("qingshan",), 10) == []
    assert [one.id for one in await viewer.search_opportunities(("renewal",), 10)] == [opportunity(6)]
    await store.close()
