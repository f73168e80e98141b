"""Copying, auditing and founding, on real databases in files."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.codes import SellerRole
from domain.fact import Change
from domain.fold import fold
from domain.world import World
from graph.auditing import audit
from graph.copying import CopyError, copy_store
from graph.demo.building import build_demo, load_demo
from graph.digest import count_world, digest_world
from graph.founding import FIRST_EMAIL, found
from graph.sqlite import SqliteStore, open_sqlite

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def changes() -> tuple[Change, ...]:
    """The first changes of the demo: sellers, accounts, people, ties."""
    return build_demo(date(2026, 3, 1)).changes[:700]


@asynccontextmanager
async def _opened(path: Path, changes: tuple[Change, ...] = ()) -> AsyncGenerator[SqliteStore]:
    store = await open_sqlite(path)
    try:
        await load_demo(store, changes)
        yield store
    finally:
        await store.close()


@pytest.mark.slow
async def test_a_copy_holds_every_change_as_it_was(tmp_path: Path, changes: tuple[Change, ...]):
    told: list[tuple[int, int]] = []
    async with _opened(tmp_path / "a.db", changes) as source, _opened(tmp_path / "b.db") as target:
        copied = await copy_store(source, target, lambda done, total: told.append((done, total)))
        assert (copied.resumed_at, copied.written) == (0, 700)
        assert copied.counts == count_world(fold(f for c in changes for f in c.facts))
        assert await target.list_changes(0, 1000) == list(changes)
        assert copied.digest == digest_world(await source.load_world())
    assert told == [(0, 700), (500, 700), (700, 700)]


@pytest.mark.slow
async def test_an_interrupted_copy_goes_on_where_it_was(tmp_path: Path, changes: tuple[Change, ...]):
    async with _opened(tmp_path / "a.db", changes) as source, _opened(tmp_path / "b.db", changes[:123]) as target:
        copied = await copy_store(source, target)
        assert (copied.resumed_at, copied.written) == (123, 577)
        assert await target.list_changes(0, 1000) == list(changes)
        again = await copy_store(source, target)
        assert (again.resumed_at, again.written, again.digest) == (700, 0, copied.digest)


async def test_a_target_that_is_no_beginning_of_the_source_is_refused(tmp_path: Path, changes: tuple[Change, ...]):
    other = replace(changes[2], mutation="another")
    async with _opened(tmp_path / "a.db", changes[:10]) as source:
        async with _opened(tmp_path / "b.db", (*changes[:2], other)) as target:
            with pytest.raises(CopyError, match=r"its change 3 \(another\) is not the source's"):
                await copy_store(source, target)
            assert await target.load_position() == 3
        async with _opened(tmp_path / "c.db", changes[:11]) as longer:
            with pytest.raises(CopyError, match="more changes than the source"):
                await copy_store(source, longer)


async def test_a_copy_of_nothing_is_nothing(tmp_path: Path):
    async with _opened(tmp_path / "a.db") as source, _opened(tmp_path / "b.db") as target:
        copied = await copy_store(source, target)
        assert (copied.resumed_at, copied.written, set(copied.counts.values())) == (0, 0, {0})


async def test_a_copy_is_verified_by_what_both_hold(tmp_path: Path, changes: tuple[Change, ...]):
    async with _opened(tmp_path / "a.db", changes[:9]) as source, _opened(tmp_path / "b.db", changes[:9]) as target:
        await _tamper(tmp_path / "b.db", "UPDATE account SET name = 'another'")
        with pytest.raises(CopyError, match="not the same"):
            await copy_store(source, target)
        await _tamper(tmp_path / "b.db", "DELETE FROM account WHERE true")
        with pytest.raises(CopyError, match=r"accounts: \d+ and 0"):
            await copy_store(source, target)


async def _tamper(path: Path, statement: str) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


async def test_an_audit_tells_where_the_graph_is_not_what_the_facts_make(tmp_path: Path, changes: tuple[Change, ...]):
    path = tmp_path / "a.db"
    async with _opened(path, changes) as store:
        sound = await audit(store)
        facts = sum(len(change.facts) for change in changes)
        assert (sound.changes, sound.facts, sound.differing) == (700, facts, ())
        await _tamper(path, "UPDATE account SET name = 'another' WHERE external_id = 'C-002'")
        (row,) = (await audit(store)).differing
        assert row.startswith("accounts/account_")


async def test_what_is_written_during_an_audit_is_not_found_wanting(tmp_path: Path, changes: tuple[Change, ...]):
    async with _opened(tmp_path / "a.db", changes[:620]) as store:

        async def write() -> None:
            for change in changes[620:]:
                await store.append_recorded([change])

        found, _ = await asyncio.gather(audit(store), write())
        assert found.differing == ()


def test_a_digest_depends_on_what_is_there_and_not_on_its_order(changes: tuple[Change, ...]):
    facts = [fact for change in changes for fact in change.facts]
    world, again = fold(facts), fold(reversed(facts))
    assert digest_world(world) == digest_world(again)
    assert digest_world(World()) != digest_world(world)
    account_id, account = next(iter(world.accounts.items()))
    world.accounts[account_id] = replace(account, version=account.version + 1)
    assert digest_world(world) != digest_world(again)


async def test_an_empty_store_gets_one_admin_once(tmp_path: Path):
    async with _opened(tmp_path / "a.db") as store:
        first = await found(store, NOW)
        assert first is not None
        assert first.role is SellerRole.ADMIN
        assert await found(store, NOW) == first
        assert await store.load_position() == 1
        assert await store.load_viewer(email=FIRST_EMAIL.upper()) == first


async def test_two_servers_that_start_at_once_write_one_admin(tmp_path: Path):
    import asyncio

    async with _opened(tmp_path / "a.db") as one, _opened(tmp_path / "a.db") as two:
        viewers = await asyncio.gather(*(found(store, NOW) for store in (one, two) * 4))
        assert len({viewer.id for viewer in viewers if viewer}) == 1
        assert await one.load_position() == 1
