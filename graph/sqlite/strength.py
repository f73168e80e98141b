"""How often each of us met each of them, counted in the database in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.codes import InteractionKind
from domain.ids import PersonId, SellerId
from domain.strength import FREQUENCY_WINDOW, LATELY, STRENGTH_WINDOW, Dealings
from graph.codec import from_micros, to_micros
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_KINDS: Final = tuple(InteractionKind)
# A month is counted from year 1, so that the division rounds down before 1970 too.
_COUNTS: Final = f"""
    max(contact.at),
    sum(contact.at > :recent),
    sum(contact.at > :year AND contact.direction <> 'OUTBOUND'),
    count(DISTINCT iif(
        contact.at > :year,
        strftime('%Y-%m', (contact.at + 62135596800000000) / 1000000 - 62135596800, 'unixepoch'),
        NULL
    )),
    sum(contact.at > :lately),
    sum(contact.at > :lately AND json_array_length(contact.seller_ids) > 1),
    {", ".join(f"sum(contact.at > :year AND contact.kind = '{kind}')" for kind in _KINDS)}
"""
DEALINGS_OF_PEOPLE: Final = Query(f"""
    SELECT contact.person_id, ours.value, {_COUNTS} FROM json_each(:people) AS asked
    CROSS JOIN person ON person.id = asked.value AND PERSON_VISIBLE
    CROSS JOIN participation AS contact
        ON contact.person_id = person.id AND contact.at <= :at AND contact.seller_ids <> '[]'
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN json_each(contact.seller_ids) AS ours
    WHERE :sellers IS NULL OR ours.value IN (SELECT value FROM json_each(:sellers))
    GROUP BY contact.person_id, ours.value
""")
# What a seller has taken part in is found by the facts that mention them; those that no longer hold have no row.
DEALINGS_OF_SELLERS: Final = Query(f"""
    WITH reached AS MATERIALIZED (
        SELECT DISTINCT asked.value AS seller_id, theirs.value AS person_id, interaction.at, interaction.id
        FROM json_each(:sellers) AS asked
        CROSS JOIN mention
            ON mention.object = asked.value AND mention.kind = 'Interacted' AND mention.observed_at <= :at
        CROSS JOIN fact ON fact.number = mention.fact
        CROSS JOIN interaction ON interaction.id = fact.subject AND interaction.at <= :at
        CROSS JOIN account ON account.id = interaction.account_id AND ACCOUNT_VISIBLE
        CROSS JOIN json_each(interaction.person_ids) AS theirs
    )
    SELECT contact.person_id, reached.seller_id, {_COUNTS} FROM reached
    CROSS JOIN person ON person.id = reached.person_id AND PERSON_VISIBLE
    CROSS JOIN participation AS contact
        ON contact.person_id = person.id AND contact.at = reached.at AND contact.interaction_id = reached.id
    WHERE reached.seller_id IN (SELECT value FROM json_each(contact.seller_ids))
    GROUP BY contact.person_id, reached.seller_id
""")


def list_dealings(
    snapshot: Snapshot, person_ids: Sequence[PersonId] | None, seller_ids: Sequence[SellerId] | None, at: datetime
) -> list[Dealings]:
    """Count interactions by pair, in the order of the people's ids, then the sellers'."""
    windows = {
        "at": to_micros(at),
        "year": to_micros(at - STRENGTH_WINDOW),
        "recent": to_micros(at - FREQUENCY_WINDOW),
        "lately": to_micros(at - LATELY),
    }
    sellers = to_json(set(seller_ids)) if seller_ids is not None else None
    if person_ids is None:
        rows = snapshot.rows(DEALINGS_OF_SELLERS, sellers=sellers, **windows)
    else:
        rows = snapshot.rows(DEALINGS_OF_PEOPLE, people=to_json(set(person_ids)), sellers=sellers, **windows)
    return [_dealings(*row) for row in rows]


def _dealings(
    person_id: str, seller_id: str, last: int, recent: int, mutual: int, months: int, lately: int, together: int,
    *kinds: Any,
) -> Dealings:  # fmt: skip
    return Dealings(
        seller_id=SellerId(seller_id),
        person_id=PersonId(person_id),
        last_at=from_micros(last),
        recent=recent,
        mutual=mutual,
        kinds={kind: count for kind, count in zip(_KINDS, kinds, strict=True) if count},
        months=months,
        lately=lately,
        together=together,
    )
