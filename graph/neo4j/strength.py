"""How often each of us met each of them, counted in the database in one pass."""

from __future__ import annotations

from datetime import UTC
from itertools import chain
from typing import TYPE_CHECKING, Any

from domain.codes import InteractionKind
from domain.ids import PersonId, SellerId
from domain.strength import FREQUENCY_WINDOW, LATELY, STRENGTH_WINDOW, Dealings
from graph.codec import from_micros, to_micros
from graph.neo4j.access import sight
from graph.neo4j.cypher import strength as cypher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from domain.viewer import Viewer
    from graph.neo4j.connection import Connection


async def list_dealings(
    connection: Connection,
    viewer: Viewer,
    person_ids: Sequence[PersonId] | None,
    seller_ids: Sequence[SellerId] | None,
    at: datetime,
) -> list[Dealings]:
    """Count interactions by pair, in the order of the people's ids, then the sellers'."""
    asked = {
        **dealings_asked(at),
        "people": sorted(set(person_ids)) if person_ids is not None else None,
        "sellers": sorted(set(seller_ids)) if seller_ids is not None else None,
    }
    statement = cypher.LIST_DEALINGS_OF_SELLERS if person_ids is None else cypher.LIST_DEALINGS_OF_PEOPLE
    (found,) = await connection.row(statement, {**sight(viewer), **asked})
    return [to_dealings(row) for row in found]


def dealings_asked(at: datetime) -> dict[str, Any]:
    """Return the parameters of windows that dealings up to a moment are counted in."""
    return {
        "at": to_micros(at),
        "year": to_micros(at - STRENGTH_WINDOW),
        "recent": to_micros(at - FREQUENCY_WINDOW),
        "lately": to_micros(at - LATELY),
        "months": [to_micros(month) for month in _months(at)],
    }


def _months(at: datetime) -> Iterator[datetime]:
    """Give the beginnings of the calendar months (UTC) that the year before a moment touches, the latest first."""
    month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    yield month
    while month > at - STRENGTH_WINDOW:
        month = (
            month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)
        )
        yield month


def to_dealings(row: Sequence[Any]) -> Dealings:
    """Return the dealings of a pair as the statements count them."""
    person_id, seller_id, last, recent, mutual, kinds, months, lately, together = row
    return Dealings(
        seller_id=SellerId(seller_id),
        person_id=PersonId(person_id),
        last_at=from_micros(last),
        recent=recent,
        mutual=mutual,
        kinds={InteractionKind(kind): count for kind, count in kinds if count},
        months=len(set(chain.from_iterable(months))),
        lately=lately,
        together=together,
    )
