"""A team moves: the demo is copied from SQLite to a running Neo4j, and every ready query answers the same."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from app.settings import Neo4jAddress, SqliteAddress
from app.stores import open_store
from domain.ids import ChangeId, new_id
from graph.copying import copy_store
from graph.demo.building import build_demo, load_demo
from graph.founding import found
from graph.neo4j import open_neo4j
from graph.store import Store
from resolvers.root import build_schema
from schema.context import make_context
from tests.neo4j_server import NEWEST
from tests.ready_queries import ReadyQuery, ready_queries
from tests.server import rapport
from tests.worlds import new_account, new_person
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


@pytest.mark.parametrize("neo4j_server", NEWEST, indirect=True)
async def test_an_open_import_is_told_of_and_not_copied(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    store = await open_neo4j(neo4j_server.url, *neo4j_server.auth, one_transaction=1)
    try:
        admin = await found(store, datetime.now(UTC))
        assert admin is not None
        run = store.for_viewer(admin).open_run(ChangeId(new_id("change")), "import")
        await run.__aenter__()
        await run.add(new_person(1, "Ann", 1)[:1])
        await run.add(new_account(1, "One")[:1])
        assert await store.list_open_runs()
    finally:
        await store.close()
    variables = {"store_user": neo4j_server.user, "store_password": neo4j_server.password}
    checked = rapport("check", cwd=tmp_path, store_url=neo4j_server.url, **variables)
    assert checked.returncode == 0, checked.stdout
    assert "2 facts written: it was cut off" in checked.stdout
    assert "not compared with its facts while an import is open" in checked.stdout
    copied = rapport("copy", neo4j_server.url, "sqlite:///copy.db", cwd=tmp_path, **variables)
    assert copied.returncode == 1
    assert "2 facts written, which has not ended" in copied.stderr
    # Nor is anything copied to where one is open.
    assert (
        rapport(
            "user", "add", "ann@example.com", "--name", "Ann", cwd=tmp_path, store_url="sqlite:///own.db"
        ).returncode
        == 0
    )
    copied = rapport("copy", "sqlite:///own.db", neo4j_server.url, cwd=tmp_path, **variables)
    assert copied.returncode == 1
    assert f"{neo4j_server.url} holds import" in copied.stderr
    assert "which has not ended" in copied.stderr


async def _answer(store: Store, query: ReadyQuery, now: datetime) -> bytes:
    """Return the bytes that a query answers the first ADMIN at one moment: strengths and days go on with the clock."""
    viewer = await store.find_admin()
    assert viewer is not None
    context = make_context(store, viewer, now, None)
    result = await build_schema().execute(query.text, variable_values=query.variables, context_value=context)
    assert result.errors is None, query.name
    return orjson.dumps(result.data)
