"""Opening a Neo4j database: addresses, migrations by one server at a time, refusals and failures in words."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import LiteralString

import pytest
from neo4j import GraphDatabase, Record

from graph.neo4j import Neo4jStore, open_neo4j
from graph.neo4j.migrations import MIGRATIONS
from graph.store import Append, StoreUnavailableError, StoreVersionError
from tests.contract import firm
from tests.contract.firm import ADMIN
from tests.neo4j_server import NEO4J, Neo4jPool
from tests.worlds import account, change, new_account
from tools.neo4j.server import Neo4jServer


@pytest.fixture(params=NEO4J)
def server(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> Neo4jServer:
    return neo4j_pool.empty(request.param)


@pytest.fixture
def bare(server: Neo4jServer, neo4j_pool: Neo4jPool) -> Neo4jServer:
    """A server to which no migration was applied."""
    return neo4j_pool.bare(server.version)


def run(server: Neo4jServer, statement: LiteralString) -> list[Record]:
    with GraphDatabase.driver(server.url, auth=server.auth) as driver:
        return driver.execute_query(statement).records


async def opens(server: Neo4jServer, url: str, database: str | None = None) -> bool:
    store = await open_neo4j(url, *server.auth, database)
    await store.ping()
    await store.close()
    return True


async def test_the_database_may_be_named_in_the_address_or_beside_it(server: Neo4jServer) -> None:
    assert await opens(server, server.url)
    assert await opens(server, f"{server.url}/neo4j")
    assert await opens(server, f"{server.routing_url}/neo4j")
    assert await opens(server, server.routing_url, "neo4j")


async def test_servers_that_start_at_once_migrate_once(bare: Neo4jServer) -> None:
    stores = await asyncio.gather(*(open_neo4j(bare.url, *bare.auth) for _ in range(4)))
    for store in stores:
        await store.close()
    assert [r["version"] for r in run(bare, "MATCH (s:Schema) RETURN s.version AS version")] == [len(MIGRATIONS)]
    states = [r["state"] for r in run(bare, "SHOW INDEXES YIELD state")]
    assert set(states) == {"ONLINE"}
    made = len(run(bare, "SHOW CONSTRAINTS")) + len(run(bare, "SHOW INDEXES WHERE owningConstraint IS NULL"))
    # The schema's own constraint, and the two look-up indexes of Neo4j itself.
    assert made == sum(map(len, MIGRATIONS)) + 3


async def test_deals_of_an_older_database_are_found_by_name(bare: Neo4jServer) -> None:
    store = await open_neo4j(bare.url, *bare.auth)
    await store.append_recorded(firm.HISTORY.changes)
    await store.close()
    run(bare, "DROP INDEX opportunity_words")
    run(bare, "MATCH (o:Opportunity) REMOVE o.words")
    run(bare, "MATCH (s:Schema) SET s.version = 3")
    store = await open_neo4j(bare.url, *bare.auth)
    found = await store.for_viewer(ADMIN).search_opportunities(("qingshan",), 10)
    await store.close()
    assert [one.name for one in found] == ["青山续保"]


async def test_a_migration_that_was_cut_off_is_gone_on_with(bare: Neo4jServer) -> None:
    run(bare, "CREATE CONSTRAINT fact_id FOR (n:Fact) REQUIRE n.id IS UNIQUE")
    assert await opens(bare, bare.url)


async def test_a_database_of_a_newer_program_is_refused(server: Neo4jServer) -> None:
    assert await opens(server, server.url)
    run(server, "MATCH (s:Schema) SET s.version = 99")
    with pytest.raises(StoreVersionError, match="of version 99; this program knows versions up to"):
        await open_neo4j(server.url, *server.auth)
    run(server, "MATCH (s:Schema) DELETE s")


async def test_a_database_of_somebody_else_is_refused_and_left_alone(bare: Neo4jServer) -> None:
    run(bare, "CREATE (:Film)-[:SHOWN_AT]->(:Cinema)")
    with pytest.raises(StoreVersionError, match="holds 2 nodes that this program did not write"):
        await open_neo4j(bare.url, *bare.auth)
    assert run(bare, "MATCH (n) RETURN count(n) AS n")[0]["n"] == 2


async def test_a_wrong_password_is_said(server: Neo4jServer) -> None:
    with pytest.raises(StoreUnavailableError, match=rf"{server.port} refused the user or the password"):
        await open_neo4j(server.url, server.user, "wrong")


async def test_a_database_that_is_not_there_is_said(server: Neo4jServer) -> None:
    with pytest.raises(StoreUnavailableError, match=r"/nowhere has no such database"):
        await open_neo4j(f"{server.url}/nowhere", *server.auth)


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
async def test_a_server_that_is_away_is_said_with_its_address(scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StoreUnavailableError, match=rf"{scheme}://127.0.0.1:{port}/neo4j cannot be reached"):
            await open_neo4j(f"{scheme}://127.0.0.1:{port}/neo4j", "neo4j", "secret")


async def test_an_address_of_another_kind_is_said() -> None:
    with pytest.raises(StoreUnavailableError, match=r"http://127.0.0.1:7474 is no address of a Neo4j"):
        await open_neo4j("http://127.0.0.1:7474", "neo4j", "secret")


async def answering(store: Neo4jStore) -> None:
    """Return once the store answers: a server that has just started may take its time for the first query."""
    for _ in range(20):
        with contextlib.suppress(StoreUnavailableError):
            return await store.ping()
    return await store.ping()


async def test_a_server_that_comes_back_is_used_again(neo4j_to_kill: Neo4jServer) -> None:
    server = neo4j_to_kill
    pid, url = server.pid, server.url
    store = await open_neo4j(server.url, *server.auth)
    viewer = store.for_viewer(ADMIN)
    made = await viewer.append(Append(change(1), "test", tuple(new_account(1, "One")), {}))
    server.kill()
    with pytest.raises(StoreUnavailableError, match=str(server.port)):
        await store.ping()
    two = Append(change(2), "test", tuple(new_account(2, "Two")), {})
    # At once, since each is tried again for some seconds.
    failed = await asyncio.gather(viewer.list_nodes([account(1)]), viewer.append(two), return_exceptions=True)
    assert [type(error) for error in failed] == [StoreUnavailableError] * 2
    assert all("cannot be reached" in str(error) for error in failed)
    server.start()
    assert server.pid != pid
    assert server.url == url
    await answering(store)
    assert await store.list_changes(0, 10) == [made]
    await viewer.append(two)
    assert await store.load_position() == 2
    await store.close()
