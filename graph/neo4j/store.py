"""An open Neo4j database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from domain.codes import SellerRole
from domain.ids import ChangeId, SellerId
from domain.viewer import Viewer
from domain.world import World
from graph.neo4j import runs
from graph.neo4j.appending import decode_change
from graph.neo4j.catching_up import append_change, catch_up
from graph.neo4j.connection import Connection
from graph.neo4j.copying import append_recorded
from graph.neo4j.cypher import change as change_cypher
from graph.neo4j.cypher import person
from graph.neo4j.facts import change_facts
from graph.neo4j.migrations import migrate
from graph.neo4j.viewer_store import Neo4jViewerStore
from graph.neo4j.worlds import load_world
from graph.store import Append

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.fact import Change
    from graph.neo4j.connection import Transaction
    from graph.neo4j.runs import OpenRun

_FIRST_POSITION: Final = 0


def utc_now() -> datetime:
    """Return the clock's time."""
    return datetime.now(UTC)


async def open_neo4j(
    url: str,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    *,
    clock: Callable[[], datetime] = utc_now,
    one_transaction: int = runs.ONE_TRANSACTION,
) -> Neo4jStore:
    """Open a database and bring it to this program's version.

    Args:
        url: `neo4j://host:port/database` (routed: what a cluster needs) or `bolt://host:port/database`; the
            database may be left out, or given as `database`.
        user: No authentication where null.
        password: The user's.
        database: Goes before the one in `url`; null: the server's default one.
        clock: What `recorded_at` is taken from.
        one_transaction: Most facts of a run, a copied change or an undo that the server has the memory for at once.

    Raises:
        StoreUnavailableError: It cannot be reached, or refuses the user.
        StoreVersionError: A newer program wrote it, or it is none of ours.
    """
    connection = Connection(url, user, password, database)
    try:
        await migrate(connection)
        await catch_up(connection)
    except BaseException:
        await connection.close()
        raise
    return Neo4jStore(connection, clock, one_transaction)


class Neo4jStore:
    """`graph.store.Store` on one database. What an import left open is listed and taken back here too."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime], one_transaction: int) -> None:
        self._connection = connection
        self._clock = clock
        self._one_transaction = one_transaction

    def for_viewer(self, viewer: Viewer) -> Neo4jViewerStore:
        return Neo4jViewerStore(self._connection, viewer, self._clock, self._one_transaction)

    async def load_viewer(self, *, seller_id: SellerId | None = None, email: str | None = None) -> Viewer | None:
        if seller_id is not None:
            found = await self._connection.row(person.LOAD_VIEWER_BY_ID, {"id": seller_id})
        else:
            found = await self._connection.row(person.LOAD_VIEWER_BY_EMAIL, {"email": (email or "").casefold()})
        return _viewer(found) if found else None

    async def find_admin(self) -> Viewer | None:
        found = await self._connection.row(person.FIND_ADMIN, {})
        return await self.load_viewer(seller_id=SellerId(found[0])) if found else None

    async def found(self, append: Append) -> Change:
        first = Append(
            append.change_id,
            append.mutation,
            append.stated,
            append.based_on,
            position=_FIRST_POSITION,
            once=append.once,
            result=append.result,
        )

        return await append_change(self._connection, first, None, self._clock, self._one_transaction)

    async def list_changes(self, after: int, first: int) -> list[Change]:
        async def work(tx: Transaction) -> list[Change]:
            (found,) = await tx.row(change_cypher.LIST_CHANGES, {"after": after, "first": first})
            return [decode_change(row, await change_facts(tx, row[0])) for row in found]

        return await self._connection.read(work)

    async def append_recorded(self, changes: Sequence[Change]) -> None:
        await append_recorded(self._connection, changes, self._one_transaction)

    async def load_position(self) -> int:
        found = await self._connection.row(change_cypher.LOAD_POSITION, {})
        return found[0] if found else 0

    async def load_world(self) -> World:
        return await self._connection.read(load_world)

    async def list_open_runs(self) -> list[OpenRun]:
        """Return the imports and copies that have not ended: going on elsewhere, or killed."""
        return await runs.list_open_runs(self._connection)

    async def abandon_run(self, change_id: ChangeId) -> int:
        """Take all facts of an open run back; return how many there were."""
        return await runs.abandon_run(self._connection, change_id)

    async def ping(self) -> None:
        await self._connection.ping()

    async def close(self) -> None:
        await self._connection.close()


def _viewer(row: Sequence[Any]) -> Viewer:
    id_, role, reach = row
    return Viewer(SellerId(id_), SellerRole(role), frozenset(map(SellerId, reach)))
