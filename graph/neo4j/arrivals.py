"""Who comes to us by others: people who worked elsewhere before, and referrals that nobody has followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.situation import Arrival, Untouched
from graph.neo4j import rows
from graph.neo4j.cypher.arrival import LIST_ARRIVALS, LIST_UNTOUCHED
from graph.neo4j.filters import in_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.ids import AccountId
    from graph.neo4j.connection import Connection


async def list_arrivals(
    connection: Connection, sight: Mapping[str, Any], account_ids: Sequence[AccountId]
) -> list[tuple[Arrival, ...]]:
    """Return who is employed at each account now and worked at another before, with each place in its maps."""
    (found,) = await connection.row(LIST_ARRIVALS, {**sight, "ids": list(dict.fromkeys(account_ids))})
    decoded = ((id_, tuple(_arrival(*row) for row in some)) for id_, some in found)
    return in_order(account_ids, decoded, ())


def _arrival(person: Sequence[Any], place: Sequence[Any], account_name: str) -> Arrival:
    return Arrival(rows.PERSON.decode(person), rows.STAKEHOLDER.decode(place), account_name)


async def list_untouched(
    connection: Connection, sight: Mapping[str, Any], account_ids: Sequence[AccountId]
) -> list[tuple[Untouched, ...]]:
    """Return the referrals that nobody has followed up, to each account or to somebody employed there."""
    (found,) = await connection.row(LIST_UNTOUCHED, {**sight, "ids": list(dict.fromkeys(account_ids))})
    decoded = (
        (id_, tuple(Untouched(rows.REFERRAL.decode(row), by, to) for row, by, to in some)) for id_, some in found
    )
    return in_order(account_ids, decoded, ())
