"""Servers and databases are killed under load, again and again: what was acknowledged is there, whole, once.

Rounds: RAPPORT_DURABILITY_ROUNDS (2 unless given; `make durability`: 20), for the database process a quarter of that.
Where they are not given, the database process is killed on the newest Neo4j alone.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import httpx
import pytest

from app.settings import Neo4jAddress, SqliteAddress, StoreAddress
from app.stores import open_store
from graph.auditing import audit
from tests.durability.writers import Acknowledged, Tally, Write, Writer
from tests.neo4j_server import NEO4J, NEWEST
from tests.server import Server, await_ready
from tools.neo4j.server import Neo4jServer

_GIVEN = os.environ.get("RAPPORT_DURABILITY_ROUNDS")
ROUNDS = int(_GIVEN or "2")
KILLED = NEO4J if _GIVEN else NEWEST
WRITERS = 6
_PATIENCE = 120.0

pytestmark = [pytest.mark.durability, pytest.mark.slow]


class Siege:
    """A server that is written to and killed, and all that it ever acknowledged."""

    def __init__(self, server: Server, address: StoreAddress) -> None:
        self.server = server
        self.address = address
        self.acknowledged: list[Acknowledged] = []
        self._writers: list[Writer] = []

    def write(self, round_: int, goal: int) -> None:
        """Write from several clients at once; return when `goal` more changes are acknowledged."""
        tally = Tally(goal)
        self._writers = [Writer(f"r{round_}-w{n}", self.server.url, tally) for n in range(WRITERS)]
        for writer in self._writers:
            writer.start()
        assert tally.reached.wait(_PATIENCE), f"only {len(tally.done)} acknowledged"
        self._tally = tally

    def end_writing(self) -> list[Write]:
        """Wait for the clients, whose server or database is gone; return what they never had an answer to."""
        for writer in self._writers:
            writer.join(_PATIENCE)
            assert not writer.is_alive()
            assert writer.failure is None, writer.failure
        self.acknowledged += self._tally.done
        return [writer.unanswered for writer in self._writers if writer.unanswered is not None]

    def repeat(self, unanswered: list[Write]) -> None:
        """Send again what was under way: it is done once, whether it had been done or not."""
        with httpx.Client(base_url=self.server.url, timeout=60) as client:
            for write in unanswered:
                first, second = write.send(client), write.send(client)
                assert first is not None
                assert first == second
                self.acknowledged.append(first)

    def check_over_http(self) -> None:
        """Every object that was acknowledged can be read, under the name it was given; each change is another one."""
        ids = [one.id for one in self.acknowledged]
        assert len(set(ids)) == len(ids)
        for start in range(0, len(ids), 100):
            batch = self.acknowledged[start : start + 100]
            query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Account { name } ... on Person { name } } }"
            found = self.server.query(query, {"ids": [one.id for one in batch]})["nodes"]
            assert [node and node["id"] for node in found] == [one.id for one in batch]
            for node, one in zip(found, batch, strict=True):
                assert node.get("name") == one.write.input.get("name")

    def check_store(self) -> None:
        """The graph is what the facts make, and every acknowledged change is among them, whole."""

        async def look() -> None:
            store = await open_store(self.address)
            try:
                found = await audit(store)
                assert found.differing == ()
                changes = await store.list_changes(0, found.changes + 1)
                assert [change.position for change in changes] == list(range(1, found.changes + 1))
                assert {one.change_id for one in self.acknowledged} <= {change.id for change in changes}
                assert all(change.facts for change in changes)
                # Nothing is there but the founding and what was asked for.
                assert len(changes) == 1 + len(self.acknowledged)
            finally:
                await store.close()

        asyncio.run(look())


def _kill_servers(siege: Siege) -> None:
    for round_ in range(ROUNDS):
        siege.server.start()
        # Another moment each time.
        siege.write(round_, goal=20 + 7 * round_ % 31)
        siege.server.kill()
        unanswered = siege.end_writing()
        siege.server.start()
        siege.repeat(unanswered)
        siege.check_over_http()
        siege.server.kill()
        siege.check_store()


def test_a_killed_server_loses_nothing_on_sqlite(tmp_path: Path):
    _kill_servers(Siege(Server(tmp_path), SqliteAddress(tmp_path / "rapport.db")))


def _on_neo4j(folder: Path, neo4j: Neo4jServer) -> Siege:
    variables = {
        "store_url": neo4j.routing_url,
        "store_user": neo4j.user,
        "store_password": neo4j.password,
    }
    return Siege(Server(folder, variables), Neo4jAddress(neo4j.routing_url, None, *neo4j.auth))


def test_a_killed_server_loses_nothing_on_neo4j(tmp_path: Path, neo4j_server: Neo4jServer):
    _kill_servers(_on_neo4j(tmp_path, neo4j_server))


@pytest.mark.parametrize("neo4j_to_kill", KILLED, indirect=True)
def test_a_killed_database_loses_nothing_and_the_server_recovers_by_itself(tmp_path: Path, neo4j_to_kill: Neo4jServer):
    siege = _on_neo4j(tmp_path, neo4j_to_kill)
    with siege.server:
        for round_ in range(max(1, ROUNDS // 4)):
            siege.write(round_, goal=30)
            neo4j_to_kill.kill()
            unanswered = siege.end_writing()
            _check_unavailable(siege.server, neo4j_to_kill)
            neo4j_to_kill.start()
            await_ready(siege.server.url)
            siege.repeat(unanswered)
            siege.check_over_http()
            siege.check_store()


def _check_unavailable(server: Server, neo4j: Neo4jServer) -> None:
    """While its database is away the server runs, and says so in words."""
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    ready = httpx.get(f"{server.url}/readyz", timeout=60)
    assert ready.status_code == 503
    assert f"127.0.0.1:{neo4j.port}" in ready.json()["reason"]
    answer = httpx.post(f"{server.url}/graphql", json={"query": "{ viewer { name } }"}, timeout=60)
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert neo4j.password not in "\n".join(server.said)
