"""A team moves: the demo is copied from SQLite to a running Neo4j, and every ready query answers the same bytes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

from app.asgi import create_app
from app.settings import Neo4jAddress, Settings, SqliteAddress
from app.stores import open_store
from graph.copying import copy_store
from graph.demo.building import build_demo, load_demo
from tests.ready_queries import ready_queries
from tools.neo4j.server import Neo4jServer

# Whole days up to the moment of asking: the one thing that may differ between two askings.
_DAYS = re.compile(rb'"days":\d+')


async def test_every_ready_query_answers_the_same_after_the_move(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    demo = build_demo(now.date())
    here = SqliteAddress(tmp_path / "rapport.db")
    there = Neo4jAddress(neo4j_server.url, "neo4j", neo4j_server.user, neo4j_server.password)
    source, target = await open_store(here), await open_store(there)
    try:
        await load_demo(source, demo.changes)
        copied = await copy_store(source, target)
    finally:
        await source.close()
        await target.close()
    assert copied.written == len(demo.changes)
    queries = [{"query": q.text, "variables": q.variables} for q in ready_queries(demo, now)]
    before, after = await _answers(here, queries), await _answers(there, queries)
    assert len(before) == len(queries) > 0
    assert not [answer for answer in before if b'"errors"' in answer]
    assert after == before


async def _answers(address: SqliteAddress | Neo4jAddress, queries: list[dict[str, object]]) -> list[bytes]:
    app = create_app(Settings(store=address))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", timeout=60) as client,
    ):
        return [_DAYS.sub(b'"days":0', (await client.post("/graphql", json=query)).content) for query in queries]
