"""Whether rows can be written, as far as unique keys go, before they are: for what is written in several parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, LiteralString

from graph.duplicate import UniqueKey, duplicate
from graph.neo4j.writing import open_pair_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.world import World
    from graph.neo4j.connection import Transaction

Keyed = tuple[str, str | None]
"""The id of an object, and its key."""

_EXTERNAL: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("accounts", "(n:Account {external_id: row[1]})"),
    ("people", "(n:Person {external_id: row[1]})"),
    ("opportunities", "(n:Opportunity {external_id: row[1]})"),
    ("interactions", "(n:Interaction {external_id: row[1]})"),
    ("orders", "(n:Order {external_id: row[1]})"),
    ("referrals", "()-[n:REFERRED {external_id: row[1]}]->()"),
)


async def check_unique(tx: Transaction, world: World) -> None:
    """Raise DuplicateError where an object that is there has a key of another one of the world."""
    for key, pattern, found in _keys(world):
        if keyed := [[id_, value] for id_, value in found if value is not None]:
            (others,) = await tx.row(
                "UNWIND $keyed AS row MATCH " + pattern + " WHERE n.id <> row[0] RETURN count(n)", {"keyed": keyed}
            )
            if others:
                raise duplicate(key)


def _keys(world: World) -> Iterable[tuple[UniqueKey, LiteralString, Iterable[Keyed]]]:
    for table, pattern in _EXTERNAL:
        yield "external_id", pattern, ((one.id, one.external_id) for one in getattr(world, table).values())
    sellers = ((one.id, one.email and one.email.casefold()) for one in world.sellers.values())
    yield "email", "(n:Seller {email_key: row[1]})", sellers
    places = ((one.id, place_of(one)) for one in world.stakeholders.values())
    yield "place", "(n:Stakeholder {place: row[1]})", places
    pairs = ((one.id, open_pair_of(one)) for one in world.referrals.values())
    yield "open_pair", "()-[n:REFERRED {open_pair: row[1]}]->()", pairs
