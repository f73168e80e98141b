"""The one place that names the concrete stores. Their drivers are imported when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.settings import SqliteAddress

if TYPE_CHECKING:
    from app.settings import StoreAddress
    from graph.store import Store


async def open_store(address: StoreAddress) -> Store:
    """Open a database, made and migrated where that is due.

    Raises StoreUnavailableError when it cannot be reached, StoreVersionError when it is not ours to open.
    """
    if isinstance(address, SqliteAddress):
        from graph.sqlite import open_sqlite

        return await open_sqlite(address.path)
    from graph.neo4j import open_neo4j

    return await open_neo4j(address.url, address.user, address.password, address.database)


def known_version(address: StoreAddress) -> int:
    """Return the version of the tables that this program knows, which an opened database is at."""
    if isinstance(address, SqliteAddress):
        from graph.sqlite.schema import MIGRATIONS

        return len(MIGRATIONS)
    from graph.neo4j.migrations import MIGRATIONS as NEO4J_MIGRATIONS

    return len(NEO4J_MIGRATIONS)


async def list_open_runs(store: Store) -> list[str]:
    """Return, in words, the imports that were cut off and can be gone on with: a Neo4j's, SQLite takes them back."""
    from graph.neo4j import Neo4jStore

    if not isinstance(store, Neo4jStore):
        return []
    return [f"{run.mutation} {run.change_id}, {run.facts} facts written" for run in await store.list_open_runs()]
