"""The pages over a Neo4j server: a map is opened, changed and changed back, and what is found in it follows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bench.worlds import admin_of, map_of_twenty
from graph.neo4j import open_neo4j
from tests.e2e.conftest import aside
from tests.neo4j_server import NEWEST
from tests.server import Server, await_ready
from tools.neo4j.server import Neo4jServer

if TYPE_CHECKING:
    from tests.e2e.conftest import Open
    from tests.neo4j_server import Neo4jPool


async def _fill(neo4j: Neo4jServer) -> str:
    store = await open_neo4j(neo4j.url, neo4j.user, neo4j.password)
    try:
        return (await map_of_twenty(await admin_of(store))).removeprefix("map_")
    finally:
        await store.close()


@pytest.fixture
def filled(request: pytest.FixtureRequest, neo4j_pool: Neo4jPool) -> tuple[Neo4jServer, str]:
    """A server with a map of 20 people, and whose map it is."""
    neo4j = neo4j_pool.empty(request.param)
    return neo4j, aside(lambda: _fill(neo4j))


@pytest.mark.parametrize("filled", NEWEST, indirect=True)
def test_a_map_is_edited_and_taken_back(filled: tuple[Neo4jServer, str], tmp_path: Path, open_page: Open):
    neo4j, account = filled
    variables = {"store_url": neo4j.url, "store_user": neo4j.user, "store_password": neo4j.password}
    with Server(tmp_path, variables) as server:
        await_ready(server.url)
        page = open_page(server, f"/a/{account}/map")
        expect(page.locator("[id^=card-]")).to_have_count(20)
        count = page.get_by_role("complementary").get_by_role("heading", name=re.compile(r"What to do \d"))
        expect(count).to_be_visible()
        before = count.inner_text()
        # An opponent without influence: with it, there is one more finding at least.
        page.locator("[id^=card-]", has_text="Person 14").click()
        page.get_by_role("toolbar").get_by_role("button", name="Inner circle").click()
        expect(page.locator("[data-selected] path[data-filled]")).to_have_count(3)
        page.keyboard.press("Escape")
        expect(count).to_be_visible()
        expect(count).not_to_have_text(before)
        page.keyboard.press("Control+z")
        expect(count).to_have_text(before)
        page.close()
