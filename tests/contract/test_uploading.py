"""An import through the API, on every store."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest

from app.asgi import create_app
from app.settings import Settings
from domain.ids import ChangeId, new_id
from graph.importing import jobs
from graph.neo4j import Neo4jStore
from graph.neo4j.runs import Mark, mark_run
from graph.store import Store
from tests.neo4j_server import NEO4J
from tests.uploading import EXAMPLES, Importer
from tests.worlds import RECORDED


@asynccontextmanager
async def serving(store: Store) -> AsyncGenerator[Importer]:
    app = create_app(Settings(), store)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
    ):
        yield Importer(client)


async def test_tables_are_checked_imported_and_taken_back(store: Store) -> None:
    async with serving(store) as importer:
        await importer.upload_folder(EXAMPLES / "en")
        checked = await importer.run("checkImport")
        assert (checked["errorCount"], await store.load_position()) == (0, 1)
        report = await importer.run()
        assert (report["facts"], report["counts"]) == (checked["facts"], checked["counts"])
        (_, change) = await store.list_changes(0, 10)
        assert (change.id, len(change.facts)) == (report["changeId"], report["facts"])
        assert await importer.undo(report["changeId"])
        world = await store.load_world()
        assert (world.accounts, world.people, world.interactions) == ({}, {}, {})


async def test_what_an_import_fails_of_is_masked_and_nothing_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_given: object) -> None:
        raise RuntimeError("secret")

    async with serving(store) as importer:
        await importer.upload("accounts.csv", "id,name\nA1,Acme\n")
        with monkeypatch.context() as broken:
            broken.setattr(jobs, "import_files", fail)
            await importer.begin()
            told = await importer.wait_for_failure()
        assert told["data"] == {"import": {"run": {"state": "FAILED", "report": None}}}
        assert "secret" not in str(told)
        assert await store.load_position() == 1
        assert (await importer.run())["changeId"]


@pytest.mark.parametrize("backend", NEO4J, indirect=True)
async def test_an_import_that_goes_on_elsewhere_or_was_cut_off_is_left_alone(store: Store) -> None:
    assert isinstance(store, Neo4jStore)
    async with serving(store) as importer:
        await importer.upload("accounts.csv", "id,name\nA1,Acme\n")
        change_id = ChangeId(new_id("change"))
        await mark_run(store._connection, Mark(change_id, "import", None), lambda lock: lock.moment(RECORDED))
        assert (await importer.run("checkImport"))["facts"] == 1
        await importer.begin()
        told = await importer.wait_for_failure()
        assert told["errors"][0]["message"].startswith("Another import goes on elsewhere or was cut off.")
        await store.abandon_run(change_id)
        assert (await importer.run())["changeId"]
