"""The one place that names the concrete stores. Their drivers are imported when first needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.settings import SqliteAddress
from graph.store import StoreUnavailableError

if TYPE_CHECKING:
    from app.settings import StoreAddress
    from domain.ids import ChangeId
    from graph.neo4j import Neo4jStore
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


async def open_existing_store(address: StoreAddress) -> Store:
    """Open a database to read what it holds, as `open_store` does, but make none: a name misspelled is an error."""
    if isinstance(address, SqliteAddress) and not address.path.exists():
        raise StoreUnavailableError(f"There is no database at {address}; is the name right? `rapport serve` makes one.")
    return await open_store(address)


def known_version(address: StoreAddress) -> int:
    """Return the version of the tables that this program knows, which an opened database is at."""
    if isinstance(address, SqliteAddress):
        from graph.sqlite.schema import MIGRATIONS

        return len(MIGRATIONS)
    from graph.neo4j.migrations import MIGRATIONS as NEO4J_MIGRATIONS

    return len(NEO4J_MIGRATIONS)


async def list_open_runs(store: Store, but: ChangeId | None = None) -> list[str]:
    """Return, in words, the imports and copies that were cut off: a Neo4j's, SQLite takes them back by itself.

    `but`: a change that is gone on with.
    """
    neo4j = _as_neo4j(store)
    runs = await neo4j.list_open_runs() if neo4j else []
    return [f"{run.mutation} {run.change_id}, {run.facts} facts written" for run in runs if run.change_id != but]


async def find_open_import(store: Store) -> ChangeId | None:
    """Return the import that was cut off and is to be gone on with."""
    neo4j = _as_neo4j(store)
    runs = await neo4j.list_open_runs() if neo4j else []
    return next((run.change_id for run in runs if run.mutation == "import"), None)


def is_one_transaction(store: Store) -> bool:
    """Whether the store writes an import of any size in one transaction, so that it need not be checked first."""
    return _as_neo4j(store) is None


async def abandon_runs(store: Store) -> int:
    """Take back everything that was cut off; return how many facts it was."""
    if (neo4j := _as_neo4j(store)) is None:
        return 0
    return sum([await neo4j.abandon_run(run.change_id) for run in await neo4j.list_open_runs()])


def _as_neo4j(store: Store) -> Neo4jStore | None:
    # Whoever serves SQLite has not imported the driver, and is not to.
    if "graph.neo4j" not in sys.modules:
        return None
    from graph.neo4j import Neo4jStore

    return store if isinstance(store, Neo4jStore) else None
