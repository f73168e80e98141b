"""What a map makes of itself, on Neo4j: insights, a supposed change, and the best moves, against reading the map."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.thinking import compare_thinking
from bench.worlds import admin_of
from graph.neo4j import open_neo4j
from tools.neo4j.releases import SUPPORTED
from tools.neo4j.server import new_server

if TYPE_CHECKING:
    from bench.measure import Ratio


async def run() -> list[Ratio]:
    """Compare on a server started for it."""
    with tempfile.TemporaryDirectory() as home, new_server(Path(home), SUPPORTED[-1]) as server:
        store = await open_neo4j(server.url, server.user, server.password)
        try:
            return await compare_thinking(await admin_of(store), "Neo4j")
        finally:
            await store.close()
