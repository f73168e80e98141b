"""A team moves: the demo is copied from SQLite to a running Neo4j, and every ready query answers the same."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.settings import Neo4jAddress, SqliteAddress
from app.stores import open_store
from graph.copying import copy_store
from graph.demo.building import build_demo, load_demo
from graph.store import Store
from resolvers.root import build_schema
from schema.context import make_context
from tests.neo4j_server import NEWEST
from tests.ready_queries import ReadyQuery, ready_queries
from tools.neo4j.server import Neo4jServer


@pytest.mark.parametrize("neo4j_server", NEWEST, indirect=True)
async def test_every_ready_query_answers_the_same_after_the_move(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    demo = build_demo(now.date())
    here = SqliteAddress(tmp_path / "rapport.db")
    there = Neo4jAddress(neo4j_server.url, "neo4j", neo4j_server.user, neo4j_server.password)
    source, target = await open_store(here), await open_store(there)
    try:
        await load_demo(source, demo.changes)
        copied = await copy_store(source, target)
        assert copied.written == len(demo.changes)
        queries = ready_queries(demo, now)
        assert queries
        for query in queries:
            assert await _answer(target, query, now) == await _answer(source, query, now), query.name
    finally:
        await source.close()
        await target.close()


async def _answer(store: Store, query: ReadyQuery, now: datetime) -> dict[str, Any] | None:
    """Return what a query answers the first ADMIN at one moment: strengths and days go on with the clock."""
    viewer = await store.find_admin()
    assert viewer is not None
    context = make_context(store, viewer, now, None)
    result = await build_schema().execute(query.text, variable_values=query.variables, context_value=context)
    assert result.errors is None, query.name
    return result.data
