"""Every test of the contract runs on each store; tests that only read share one filled database of each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.fact import Change, Fact
from domain.ids import ChangeId
from graph.neo4j import open_neo4j
from graph.sqlite import open_sqlite
from graph.store import Append, Store
from tests.contract import firm
from tests.contract.reference import Everything
from tests.histories import Step, with_recorded_ids
from tests.memory import folder_in_memory
from tests.neo4j_server import NEO4J, Neo4jPool
from tests.worlds import RECORDED

STORES = ["sqlite", *NEO4J]


class Clock:
    """A clock that goes on by a minute at each look."""

    def __init__(self, start: datetime = RECORDED) -> None:
        self.now = start - timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def wind_to(self, moment: datetime) -> None:
        """Show this moment at the next look."""
        self.now = moment - timedelta(minutes=1)


@dataclass(frozen=True)
class Filled:
    """A store that holds the firm, and what was written to it."""

    store: Store
    everything: Everything


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=STORES)
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def store(
    backend: str, memory_folder: Path, clock: Clock, request: pytest.FixtureRequest
) -> AsyncIterator[Store]:
    """An empty store."""
    if backend != "sqlite":
        neo4j_pool_of(request).empty(backend)
    opened = await open_store(backend, memory_folder / "rapport.db", clock, request)
    yield opened
    await opened.close()


async def open_store(backend: str, path: Path, clock: Clock, request: pytest.FixtureRequest) -> Store:
    """Open a store as it is: the file, or what the server of the version holds."""
    if backend == "sqlite":
        return await open_sqlite(path, clock=clock)
    server = neo4j_pool_of(request).get(backend)
    return await open_neo4j(server.url, *server.auth, clock=clock)


@pytest.fixture
def memory_folder() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture(scope="session")
def firm_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SQLite file with the firm is, once it is filled."""
    return tmp_path_factory.mktemp("firm") / "firm.db"


@pytest.fixture(scope="session")
def everything() -> Everything:
    """All that the firm's stores hold, worked out once; that a copy has the same changes is a test of its own."""
    return Everything(firm.HISTORY.changes)


@pytest.fixture
async def filled(
    backend: str, firm_file: Path, everything: Everything, request: pytest.FixtureRequest
) -> AsyncIterator[Filled]:
    """A store that holds the firm, to be read only."""
    opened = await open_store(backend, firm_file, Clock(), request)
    if not await holds_firm(opened):
        if backend != "sqlite":
            neo4j_pool_of(request).empty(backend)
        await opened.append_recorded(firm.HISTORY.changes)
    yield Filled(opened, everything)
    await opened.close()


def neo4j_pool_of(request: pytest.FixtureRequest) -> Neo4jPool:
    """Return the servers of this run; asked for only where a case needs one."""
    return request.getfixturevalue("neo4j_pool")


async def holds_firm(store: Store) -> bool:
    """Whether the firm, and nothing more, is in a store that other tests share."""
    last = firm.HISTORY.changes[-1]
    return await store.list_changes(last.position - 1, 2) == [last]


@pytest.fixture
async def firm_store(store: Store) -> Store:
    """The firm, to be written to."""
    await store.append_recorded(firm.HISTORY.changes)
    return store


async def write(store: Store, changes: Iterable[Change]) -> list[Change]:
    """Append drafted changes one by one; corrections name facts by the ids that the store gave them."""
    recorded: dict[str, Fact] = {}
    found: list[Change] = []
    for change in changes:
        stated = with_recorded_ids(Step(change, refused=False).stated, recorded)
        viewer = store.for_viewer(firm.writer(change.by))
        made = await viewer.append(Append(ChangeId(change.id), change.mutation, stated, {}))
        recorded |= {old.id: new for old, new in zip(change.facts, made.facts, strict=True)}
        found.append(made)
    return found
