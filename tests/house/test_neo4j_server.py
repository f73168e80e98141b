"""The Neo4j of the tests is a real one: current Cypher, a password, the loopback address, a clean slate."""

import socket
from pathlib import Path

import pytest
from neo4j import AsyncGraphDatabase, GraphDatabase
from neo4j.exceptions import AuthError, ConstraintError

from tests.neo4j_server import Neo4jPool
from tools.neo4j import java
from tools.neo4j.releases import SUPPORTED, release_of
from tools.neo4j.server import Neo4jServer

CHAIN = """
CREATE (:Person {id: 'a'})-[:REPORTS_TO]->(:Person {id: 'b'})-[:REPORTS_TO]->(:Person {id: 'c'})
"""
ABOVE = """
MATCH (:Person {id: $id}) (()-[:REPORTS_TO]->(above)){1,5}
UNWIND above AS person
WITH DISTINCT person
CALL (person) { MATCH (person)<-[:REPORTS_TO]-(report) RETURN count(report) AS reports }
RETURN person.id AS id, reports ORDER BY id
"""


async def test_current_cypher_over_the_async_driver(neo4j_server: Neo4jServer) -> None:
    async with AsyncGraphDatabase.driver(neo4j_server.routing_url, auth=neo4j_server.auth) as driver:
        await driver.execute_query(CHAIN)
        records, _, _ = await driver.execute_query(ABOVE, id="a")
    assert [record.data() for record in records] == [{"id": "b", "reports": 1}, {"id": "c", "reports": 1}]


def test_unique_relationship_properties_are_enforced(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(neo4j_server.url, auth=neo4j_server.auth) as driver:
        driver.execute_query("CREATE CONSTRAINT one_key FOR ()-[r:IN_HOUSE]-() REQUIRE r.key IS UNIQUE")
        driver.execute_query("CREATE (a)-[:IN_HOUSE {key: 1}]->(b)")
        with pytest.raises(ConstraintError):
            driver.execute_query("CREATE (a)-[:IN_HOUSE {key: 1}]->(b)")
        driver.execute_query("DROP CONSTRAINT one_key")


def test_a_wrong_password_is_refused(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", "neo4j")) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()


def test_every_case_finds_an_empty_graph(neo4j_server: Neo4jServer, neo4j_pool: Neo4jPool) -> None:
    neo4j_pool.bare(neo4j_server.version)
    with GraphDatabase.driver(neo4j_server.url, auth=neo4j_server.auth) as driver:
        driver.execute_query("UNWIND range(1, 20000) AS i CREATE (:Person {id: i})")
        driver.execute_query("CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE")
        driver.execute_query("CREATE INDEX person_name FOR (p:Person) ON (p.name)")

        assert neo4j_pool.empty(neo4j_server.version) is neo4j_server
        assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 0
        assert len(driver.execute_query("SHOW CONSTRAINTS").records) == 1

        neo4j_pool.bare(neo4j_server.version)
        assert driver.execute_query("SHOW CONSTRAINTS").records == []
        kinds = {record["type"] for record in driver.execute_query("SHOW INDEXES").records}
        assert kinds == {"LOOKUP"}


def test_it_listens_on_the_loopback_address_alone(neo4j_server: Neo4jServer) -> None:
    # Linux answers on all of 127/8, and a server that listens everywhere would answer on 127.0.0.2 too.
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", neo4j_server.port), 5):
        pass


@pytest.mark.parametrize("version", SUPPORTED)
def test_the_oldest_suitable_java_is_taken(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for major in (8, 17, 21, 25, 26):
        (tmp_path / f"jdk-{major}" / "bin").mkdir(parents=True)
        (tmp_path / f"jdk-{major}" / "bin" / "java").touch()
        (tmp_path / f"jdk-{major}" / "release").write_text(f'JAVA_VERSION="{major}.0.1"\n', encoding="utf-8")
    monkeypatch.setattr(java, "_PLACES", (f"{tmp_path}/*",))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("RAPPORT_CACHE", str(tmp_path / "cache"))
    release = release_of(version)
    assert java.find_java(release) == tmp_path / f"jdk-{release.oldest_java}" / "bin" / "java"
