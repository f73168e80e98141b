"""Reads asked for together: one trip for all of them, and each has its own answer or error."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from graph.deadline import OverdueError, time_limit
from graph.sqlite.connections import Connections
from graph.sqlite.reads import Reads
from graph.store import StoreUnavailableError


@pytest.fixture
async def connections(tmp_path: Path) -> AsyncIterator[Connections]:
    opened = await Connections.open(tmp_path / "rapport.db", 5)
    yield opened
    await opened.close()


def count(connection: sqlite3.Connection, more: int) -> tuple[int, int]:
    """Return an answer, and which reader gave it."""
    return connection.execute("SELECT ? + 1", (more,)).fetchone()[0], id(connection)


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT * FROM nothing_of_the_kind")


async def test_what_is_asked_for_together_is_read_together(connections: Connections) -> None:
    reads = Reads(connections)

    async def nested() -> Sequence[tuple[int, int]]:
        return await asyncio.gather(reads.read(count, 10), reads.read(count, 20))

    first, second, (third, fourth) = await asyncio.gather(reads.read(count, 1), reads.read(count, 2), nested())
    assert [first[0], second[0], third[0], fourth[0]] == [2, 3, 11, 21]
    assert len({first[1], second[1], third[1], fourth[1]}) == 1


async def test_one_that_fails_does_not_fail_the_others(connections: Connections) -> None:
    reads = Reads(connections)
    bad, good = await asyncio.gather(reads.read(fail), reads.read(count, 1), return_exceptions=True)
    assert isinstance(bad, StoreUnavailableError)
    assert isinstance(good, tuple)
    assert good[0] == 2
    assert (await reads.read(count, 2))[0] == 3


async def test_each_has_its_own_time(connections: Connections) -> None:
    reads = Reads(connections)

    async def late() -> object:
        with time_limit(1e-9):
            return await reads.read(count, 1)

    overdue, good = await asyncio.gather(late(), reads.read(count, 1), return_exceptions=True)
    assert isinstance(overdue, OverdueError)
    assert isinstance(good, tuple)


async def test_who_gave_up_waiting_does_not_hold_up_the_others(connections: Connections) -> None:
    reads = Reads(connections)
    given_up = asyncio.ensure_future(reads.read(count, 1))
    waiting = asyncio.ensure_future(reads.read(count, 2))
    await asyncio.sleep(0)
    given_up.cancel()
    assert (await waiting)[0] == 3
    assert given_up.cancelled()


async def test_a_closed_file_says_so(tmp_path: Path) -> None:
    connections = await Connections.open(tmp_path / "rapport.db", 5)
    reads = Reads(connections)
    await connections.close()
    with pytest.raises(RuntimeError, match="shutdown"):
        await reads.read(count, 1)
