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
