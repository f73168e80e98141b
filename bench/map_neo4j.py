"""A map of 20 people and 40 ties from Neo4j: the store and the scores, against the raw driver with one query."""

from __future__ import annotations

import tempfile
from pathlib import Path

from neo4j import AsyncGraphDatabase, AsyncManagedTransaction

from bench.measure import Ratio, compare
from bench.raw import RAW_CYPHER
from bench.worlds import NOW, admin_of, map_of_twenty
from graph.decision_map import load_decision_map
from graph.neo4j import open_neo4j
from tools.neo4j.releases import SUPPORTED
from tools.neo4j.server import new_server


async def run() -> list[Ratio]:
    """Compare on a server started for it."""
    with tempfile.TemporaryDirectory() as home, new_server(Path(home), SUPPORTED[-1]) as server:
        store = await open_neo4j(server.url, server.user, server.password)
        driver = AsyncGraphDatabase.driver(
            server.url, auth=(server.user, server.password), notifications_min_severity="OFF"
        )
        try:
            admin = await admin_of(store)
            map_id = await map_of_twenty(admin)
            account_id = map_id.removeprefix("map_")

            async def read(transaction: AsyncManagedTransaction) -> object:
                return await (await transaction.run(RAW_CYPHER, account_id=account_id)).single()

            async def raw() -> object:
                async with driver.session(database="neo4j") as session:
                    return await session.execute_read(read)

            ours, base = await compare(lambda: load_decision_map(admin, map_id, now=NOW), raw, rounds=500, warm=200)
        finally:
            await driver.close()
            await store.close()
    return [Ratio("map of 20 from Neo4j, against the raw driver with one query", ours, base, "≤ 1.3")]
