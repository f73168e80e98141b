"""A real Neo4j for tests: one server per run and version, emptied between cases, never shared by two workers.

    @pytest.fixture(params=["sqlite", *NEO4J])
    async def store(request, neo4j_pool, ...):
        if request.param != "sqlite":
            server = neo4j_pool.empty(request.param)

A parameter from `NEO4J` or `NEWEST` carries the marks `neo4j` and `xdist_group`, so that all cases of a version run one
after another in one worker. A test that only wants a server takes the fixture `neo4j_server`, one that stops or
kills it takes `neo4j_to_kill`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import pytest
from neo4j import Driver, GraphDatabase, Session

from tools.neo4j.jars import get_jars
from tools.neo4j.java import find_java
from tools.neo4j.releases import chosen_versions, release_of
from tools.neo4j.server import Neo4jServer, new_server

NEO4J = [
    pytest.param(
        version,
        marks=[pytest.mark.neo4j, pytest.mark.xdist_group(f"neo4j-{version}")],
        id=f"neo4j-{version.rpartition('.')[0]}",
    )
    for version in chosen_versions()
]
"""One parameter for each version to test on: the contract of the stores."""
NEWEST = NEO4J[-1:]
"""The last of them alone: for what takes long and is ours on whatever version, such as to find a server again."""

# To plan its statements takes a server most of a run. These make it forget them and come last, after them those that
# make it start anew.
_FORGETTING = {"test_neo4j_opening.py", "test_neo4j_plans.py"}

# What says which migrations were applied stays, as their indexes do: every case would apply them again.
_DELETE_DATA = "MATCH (n) WHERE NOT n:Schema CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
_DELETE_SCHEMA = "MATCH (n) DETACH DELETE n"
_LIST_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name"
# The look-up indexes of labels and types are Neo4j's own, and there from the first start.
_LIST_INDEXES = "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_forgets)


def _forgets(item: pytest.Item) -> int:
    kills = isinstance(item, pytest.Function) and "neo4j_to_kill" in item.fixturenames
    return 2 if kills else item.path.name in _FORGETTING


class Neo4jPool:
    """The servers of this run, each started when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._servers: dict[str, Neo4jServer] = {}
        self._drivers: dict[str, Driver] = {}

    def get(self, version: str) -> Neo4jServer:
        """Return the running server with what the case before left in it; skip when it cannot run here."""
        if version not in self._servers:
            require_neo4j(version)
            server = new_server(self._folder / version, version, short_lived=True)
            server.start()
            self._servers[version] = server
            # It may have been killed: no connection is used again before it was looked at.
            self._drivers[version] = GraphDatabase.driver(server.url, auth=server.auth, liveness_check_timeout=0)
        self._servers[version].start()
        return self._servers[version]

    def empty(self, version: str) -> Neo4jServer:
        """Return the server without data; constraints and indexes stay, as a migration left them."""
        server = self.get(version)
        with self._drivers[version].session() as session:
            session.run(_DELETE_DATA).consume()
        return server

    def bare(self, version: str) -> Neo4jServer:
        """Return the server as a fresh one: without constraints and indexes too, for tests of migrations."""
        server = self.empty(version)
        with self._drivers[version].session() as session:
            session.run(_DELETE_SCHEMA).consume()
            for name in _names(session, _LIST_CONSTRAINTS):
                session.run("DROP CONSTRAINT $name", name=name).consume()
            for name in _names(session, _LIST_INDEXES):
                session.run("DROP INDEX $name", name=name).consume()
        return server

    def close(self) -> None:
        """Stop every server. Nothing in them is needed again."""
        for driver in self._drivers.values():
            driver.close()
        for server in self._servers.values():
            server.kill()


def _names(session: Session, statement: LiteralString) -> list[str]:
    return [record["name"] for record in session.run(statement)]


def require_neo4j(version: str) -> None:
    """Skip the test, saying what is lacking, when `version` cannot run on this machine."""
    release = release_of(version)
    if find_java(release) is None:
        pytest.skip(f"Neo4j {version} needs a Java from {release.oldest_java} on: make need")
    try:
        get_jars(version)
    except (FileNotFoundError, RuntimeError) as error:
        pytest.skip(f"Neo4j {version} is not here, and cannot be got ({error}): make need")


@pytest.fixture(scope="session")
def neo4j_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jPool]:
    pool = Neo4jPool(tmp_path_factory.mktemp("neo4j"))
    yield pool
    pool.close()


@pytest.fixture(params=NEO4J)
def neo4j_server(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> Neo4jServer:
    """The shared server, emptied; the test runs once on each version."""
    return neo4j_pool.empty(request.param)


@pytest.fixture(params=NEWEST)
def neo4j_to_kill(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> Neo4jServer:
    """The shared server, emptied, to stop, kill and start again; whoever comes next finds it running."""
    return neo4j_pool.empty(request.param)
