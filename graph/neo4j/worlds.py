"""Reading the whole current graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

from domain.codes import MapStatus
from domain.world import World
from graph.neo4j import rows
from graph.neo4j.cypher import world as cypher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from graph.codec import RowCodec
    from graph.neo4j.connection import Transaction

_PAGE: Final = 2_000


def _id(value: Any) -> str:
    return value.id


_TABLES: Final[tuple[tuple[LiteralString, RowCodec[Any], str, Callable[[Any], Any]], ...]] = (
    (cypher.WORLD_ACCOUNTS, rows.ACCOUNT, "accounts", _id),
    (cypher.WORLD_PEOPLE, rows.PERSON, "people", _id),
    (cypher.WORLD_SELLERS, rows.SELLER, "sellers", _id),
    (cypher.WORLD_OPPORTUNITIES, rows.OPPORTUNITY, "opportunities", _id),
    (cypher.WORLD_STAKEHOLDERS, rows.STAKEHOLDER, "stakeholders", _id),
    (cypher.WORLD_ASSESSMENTS, rows.ASSESSMENT, "assessments", _id),
    (cypher.WORLD_INTERACTIONS, rows.INTERACTION, "interactions", _id),
    (cypher.WORLD_ORDERS, rows.ORDER, "orders", _id),
    (cypher.WORLD_TRANSITIONS, rows.TRANSITION, "transitions", _id),
    (cypher.WORLD_REFERRALS, rows.REFERRAL, "referrals", _id),
    (cypher.WORLD_REPORTS, rows.REPORT, "reports", lambda tie: (tie.account_id, tie.person_id)),
    (cypher.WORLD_INFLUENCES, rows.INFLUENCE, "influences", lambda tie: (tie.source, tie.target)),
    (cypher.WORLD_CONTACT_LEVELS, rows.CONTACT_LEVEL, "contact_levels", lambda level: level.pair),
    (cypher.WORLD_COMMITMENTS, rows.COMMITMENT, "commitments", _id),
    (cypher.WORLD_FINDING_NOTES, rows.FINDING_NOTE, "finding_notes", lambda note: note.pair),
    (cypher.WORLD_ACQUAINTANCES, rows.ACQUAINTANCE, "acquaintances", lambda tie: tie.pair),
)
"""Of each table of `World`: its statement, its rows, and their keys."""


async def load_world(tx: Transaction) -> World:
    """Return all rows there are, whoever may see them."""
    world = World()
    for statement, codec, table, key in _TABLES:
        rows_of: dict[Any, Any] = getattr(world, table)
        async for row in _pages(tx, statement):
            value = codec.decode(row)
            rows_of[key(value)] = value
    async for map_id, status in _pages(tx, cypher.WORLD_STATUSES):
        world.statuses[map_id] = MapStatus(status)
    return world


async def _pages(tx: Transaction, statement: LiteralString) -> AsyncIterator[list[Any]]:
    after = ""
    while True:
        (found,) = await tx.row(statement, {"after": after, "limit": _PAGE, "admin": True, "reach": []})
        for _, row in found:
            yield row
        if len(found) < _PAGE:
            return
        after = found[-1][0]
